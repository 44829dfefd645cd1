"""The index of vectors, in step with the documents' file; another embedder takes over while the old one answers."""

from collections.abc import Callable, Sequence
from itertools import takewhile
from threading import Thread

from kiosk_app.core.document_ports import Embedder
from kiosk_app.core.documents.knowledge import Chunk
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Language
from kiosk_app.engines.knowledge.texts import Row, Texts
from kiosk_app.engines.knowledge.vectors import ChromaVectors, load_chroma

BATCH = 256
"""Vectors that go to the index at once."""
PART = 16
"""The same where nobody should have to wait for it."""
STEP = 32
"""Chunks that an embedder is given at once: nobody should have to wait for it."""
MOMENT_S = 0.02
"""Seconds of a step in which something else is waited for."""


class Index:
    """Opened when it is first needed. Raises MissingPart `knowledge_failed`, `embedding_missing`."""

    def __init__(
        self,
        texts: Texts,
        connect: Callable[[str], ChromaVectors],
        load: Callable[[], Embedder],
        load_former: Callable[[str], Embedder],
        as_compared: Callable[[Chunk], str],
    ) -> None:
        """`connect`: the collections of the embedder of that name. `load`: the embedder that is chosen.

        `load_former`: the one that made the vectors there are; raises MissingPart where it is gone. `as_compared`: what
        of a chunk is embedded.
        """
        self._texts = texts
        self._connect = connect
        self._load = load
        self._load_former = load_former
        self._as_compared = as_compared
        self._chosen: Embedder | None = None
        self._embedder: Embedder | None = None
        self._vectors: ChromaVectors | None = None
        self._changes = 0
        self._loading: Thread | None = None

    def load(self) -> bool:
        """Take a step towards being open, where nobody should have to wait for it; False where none is left."""
        if self._vectors is not None:
            return False
        if self._loading is None:
            self._loading = Thread(target=load_chroma, name="index")
            self._loading.start()
        self._loading.join(MOMENT_S)
        if self._loading.is_alive():
            return True
        if self._chosen is None:
            self._choice()
            return True
        self.open()
        return False

    @property
    def embedder(self) -> Embedder:
        """The one that made the vectors that are searched."""
        self.open()
        assert self._embedder is not None  # noqa: S101 - it was opened
        return self._embedder

    def close(self) -> None:
        """Release it."""
        if self._loading is not None:
            self._loading.join()
        if self._vectors is not None:
            self._vectors.close()

    def open(self) -> ChromaVectors:
        """The collections, as far as they follow what is kept; opened again when others have written, or it failed."""
        changes = self._texts.changes
        if self._vectors is not None and changes == self._changes and not self._vectors.has_failed:
            return self._vectors
        self._changes = changes
        if self._vectors is not None:
            former, self._vectors = self._vectors, None
            former.close()
        self._embedder = self._embedder_of_vectors()
        self._vectors = self._connect(self._embedder.name)
        if self._is_amiss(self._vectors):  # a power cut, between what it was given and the note of that
            self._follow(BATCH)
        if self._is_amiss(self._vectors):
            if self._texts.changes != self._changes:  # somebody is writing right now: what is missing may be theirs
                return self.open()
            self._vectors.clear()
            self._texts.index_lost()
        return self._vectors

    def _is_amiss(self, vectors: ChromaVectors) -> bool:
        languages: tuple[Language, ...] = ("en", "es")
        return any(vectors.count(language) != self._texts.in_index(language) for language in languages)

    def catch_up(self) -> None:
        """Bring it to what is kept."""
        self.open()
        while self._follow(BATCH):
            pass

    def work(self) -> bool:
        """Take a step towards what is kept, then towards the embedder that is chosen; False where none is left."""
        if not self._texts.embedder:
            return False
        if self.load():
            return True
        vectors, chosen = self.open(), self._choice()
        if self._follow(PART):
            return True
        if self._texts.embedder == chosen.name:
            return False
        beside = vectors.beside(chosen.name)
        if rows := self._texts.to_embed(chosen.name, STEP):
            made = self._made(chosen, rows)
            _put(beside, rows, list(made.values()))
            self._texts.embedded(made)
            return True
        self._texts.swap(chosen.name)
        vectors.clear(but=chosen.name)
        self._vectors, self._embedder = beside, chosen
        self._changes = -1  # what was removed meanwhile is found by counting
        self.open()
        return False

    @property
    def left(self) -> int:
        """Chunks for which `work` still has something to do, as far as the embedder that is chosen is known."""
        takes_over = self._chosen is not None and self._texts.embedder != self._chosen.name
        return self._texts.left(takes_over=takes_over)

    def _follow(self, limit: int) -> bool:
        """Do the next part of what is kept and not in the index; False where there is none. Twice changes nothing.

        What lost its vectors with its embedder gets them first, on disk before the index has them.
        """
        assert self._vectors is not None  # noqa: S101 - it was opened
        if gone := self._texts.to_drop(limit):
            for language in {language for _, language in gone}:
                self._vectors.drop(language, [number for number, other in gone if other == language])
            self._texts.dropped([number for number, _ in gone])
        rows = self._texts.to_index(limit)
        if ready := list(takewhile(lambda row: row.vector, rows)):
            _put(self._vectors, ready, [row.vector for row in ready])
            self._texts.indexed([row.id for row in ready])
        elif rows:
            self._texts.embedded_again(self._made(self.embedder, rows[:STEP]))
        return bool(gone or rows)

    def _made(self, embedder: Embedder, rows: Sequence[Row]) -> dict[int, bytes]:
        """The vectors of these chunks."""
        vectors = embedder.embed([self._as_compared(row.chunk) for row in rows])
        return {row.id: vector for row, vector in zip(rows, vectors, strict=True)}

    def _choice(self) -> Embedder:
        if self._chosen is None:
            self._chosen = self._load()
        return self._chosen

    def _embedder_of_vectors(self) -> Embedder:
        """The one that made those that are kept; where it is gone, they are all to be made again."""
        name, chosen = self._texts.embedder, self._choice()
        if name == chosen.name:
            return chosen
        if self._embedder is not None and self._embedder.name == name:
            return self._embedder
        if name:
            try:
                return self._load_former(name)
            except MissingPart:
                pass
        self._texts.vectors_lost(chosen.name)
        return chosen


def _put(vectors: ChromaVectors, rows: Sequence[Row], made: Sequence[bytes]) -> None:
    for language in {row.chunk.language for row in rows}:
        these = [(row.id, vector) for row, vector in zip(rows, made, strict=True) if row.chunk.language == language]
        vectors.put(language, [number for number, _ in these], [vector for _, vector in these])
