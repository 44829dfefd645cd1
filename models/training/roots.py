"""Reads phrase roots and word lists."""

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from kiosk_app.core.types import Language

HERE = Path(__file__).parent

HELD_OUT = 12
"""One root in so many is kept for evaluation."""

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


@dataclass(frozen=True, slots=True)
class Root:
    """One line of a phrase file: `[set|put] the price of <product> to <price>`."""

    intent: str
    text: str

    @property
    def held_out(self) -> bool:
        """True for the roots that are never trained on."""
        return zlib.crc32(self.text.encode()) % HELD_OUT == 0


def read_lines(path: Path) -> list[str]:
    """The different lines of a data file, without comments and empty lines."""
    lines = (line.split("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def read_roots(language: Language) -> list[Root]:
    """Every root of a language; a file is named by its intent."""
    files = sorted((HERE / "phrases" / language).glob("*.txt"))
    return [Root(path.stem, line) for path in files for line in read_lines(path)]


def read_words(language: Language) -> dict[str, list[str]]:
    """Every word list of a language, by name."""
    return {path.stem: read_lines(path) for path in sorted((HERE / "words" / language).glob("*.txt"))}


def expand(text: str, rng: random.Random) -> str:
    """Choose one of each `[a|b]`, the inner ones first."""
    while match := re.search(r"\[([^\[\]]*)\]", text):
        text = text[: match.start()] + rng.choice(match[1].split("|")) + text[match.end() :]
    return " ".join(text.split())


def split_slots(text: str) -> Iterator[tuple[str, bool]]:
    """The stretches of an expanded root; True marks the name of a slot."""
    for i, part in enumerate(re.split(r"<(\w+)>", text)):
        if part.strip():
            yield part.strip(), bool(i % 2)
