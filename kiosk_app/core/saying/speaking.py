"""The voice: says what the till has to say while somebody wants to hear it, and rehearses in quiet moments."""

import logging
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from kiosk_app.core.errors import KioskError
from kiosk_app.core.events import Spoke
from kiosk_app.core.hearing.listening import Ear
from kiosk_app.core.parts import Parts
from kiosk_app.core.saying.say import pieces
from kiosk_app.core.sound_ports import Voice
from kiosk_app.core.types import Audio

Stage = Callable[[str], AbstractContextManager[None]]
"""Times what happens inside; raises `Cancelled` once that was wished."""

log = logging.getLogger(__name__)


class Speaking:
    """A till without a voice or a loudspeaker stays silent; so does one whose voice fails, and logs why."""

    def __init__(self, parts: Parts, ear: Ear) -> None:
        """`ear` is told of every sound: it shall not take the voice for a person's."""
        self._ear = ear
        self.unrehearsed = deque(parts.frequent)
        """What is said often, and was not said yet."""
        self._voice = parts.voice
        self._player = parts.player
        self._language = parts.language

    def say(self, text: str, stage: Stage, is_unwanted: Callable[[], bool]) -> Spoke | None:
        """Speak until the end, or until it is unwanted; what was said, None for nothing."""
        if self._voice is None or self._player is None or not self._player.volume or is_unwanted():
            return None
        said = pieces(text, self._language)
        try:
            wav = self._player.play(_sounds(self._voice, said, stage, is_unwanted))
        except KioskError as error:
            log.warning("the voice failed: %s", error.code)
            return None
        finally:
            self._ear.sounded()
        return Spoke(" ".join(said), self._voice.name, wav)

    def rehearse(self) -> None:
        """Say something to itself that is said often, so that the voice has it ready."""
        piece = self.unrehearsed.popleft()
        if self._voice is not None:
            try:
                for _ in self._voice.speak((piece,)):
                    pass
            except KioskError as error:
                log.warning("the voice failed: %s", error.code)
                self.unrehearsed.clear()


def _sounds(voice: Voice, said: Sequence[str], stage: Stage, is_unwanted: Callable[[], bool]) -> Iterator[Audio]:
    """The sounds of it, as long as somebody wants to hear them."""
    sounds = voice.speak(said)
    with stage("voice"):  # the wait until something can be heard
        sound = next(sounds, None)
    while sound is not None and not is_unwanted():
        yield sound
        sound = next(sounds, None)
