"""Sounds that tests make, and what is told of those that a microphone hands over."""

import threading
from collections.abc import Callable

import numpy as np

from kiosk_app.core.types import SAMPLE_RATE, Audio

FRAME_BYTES = 640


def tone(seconds: float, rate: int = 22_050, hertz: float = 1000) -> Audio:
    at = np.arange(round(seconds * rate)) / rate
    return Audio((np.sin(2 * np.pi * hertz * at) * 16000).astype("<i2").tobytes(), rate)


def samples(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, dtype="<i2").astype(float)


def pitch(pcm: bytes) -> float:
    """The loudest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(samples(pcm)))
    return float(np.argmax(spectrum) * SAMPLE_RATE / (len(pcm) // 2))


def loud(pcm: bytes) -> list[bool]:
    """For each 10 ms: is there sound?"""
    return [bool(np.abs(samples(pcm[at : at + 320])).max() > 1000) for at in range(0, len(pcm) - 319, 320)]


class Recorder:
    """Keeps what the microphone hands over."""

    def __init__(self) -> None:
        self.handed: list[bytes] = []
        self._changed = threading.Condition()

    def __call__(self, frames: bytes) -> None:
        with self._changed:
            self.handed.append(frames)
            self._changed.notify_all()

    @property
    def pcm(self) -> bytes:
        return b"".join(self.handed)

    def wait(self, enough: Callable[[bytes], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: enough(self.pcm), timeout=20), "the microphone did not hear it"
