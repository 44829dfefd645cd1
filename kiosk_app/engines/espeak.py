"""espeak-ng as a voice that is always there, and as a source of pronunciations."""

import ctypes
import functools
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import espeakng_loader

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio, Language

# espeak-ng keeps its voice, its callback and its buffers in variables of the library: one caller at a time.
_LOCK = threading.Lock()

# From speak_lib.h, espeak-ng 1.52.
_SYNCHRONOUS = 2
_DONT_EXIT = 0x8000
_VOLUME = 2
_UTF8 = 1
_IPA = 2

_UNCLIPPED_VOLUME = 50
"""Of 200; at its usual 100, some words reach full scale and are cut off there."""
_VOICES: dict[Language, str] = {"en": "en-us", "es": "es"}

_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


@functools.cache
def _library() -> tuple[ctypes.CDLL, int]:
    """The library, set up once for the process, and the rate of its sound in samples a second."""
    try:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path()
    except (OSError, RuntimeError) as error:
        raise MissingPart("espeak_missing", reason=str(error)) from error
    library.espeak_Info.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DONT_EXIT)
    # Without its data (or with a path beyond its limit of 160 bytes) it still returns a rate, and looks elsewhere.
    used = ctypes.c_char_p()
    library.espeak_Info(ctypes.byref(used))
    if rate <= 0 or used.value != os.fsencode(data) or not (Path(data) / "phontab").is_file():
        raise MissingPart("espeak_missing", reason=f"no usable voice data in {data}")
    library.espeak_SetParameter(_VOLUME, _UNCLIPPED_VOLUME, 0)
    return library, rate


@contextmanager
def _speaking(voice: str) -> Iterator[tuple[ctypes.CDLL, int]]:
    """The library and its rate, ours alone while the context lasts, set to the voice."""
    with _LOCK:
        library, rate = _library()
        if library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise MissingPart("voice_missing", voice=voice)
        yield library, rate


def _plain(text: str) -> bytes:
    """The text in UTF-8, without what ends a C string or commands espeak-ng (control characters)."""
    return "".join(character if character.isprintable() else " " for character in text).encode("utf-8", "replace")


def phonemes(word: str, voice: str = "en-us") -> str:
    """The pronunciation of one or more words in IPA with stress marks, words apart by spaces; empty for no words.

    Raises `MissingPart`.
    """
    with _speaking(voice) as (library, _):
        text = ctypes.create_string_buffer(_plain(word))
        rest = ctypes.c_void_p(ctypes.addressof(text))
        clauses: list[str] = []
        while rest.value:  # one clause a call
            clauses.append(library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _IPA).decode())
    return " ".join(" ".join(clauses).split())


class Espeak:
    """A plain voice that needs no files of its own (`core.sound_ports.Synthesiser`).

    May be used from several threads; they take turns.
    """

    name = "espeak"

    def __init__(self, language: Language) -> None:
        """Raises `MissingPart` where the library or its data cannot be loaded."""
        self._voice = _VOICES[language]
        with _speaking(self._voice) as (library, rate):
            self.identity = f"espeak-ng {library.espeak_Info(None).decode()} {self._voice} {rate}"

    def synthesise(self, text: str) -> Audio:
        """Speak one or more sentences."""
        chunks: list[bytes] = []

        def take(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int | None) -> int:
            if samples and count > 0:
                chunks.append(ctypes.string_at(samples, count * 2))
            return 0

        words = _plain(text)
        callback = _Callback(take)
        with _speaking(self._voice) as (library, rate):
            library.espeak_SetSynthCallback(callback)
            library.espeak_Synth(words, ctypes.c_size_t(len(words) + 1), 0, 0, 0, _UTF8, None, None)
        return Audio(b"".join(chunks), rate)
