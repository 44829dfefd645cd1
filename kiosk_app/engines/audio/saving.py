"""Writes what would be heard to files."""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from kiosk_app.core.types import Audio
from kiosk_app.engines.audio.files import write_wav


class SavingPlayer:
    """A file for each utterance (`core.sound_ports.Player`)."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.volume = 1.0

    def play(self, sounds: Iterable[Audio]) -> str:
        """Write the next file and return its path; an empty string for no sound."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.wav"
        return str(path) if write_joined(path, sounds) else ""

    def stop(self) -> None:
        """Nothing to stop: a file is written at once."""


def write_joined(file: Path, sounds: Iterable[Audio]) -> bool:
    """Write one after the other into a WAV file; False, and no file, where there is none."""
    heard = list(sounds)
    if heard:
        write_wav(file, Audio(b"".join(sound.pcm for sound in heard), heard[0].rate))
    return bool(heard)
