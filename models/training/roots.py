"""Reads phrase roots and word lists."""

import random
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.types import Language

HERE = Path(__file__).parent

IN_LINES = {spec.name for spec in INTENTS.values() for argument in spec.arguments if argument.kind == "items"}
"""The intents whose queries are those of order lines."""

HELD_OUT = 12
"""One root in so many is kept for evaluation."""

_MARKS = re.compile(r"<(\w+)>|\{(\w+:|[#+]?)([^{}]+)\}|(?<!\S)(/)(?!\S)")
_NAMES = {"": "query", "#": "quantity", "+": "option"}

Role = tuple[str | int, ...]
"""Where a stretch of words belongs in the arguments: ("query",), ("items", 0, "options", 1); () for nowhere."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of what is said."""

    text: str
    role: Role = ()
    value: Decimal | None = None
    """For a number, what it means."""
    inserted: bool = False
    """True when it filled a slot, so that noise leaves it alone."""
    stands_for: str = ""
    """The enumerated value that it says."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a root: words, the name of a slot, a marked value, or the beginning of an order's next line."""

    text: str
    slot: bool = False
    mark: str = ""
    """The argument that the words are; "/" where the next line begins."""


@dataclass(frozen=True, slots=True)
class Root:
    """One line of a phrase file: `[raise|lift] the <group> by <percent> => direction=up`.

    Or a whole sentence with its own values marked: `{#dos} {cañas} {+bien frías} / y un {pincho de tortilla}`.
    """

    intent: str
    text: str
    values: tuple[tuple[str, str], ...] = ()
    """The enumerated arguments that its own words say."""

    @property
    def marked(self) -> bool:
        """True for a whole sentence whose own words are marked."""
        return "{" in self.text

    @property
    def held_out(self) -> bool:
        """True for the roots that are never trained on."""
        return zlib.crc32(self.text.encode()) % HELD_OUT == 0


def read_lines(path: Path) -> list[str]:
    """The different lines of a data file, without comments and empty lines."""
    lines = (line.strip() for line in path.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


def read_roots(language: Language, batch: str = "*") -> list[Root]:
    """Every different root of a language; a folder is a batch, a file is named by its intent."""
    files = sorted((HERE / "phrases" / language).glob(f"{batch}/*.txt"))
    roots = [_root(path.stem, line) for path in files for line in read_lines(path)]
    return list({(root.intent, root.text): root for root in roots}.values())


def _root(intent: str, line: str) -> Root:
    text, _, said = line.partition("=>")
    values = re.findall(r"(\w+)=([\w ]*\w)(?=\s+\w+=|\s*$)", said)
    return Root(intent, text.strip(), tuple(values))


def read_values(language: Language, name: str) -> list[tuple[str, str]]:
    """The phrases of an enumerated argument, each with its value: "a day ago => yesterday"."""
    lines = (line.partition("=>") for line in read_lines(HERE / "words" / language / "values" / f"{name}.txt"))
    return [(phrase.strip(), value.strip()) for phrase, _, value in lines]


def read_words(language: Language) -> dict[str, list[str]]:
    """Every word list of a language, by name."""
    return {path.stem: read_lines(path) for path in sorted((HERE / "words" / language).glob("*.txt"))}


def expand(text: str, rng: random.Random) -> str:
    """Choose one of each `[a|b]`, the inner ones first."""
    while match := re.search(r"\[([^\[\]]*)\]", text):
        text = text[: match.start()] + rng.choice(match[1].split("|")) + text[match.end() :]
    return " ".join(text.split())


def split(text: str) -> Iterator[Part]:
    """The stretches of an expanded root."""
    position = 0
    for match in _MARKS.finditer(text):
        if said := text[position : match.start()].strip():
            yield Part(said)
        slot, mark, marked, next_line = match.groups()
        yield Part(slot or marked or "", slot=bool(slot), mark=next_line or _NAMES.get(mark, (mark or "").rstrip(":")))
        position = match.end()
    if said := text[position:].strip():
        yield Part(said)


def ordered_words(roots: Iterable[Root]) -> Mapping[str, list[str]]:
    """What roots mark as the query and as an option of an order's line: real names of things, and real wishes."""
    found: dict[str, list[str]] = {"query": [], "option": []}
    for root in roots:
        if root.marked and root.intent in IN_LINES:
            for part in split(root.text):
                if part.mark in found and "[" not in part.text:
                    found[part.mark].append(part.text)
    return found
