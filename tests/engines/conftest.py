"""Fixtures of other modules that the engines' tests use."""

from tests.sound_system import no_sound_system, sound_system

__all__ = ["no_sound_system", "sound_system"]
