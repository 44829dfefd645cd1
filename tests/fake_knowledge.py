"""A knowledge base and an embedder in memory that keep the rules of the real ones."""

import struct
from collections.abc import Generator, Sequence
from math import sqrt
from zlib import crc32

from kiosk_app.core.documents.knowledge import Added, Chunk, Document, Kept, Passage, chunked
from kiosk_app.core.documents.relevance import SURE, terms
from kiosk_app.core.types import Language


class FakeEmbedder:
    """`document_ports.Embedder` that counts words; which is which, their checksums say."""

    name = "fake-16"
    width = 16
    by_words = True

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """A vector for each text."""
        return [self._embed(text) for text in texts]

    def embed_question(self, question: str) -> bytes:
        """As a text."""
        return self._embed(question)

    def _embed(self, text: str) -> bytes:
        counts = [0.0] * self.width
        for word in text.lower().split():
            counts[crc32(word.encode()) % self.width] += 1
        length = sqrt(sum(count * count for count in counts)) or 1.0
        return struct.pack(f"<{self.width}f", *(count / length for count in counts))


class FakeKnowledge:
    """`document_ports.Knowledge` that finds by words alone."""

    def __init__(self, *documents: Document) -> None:
        self._documents: dict[str, Document] = {}
        for document in documents:
            self.add(document)

    def all(self) -> list[Kept]:
        """The documents."""
        kept = [
            Kept(
                each.source, each.title, each.language, len(list(chunked(each))), "2026-11-01T00:00:00+00:00", each.kind
            )
            for each in self._documents.values()
        ]
        return sorted(kept, key=lambda each: (each.title, each.source))

    def chunks_of(self, source: str) -> list[Chunk]:
        """A document's chunks."""
        return list(chunked(self._documents[source])) if source in self._documents else []

    def add(self, document: Document) -> Added:
        """Keep a document."""
        same = [source for source, each in self._documents.items() if each.checksum == document.checksum]
        if same and same != [document.source]:
            self._documents.pop(document.source, None)
        if same == [document.source]:
            self._documents[document.source] = document
        if same:
            return "unchanged" if same == [document.source] else "twin"
        changed = document.source in self._documents
        self._documents[document.source] = document
        return "changed" if changed else "added"

    def adding(self, document: Document) -> Generator[float, None, Added]:
        """Keep a document, in two steps."""
        yield 1.0
        return self.add(document)

    def work(self) -> bool:
        """There is no other embedder."""
        return False

    def left(self) -> int:
        """Nothing is."""
        return 0

    def remove(self, source: str) -> bool:
        """Forget a document."""
        return self._documents.pop(source, None) is not None

    def ask(self, question: str, language: Language, limit: int = 3, kind: str = "") -> list[Passage]:
        """By the share of the question's words."""
        asked = set(terms(question, language))
        documents = [each for each in self._documents.values() if not kind or each.kind == kind]
        chunks = [chunk for each in documents if each.language == language for chunk in chunked(each)]
        passages = [Passage(chunk, share := self._share(asked, chunk), share >= SURE[language]) for chunk in chunks]
        return sorted(passages, key=lambda passage: -passage.score)[:limit]

    def close(self) -> None:
        """Nothing to release."""

    def _share(self, asked: set[str], chunk: Chunk) -> float:
        there = terms(f"{chunk.title} {chunk.section} {chunk.text}", chunk.language)
        return len(asked & set(there)) / max(1, len(asked))
