"""Where the shop's documents come from, and what became of each."""

from dataclasses import dataclass
from typing import Literal

from kiosk_app.core.documents.knowledge import Added
from kiosk_app.core.types import Language

Origin = Literal["file", "folder", "page", "store", "catalogue"]
"""A file that somebody added, one in the watched folder, a web page, a document of the store, one of its products."""

State = Literal["waiting", "kept", "twin", "failed"]
"""Waiting: somebody has added it, and it was not read yet. Twin: another source says just the same, and is kept in its
place."""


@dataclass(frozen=True, slots=True)
class ShopDocument:
    """A document as the store keeps it."""

    id: str
    title: str
    language: Language
    text: str
    """Markdown, as it came."""
    version: str
    """Another one after every change."""
    kind: str = ""
    """What the store calls the likes of it; empty where it does not say."""


@dataclass(frozen=True, slots=True)
class Source:
    """One place that a document comes from."""

    name: str
    """A file's absolute path, or an address; the source of its `Document`."""
    origin: Origin
    version: str
    """Of what was taken up last; empty where it is to be looked at again."""
    state: State
    title: str = ""
    problem: str = ""
    """The code of why it could not be read, or not be fetched anew."""
    empty_pages: tuple[int, ...] = ()
    """Pages that hold a picture and no text."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a source just now."""

    source: Source
    outcome: Added | Literal["failed", "removed"]


@dataclass(frozen=True, slots=True)
class Underway:
    """A source that is being taken."""

    name: str
    """Empty where all that was taken is being made ready to be found by its meaning."""
    share: float
    """0 to 1: how much of that is done."""

    @property
    def percent(self) -> int:
        """Whole hundredths."""
        return int(100 * self.share)


@dataclass(frozen=True, slots=True)
class Listed:
    """A source as people see it."""

    name: str
    origin: Origin
    title: str
    state: State
    problem: str
    """Why it could not be read, in a sentence; empty where it could."""
    empty_pages: tuple[int, ...]
    number: int = 1
    """How many it stands for: the products of the catalogue are told of together."""
