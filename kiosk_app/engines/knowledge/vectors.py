"""The nearest vectors, by Chroma: an index that can always be made again from what the documents' file holds."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Language
from kiosk_app.engines.http import Http

if TYPE_CHECKING:
    from chromadb import Collection
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

PATIENCE_S = 5.0
"""Seconds that a server may take for one answer."""


def load_chroma() -> None:
    """Load its library, in a thread of its own where nobody should have to wait for it; what fails, fails again."""
    with suppress(Exception):
        import chromadb  # noqa: F401 - it is loaded


class ChromaVectors:
    """One collection a language, each named after the embedder. To be used by the thread that made it.

    Every method raises the MissingPart that says what is not there.
    """

    def __init__(
        self, connect: "Callable[[Settings], ClientAPI]", embedder: str, owner: str, lost: MissingPart
    ) -> None:
        """`owner`: what the names of all collections begin with; others are never touched. `lost`: what is raised.

        Telemetry is off, and no embedding function is ever asked for: the default one would fetch a model.
        """
        self._owner = owner
        self._embedder = embedder
        self._lost = lost
        self.has_failed = False
        """Something could not be done: what is there now, only a new connection will tell."""
        with self._reached():
            from chromadb.config import Settings  # takes a second of CPU: only where it is needed

            self._client = connect(Settings(anonymized_telemetry=False))
            self._collections: dict[Language, Collection] = {}

    @classmethod
    def in_folder(cls, folder: Path, embedder: str) -> "ChromaVectors":
        """In a folder of this till's own; raises MissingPart `knowledge_failed`."""

        def connect(settings: "Settings") -> "ClientAPI":
            import chromadb

            return chromadb.PersistentClient(folder, settings)

        return cls(connect, embedder, "", MissingPart("knowledge_failed", folder=folder))

    @classmethod
    def on_server(cls, url: str, embedder: str, owner: str) -> "ChromaVectors":
        """On the shop's own Chroma server; raises MissingPart `chroma_away`."""

        def connect(settings: "Settings") -> "ClientAPI":
            import chromadb

            with closing(Http(url, allow_plain_http=True)) as http, http.in_passing():
                http.read("/api/v2/heartbeat", signed=False)  # Chroma's client would wait for ever
            parts = urlsplit(url)
            is_safe = parts.scheme == "https"
            port = parts.port or (443 if is_safe else 80)
            client = chromadb.HttpClient(parts.hostname or "", port, is_safe, settings=settings)
            for session in _sessions(client):
                session.timeout = PATIENCE_S
            return client

        return cls(connect, embedder, f"{owner}-", MissingPart("chroma_away", url=url))

    def close(self) -> None:
        """Release the folder."""
        with self._reached():
            for session in _sessions(self._client):
                session.close()
            self._client.close()  # type: ignore[attr-defined]  # it is a Client, and told to be less

    def count(self, language: Language) -> int:
        """How many vectors there are."""
        with self._reached():
            return int(self._collection(language).count())

    def put(self, language: Language, ids: Sequence[int], vectors: Sequence[bytes]) -> None:
        """Add vectors, or replace those that are there."""
        with self._reached():
            self._collection(language).upsert(
                ids=[str(number) for number in ids],
                embeddings=[np.frombuffer(vector, "<f4") for vector in vectors],
            )

    def drop(self, language: Language, ids: Sequence[int]) -> None:
        """Remove vectors, as far as they are there."""
        with self._reached():
            self._collection(language).delete(ids=[str(number) for number in ids])

    def clear(self, but: str = "") -> None:
        """Remove all of them, whichever embedder made them; `but` those of one."""
        with self._reached():
            for collection in self._client.list_collections():
                if not collection.name.startswith(self._owner):
                    continue
                if not but or (collection.metadata or {}).get("embedder") != but:
                    self._client.delete_collection(collection.name)
            self._collections.clear()

    def beside(self, embedder: str) -> "ChromaVectors":
        """The collections of another embedder in the same place, which are closed with these."""
        other = copy(self)
        other._embedder, other._collections = embedder, {}
        return other

    def nearest(self, language: Language, vector: bytes, limit: int, among: Sequence[int] | None = None) -> list[int]:
        """The ids of the nearest vectors, the nearest first; of these, or of all."""
        with self._reached():
            found = self._collection(language).query(
                query_embeddings=[np.frombuffer(vector, "<f4")],
                ids=None if among is None else [str(number) for number in among],
                n_results=limit,
                include=[],
            )
            return [int(number) for number in found["ids"][0]]

    def _collection(self, language: Language) -> "Collection":
        if language not in self._collections:
            self._collections[language] = self._client.get_or_create_collection(
                f"{self._owner}{self._embedder}-{language}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine"}},
                metadata={"embedder": self._embedder},
            )
        return self._collections[language]

    @contextmanager
    def _reached(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:  # Chroma raises its own errors, SQLite's, its Rust part's, HTTP's and the system's
            self.has_failed = True
            raise MissingPart(self._lost.code, **self._lost.values) from error


def _sessions(client: "ClientAPI") -> list[Any]:
    """The HTTP clients of a server's client, which Chroma gives no time limit and never closes; none of a folder's."""
    servers = (client._server, client._admin_client._server)  # type: ignore[attr-defined]
    return [server._session for server in servers if hasattr(server, "_session")]
