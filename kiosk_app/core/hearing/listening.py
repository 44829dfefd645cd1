"""What the microphone hears from the button's press to the end of what is said, without the till's own sounds."""

import math
import time
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from queue import Queue
from typing import Any

from kiosk_app.core.errors import Cancelled, MissingPart
from kiosk_app.core.events import Event, Level, Listening
from kiosk_app.core.hearing.endpoint import Endpointer
from kiosk_app.core.hearing.sound import CHUNK_BYTES, is_clipped, loudness
from kiosk_app.core.parts import Parts
from kiosk_app.core.sound_ports import Microphone
from kiosk_app.core.types import SAMPLE_RATE
from kiosk_app.core.wire import Answer, Cancel, Close, Lock, StopListening, Submit

ECHO_SECONDS = 0.15
"""For which the room and the devices carry a sound of the till's own after its end."""
PAUSE_SECONDS = 0.8
"""Without speech, which end an utterance that no button ends."""
SILENCE_SECONDS = 5.0
"""Without any speech, after which such an utterance is over too."""

_EARCON_SECONDS = 0.3
"""Until the last earcon has begun and ended, at most."""

_BYTES_A_SECOND = SAMPLE_RATE * 2


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples from the microphone."""

    pcm: bytes


@dataclass(frozen=True, slots=True)
class MicrophoneChanged:
    """It was unplugged, or plugged in."""


class Ear:
    """Takes the microphone's sound out of the assistant's inbox, where it lies among the commands."""

    def __init__(self, parts: Parts, inbox: "Queue[Any]", emit: Callable[[Event], None]) -> None:
        self.silent_since = -math.inf
        """When the till was heard last, by `time.monotonic`; may lie a little ahead."""
        self._parts = parts
        self._inbox = inbox
        self._emit = emit

    def sounded(self) -> None:
        """The till was heard until now."""
        self.silent_since = max(self.silent_since, time.monotonic())

    def listen(self, *, is_asking: bool) -> Generator[bytes, None, None]:
        """What is heard until the button goes up, or until a pause where the hands shall be free.

        `is_asking`: a question is open, which a touch may answer instead.
        Raises `Cancelled`, and `MissingPart` where there is no microphone, or no longer.
        """
        microphone = self._parts.microphone
        if microphone is None:
            raise MissingPart("no_microphone")
        level = _Meter(microphone)
        endpointer = Endpointer(self._parts.voice_activity())
        own = [(-math.inf, self.silent_since + ECHO_SECONDS)]
        at: float | None = None
        with microphone.record(lambda pcm: self._inbox.put(Sound(pcm))):
            began = time.monotonic()
            self._emit(Listening())
            if self._parts.earcons is not None:
                first, last = self._parts.earcons.down()
                own.append((first, last + ECHO_SECONDS))
            while not isinstance(command := self._inbox.get(), StopListening):
                if isinstance(command, Cancel | Close | Lock | Submit) or (is_asking and isinstance(command, Answer)):
                    self._inbox.put(command)  # a touch wins over the rest of the recording
                    raise Cancelled
                if isinstance(command, MicrophoneChanged) and (problem := microphone.problem):
                    self._inbox.put(command)  # whoever waits for commands next shows it
                    raise Cancelled if is_asking else problem
                if not isinstance(command, Sound):
                    continue
                pcm = command.pcm
                if measured := level.take(pcm):
                    self._emit(measured)
                # The first piece is what was kept from before the button.
                at = began - len(pcm) / _BYTES_A_SECOND if at is None else at
                kept = _without(pcm, at, own)
                at += len(pcm) / _BYTES_A_SECOND
                yield kept
                if self._parts.open_hands and self._is_over(endpointer, kept):
                    break
        if self._parts.earcons is not None:
            self._parts.earcons.up()
            self.silent_since = time.monotonic() + _EARCON_SECONDS

    def record(self, seconds: float) -> bytes:
        """So much sound, with what was kept from before; less where any command comes. Raises `MissingPart`."""
        microphone = self._parts.microphone
        if microphone is None:
            raise MissingPart("no_microphone")
        level, heard = _Meter(microphone), b""
        with microphone.record(lambda pcm: self._inbox.put(Sound(pcm))):
            while len(heard) < _bytes(seconds):
                command = self._inbox.get()
                if not isinstance(command, Sound):
                    self._inbox.put(command)
                    break
                heard += command.pcm
                if measured := level.take(command.pcm):
                    self._emit(measured)
        return heard

    @staticmethod
    def _is_over(endpointer: Endpointer, pcm: bytes) -> bool:
        endpointer.push(pcm)
        return endpointer.quiet_seconds >= (PAUSE_SECONDS if endpointer.speech_started else SILENCE_SECONDS)


class _Meter:
    """Makes an event of each tenth of a second."""

    def __init__(self, microphone: Microphone) -> None:
        self._microphone = microphone
        self._dropped = microphone.dropped
        self._unmeasured = b""

    def take(self, pcm: bytes) -> Level | None:
        self._unmeasured += pcm
        if len(self._unmeasured) < CHUNK_BYTES:
            return None
        measured, self._unmeasured = self._unmeasured, b""
        return Level(loudness(measured), is_clipped(measured), self._microphone.dropped - self._dropped)


def _without(pcm: bytes, at: float, intervals: Sequence[tuple[float, float]]) -> bytes:
    """Sound that began `at`, less what falls into the intervals, which stand in their order."""
    for first, last in reversed(intervals):
        pcm = pcm[: _bytes(first - at)] + pcm[_bytes(last - at) :]
    return pcm


def _bytes(seconds: float) -> int:
    """So much sound, in whole samples; none for a time that is over."""
    return int(min(max(seconds, 0.0), 60.0) * SAMPLE_RATE) * 2
