"""The shop's documents on this till: kept and searched by words in SQLite, by meaning with Chroma."""

from collections.abc import Callable, Generator, Mapping, Sequence
from importlib.resources import files
from itertools import accumulate, islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kiosk_app.core.document_ports import Embedder
from kiosk_app.core.documents.knowledge import Added, Chunk, Document, Kept, Passage, chunked
from kiosk_app.core.documents.meanings import Meanings
from kiosk_app.core.documents.relevance import SURE, content, fused, stem, terms
from kiosk_app.core.errors import MissingPart, Refused
from kiosk_app.core.types import Language
from kiosk_app.engines.knowledge.index import STEP, Index
from kiosk_app.engines.knowledge.texts import Row, Texts
from kiosk_app.engines.knowledge.vectors import ChromaVectors

SHORTLIST = 30
"""Chunks taken from each of the two searches, to be compared word by word."""
HELD = 0.25
"""What the search by words counts for, next to a chunk's vector and its likest words; chosen like `CHUNK_WORDS`."""
SAME_MEANING = 0.5
"""Added to how like the likest word is, where the chunk has an expression that means the same."""
MOST_HELD = 1_000
"""Chunks that are looked at because they hold what means the same: among 10,000, more would take too long."""
FOR_VECTOR = 0.5
"""Of what a chunk's words count for, its vector does while some have none: about as many questions are answered, and
refused, as with all vectors."""
STANDING_OUT = 1.0
"""What it counts for that the best passage is better than the second one: what nothing answers, many passages are
about as near to. With it, a third more questions are answered rightly where nine of ten others are refused."""
MOST_WORDS = 50_000
"""Whose vectors are kept in memory: 50 MB."""

_Floats = NDArray[np.float32]


def _no_former(name: str) -> Embedder:
    raise MissingPart("embedding_missing", name=name)


class LocalKnowledge:
    """Implements `document_ports.Knowledge` in one folder. To be used by the thread that made it.

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
        self._known_meanings: dict[Language, Meanings] = {}

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

    def adding(self, document: Document) -> Generator[float, None, Added]:
        """The same in steps, none of which takes long: found by its words after the last, by its meaning after `work`.

        Yields how much of it is kept, 0 to 1. Ended before the last one, it is not kept.
        """
        twin = self._texts.twin(document)
        if twin == document.source:
            self._texts.set_kind(document)
            return "unchanged"
        if twin is not None:
            self.remove(document.source)
            return "twin"
        while self._index.load():
            yield 0.0
        embedder = self._index.embedder
        number = self._texts.begin(document.language)
        changed, count, done = None, 0, 0
        length = sum(len(block.text) for block in document.blocks if block.level == 0)
        try:
            chunks = chunked(document)
            while part := list(islice(chunks, STEP)):
                self._texts.put(number, part, embedder.embed([_with_place(chunk) for chunk in part]))
                count += len(part)
                done += sum(len(chunk.text) for chunk in part)
                yield min(1.0, done / length)
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

    def left(self) -> int:
        """Chunks for which `work` still has something to do."""
        return self._index.left

    def remove(self, source: str) -> bool:
        """Forget a document; returns whether there was one. What it leaves behind is cleared away by `work`."""
        return self._texts.remove(source)

    def ask(self, question: str, language: Language, limit: int = 3, kind: str = "") -> list[Passage]:
        """The passages that answer best, the best first: those that either search finds, compared word by word.

        Raises Refused `documents_not_ready` where there are none while not all can be searched by their meaning.
        """
        among = self._texts.of_kind(kind, language) if kind else None
        if not (self._texts.count(language) if among is None else among):
            return []
        vectors = self._index.open()
        said = list(dict.fromkeys(terms(question, language)))
        vector = self._index.embedder.embed_question(question)
        by_words = self._texts.holding(said, language, SHORTLIST, kind)
        by_others = self._texts.holding(self._rarest(self._meanings(language).others(said)), language, SHORTLIST, kind)
        by_meaning = vectors.nearest(language, vector, SHORTLIST, among)
        found = self._texts.rows(list(fused([list(by_words), list(by_others), by_meaning])))
        is_whole = self._texts.is_whole(language)
        if not (found or is_whole):
            raise Refused("documents_not_ready")
        scores = self._scores(question, vector, found, by_words, language)
        best = sorted(zip(scores, found, strict=True), key=lambda pair: (-pair[0], pair[1].id))
        ranked = [(row.chunk, score) for score, row in best[:limit]]
        if len(best) > 1:
            ranked[0] = (best[0][1].chunk, min(1.0, best[0][0] + STANDING_OUT * (best[0][0] - best[1][0])))
        return [Passage(chunk, score, score >= self._sure[language], not is_whole) for chunk, score in ranked]

    def _scores(
        self, question: str, vector: bytes, found: Sequence[Row], by_words: Mapping[int, float], language: Language
    ) -> list[float]:
        """0 to 1 for each chunk, by three things: its vector; the likest word for each word of the question, of which
        the rarer count more (the same word, or one that means the same, where the embedder knows whole texts only); and
        its weight in the search by words, next to that of the best.
        """
        best = max(by_words.values(), default=1.0)
        words = list(dict.fromkeys(content(question, language))) or [question]
        stems = [stem(word, language) for word in words]
        there = [content(_with_place(row.chunk), language) or [""] for row in found]
        asked: _Floats | None = None
        if self._index.embedder.by_words:
            self._learn({*words, *(word for each in there for word in each)})
            asked = self._vectors_of(words)
        total = self._texts.count(language)
        held = np.array([self._texts.frequency(term) for term in stems])
        weights = np.log1p((np.maximum(total - held, 0) + 0.5) / (held + 0.5))
        whole = np.frombuffer(vector, "<f4")
        have_vectors = all(row.vector for row in found)
        meanings = self._meanings(language)
        meant = meanings.groups(stems)
        scores = []
        for row, each in zip(found, there, strict=True):
            likest = np.zeros(len(words), np.float32)
            if asked is not None:
                likest = (asked @ self._vectors_of(each).T).max(axis=1).clip(0, 1)
            told = [stem(word, language) for word in each]
            groups = set[int]().union(*meanings.groups(told))
            likest[[not groups.isdisjoint(others) for others in meant]] += SAME_MEANING
            likest = likest.clip(0, 1)
            same = set(told)
            likest[[term in same for term in stems]] = 1
            by_word = float((likest * weights).sum() / weights.sum())
            by_vector = FOR_VECTOR * by_word
            if have_vectors:
                by_vector = max(0.0, float(np.frombuffer(row.vector, "<f4") @ whole))
            by_weight = by_words.get(row.id, 0.0) / best
            scores.append((by_word + by_vector + HELD * by_weight) / (2 + HELD))
        return scores

    def _rarest(self, expressions: Sequence[str]) -> list[str]:
        """Those that are there, the rarer ones where too many chunks hold them."""
        counted = sorted((min(map(self._texts.frequency, each.split())), each) for each in expressions)
        totals = accumulate(count for count, _ in counted)
        return [each for (count, each), total in zip(counted, totals, strict=True) if count and total <= MOST_HELD]

    def _meanings(self, language: Language) -> Meanings:
        """Read when they are first needed."""
        if language not in self._known_meanings:
            lines = (files("kiosk_app") / "data" / "meanings" / f"{language}.txt").read_text(encoding="utf-8")
            self._known_meanings[language] = Meanings(lines.splitlines(), language)
        return self._known_meanings[language]

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
