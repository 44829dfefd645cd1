"""faster-whisper: open vocabulary, from a folder of CTranslate2 files, with the shop's words as hints."""

import math
import os
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from faster_whisper import WhisperModel
from faster_whisper.transcribe import tqdm

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.sound_ports import Hearing, Vocabulary
from kiosk_app.core.types import SAMPLE_RATE, Language, Transcript

WINDOW_SECONDS = 30
"""The model's own window; what was said after it is passed over."""

_FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.*")

_HINT_TOKENS = 40
"""Longer prompts make distilled models fall apart, and hints leak into the text."""

_NEW_TOKENS = 96
"""About 30 s of fast speech."""

_NO_SPEECH = 0.6
_LOG_PROBABILITY = -1.0
"""OpenAI's own thresholds: more likely no speech than this, or less sure of its words than this, is not understood."""

_FRAMES_A_SECOND = 100
_MARGIN_SECONDS = 1
"""Silence that a window shorter than the model's own has at least, after the speech in it."""


class _Model(WhisperModel):  # type: ignore[misc]  # it has no types
    """Lets the encoder read less than the 30 s that faster-whisper fills up to, whatever its `chunk_length`."""

    frames = WINDOW_SECONDS * _FRAMES_A_SECOND

    def encode(self, features: npt.NDArray[np.float32]) -> Any:
        """The encoder's output for the first `frames` of the padded features."""
        return super().encode(features[..., : self.frames])


class WhisperRecogniser:
    """Understands free speech in one language. Uses no network: all of its files must be in the folder."""

    name = "whisper"

    def __init__(self, folder: Path, language: Language, threads: int = 2, window_s: int = WINDOW_SECONDS) -> None:
        """Load the model, computing in int8. Raises `MissingPart`.

        `window_s`: seconds that it reads of each utterance, longer ones whole. It was taught on 30.
        """
        missing = [pattern for pattern in _FILES if not any(folder.glob(pattern))]
        if missing:
            raise MissingPart("whisper_missing", folder=str(folder), files=", ".join(missing))
        tqdm.monitor_interval = 0  # or its progress bar, even switched off, starts a thread that never ends
        os.environ["HF_HUB_OFFLINE"] = "1"
        try:
            self._model = _Model(
                str(folder), device="cpu", compute_type="int8", cpu_threads=threads, local_files_only=True
            )
        except Exception as error:  # CTranslate2 and tokenizers raise bare RuntimeError, ValueError and Exception
            raise MissingPart("whisper_broken", folder=str(folder), reason=str(error)) from error
        self._language = language
        self._window_s = window_s
        self._reading = threading.Lock()
        """Held while the model reads: it reads one utterance after the other."""
        self.hints = ""
        """What the model reads before it listens: words of the shop, apart by commas."""

    def prepare(self, vocabulary: Vocabulary) -> Callable[[], None]:
        """Choose the hints for these words; what is given back gives them from the next utterance on."""
        return partial(setattr, self, "hints", self._within(_ranked(vocabulary), _HINT_TOKENS))

    def begin(self, answers: Sequence[str] = ()) -> Hearing:
        """Begin an utterance. `answers` are hints, before all others."""
        return _Hearing(self, self._within(answers, _HINT_TOKENS) if answers else self.hints)

    def _within(self, words: Iterable[str], tokens: int) -> str:
        """As many of the words, in their order, as the tokens allow."""
        chosen: list[str] = []
        for word in words:
            longer = ", ".join((*chosen, word))
            if len(self._model.hf_tokenizer.encode(" " + longer, add_special_tokens=False).ids) > tokens:
                break
            chosen.append(word)
        return ", ".join(chosen)

    def _transcribe(self, pcm: bytes, hints: str) -> Transcript:
        with self._reading:
            return self._read(np.frombuffer(pcm, dtype="<i2")[: WINDOW_SECONDS * SAMPLE_RATE], hints)

    def _read(self, samples: npt.NDArray[np.int16], hints: str) -> Transcript:
        sound = samples.astype(np.float32) / 32768
        if not sound.any():
            return Transcript("", 0.0, self.name)
        seconds = max(self._window_s, math.ceil(len(sound) / SAMPLE_RATE) + _MARGIN_SECONDS)
        self._model.frames = min(seconds, WINDOW_SECONDS) * _FRAMES_A_SECOND
        segments, _ = self._model.transcribe(
            sound,
            language=self._language,
            beam_size=1,
            temperature=0.0,
            condition_on_previous_text=False,
            without_timestamps=True,
            max_new_tokens=_NEW_TOKENS,
            compression_ratio_threshold=None,
            log_prob_threshold=None,
            no_speech_threshold=None,
            hotwords=hints or None,
        )
        heard = [
            segment
            for segment in segments
            if segment.no_speech_prob < _NO_SPEECH and segment.avg_logprob > _LOG_PROBABILITY
        ]
        text = _plain(" ".join(segment.text for segment in heard))
        if not text:
            return Transcript("", 0.0, self.name)
        mean = sum(segment.avg_logprob for segment in heard) / len(heard)
        return Transcript(text, round(min(1.0, math.exp(mean)), 3), self.name)


class _Hearing:
    """One utterance, which the model only ever reads from its beginning: a stretch without what came before it is
    read worse.

    It is read at pauses, too, as far as it goes, on a thread that ends with that. Where nothing more is said until the
    button goes up, nothing is left to be done then.
    """

    def __init__(self, recogniser: WhisperRecogniser, hints: str) -> None:
        self._recogniser = recogniser
        self.hints = hints
        self._pcm = bytearray()
        self._ahead: Future[Transcript] | None = None
        """What was read last, or is being read."""
        self._ahead_bytes = 0
        """How much of the utterance that is."""
        self._partial = ""

    def feed(self, pcm: bytes) -> None:
        """Take sound. None, while the endpointer holds a pause back, is the time to read what there is."""
        self._pcm += pcm
        is_free = self._ahead is None or self._ahead.done()
        if not pcm and is_free and self._ahead_bytes < len(self._pcm):
            self._read_ahead()

    def partial(self) -> str:
        if self._ahead is not None and self._ahead.done():
            self._partial = self._ahead.result().text
        return self._partial

    def finish(self) -> Transcript:
        if self._ahead is not None and self._ahead_bytes == len(self._pcm):
            return self._ahead.result()
        return self._recogniser._transcribe(bytes(self._pcm), self.hints)

    def _read_ahead(self) -> None:
        worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="whisper")
        self._ahead_bytes = len(self._pcm)
        self._ahead = worker.submit(self._recogniser._transcribe, bytes(self._pcm), self.hints)
        worker.shutdown(wait=False)  # the thread ends when it has read, whatever becomes of this utterance


def _ranked(vocabulary: Vocabulary) -> list[str]:
    """The shop's words without sizes, those that stand in most names first: a word of many names helps most often."""
    words = Counter(
        word
        for name in (*vocabulary.products, *vocabulary.options)
        for word in set(re.findall(r"[^\W\d_]{4,}", name.lower()))
    )
    return [word for word, _ in sorted(words.items(), key=lambda item: (-item[1], item[0]))]


def _plain(text: str) -> str:
    """Lower-case words and figures, without the punctuation of sentences; that inside numbers and words stays."""
    return " ".join(
        re.sub(r"[^\w\s.,'%€$£&+-]|(?<!\d)[.,]|[.,](?!\d)|(?<!\w)['-]|['-](?!\w)", " ", text.lower()).split()
    )
