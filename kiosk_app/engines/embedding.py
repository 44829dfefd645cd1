"""Texts as vectors: by the word vectors that WordLlama carries in its wheel, or by a sentence model in a folder."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from kiosk_app.core.document_ports import Embedder
from kiosk_app.core.errors import MissingPart

LONGEST = 512
"""Tokens that a sentence model reads of one text: what the small ones were trained on."""
_BATCH = 16

_Floats = NDArray[np.float32]
_Run = Callable[[Sequence[str]], _Floats]
"""One vector a text, of any length; for at least one text."""


def load_embedder(folder: Path) -> Embedder:
    """The model in this folder, GGUF or ONNX. Raises MissingPart `embedding_broken`."""
    try:
        gguf = next(iter(sorted(folder.glob("*.gguf"))), None)
        return SentenceEmbedder(folder, _gguf(gguf) if gguf else _onnx(folder))
    except Exception as error:  # llama.cpp, ONNX and tokenizers raise whatever a file leads them to
        raise MissingPart("embedding_broken", folder=folder) from error


class WordLlamaEmbedder:
    """Implements `document_ports.Embedder`: the mean of each text's word vectors."""

    name = "wordllama"
    width = 256
    by_words = True

    def __init__(self) -> None:
        """Raises MissingPart `embedding_missing`."""
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")  # its threads cost more than they bring on a till
        try:
            import wordllama  # takes a third of a second: only where somebody asks for a document

            folder = Path(wordllama.__file__).parent
            self._model = wordllama.WordLlama.load(cache_dir=folder, dim=self.width, disable_download=True)
        except (ImportError, OSError, ValueError) as error:
            raise MissingPart("embedding_missing", name=self.name) from error

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Zeros for a text without a word that it knows."""
        return _unit(self._model.embed([text or " " for text in texts])) if texts else []

    def embed_question(self, question: str) -> bytes:
        """As a text."""
        return self.embed([question])[0]


class SentenceEmbedder:
    """Implements `document_ports.Embedder` by a sentence model, such as E5 or MiniLM."""

    by_words = False

    def __init__(self, folder: Path, run: _Run) -> None:
        self.name = folder.name
        self._run = run
        self._before = _before(folder)
        self.width = run(["?"]).shape[1]

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """With the model's words for a text."""
        return _unit(_in_batches([self._before.text + text for text in texts], self._run)) if texts else []

    def embed_question(self, question: str) -> bytes:
        """With the model's words for a question."""
        return _unit(self._run([self._before.question + question]))[0]


def _onnx(folder: Path) -> _Run:
    """The model's own vector of each text, or the mean of those of its tokens, as its `tokenizer.json` cuts them."""
    import onnxruntime  # type: ignore[import-untyped]  # both take long to load: only where such a model is chosen
    from tokenizers import Tokenizer

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    model = str(next(iter(sorted(folder.glob("*.onnx")))))
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    inputs = [given.name for given in session.get_inputs()]
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()

    def run(texts: Sequence[str]) -> _Floats:
        read = tokenizer.encode_batch(list(texts))
        mask = np.array([each.attention_mask for each in read], np.int64)
        given = {
            "input_ids": np.array([each.ids for each in read], np.int64),
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(mask),
        }
        first: _Floats = session.run(None, {name: given[name] for name in inputs})[0]
        if first.ndim == 2:
            return first
        weights = mask[:, :, None].astype(np.float32)
        mean: _Floats = (first * weights).sum(axis=1) / weights.sum(axis=1).clip(1)
        return mean

    return run


def _gguf(file: Path) -> _Run:
    """The model's own vector of each text, by llama.cpp."""
    import llama_cpp

    model = llama_cpp.Llama(str(file), embedding=True, n_ctx=LONGEST, n_batch=LONGEST, n_ubatch=LONGEST, verbose=False)
    if int(model.pooling_type()) == llama_cpp.LLAMA_POOLING_TYPE_NONE:
        raise ValueError("it has no vector for a whole text")
    return lambda texts: np.array(model.embed([text or " " for text in texts], truncate=True), np.float32)


class _Before(NamedTuple):
    """What a model was trained to read before a question, and before a text."""

    question: str
    text: str


def _before(folder: Path) -> _Before:
    """As its `config_sentence_transformers.json` says; the E5 models say it in their model card only."""
    file = folder / "config_sentence_transformers.json"
    prompts = json.loads(file.read_text(encoding="utf-8")).get("prompts", {}) if file.exists() else {}
    if not prompts and "e5" in folder.name.lower().split("-"):
        prompts = {"query": "query: ", "passage": "passage: "}
    return _Before(prompts.get("query", ""), prompts.get("passage", prompts.get("document", "")))


def _in_batches(texts: Sequence[str], run: _Run) -> _Floats:
    """All of them, those of about the same length together: each batch is as long as its longest."""
    order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
    found: dict[int, _Floats] = {}
    for start in range(0, len(order), _BATCH):
        numbers = order[start : start + _BATCH]
        found.update(zip(numbers, run([texts[number] for number in numbers]), strict=True))
    return np.stack([found[number] for number in range(len(texts))])


def _unit(vectors: _Floats) -> list[bytes]:
    """Each of length 1, or 0 where it says nothing."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
    return [vector.tobytes() for vector in unit.astype("<f4")]
