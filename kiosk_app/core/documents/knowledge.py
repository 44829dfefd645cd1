"""The shop's documents as the till keeps them: cut at headings and sentences into pieces that can be quoted."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil
from typing import Literal

from kiosk_app.core.types import Language

CHUNK_WORDS = 40
"""Words of a chunk at most. Of 40, 80, 120 and 160, it is with these that most passages were found, above all in
Spanish: `kiosk-app kb bench` on the odd lines of tests/data/knowledge."""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, an item of a list or a row of a table, as a reader found it; plain text."""

    text: str
    level: int = 0
    """1 to 6 for a heading, 0 for what stands below it."""
    page: int = 0
    """Counted from 1; 0 where there are none."""
    alone: bool = False
    """A row of a data sheet, which says what it says without its neighbours."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document that was read."""

    source: str
    """Where it comes from, such as a file's path; there is one document for each."""
    title: str
    language: Language
    blocks: tuple[Block, ...]
    empty_pages: tuple[int, ...] = ()
    """Pages that hold a picture and no text."""
    kind: str = ""
    """What the shop calls the likes of it, such as `policy` or `allergens`; empty where nobody says."""

    @property
    def checksum(self) -> str:
        """Of what it says, wherever it comes from."""
        return _digest(self.title, self.language, *(f"{block.level} {block.text}" for block in self.blocks))


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of a document that is found and quoted."""

    document: str
    """The document's source."""
    title: str
    """The document's."""
    section: str
    """The headings above it, outermost first, joined by ` › `; empty where there are none."""
    page: int
    """Where it begins, counted from 1; 0 where there are none."""
    language: Language
    text: str
    """The document's own words: one paragraph, item or row a line."""
    checksum: str
    """Of all of this but the document's source and the page."""

    @property
    def place(self) -> str:
        """Title and section, as they are shown."""
        return f"{self.title} › {self.section}" if self.section else self.title


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found for a question."""

    chunk: Chunk
    score: float
    """0 to 1: how near it is to the question."""
    sure: bool
    """Whether that is near enough to be told as the answer."""
    by_words: bool = False
    """Whether not all documents could be searched by their meaning yet: words alone may have found it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A document that the till has."""

    source: str
    title: str
    language: Language
    chunks: int
    added: str
    """When, UTC, ISO 8601."""
    kind: str = ""
    """The document's."""


Added = Literal["added", "changed", "unchanged", "twin"]
"""What became of a document: new, in the place of what its source held before, as it was, or under another source."""

LONGEST_RUN = 50_000
"""Characters that are cut into chunks at once: whoever takes the chunks one after the other never waits for long."""
_SECTION_JOINT = " › "
_SHORTENED = ("mr", "mrs", "dr", "st", "e.g", "i.e", "etc", "approx", "tel", "vs", "sr", "sra", "d", "dª", "ej", "p.ej",
              "núm", "art", "pág", "aprox", "av", "avda", "ud", "uds", "máx", "mín")  # fmt: skip
"""Words that a full stop shortens, and that end no sentence."""
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»')\]]*\s+(?=[\"“«'(\[¿¡]*[A-ZÁÉÍÓÚÜÑ0-9])")
_SPACES = re.compile(r"\s+")


def chunked(document: Document, words: int = CHUNK_WORDS) -> Iterator[Chunk]:
    """The document in chunks of at most so many words: never across a heading, between sentences where that can be."""
    seen = set()
    for section, blocks in _sections(document):
        for alone, run in groupby(blocks, lambda block: block.alone):
            for packed in ([block] for block in run) if alone else (list(run),):
                for page, text in _packed(packed, words):
                    checksum = _digest(document.title, section, document.language, text)
                    if checksum not in seen:
                        seen.add(checksum)
                        yield Chunk(document.source, document.title, section, page, document.language, text, checksum)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each as it stands there; a new line always begins a new one."""
    return [sentence for line in text.splitlines() for sentence in _sentences(line)]


def _sections(document: Document) -> Iterator[tuple[str, list[Block]]]:
    """Runs of blocks below the same headings. A first heading that says the title again is no section."""
    path: list[tuple[int, str]] = []
    run: list[Block] = []
    length = 0
    for block in document.blocks:
        if run and (block.level or length > LONGEST_RUN):
            yield _SECTION_JOINT.join(name for _, name in path), run
            run, length = [], 0
        if block.level == 0:
            run.append(block)
            length += len(block.text)
            continue
        path = [(level, name) for level, name in path if level < block.level]
        if path or block.text != document.title:
            path.append((block.level, block.text))
    if run:
        yield _SECTION_JOINT.join(name for _, name in path), run


def _packed(blocks: Sequence[Block], words: int) -> Iterator[tuple[int, str]]:
    """The page and text of chunks of about the same length."""
    pieces = [
        (number, block.page, piece)
        for number, block in enumerate(blocks)
        for sentence in _sentences(block.text)
        for piece in _cut(sentence, words)
    ]
    total = sum(len(piece.split()) for *_, piece in pieces)
    target = ceil(total / max(1, ceil(total / words)))
    run: list[tuple[int, int, str]] = []
    count = 0
    for piece in pieces:
        length = len(piece[2].split())
        if run and (count >= target or count + length > words):
            yield run[0][1], _joined(run)
            run, count = [], 0
        run.append(piece)
        count += length
    if run:
        yield run[0][1], _joined(run)


def _joined(run: Iterable[tuple[int, int, str]]) -> str:
    """The sentences of a block beside each other, each block on a line of its own."""
    return "\n".join(" ".join(piece for *_, piece in block) for _, block in groupby(run, lambda piece: piece[0]))


def _sentences(line: str) -> list[str]:
    found, start = [], 0
    for end in _SENTENCE_END.finditer(line):
        before = line[start : end.start()].rstrip(".").rsplit(None, 1)
        if before and before[-1].lower().lstrip("(") in _SHORTENED and line[end.start() - 1] == ".":
            continue
        found.append(line[start : end.end()])
        start = end.end()
    found.append(line[start:])
    return [_SPACES.sub(" ", sentence).strip() for sentence in found if sentence.strip()]


def _cut(sentence: str, words: int) -> Iterator[str]:
    """A sentence without an end, in pieces that fit."""
    all_words = sentence.split()
    for start in range(0, len(all_words), words):
        yield " ".join(all_words[start : start + words])


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
