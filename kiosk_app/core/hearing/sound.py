"""Samples, 16 kHz mono int16: in pieces, and how loud they are."""

import math
from array import array
from collections.abc import Generator
from operator import mul

from kiosk_app.core.types import SAMPLE_RATE, Speech

CHUNK_BYTES = SAMPLE_RATE // 10 * 2
"""A tenth of a second."""

_CLIPPED = 32_000
_CLIPPED_SAMPLES = 3


def chunks(speech: Speech) -> Generator[bytes, None, None]:
    """Recorded speech in tenths of a second."""
    for start in range(0, len(speech.pcm), CHUNK_BYTES):
        yield speech.pcm[start : start + CHUNK_BYTES]


def is_clipped(pcm: bytes) -> bool:
    """Whether some of the samples are as far from zero as they can be, or nearly: resampling moves a cut top."""
    return sum(not -_CLIPPED < sample < _CLIPPED for sample in array("h", pcm)) >= _CLIPPED_SAMPLES


def loudness(pcm: bytes) -> float:
    """Root mean square, 0 to 1, of at least one sample."""
    samples = array("h", pcm)
    return math.sqrt(sum(map(mul, samples, samples)) / len(samples)) / 32768
