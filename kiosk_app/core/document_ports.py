"""What is asked of those who read the shop's documents, keep them to be asked, and remember where each came from."""

from collections.abc import Generator, Mapping, Sequence
from typing import Protocol

from kiosk_app.core.documents.knowledge import Added, Chunk, Document, Kept, Passage
from kiosk_app.core.documents.sources import Origin, ShopDocument, Source
from kiosk_app.core.types import Language


class Knowledge(Protocol):
    """The shop's documents. Every method raises `MissingPart` where they cannot be read or written."""

    def all(self) -> list[Kept]:
        """The documents, by title."""

    def chunks_of(self, source: str) -> list[Chunk]:
        """A document's chunks in their order; none where it is not kept."""

    def add(self, document: Document) -> Added:
        """Keep a document, in the place of what its source held before. What is kept already is not kept again."""

    def adding(self, document: Document) -> Generator[float, None, Added]:
        """The same in steps, none of which takes long; ended early, it is kept whole or not at all.

        Yields how much of it is kept, 0 to 1. It is found by its words after the last step, and by its meaning after
        `work`.
        """

    def work(self) -> bool:
        """Take a step towards all being found, and by the embedder that is chosen now; False where none is left."""

    def left(self) -> int:
        """Chunks for which `work` still has something to do, as far as that is known."""

    def remove(self, source: str) -> bool:
        """Forget a document; returns whether there was one."""

    def ask(self, question: str, language: Language, limit: int = 3, kind: str = "") -> list[Passage]:
        """The passages that answer best among the documents in a language, the best first; of one kind, or of any."""

    def close(self) -> None:
        """Release the files."""


class Embedder(Protocol):
    """Texts to vectors."""

    name: str
    """Of the model: vectors of another one cannot be compared. Letters, digits, `-`, `_` and `.`."""
    width: int
    """Numbers in a vector."""
    by_words: bool
    """Whether single words can be compared, too: they cost nothing, and mean the same in every text."""

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """For each text a vector of float32, little-endian, of length 1; of length 0 for a text that says nothing."""

    def embed_question(self, question: str) -> bytes:
        """The same for a question, which some models tell from texts."""


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

    def read(self, file: str) -> Generator[float, None, Document]:
        """What a file says, in steps none of which takes long; ended early, nothing is left running.

        Yields how much of it is read, 0 to 1.
        """

    def shop_document(self, name: str, document: ShopDocument) -> Document:
        """What a document of the store says."""

    def rest(self) -> None:
        """There is nothing more to read for now."""

    def close(self) -> None:
        """Watch no longer."""
