"""When speech starts and stops: trims an utterance, notices that nothing was said, and caps its length."""

from collections import deque

from kiosk_app.core.sound_ports import VoiceActivity
from kiosk_app.core.types import FRAME_SAMPLES, SAMPLE_RATE

_FRAME_BYTES = FRAME_SAMPLES * 2
_FRAMES_A_SECOND = SAMPLE_RATE // FRAME_SAMPLES

BEFORE = _FRAMES_A_SECOND // 2
"""Frames kept from before the first speech: a soft first consonant is not taken for speech."""
AFTER = _FRAMES_A_SECOND * 3 // 10
"""Frames kept after the last speech."""
ENOUGH = _FRAMES_A_SECOND * 3 // 10
"""Frames of speech within `WINDOW` that make an utterance; fewer are a knock or a cough."""
WINDOW = _FRAMES_A_SECOND
"""Frames in which `ENOUGH` must fall."""
CAP = _FRAMES_A_SECOND * 15
"""Frames passed on at most."""


class Endpointer:
    """Passes on what a recogniser should hear: one unbroken run of the input, in whole samples.

    The button ends the turn, so a pause never does: silence is held back, and passed on only once speech follows.
    """

    def __init__(self, is_speech: VoiceActivity) -> None:
        self._is_speech = is_speech
        self._partial = b""
        self._before: deque[tuple[bytes, bool]] = deque(maxlen=BEFORE + WINDOW)
        self._held: list[bytes] = []
        self._quiet = 0
        self._passed = 0
        self._taken = 0
        self.speech_started = False
        """Whether enough was said to be an utterance."""

    @property
    def seconds(self) -> float:
        """How much has been passed on."""
        return self._passed / _FRAMES_A_SECOND

    @property
    def quiet_seconds(self) -> float:
        """For how long nobody has spoken: since the last speech, or from the beginning where there was none yet."""
        return (self._quiet if self.speech_started else self._taken) / _FRAMES_A_SECOND

    @property
    def capped(self) -> bool:
        """Whether the utterance has reached its longest, so that nothing more will be passed on."""
        return self._passed >= CAP

    def push(self, pcm: bytes) -> bytes:
        """Take the next int16 mono bytes at 16 kHz, of any length; returns what the recogniser should hear now."""
        self._partial += pcm
        whole = len(self._partial) - len(self._partial) % _FRAME_BYTES
        frames = [self._partial[at : at + _FRAME_BYTES] for at in range(0, whole, _FRAME_BYTES)]
        self._partial = self._partial[whole:]
        return b"".join(self._take(frame) for frame in frames)

    def close(self) -> bytes:
        """The utterance is over: returns the last of it, less than a frame."""
        if not self.speech_started or self.capped or self._quiet >= AFTER:
            return b""
        return self._partial[: len(self._partial) // 2 * 2]

    def _take(self, frame: bytes) -> bytes:
        if self.capped:
            return b""
        self._taken += 1
        speech = self._is_speech(frame)
        if not self.speech_started:
            self._before.append((frame, speech))
            return self._start()
        self._held.append(frame)
        self._quiet = 0 if speech else self._quiet + 1
        if self._quiet > AFTER:
            del self._held[CAP - self._passed :]
            return b""
        return self._pass()

    def _start(self) -> bytes:
        """The first speech with what is kept from before it, once there is enough speech."""
        window = len(self._before) - WINDOW
        said = [place for place, (_, speech) in enumerate(self._before) if speech and place >= window]
        if len(said) < ENOUGH:
            return b""
        self.speech_started = True
        self._held = [frame for frame, _ in list(self._before)[max(0, said[0] - BEFORE) :]]
        self._before.clear()
        return self._pass()

    def _pass(self) -> bytes:
        """All that is held, up to the cap."""
        passed = b"".join(self._held[: CAP - self._passed])
        self._passed += len(passed) // _FRAME_BYTES
        self._held.clear()
        return passed
