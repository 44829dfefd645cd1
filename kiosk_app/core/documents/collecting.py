"""Brings the documents to what the store, its catalogue, the watched folder and added files say now, in steps."""

from collections.abc import Container, Generator, Iterable, Sequence

from kiosk_app.core.document_ports import DocumentReader
from kiosk_app.core.documents.knowledge import Block, Document
from kiosk_app.core.documents.shelf import Shelf, added_as, at_once
from kiosk_app.core.documents.sources import Origin, Source, Taken, Underway
from kiosk_app.core.ports import Store
from kiosk_app.core.saying.phrases import sentence, tag_name
from kiosk_app.core.types import Language, Product

AT_ONCE = 200
"""Products that are looked at in one step."""

Steps = Generator[Taken | Underway | None, None, None]
"""What became of one source at a time, and how far it is before; None for a step between two."""


def from_store(shelf: Shelf, store: Store, reader: DocumentReader) -> Steps:
    """Its documents: those in another version are read again, those that are gone are dropped. Raises StoreError."""
    known = shelf.sources.of("store")
    there = set()
    for page in store.documents():
        yield None
        for document in page:
            name = f"{store.host}/documents/{document.id}"
            there.add(name)
            if name in known and known[name].version == document.version:
                continue
            reading = at_once(lambda name=name, document=document: reader.shop_document(name, document))  # type: ignore[misc]
            yield (yield from shelf.taking(name, "store", document.version, reading))
    yield from _without(shelf, known.values(), there)


def from_catalogue(shelf: Shelf, host: str, products: Sequence[Product], language: Language) -> Steps:
    """What each product is, contains and suits, as far as the store says it."""
    known = shelf.sources.of("catalogue")
    there = set()
    for number, product in enumerate(products):
        if number % AT_ONCE == AT_ONCE - 1:
            yield None
        document = product_document(f"{host}/products/{product.id}", product, language)
        if not document.blocks:
            continue
        there.add(document.source)
        version = document.checksum
        if document.source in known and known[document.source].version == version:
            continue
        reading = at_once(lambda document=document: document)  # type: ignore[misc]
        yield (yield from shelf.taking(document.source, "catalogue", version, reading))
    yield from _without(shelf, known.values(), there)


def from_added(shelf: Shelf, reader: DocumentReader) -> Steps:
    """What was added and not read yet; and the files that were added by hand, where they have changed.

    One that is gone is kept: it may have been on a stick.
    """
    for source in shelf.waiting():
        yield from take_file(shelf, source.name, reader)
    added = shelf.sources.of("file")
    yield from _read_again(shelf, added, {name: reader.version(name) or added[name].version for name in added}, reader)


def from_folder(shelf: Shelf, reader: DocumentReader) -> Steps:
    """The watched folder, where it is there: what was changed is read again, what is gone is dropped."""
    files = reader.folder()
    if files is None:
        return
    known = shelf.sources.of("folder")
    yield from _without(shelf, known.values(), files.keys())
    yield from _read_again(shelf, known, dict(files), reader)


def from_pages(shelf: Shelf, reader: DocumentReader) -> Steps:
    """The web pages that were added, each fetched anew."""
    for url in shelf.sources.of("page"):
        yield from take_file(shelf, url, reader)


def take_file(shelf: Shelf, file: str, reader: DocumentReader) -> Steps:
    """A file, or the address of a web page, that somebody adds."""
    origin: Origin = "folder" if file in shelf.sources.of("folder") else added_as(file)
    yield (yield from shelf.taking(file, origin, reader.version(file), reader.read(file)))


def product_document(source: str, product: Product, language: Language) -> Document:
    """What the store says of a product, but for what changes by the hour; without blocks where that is nothing."""
    said = [product.description] if product.description else []
    for code, tags, kind in (
        ("catalogue_contains", product.allergens, "allergen"),
        ("catalogue_suits", product.dietary, "diet"),
    ):
        if tags:
            names = ", ".join(tag_name(kind, tag, language) for tag in tags)
            said.append(sentence(code, language, product=product.name, what=names))
    return Document(source, product.name, language, tuple(map(Block, said)), kind="product")


def _read_again(shelf: Shelf, known: dict[str, Source], files: dict[str, str], reader: DocumentReader) -> Steps:
    for file, version in files.items():
        if file in known and known[file].version == version:
            continue
        origin = known[file].origin if file in known else "folder"
        yield (yield from shelf.taking(file, origin, version, reader.read(file)))


def _without(shelf: Shelf, known: Iterable[Source], there: Container[str]) -> Steps:
    for source in known:
        if source.name not in there:
            yield shelf.drop(source)
