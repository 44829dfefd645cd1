"""Sound in files (soundfile), resampled (soxr)."""

from pathlib import Path

import numpy as np
import soundfile
import soxr

from kiosk_app.core.errors import AudioError
from kiosk_app.core.types import SAMPLE_RATE, Audio, Speech
from kiosk_app.engines.audio.samples import floats, int16

LONGEST_SECONDS = 60
"""A longer file is not an utterance."""

# Written in place of a length by programs that write to a pipe.
_UNKNOWN_LENGTH = 0xFFFFFFFF


def read_speech(path: Path, longest: int = LONGEST_SECONDS) -> Speech:
    """Read a WAV or FLAC file of any rate, sample format and number of channels, of `longest` seconds at most.

    Raises `AudioError`: `audio_not_found`, `audio_unreadable`, `audio_empty`, `audio_too_long`, `audio_cut_off`.
    """
    if not path.is_file():
        raise AudioError("audio_not_found", file=str(path))
    if path.stat().st_size == 0:
        raise AudioError("audio_empty", file=str(path))
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError) as error:  # TypeError: a name that ends in .raw
        raise AudioError("audio_unreadable", file=str(path)) from error
    with file:
        seconds = file.frames / file.samplerate
        if file.format in ("WAV", "WAVEX") and _is_cut_off(path):
            raise AudioError("audio_cut_off", file=str(path))
        if not file.frames:
            raise AudioError("audio_empty", file=str(path))
        if seconds > longest:
            raise AudioError("audio_too_long", file=str(path), seconds=round(seconds), limit=longest)
        try:
            blocks = [block.mean(axis=1) for block in file.blocks(file.samplerate, dtype="float32", always_2d=True)]
        except soundfile.LibsndfileError as error:  # how a FLAC file that ends too early shows
            raise AudioError("audio_cut_off", file=str(path)) from error
        mono = np.nan_to_num(np.concatenate(blocks), posinf=0.0, neginf=0.0)
        return Speech(int16(soxr.resample(mono, file.samplerate, SAMPLE_RATE)))


def as_speech(audio: Audio) -> Speech:
    """Sound that was made to be played, as a microphone would take it."""
    return Speech(int16(soxr.resample(floats(audio.pcm), audio.rate, SAMPLE_RATE)))


def write_wav(path: Path, audio: Audio) -> None:
    """Write sound as a 16-bit WAV file. Raises `AudioError`: `audio_not_written`."""
    try:
        soundfile.write(path, np.frombuffer(audio.pcm, dtype="<i2"), audio.rate, subtype="PCM_16", format="WAV")
    except soundfile.LibsndfileError as error:
        raise AudioError("audio_not_written", file=str(path)) from error


def _is_cut_off(path: Path) -> bool:
    """Whether a WAV file promises more sound than it holds: libsndfile reads such a file without a word."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(12)
        while len(header := file.read(8)) == 8:
            name, length = header[:4], int.from_bytes(header[4:], "little")
            if name == b"data":
                return length != _UNKNOWN_LENGTH and file.tell() + length > size
            file.seek(length + length % 2, 1)
    return True
