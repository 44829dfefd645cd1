"""The commands about the shop's documents: `kb` add, sync, list, show, remove and ask."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import TextIO

from kiosk_app.core.document_ports import DocumentReader, Knowledge
from kiosk_app.core.documents.collecting import Steps, take_file
from kiosk_app.core.documents.knowledge import Kept
from kiosk_app.core.documents.quoting import quote
from kiosk_app.core.documents.shelf import Shelf, problem_of
from kiosk_app.core.documents.sources import Taken, Underway
from kiosk_app.core.errors import KioskError, Refused, UsageError
from kiosk_app.core.saying.phrases import explain, sentence
from kiosk_app.core.types import Language


def add_documents(
    shelf: Shelf, reader: DocumentReader, places: Sequence[str], language: Language, out: TextIO, *, as_json: bool
) -> int:
    """One line a document as it is done; returns 0, or 2 where one could not be read.

    Each is kept whole or not at all, so that it can be ended at any moment: `sync` goes on with it.
    """
    found = [file for place in places for file in reader.files(place)]
    shelf.expect(found)
    lines = _Lines(out, as_json=as_json)
    exit_code = 0
    for number, file in enumerate(found, 1):
        for step in take_file(shelf, file, reader):
            if isinstance(step, Taken):
                line = {"number": number, "of": len(found), **_line(step, shelf, language)}
                lines.show(line, _described(line))
                exit_code = UsageError.exit_code if step.outcome == "failed" else exit_code
            else:
                lines.show_progress(step)
    _settle(shelf, lines)
    return exit_code


def sync(shelf: Shelf, parts: Iterable[Steps], language: Language, out: TextIO, *, as_json: bool) -> int:
    """One line for each document that is not as it was, then how many there were of each kind.

    A part that fails is told of, and the others go on; returns 0, or the exit code of the last failure.
    """
    lines = _Lines(out, as_json=as_json)
    exit_code = 0
    counted = Counter[str]()
    for part in parts:
        try:
            for step in part:
                if isinstance(step, Taken):
                    counted[step.outcome] += 1
                    exit_code = UsageError.exit_code if step.outcome == "failed" else exit_code
                    line = _line(step, shelf, language)
                    lines.show(line, _described(line))
                else:
                    lines.show_progress(step)
        except KioskError as error:
            exit_code = error.exit_code
            why = explain(error, language)
            lines.show({"code": error.code, "error": why}, why)
    _settle(shelf, lines)
    said = ", ".join(f"{number} {outcome}" for outcome, number in counted.items()) or "nothing has changed"
    lines.show({"synced": counted}, said)
    return exit_code


def list_documents(shelf: Shelf, language: Language, out: TextIO, *, as_json: bool) -> None:
    """One line a document, those that could not be read too; the catalogue's products are one."""
    kept = {each.source: each for each in shelf.knowledge.all()}
    for listed in shelf.listed(language):
        there = kept.get(listed.name)
        if as_json:
            line = {
                **asdict(listed),
                "language": there.language if there else "",
                "kind": there.kind if there else "",
                "chunks": there.chunks if there else 0,
            }
            print(json.dumps(line, ensure_ascii=False), file=out)
        elif listed.origin == "catalogue":
            print(f"{listed.title}  ({listed.number} products)", file=out)
        else:
            kept_as = (there.language, there.kind, f"{there.chunks} chunks") if there else (listed.state,)
            state = ", ".join(filter(None, kept_as))
            print(
                f"{listed.title}  ({state})  {listed.name}" + f"\n    {listed.problem}" * bool(listed.problem), file=out
            )


def show_document(knowledge: Knowledge, name: str, out: TextIO, *, as_json: bool) -> None:
    """Its chunks as they are quoted. Raises UsageError for none of that name."""
    for chunk in knowledge.chunks_of(_find(knowledge, name).source):
        if as_json:
            print(json.dumps(asdict(chunk), ensure_ascii=False), file=out)
        else:
            print(f"{chunk.place}{f', {chunk.page}' if chunk.page else ''}\n{_indented(chunk.text)}", file=out)


