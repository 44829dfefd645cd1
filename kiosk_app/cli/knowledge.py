"""The commands about the shop's documents: `kb` add, list, show, remove and ask."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from kiosk_app.core.errors import Refused, UsageError
from kiosk_app.core.knowledge import Document, Kept
from kiosk_app.core.phrases import explain, sentence
from kiosk_app.core.ports import Knowledge
from kiosk_app.core.quoting import quote
from kiosk_app.core.relevance import is_sure
from kiosk_app.core.types import Language


def add_documents(
    knowledge: Knowledge,
    read: Callable[[Path], Document],
    files: Sequence[Path],
    language: Language,
    out: TextIO,
    *,
    as_json: bool,
) -> int:
    """One line a file as it is done; returns 0, or the exit code of the last file that could not be read.

    Each file is kept whole or not at all, so that it can be ended at any moment and begun again.
    """
    exit_code = 0
    for number, file in enumerate(files, 1):
        line: dict[str, object] = {"number": number, "of": len(files), "file": str(file)}
        try:
            document = read(file)
            added = knowledge.add(document)
        except UsageError as error:
            exit_code = error.exit_code
            line |= {"outcome": "failed", "code": error.code, "error": explain(error, language)}
        else:
            chunks = len(knowledge.chunks_of(document.source))
            line |= {"outcome": added, "title": document.title, "language": document.language, "chunks": chunks}
            line |= {"pages_without_text": list(document.empty_pages)}
        print(json.dumps(line, ensure_ascii=False) if as_json else _described(line), file=out, flush=True)
    return exit_code


def list_documents(knowledge: Knowledge, out: TextIO, *, as_json: bool) -> None:
    """One line a document."""
    for kept in knowledge.all():
        line = json.dumps(asdict(kept), ensure_ascii=False)
        print(line if as_json else f"{kept.title}  ({kept.language}, {kept.chunks} chunks)  {kept.source}", file=out)


def show_document(knowledge: Knowledge, name: str, out: TextIO, *, as_json: bool) -> None:
    """Its chunks as they are quoted. Raises UsageError for none of that name."""
    for chunk in knowledge.chunks_of(_find(knowledge, name).source):
        if as_json:
            print(json.dumps(asdict(chunk), ensure_ascii=False), file=out)
        else:
            print(f"{chunk.place}{f', {chunk.page}' if chunk.page else ''}\n{_indented(chunk.text)}", file=out)


def remove_document(knowledge: Knowledge, name: str, out: TextIO, *, as_json: bool) -> None:
    """Forget one. Raises UsageError for none of that name."""
    kept = _find(knowledge, name)
    knowledge.remove(kept.source)
    print(json.dumps({"removed": kept.source}) if as_json else f"{kept.title}: removed", file=out)


def ask(knowledge: Knowledge, question: str, language: Language, out: TextIO, *, as_json: bool) -> int:
    """The passages, the best first, each with what of it would be quoted; returns 3 where none is sure to answer.

    Raises Refused where there are no documents in the language.
    """
    passages = knowledge.ask(question, language)
    if not passages:
        raise Refused("no_documents")
    sure = is_sure(passages[0], language)
    if as_json:
        found = [
            {"score": round(each.score, 3), "quote": quote(question, each.chunk), **asdict(each.chunk)}
            for each in passages
        ]
        print(json.dumps({"question": question, "passages": found, "answered": sure}, ensure_ascii=False), file=out)
    else:
        print(sentence("nearest_places" if sure else "not_in_documents", language), file=out)
        for each in passages:
            print(f"{each.score:.2f}  {each.chunk.place}\n{_indented(quote(question, each.chunk))}", file=out)
    return 0 if sure else Refused.exit_code


def _find(knowledge: Knowledge, name: str) -> Kept:
    """The document that is meant by its source, its file's name or its title. Raises UsageError."""
    whole = str(Path(name).resolve())
    for kept in knowledge.all():
        if name in (kept.source, Path(kept.source).name, kept.title) or whole == kept.source:
            return kept
    raise UsageError("document_not_kept", name=name)


def _described(line: dict[str, object]) -> str:
    start = f"[{line['number']}/{line['of']}] {Path(str(line['file'])).name}: {line['outcome']}"
    if "error" in line:
        return f"{start}. {line['error']}"
    empty = line["pages_without_text"]
    return f"{start}, {line['chunks']} chunks" + (f"; pages without text: {empty}" if empty else "")


def _indented(text: str) -> str:
    return "\n".join(f"    {row}" for row in text.splitlines())
