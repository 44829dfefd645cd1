"""What is asked of those who read the shop's documents, and who remember where each came from."""

from collections.abc import Generator, Mapping
from typing import Protocol

from kiosk_app.core.knowledge import Document
from kiosk_app.core.sources import Origin, ShopDocument, Source


class Sources(Protocol):
    """What became of every place that documents come from. Every method raises `MissingPart` where its file fails."""

    def all(self) -> list[Source]:
        """All of them, by their names."""

    def of(self, origin: Origin) -> dict[str, Source]:
        """Those of one origin by their names, in the names' order."""

    def put(self, source: Source) -> None:
        """Keep what became of it, in the place of what was known of it."""

    def forget(self, name: str) -> bool:
        """Forget a source; returns whether it was known."""

    def look_at_twins_again(self) -> None:
        """What they were twins of may have gone: from now on they have no version."""

    def close(self) -> None:
        """Release the file."""


class DocumentReader(Protocol):
    """Reads documents wherever they are. What cannot be read raises `UsageError`; a file is named by its whole path."""

    @property
    def has_news(self) -> bool:
        """Whether something has changed in the watched folder since its files were asked for, or they never were."""

    def folder(self) -> Mapping[str, str] | None:
        """The files of the watched folder with their versions; None where there is no such folder, or not now."""

    def files(self, place: str) -> list[str]:
        """The file itself, or the files in a folder that can be read."""

    def version(self, file: str) -> str:
        """Changes with the file; empty where it is not there."""

    def read(self, file: str) -> Generator[None, None, Document]:
        """What a file says, in steps none of which takes long; ended early, nothing is left running."""

    def shop_document(self, name: str, document: ShopDocument) -> Document:
        """What a document of the store says."""

    def rest(self) -> None:
        """There is nothing more to read for now."""

    def close(self) -> None:
        """Watch no longer."""
