"""Recordings as they would sound in a noisy shop, and as they arrive while the key is held."""

import math
import random
import time
from array import array
from collections.abc import Generator
from operator import mul

from kiosk_app.core.errors import UsageError
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.types import SAMPLE_RATE, Speech

_FRAME = 2048
"""Samples over which the loudest part of a sound is looked for."""

LONGEST_NOISE = 600
"""Seconds."""


def mixed(speech: Speech, noise: Speech, snr: float, dice: random.Random) -> Speech:
    """Speech with a random stretch of the noise under it, `snr` decibels below it, as Picovoice's benchmark has it.

    Energies are those of the loudest frame of each: github.com/Picovoice/speech-to-intent-benchmark, `mixer.py`.
    Raises `UsageError` for noise that is shorter than the speech.
    """
    said, beside = array("h", speech.pcm), array("h", noise.pcm)
    if len(said) > len(beside):
        raise UsageError("noise_too_short", seconds=math.ceil(speech.seconds))
    start = dice.randint(0, len(beside) - len(said))
    stretch = beside[start : start + len(said)]
    gain = math.sqrt(_loudest(said) / (max(_loudest(stretch), 1) * 10 ** (snr / 10)))
    both = (round(one + gain * other) for one, other in zip(said, stretch, strict=True))
    return Speech(array("h", (max(-32768, min(32767, sample)) for sample in both)).tobytes())


def stretches(noise: Speech, number: int, seconds: int, dice: random.Random) -> list[Speech]:
    """Random stretches of the noise alone."""
    size = 2 * seconds * SAMPLE_RATE
    starts = [2 * dice.randint(0, max(0, len(noise.pcm) - size) // 2) for _ in range(number)]
    return [Speech(noise.pcm[start : start + size]) for start in starts]


def while_held(speech: Speech, lags_s: list[float]) -> Generator[bytes, None, None]:
    """Pieces of speech as a microphone would give them, on a clock that waits for nobody.

    Appends to `lags_s` by how many seconds whoever takes them is behind when the key is let go: what each piece took
    is measured, and the next one is taken up when it has been said, or when the one before is done.
    """
    behind = 0.0
    try:
        for pcm in chunks(speech):
            behind = max(0.0, behind - len(pcm) / 2 / SAMPLE_RATE)
            given = time.monotonic()
            try:
                yield pcm
            finally:
                behind += time.monotonic() - given
    finally:
        lags_s.append(behind)


def _loudest(samples: "array[int]") -> int:
    """Energy of the loudest frame; of all where there is less than one."""
    starts = range(0, max(len(samples) - _FRAME, 0) + 1, _FRAME)
    energies: list[int] = [sum(map(mul, part, part)) for part in (samples[at : at + _FRAME] for at in starts)]
    return max(energies)
