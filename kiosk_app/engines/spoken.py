"""Makes any synthesiser's sound equally loud and whole, piece by piece; what is said often is kept on disk."""

import hashlib
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from kiosk_app.core.sound_ports import Synthesiser
from kiosk_app.core.types import Audio

_LOUDNESS = 10 ** (-22 / 20)
"""RMS of the parts that are speech, of full scale."""
_PEAK = 10 ** (-1.5 / 20)
_FRAME_SECONDS = 0.02
_SPEECH_RANGE = 10 ** (-25 / 20)
"""A frame that is softer than the loudest one by more is no speech."""
_SILENCE = 10 ** (-50 / 20)
"""What is softer than the peak by more is cut off at the ends, but for a margin."""
_MARGIN_SECONDS = 0.015

_LEAD_SECONDS = 0.03
_PAUSE_SECONDS = {",": 0.12, ":": 0.18, ";": 0.18, **dict.fromkeys(".!?…", 0.28)}
"""After a piece that ends so; after any other, words follow at once."""
_LINK_SECONDS = 0.02
_TAIL_SECONDS = 0.06

_MOST_BYTES = 64_000_000
"""Some 25 minutes of speech."""
_IN_MEMORY = 64
"""Pieces, of names and all: those are never written to disk."""
_FORM = 1
"""To be raised when the same text shall sound otherwise, or is kept otherwise."""
_HEAD = struct.Struct("<32sI")
"""SHA-256 of all that follows it, and the rate."""


class SpokenVoice:
    """A voice (`core.sound_ports.Voice`)."""

    def __init__(self, synthesiser: Synthesiser, folder: Path, is_frequent: Callable[[str], bool]) -> None:
        """`folder` keeps the sound of pieces that are `is_frequent`, for this and every later start."""
        self.name = synthesiser.name
        self._synthesiser = synthesiser
        self._folder = folder
        self._is_frequent = is_frequent
        self._sound = lru_cache(_IN_MEMORY)(self._kept_or_made)

    def speak(self, pieces: Sequence[str]) -> Iterator[Audio]:
        """Speak pieces, each made when it is asked for. Raises `MissingPart`."""
        lead = _LEAD_SECONDS
        for number, piece in enumerate(pieces, start=1):
            sound = self._sound(piece)
            pause = _PAUSE_SECONDS.get(piece[-1:], _LINK_SECONDS) if number < len(pieces) else _TAIL_SECONDS
            before, after = (bytes(2 * int(seconds * sound.rate)) for seconds in (lead, pause))
            yield Audio(before + sound.pcm + after, sound.rate)
            lead = 0.0

    def _kept_or_made(self, piece: str) -> Audio:
        if not self._is_frequent(piece):
            return even(self._synthesiser.synthesise(piece))
        key = f"{_FORM}\n{self._synthesiser.identity}\n{piece}"
        file = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()}.sound"
        if (kept := _read(file)) is not None:
            return kept
        made = even(self._synthesiser.synthesise(piece))
        with suppress(OSError):  # a disk that is full or cannot be written keeps nothing
            _write(file, made)
            _make_room(self._folder)
        return made


def even(audio: Audio) -> Audio:
    """The same sound at -22 dBFS (RMS of its speech), or less for a peak of -1.5 dBFS, without silence at its ends."""
    sound = np.frombuffer(audio.pcm, dtype="<i2") / 32768
    peak = np.abs(sound).max(initial=0.0)
    if not peak:
        return Audio(b"", audio.rate)
    heard = np.flatnonzero(np.abs(sound) > peak * _SILENCE)
    margin = int(_MARGIN_SECONDS * audio.rate)
    sound = sound[max(0, heard[0] - margin) : heard[-1] + 1 + margin]
    gain = min(_LOUDNESS / speech_rms(sound, audio.rate), _PEAK / peak)
    return Audio((sound * (gain * 32768)).round().astype("<i2").tobytes(), audio.rate)


def speech_rms(sound: np.ndarray, rate: int) -> float:
    """RMS, 0 to 1, of the frames that are speech; `sound` is not all silence."""
    size = int(_FRAME_SECONDS * rate)
    padded = np.append(sound, np.zeros(-len(sound) % size))
    energies = np.mean(padded.reshape(-1, size) ** 2, axis=1)
    return float(np.sqrt(np.mean(energies[energies >= energies.max() * _SPEECH_RANGE**2])))


def _read(file: Path) -> Audio | None:
    """A kept sound, or None where there is none or it is not as it was written."""
    try:
        content = file.read_bytes()
        os.utime(file)  # used last, thrown away last
        digest, rate = _HEAD.unpack_from(content)
    except (OSError, struct.error):
        return None
    return Audio(content[_HEAD.size :], rate) if hashlib.sha256(content[32:]).digest() == digest else None


def _write(file: Path, audio: Audio) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(struct.pack("<I", audio.rate) + audio.pcm).digest()
    beside = file.with_suffix(f".{os.getpid()}")
    beside.write_bytes(_HEAD.pack(digest, audio.rate) + audio.pcm)
    beside.replace(file)


def _make_room(folder: Path) -> None:
    """Throw away what was not used for longest, until the rest is within the bound."""
    kept = sorted(((file.stat(), file) for file in folder.iterdir()), key=lambda entry: entry[0].st_mtime_ns)
    total = sum(stat.st_size for stat, _ in kept)
    for stat, file in kept:
        if total <= _MOST_BYTES:
            return
        file.unlink()
        total -= stat.st_size
