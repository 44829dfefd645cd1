"""The shop's documents on this till: kept and searched by words in SQLite, by meaning with Chroma."""

from collections.abc import Callable, Generator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.knowledge import Added, Chunk, Document, Kept, Passage, chunked
from kiosk_app.core.ports import Embedder
from kiosk_app.core.relevance import SURE, content, fused, terms
from kiosk_app.core.types import Language
from kiosk_app.engines.knowledge.index import STEP, Index
from kiosk_app.engines.knowledge.texts import Row, Texts
from kiosk_app.engines.knowledge.vectors import ChromaVectors

SHORTLIST = 30
"""Chunks taken from each of the two searches, to be compared word by word."""
HELD = 0.25
"""What the search by words counts for, next to a chunk's vector and its likest words; chosen like `CHUNK_WORDS`."""
MOST_WORDS = 50_000
"""Whose vectors are kept in memory: 50 MB."""

_Floats = NDArray[np.float32]


def _no_former(name: str) -> Embedder:
    raise MissingPart("embedding_missing", name=name)


class LocalKnowledge:
    """Implements `ports.Knowledge` in one folder. To be used by the thread that made it.

    The file of `Texts` is the truth, written document by document; the index follows it, and is finished at the next
    start where it could not. Raises MissingPart `knowledge_failed`, and `embedding_missing` once the index is opened.
    """

    def __init__(
        self,
        folder: Path,
        load_embedder: Callable[[], Embedder],
        load_former: Callable[[str], Embedder] = _no_former,
        sure: Mapping[Language, float] = SURE,
        server: str = "",
    ) -> None:
        """`load_former`: another embedder by its name, to be asked until `load_embedder`'s has taken over.

        `sure`: a passage with this score or a higher one is told as the answer. `server`: address of a Chroma server
        that has the index, instead of the folder.
        """
        self._sure = sure
        self._texts = Texts(folder / "documents.sqlite3")

        def connect(embedder: str) -> ChromaVectors:
            if server:
                return ChromaVectors.on_server(server, embedder, self._texts.identity)
            return ChromaVectors.in_folder(folder / "index", embedder)

        self._index = Index(self._texts, connect, load_embedder, load_former, _with_place)
        self._words: dict[str, _Floats] = {}
        self._words_by = ""
        """The embedder that made the words' vectors."""

    def close(self) -> None:
        """Release the folder."""
        self._texts.close()
        self._index.close()

    def all(self) -> list[Kept]:
        """The documents, by title."""
        return self._texts.all()

    def chunks_of(self, source: str) -> list[Chunk]:
        """A document's chunks in their order."""
        return self._texts.chunks_of(source)

    def add(self, document: Document) -> Added:
        """Keep a document; on disk, and to be found, when this returns."""
        adding = self.adding(document)
        while True:
            try:
                next(adding)
            except StopIteration as end:
                self._index.catch_up()
                added: Added = end.value
                return added

    def adding(self, document: Document) -> Generator[None, None, Added]:
        """The same in steps, none of which takes long: found by its words after the last, by its meaning after `work`.

        Ended before the last one, it is not kept.
        """
        twin = self._texts.twin(document)
        if twin == document.source:
            return "unchanged"
        if twin is not None:
            self.remove(document.source)
            return "twin"
        while self._index.load():
            yield
        embedder = self._index.embedder
        number = self._texts.begin(document.language)
        changed, count = None, 0
        try:
            chunks = chunked(document)
            while part := list(islice(chunks, STEP)):
                self._texts.put(number, part, embedder.embed([_with_place(chunk) for chunk in part]))
                count += len(part)
                yield
            changed = self._texts.finish(number, document, count, embedder.name)
        finally:
            if changed is None:
                self._texts.leave(number)
        if changed is None:
            return (yield from self.adding(document))
        return "changed" if changed else "added"

    def work(self) -> bool:
        """Take a step towards all being found, and by the embedder that is chosen; False where none is left."""
        return self._index.work()

    def remove(self, source: str) -> bool:
        """Forget a document; returns whether there was one. What it leaves behind is cleared away by `work`."""
        return self._texts.remove(source)

    def ask(self, question: str, language: Language, limit: int = 3) -> list[Passage]:
        """The passages that answer best, the best first: those that either search finds, compared word by word."""
        if not self._texts.count(language):
            return []
        vectors = self._index.open()
        said = terms(question, language)
        vector = self._index.embedder.embed_question(question)
        by_words = self._texts.holding(list(dict.fromkeys(said)), language, SHORTLIST)
        by_meaning = vectors.nearest(language, vector, SHORTLIST)
        found = self._texts.rows(list(fused([list(by_words), by_meaning])))
        scores = self._scores(question, vector, found, by_words, language)
        best = sorted(zip(scores, found, strict=True), key=lambda pair: (-pair[0], pair[1].id))
        return [Passage(row.chunk, score, score >= self._sure[language]) for score, row in best[:limit]]

    def _scores(
        self, question: str, vector: bytes, found: Sequence[Row], by_words: Mapping[int, float], language: Language
    ) -> list[float]:
        """0 to 1 for each chunk, by three things: its vector; the likest word for each word of the question, of which
        the rarer count more (the same word, where the embedder knows whole texts only); and its weight in the search
        by words, next to that of the best.
        """
        best = max(by_words.values(), default=1.0)
        words = list(dict.fromkeys(content(question, language))) or [question]
        stems = [" ".join(terms(word, language)) for word in words]
        texts = [_with_place(row.chunk) for row in found]
        there = [list(dict.fromkeys(content(text, language))) or [""] for text in texts]
        asked: _Floats | None = None
        if self._index.embedder.by_words:
            self._learn({*words, *(word for each in there for word in each)})
            asked = self._vectors_of(words)
        total = self._texts.count(language)
        held = np.array([self._texts.frequency(stem) for stem in stems])
        weights = np.log1p((np.maximum(total - held, 0) + 0.5) / (held + 0.5))
        whole = np.frombuffer(vector, "<f4")
        scores = []
        for row, text, each in zip(found, texts, there, strict=True):
            likest = np.zeros(len(words), np.float32)
            if asked is not None:
                likest = (asked @ self._vectors_of(each).T).max(axis=1).clip(0, 1)
            same = set(terms(text, language))
            likest[[stem in same for stem in stems]] = 1
            by_word = float((likest * weights).sum() / weights.sum())
            by_vector = max(0.0, float(np.frombuffer(row.vector, "<f4") @ whole))
            by_weight = by_words.get(row.id, 0.0) / best
            scores.append((by_word + by_vector + HELD * by_weight) / (2 + HELD))
        return scores

    def _learn(self, words: set[str]) -> None:
        """Remember the vectors of these words: the same come again and again."""
        if len(self._words) > MOST_WORDS or self._words_by != self._index.embedder.name:
            self._words.clear()
            self._words_by = self._index.embedder.name
        new = sorted(words - self._words.keys())
        for word, vector in zip(new, self._embed(new), strict=True):
            self._words[word] = np.frombuffer(vector, "<f4")

    def _vectors_of(self, words: Sequence[str]) -> _Floats:
        """One row a word."""
        return np.stack([self._words[word] for word in words])

    def _embed(self, texts: Sequence[str]) -> list[bytes]:
        return self._index.embedder.embed(texts)


def _with_place(chunk: Chunk) -> str:
    """What of a chunk is compared with a question."""
    return f"{chunk.title} > {chunk.section}: {chunk.text}"
