"""Samples as numbers: 16-bit, and from -1 to 1."""

import numpy as np
import numpy.typing as npt


def floats(pcm: bytes) -> npt.NDArray[np.float32]:
    """int16 samples as -1 to 1."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)


def int16(samples: npt.NDArray[np.float32]) -> bytes:
    """Samples of -1 to 1 as int16, cut at full scale."""
    return (samples * 32768).round().clip(-32768, 32767).astype("<i2").tobytes()