def remove_document(shelf: Shelf, name: str, out: TextIO, *, as_json: bool) -> None:
    """Forget one. Raises UsageError for none of that name."""
    whole = str(Path(name).resolve())
    for source in shelf.sources.all():
        if name in (source.name, Path(source.name).name, source.title) or whole == source.name:
            shelf.drop(source)
            _settle(shelf, _Lines(out, as_json=as_json))
            print(json.dumps({"removed": source.name}) if as_json else f"{source.title}: removed", file=out)
            return
    raise UsageError("document_not_kept", name=name)


def ask(knowledge: Knowledge, question: str, language: Language, kind: str, out: TextIO, *, as_json: bool) -> int:
    """The passages, the best first, each with what of it would be quoted; returns 3 where none is sure to answer.

    Raises Refused where there are no documents in the language, or of the kind, or they are not ready.
    """
    passages = knowledge.ask(question, language, kind=kind)
    if not passages:
        raise Refused("no_documents")
    sure = passages[0].sure
    if as_json:
        found = [
            {"score": round(each.score, 3), "quote": quote(question, each.chunk), **asdict(each.chunk)}
            for each in passages
        ]
        told = {"question": question, "passages": found, "answered": sure, "by_words": passages[0].by_words}
        print(json.dumps(told, ensure_ascii=False), file=out)
    else:
        print(sentence("nearest_places" if sure else "not_in_documents", language), file=out)
        for each in passages:
            print(f"{each.score:.2f}  {each.chunk.place}\n{_indented(quote(question, each.chunk))}", file=out)
        if passages[0].by_words:
            print(sentence("documents_by_words", language), file=out)
    return 0 if sure else Refused.exit_code


class _Lines:
    """What happens: JSON lines for a program, one that changes in between for a person at a terminal."""

    def __init__(self, out: TextIO, *, as_json: bool) -> None:
        self._out = out
        self._as_json = as_json
        self._percent = 0

    def show(self, said: Mapping[str, object], text: str) -> None:
        """A line that stays."""
        self.end_progress()
        print(json.dumps(said, ensure_ascii=False) if self._as_json else text, file=self._out, flush=True)

    def show_progress(self, step: Underway | None) -> None:
        """How far it is in what takes long, no more than a hundred times."""
        if step is None or not self._percent < step.percent < 100 or not (self._as_json or self._out.isatty()):
            return
        self._percent = step.percent
        if self._as_json:
            line = {"event": "Progress", "file": step.name, "percent": step.percent}
            print(json.dumps(line, ensure_ascii=False), file=self._out, flush=True)
        else:
            name = PurePath(step.name).name or "preparing for questions"
            print(f"\r{f'{name[-60:]}  {step.percent} %':78}", end="", file=self._out, flush=True)

    def end_progress(self) -> None:
        """The line that changed is over."""
        if self._percent and not self._as_json:
            print(f"\r{'':78}\r", end="", file=self._out, flush=True)
        self._percent = 0


def _settle(shelf: Shelf, lines: _Lines) -> None:
    for step in shelf.settle():
        lines.show_progress(step)
    lines.end_progress()


def _find(knowledge: Knowledge, name: str) -> Kept:
    """The document that is meant by its source, its file's name or its title. Raises UsageError."""
    whole = str(Path(name).resolve())
    for kept in knowledge.all():
        if name in (kept.source, Path(kept.source).name, kept.title) or whole == kept.source:
            return kept
    raise UsageError("document_not_kept", name=name)


def _line(taken: Taken, shelf: Shelf, language: Language) -> dict[str, object]:
    source = taken.source
    line: dict[str, object] = {"file": source.name, "outcome": taken.outcome}
    if taken.outcome == "failed":
        return line | {"code": source.problem, "error": problem_of(source, language)}
    chunks = shelf.knowledge.chunks_of(source.name)
    line |= {"title": source.title, "language": chunks[0].language if chunks else "", "chunks": len(chunks)}
    return line | {"pages_without_text": list(source.empty_pages)}


def _described(line: dict[str, object]) -> str:
    place = f"[{line['number']}/{line['of']}] " if "of" in line else ""
    start = f"{place}{Path(str(line['file'])).name}: {line['outcome']}"
    if "error" in line:
        return f"{start}. {line['error']}"
    empty = line["pages_without_text"]
    return f"{start}, {line['chunks']} chunks" + (f"; pages without text: {empty}" if empty else "")


def _indented(text: str) -> str:
    return "\n".join(f"    {row}" for row in text.splitlines())
