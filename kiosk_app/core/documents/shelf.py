"""The shop's documents and where they come from, kept together: what was read from each source, or why it was not."""

from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from dataclasses import replace
from pathlib import PurePath
from typing import Literal, TypeVar

from kiosk_app.core.document_ports import Knowledge, Sources
from kiosk_app.core.documents.knowledge import Document
from kiosk_app.core.documents.sources import Listed, Origin, Source, Taken, Underway
from kiosk_app.core.errors import UsageError
from kiosk_app.core.saying.phrases import sentence
from kiosk_app.core.types import Language

Said = TypeVar("Said")


class Shelf:
    """Raises MissingPart where either cannot be read or written."""

    def __init__(self, knowledge: Knowledge, sources: Sources) -> None:
        self.knowledge = knowledge
        self.sources = sources

    def taking(
        self, name: str, origin: Origin, version: str, reading: Generator[float, None, Document]
    ) -> Generator[Underway, None, Taken]:
        """Keep what a source says now, in steps; what cannot be read is remembered with its reason, and not kept.

        Of a web page that is only away, what it said before is kept.
        """
        try:
            document = yield from _half(name, reading, 0.0)
        except UsageError as error:
            known = self.sources.of(origin).get(name)
            if error.code == "page_away" and known is not None and known.state != "failed":
                noted = replace(known, problem=error.code)
                self.sources.put(noted)
                return Taken(noted, "failed")
            self.knowledge.remove(name)
            taken = Taken(Source(name, origin, version, "failed", problem=error.code), "failed")
        else:
            added = yield from _half(name, self.knowledge.adding(document), 0.5)
            state: Literal["kept", "twin"] = "twin" if added == "twin" else "kept"
            taken = Taken(Source(name, origin, version, state, document.title, "", document.empty_pages), added)
        if taken.outcome in ("changed", "twin", "failed"):
            self.sources.look_at_twins_again()
        self.sources.put(taken.source)
        return taken

    def expect(self, names: Iterable[str]) -> None:
        """These are to be read: until they were, they are known of, also after a power cut."""
        known = {source.name for source in self.sources.all()}
        for name in names:
            if name not in known:
                self.sources.put(Source(name, added_as(name), "", "waiting"))

    def expect_nothing(self) -> None:
        """Forget what was not read yet."""
        for source in self.waiting():
            self.sources.forget(source.name)

    def waiting(self) -> list[Source]:
        """What was not read yet."""
        return [source for source in self.sources.all() if source.state == "waiting"]

    def drop(self, source: Source) -> Taken:
        """Forget a source, and what it said."""
        if self.knowledge.remove(source.name):
            self.sources.look_at_twins_again()
        self.sources.forget(source.name)
        return Taken(source, "removed")

    def settle(self) -> Generator[Underway, None, None]:
        """Let all that was taken be found as well as it can be, in steps."""
        most = 1
        while self.knowledge.work():
            left = self.knowledge.left()
            most = max(most, left)
            yield Underway("", 1 - left / most)

    def listed(self, language: Language) -> list[Listed]:
        """All sources as people see them, what could not be read first; the catalogue's products as one."""
        sources = self.sources.all()
        shown = [_listed(source, language) for source in sources if source.origin != "catalogue"]
        products = [source for source in sources if source.origin == "catalogue"]
        if products:
            title = sentence("catalogue_documents", language)
            shown.append(Listed("", "catalogue", title, "kept", "", (), len(products)))
        return sorted(shown, key=lambda each: (not each.problem, each.title.lower(), each.name))

    def close(self) -> None:
        """Release both."""
        self.knowledge.close()
        self.sources.close()


def added_as(name: str) -> Literal["file", "page"]:
    """What somebody adds: a web page by its address, or a file."""
    return "page" if name.lower().startswith(("https://", "http://")) else "file"


def finished(steps: Generator[object, None, Taken]) -> Taken:
    """All the steps at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            taken: Taken = end.value
            return taken


def at_once(read: Callable[[], Document]) -> Generator[float, None, Document]:
    """Reading that has no steps."""
    yield 0.0
    return read()


def problem_of(source: Source, language: Language) -> str:
    """Why it could not be read, in a sentence; empty where it could."""
    if not source.problem:
        return ""
    name = source.name if source.origin == "page" else PurePath(source.name).name
    return sentence(source.problem, language, file=name, url=source.name)


def _half(name: str, steps: Generator[float, None, Said], begun: float) -> Generator[Underway, None, Said]:
    """Steps that are one of the two halves of taking a source, each with how much of the whole is done."""
    with closing(steps):
        while True:
            try:
                share = next(steps)
            except StopIteration as end:
                said: Said = end.value
                return said
            yield Underway(name, begun + share / 2)


def _listed(source: Source, language: Language) -> Listed:
    title = source.title or (source.name if source.origin == "page" else PurePath(source.name).name)
    return Listed(source.name, source.origin, title, source.state, problem_of(source, language), source.empty_pages)
