"""Texts as vectors, by the static word embeddings that WordLlama carries in its wheel: nothing is fetched."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from kiosk_app.core.errors import MissingPart


class WordLlamaEmbedder:
    """Implements `ports.Embedder`."""

    name = "wordllama-l2-256"
    width = 256

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
        """The mean of each text's word vectors; zeros for a text without any."""
        if not texts:
            return []
        vectors = self._model.embed([text or " " for text in texts])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit = np.divide(vectors, lengths, out=np.zeros_like(vectors), where=lengths > 0)
        return [vector.tobytes() for vector in unit.astype("<f4")]
