"""Speech and other sound for tests: flite's voices, silence, noise."""

import random
import subprocess
from array import array
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from kiosk_app.core.types import SAMPLE_RATE, Speech
from kiosk_app.engines.audio import read_speech

PAUSE = bytes(SAMPLE_RATE // 2 * 2)
"""Half a second of silence."""


@cache
def flite(text: str, voice: str = "slt") -> Speech:
    """`text` as one of flite's voices says it, with a pause before and after."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "speech.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", path], check=True, capture_output=True)
        return Speech(PAUSE + read_speech(path).pcm + PAUSE)


def silence(seconds: float) -> Speech:
    """Nothing at all."""
    return Speech(bytes(int(seconds * SAMPLE_RATE) * 2))


def noise(seconds: float, seed: int = 0, loudness: int = 3000) -> Speech:
    """White noise up to `loudness` of 32767."""
    source = random.Random(seed)
    return Speech(
        array("h", (source.randint(-loudness, loudness) for _ in range(int(seconds * SAMPLE_RATE)))).tobytes()
    )
