"""Documents in memory: a reader that says what a test tells it, and sources that keep the rules of the real ones."""

from collections.abc import Generator, Mapping
from dataclasses import replace

from kiosk_app.core.documents.knowledge import Block, Document
from kiosk_app.core.documents.sources import Origin, ShopDocument, Source
from kiosk_app.core.errors import UsageError


class FakeSources:
    """`core.document_ports.Sources` in memory."""

    def __init__(self) -> None:
        self._sources: dict[str, Source] = {}

    def all(self) -> list[Source]:
        """By their names."""
        return [self._sources[name] for name in sorted(self._sources)]

    def of(self, origin: Origin) -> dict[str, Source]:
        """Those of one origin."""
        return {source.name: source for source in self.all() if source.origin == origin}

    def put(self, source: Source) -> None:
        """Keep it."""
        self._sources[source.name] = source

    def forget(self, name: str) -> bool:
        """Forget it."""
        return self._sources.pop(name, None) is not None

    def look_at_twins_again(self) -> None:
        """They have no version from now on."""
        for source in self.all():
            if source.state == "twin":
                self.put(replace(source, version=""))

    def close(self) -> None:
        """Nothing to release."""


class FakeReader:
    """`core.document_ports.DocumentReader` of files that are their text; `None` is one that cannot be read."""

    def __init__(self) -> None:
        self.there: dict[str, str | None] = {}
        """Every file."""
        self.watched: str | None = None
        """The folder that is watched."""
        self.has_news = False
        self.steps = 1
        self.read_files: list[str] = []
        self.rested = 0

    def folder(self) -> Mapping[str, str] | None:
        """Its files."""
        self.has_news = False
        watched = self.watched
        return (
            None if watched is None else {name: self.version(name) for name in self.there if name.startswith(watched)}
        )

    def files(self, place: str) -> list[str]:
        """One file, or a folder's."""
        return [name for name in self.there if name.startswith(place)] or [place]

    def version(self, file: str) -> str:
        """What stands there."""
        return str(self.there[file]) if file in self.there else ""

    def read(self, file: str) -> Generator[float, None, Document]:
        """In as many steps as the test says."""
        for step in range(self.steps):
            yield step / self.steps
        self.read_files.append(file)
        text = self.there.get(file)
        if text is None:
            raise UsageError("document_unreadable", file=file)
        return Document(file, text.split(".")[0], "en", (Block(text),))

    def shop_document(self, name: str, document: ShopDocument) -> Document:
        """Its text as one paragraph."""
        if not document.text:
            raise UsageError("document_empty", file=document.title)
        self.read_files.append(name)
        return Document(name, document.title, document.language, (Block(document.text),))

    def rest(self) -> None:
        """Count it."""
        self.rested += 1

    def close(self) -> None:
        """Nothing to release."""
