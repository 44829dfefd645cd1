"""Reads the shop's documents for one till: files and pages in a process of their own, and what the store wrote down."""

from collections.abc import Collection, Generator, Mapping
from dataclasses import replace
from pathlib import Path

from kiosk_app.core.documents.knowledge import Document
from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.engines.documents import documents_in, read_shop_document
from kiosk_app.engines.documents.apart import ReadApart
from kiosk_app.engines.documents.watched import WatchedFolder
from kiosk_app.engines.http.pages import check_address, is_address


class LocalReader:
    """Implements `core.document_ports.DocumentReader`."""

    def __init__(self, folder: Path | None, hosts: Collection[str] = (), *, watches: bool) -> None:
        """`folder` is looked at for documents, and watched where `watches`; web pages may come from `hosts` alone."""
        self._folder = folder
        self._hosts = hosts
        self._watched = WatchedFolder(folder) if folder is not None and watches else None
        self._apart = ReadApart()

    @property
    def has_news(self) -> bool:
        """Whether something may have changed in the folder since its files were asked for."""
        return self._watched is not None and self._watched.has_changed

    def folder(self) -> Mapping[str, str] | None:
        """Its files with their versions; None where there is none, or not now."""
        if self._watched is not None:
            self._watched.look()
        if self._folder is None or not self._folder.is_dir():
            return None
        return {str(file.resolve()): self.version(str(file)) for file in documents_in([self._folder])}

    def files(self, place: str) -> list[str]:
        """The page or file itself, or those in a folder that can be read."""
        if is_address(place):
            return [place]
        return [str(file.resolve()) for file in documents_in([Path(place)])]

    def version(self, file: str) -> str:
        """When it was changed, and how long it is; empty where it is not there."""
        try:
            found = Path(file).stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns} {found.st_size}"

    def read(self, file: str) -> Generator[float, None, Document]:
        """What a file or page says. Raises UsageError."""
        if is_address(file):
            check_address(file, self._hosts)
        document = yield from self._apart.read(file)
        return replace(document, kind=self._kind(file))

    def _kind(self, file: str) -> str:
        """The name of the folder in the watched one that it lies in; empty where it lies in none."""
        if self._folder is None or is_address(file) or not Path(file).is_relative_to(self._folder.resolve()):
            return ""
        return "".join(Path(file).relative_to(self._folder.resolve()).parts[:-1][:1])

    def shop_document(self, name: str, document: ShopDocument) -> Document:
        """What a document of the store says. Raises UsageError."""
        return read_shop_document(name, document)

    def rest(self) -> None:
        """Let the other process go."""
        self._apart.close()

    def close(self) -> None:
        """Watch no longer."""
        self.rest()
        if self._watched is not None:
            self._watched.close()
