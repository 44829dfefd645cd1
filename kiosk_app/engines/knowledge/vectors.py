"""The nearest vectors, by Chroma: an index that can always be made again from what the documents' file holds."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Language

if TYPE_CHECKING:
    from chromadb import Collection


class ChromaVectors:
    """One collection a language, each named after the embedder. To be used by the thread that made it.

    Every method raises MissingPart `knowledge_failed` where the folder cannot be read or written.
    """

    def __init__(self, folder: Path, embedder: str) -> None:
        """Telemetry is off, and no embedding function is ever asked for: the default one would fetch a model."""
        self._folder = folder
        self._embedder = embedder
        with self._disk():
            import chromadb  # takes a second of CPU: only where it is needed
            from chromadb.config import Settings

            self._client = chromadb.PersistentClient(folder, Settings(anonymized_telemetry=False))
            self._collections: dict[Language, Collection] = {}

    def close(self) -> None:
        """Release the folder."""
        with self._disk():
            self._client.close()  # type: ignore[attr-defined]  # it is a Client, and told to be less

    def count(self, language: Language) -> int:
        """How many vectors there are."""
        with self._disk():
            return int(self._collection(language).count())

    def put(self, language: Language, ids: Sequence[int], vectors: Sequence[bytes]) -> None:
        """Add vectors, or replace those that are there."""
        with self._disk():
            self._collection(language).upsert(
                ids=[str(number) for number in ids],
                embeddings=[np.frombuffer(vector, "<f4") for vector in vectors],
            )

    def drop(self, language: Language, ids: Sequence[int]) -> None:
        """Remove vectors, as far as they are there."""
        with self._disk():
            self._collection(language).delete(ids=[str(number) for number in ids])

    def clear(self, but: str = "") -> None:
        """Remove all of them, whichever embedder made them; `but` those of one."""
        with self._disk():
            for collection in self._client.list_collections():
                if not but or (collection.metadata or {}).get("embedder") != but:
                    self._client.delete_collection(collection.name)
            self._collections.clear()

    def beside(self, embedder: str) -> "ChromaVectors":
        """The collections of another embedder in the same place, which are closed with these."""
        other = copy(self)
        other._embedder, other._collections = embedder, {}
        return other

    def nearest(self, language: Language, vector: bytes, limit: int) -> list[int]:
        """The ids of the nearest vectors, the nearest first."""
        with self._disk():
            found = self._collection(language).query(
                query_embeddings=[np.frombuffer(vector, "<f4")], n_results=limit, include=[]
            )
            return [int(number) for number in found["ids"][0]]

    def _collection(self, language: Language) -> "Collection":
        if language not in self._collections:
            self._collections[language] = self._client.get_or_create_collection(
                f"{self._embedder}-{language}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"embedder": self._embedder},
            )
        return self._collections[language]

    @contextmanager
    def _disk(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # Chroma raises its own errors, SQLite's, its Rust part's and the system's
            raise MissingPart("knowledge_failed", folder=self._folder) from error
