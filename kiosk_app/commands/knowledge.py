"""The commands under `kb`: what the shop has written down."""

import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from kiosk_app import build, shop
from kiosk_app.cli import knowledge
from kiosk_app.cli.bench_knowledge import bench_knowledge, read_question_sets
from kiosk_app.commands.shared import Command, models_folder
from kiosk_app.core.document_ports import DocumentReader
from kiosk_app.core.documents.collecting import Steps, from_added, from_catalogue, from_folder, from_pages, from_store
from kiosk_app.core.documents.shelf import Shelf
from kiosk_app.core.errors import NotOffered
from kiosk_app.settings import Settings


def add(parsed: Namespace, settings: Settings) -> int:
    """Documents to keep."""
    reader = build.document_reader(settings)
    with closing(_shelf(parsed, settings)) as shelf, closing(reader):
        return knowledge.add_documents(
            shelf, reader, parsed.places, settings.till.language, sys.stdout, as_json=parsed.json
        )


def sync(parsed: Namespace, settings: Settings) -> int:
    """What has changed where they come from."""
    reader = build.document_reader(settings)
    with closing(_shelf(parsed, settings)) as shelf, closing(reader):
        parts = _parts(shelf, reader, settings)
        return knowledge.sync(shelf, parts, settings.till.language, sys.stdout, as_json=parsed.json)


def list_all(parsed: Namespace, settings: Settings) -> int:
    """The documents that are kept, and what could not be read."""
    with closing(_shelf(parsed, settings)) as shelf:
        knowledge.list_documents(shelf, settings.till.language, sys.stdout, as_json=parsed.json)
    return 0


def show(parsed: Namespace, settings: Settings) -> int:
    """What is kept of one."""
    with closing(_shelf(parsed, settings)) as shelf:
        knowledge.show_document(shelf.knowledge, parsed.document, sys.stdout, as_json=parsed.json)
    return 0


def remove(parsed: Namespace, settings: Settings) -> int:
    """One that is not wanted any more."""
    with closing(_shelf(parsed, settings)) as shelf:
        knowledge.remove_document(shelf, parsed.document, sys.stdout, as_json=parsed.json)
    return 0


def ask(parsed: Namespace, settings: Settings) -> int:
    """A question for them."""
    with closing(_shelf(parsed, settings)) as shelf:
        language = settings.till.language
        return knowledge.ask(shelf.knowledge, parsed.question, language, parsed.kind, sys.stdout, as_json=parsed.json)


def measure(parsed: Namespace, settings: Settings) -> int:
    """Labelled questions, in a knowledge base of the measurement's own."""
    sets = read_question_sets(parsed.folder, parsed.half)
    settings = replace(
        settings, knowledge=replace(settings.knowledge, server="")
    )  # the till's own index stays as it is
    reader = build.document_reader(settings)
    with (
        tempfile.TemporaryDirectory(prefix="kiosk-app-kb-") as folder,
        closing(_shelf(parsed, settings, Path(folder))) as shelf,
        closing(reader),
    ):
        folders = [str(one.folder) for one in sets]
        knowledge.add_documents(shelf, reader, folders, "en", sys.stderr, as_json=parsed.json)
        bench_knowledge(
            shelf.knowledge,
            sets,
            parsed.chunks,
            parsed.seed,
            sys.stdout,
            with_errors=parsed.errors,
            as_json=parsed.json,
        )
    return 0


def _shelf(parsed: Namespace, settings: Settings, records: Path | None = None) -> Shelf:
    return build.open_shelf(settings, models_folder(parsed), records)


def _parts(shelf: Shelf, reader: DocumentReader, settings: Settings) -> Iterator[Steps]:
    if settings.store.url:
        yield _from_own_store(shelf, reader, settings)
    yield from_added(shelf, reader)
    yield from_folder(shelf, reader)
    yield from_pages(shelf, reader)


def _from_own_store(shelf: Shelf, reader: DocumentReader, settings: Settings) -> Steps:
    with shop.signed_in(settings, shop.own_store(settings)) as store:
        with suppress(NotOffered):  # then its catalogue is all there is
            yield from from_store(shelf, store, reader)
        yield from from_catalogue(shelf, store.host, store.products(), settings.till.language)


KNOWLEDGE_COMMANDS: Mapping[str, Command] = {
    "kb add": add,
    "kb sync": sync,
    "kb list": list_all,
    "kb show": show,
    "kb remove": remove,
    "kb ask": ask,
    "kb bench": measure,
}
