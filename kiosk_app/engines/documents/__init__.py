"""Reads what a shop writes things down in: Markdown, text, HTML, PDF, DOCX, CSV, XLSX; the store's and web pages."""

import csv
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from kiosk_app.core.documents.knowledge import Block, Document
from kiosk_app.core.documents.relevance import language_of
from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.errors import KioskError, UsageError
from kiosk_app.core.plain_text import plain_text
from kiosk_app.engines.documents.pdf import MOST_PAGES, read_pdf
from kiosk_app.engines.documents.text import Read, decoded, read_text

LONGEST_FILE = 50_000_000
"""Bytes; of what a DOCX or XLSX unpacks to, four times as much."""
LONGEST_TEXT = 5_000_000
"""Characters of one document."""
LONGEST_BLOCK = 20_000
"""Characters of one paragraph."""
MOST_COLUMNS = 100


def read_document(path: Path, tell: Callable[[float], None] = lambda _: None) -> Document:
    """What a file says; its source is its absolute path. `tell` is told how much of a long one is read, 0 to 1.

    Raises UsageError `document_unknown`, `document_unreadable`, `document_too_long`, `document_empty` or
    `document_scanned`.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError("document_unknown", file=path.name)

    def read() -> Read:
        if path.stat().st_size > LONGEST_FILE:
            raise UsageError("document_too_long", file=path.name)
        return read_pdf(path, tell) if reader is read_pdf else reader(path)

    return _read(str(path.resolve()), path.name, read, _named(path))


def read_shop_document(source: str, document: ShopDocument) -> Document:
    """What a document of the store says. Raises UsageError like `read_document`."""
    found = _read(source, document.title, lambda: Read(document.title, _read_markdown(document.text).blocks), source)
    return replace(found, language=document.language, kind=document.kind)


def read_page(url: str, content: bytes) -> Document:
    """What a web page says. Raises UsageError like `read_document`."""
    return _read(url, url, lambda: _read_html(content), url)


def _read(source: str, name: str, read: Callable[[], Read], fallback: str) -> Document:
    """The document that is read. `name`: what it is called in errors; `fallback`: its title where it says none."""
    try:
        with warnings.catch_warnings(action="ignore"):  # of a file's small faults, which the libraries mend
            found = read()
            blocks = tuple(_bounded(found.blocks, name))
    except KioskError:
        raise
    except Exception as error:  # these libraries raise whatever a broken file leads them to
        raise UsageError("document_unreadable", file=name) from error
    pages = {block.page for block in blocks}
    empty = tuple(sorted(pages - {block.page for block in blocks if block.text}))
    blocks = tuple(block for block in blocks if block.text)
    if not any(block.level == 0 for block in blocks):
        raise UsageError("document_scanned" if empty else "document_empty", file=name)
    first = next((block.text for block in blocks if block.level == 1), "")
    language = language_of(" ".join(block.text for block in blocks))
    return Document(source, plain_text(found.title, 200) or first or fallback, language, blocks, empty)


def documents_in(places: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those of a known format in the folders named; hidden ones are left out."""
    for place in places:
        if not place.is_dir():
            yield place
            continue
        for file in sorted(place.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(place).parts)
            if file.suffix.lower() in _READERS and file.is_file() and not hidden:
                yield file


def _bounded(blocks: Iterable[Block], name: str) -> Iterator[Block]:
    """The blocks in plain characters. Raises UsageError for more than a till should take in."""
    length = 0
    for block in blocks:
        text = plain_text(block.text, LONGEST_BLOCK)
        length += len(text)
        if length > LONGEST_TEXT or block.page > MOST_PAGES:
            raise UsageError("document_too_long", file=name)
        if text or block.page:  # a page without text is told of
            yield Block(text, block.level, block.page, block.alone)


# HTML, and Markdown by way of it

_LEFT_OUT = frozenset(
    ("script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "svg", "iframe",
     "select", "head", "-comment")
)  # fmt: skip
_BLOCKS = frozenset(
    ("address", "article", "blockquote", "body", "br", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption",
     "figure", "hr", "li", "main", "ol", "p", "pre", "section", "summary", "table", "ul")
)  # fmt: skip
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST = 80


def _html(path: Path) -> Read:
    return _read_html(path.read_bytes())


def _read_html(source: str | bytes) -> Read:
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(source)
    for node in tree.css("[hidden], [aria-hidden=true]"):
        node.decompose()
    body = tree.css_first("main") or tree.css_first("article") or tree.body
    blocks = list(_html_blocks(body, 0)) if body else []
    first = next((block.text for block in blocks if block.level == 1), "")
    title = tree.css_first("title")
    return Read(first or (title.text() if title else ""), blocks)


def _html_blocks(node: "object", depth: int) -> Iterator[Block]:
    """The blocks in a node, in the order in which they are read."""
    inline: list[str] = []

    def flush() -> Iterator[Block]:
        if text := "".join(inline).strip():
            yield Block(text)
        inline.clear()

    for child in node.iter(include_text=True):  # type: ignore[attr-defined]
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == "-text":
            inline.append(child.text_content)
        elif child.tag in _HEADINGS:
            yield from flush()
            yield Block(child.text(), _HEADINGS[child.tag])
        elif child.tag == "table":
            yield from flush()
            yield from _rows([[cell.text() for cell in row.css("th, td")] for row in child.css("tr")])
        elif child.tag in _BLOCKS or any(part.tag in _BLOCKS | _HEADINGS.keys() for part in child.iter()):
            yield from flush()
            yield from _html_blocks(child, depth + 1) if depth < _DEEPEST else [Block(child.text())]
        else:
            inline.append(child.text())
    yield from flush()


def _markdown(path: Path) -> Read:
    return _read_markdown(decoded(path))


def _read_markdown(text: str) -> Read:
    from markdown_it import MarkdownIt

    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    return _read_html(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


# Tables


def _csv(path: Path) -> Read:
    text = decoded(path)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:20_000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    return Read(_named(path), list(_sheet(csv.reader(text.splitlines(), dialect))))


def _xlsx(path: Path) -> Read:
    import openpyxl

    _unpacks(path)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    blocks: list[Block] = []
    try:
        for sheet in book.worksheets:
            rows = (["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
            found = list(_sheet(rows))
            if found:
                blocks += [Block(sheet.title, 1), *found]
    finally:
        book.close()
    return Read(_named(path), blocks)


def _sheet(rows: Iterable[Sequence[str]]) -> Iterator[Block]:
    """A data sheet: lines of text above it, then its headings, then rows that each stand for themselves."""
    filled = [[cell.strip() for cell in row[:MOST_COLUMNS]] for row in rows]
    filled = [row for row in filled if any(row)]
    wide = max((sum(map(bool, row)) for row in filled), default=0)
    start = next((n for n, row in enumerate(filled) if sum(map(bool, row)) > wide / 2), 0) if wide > 2 else 0
    for row in filled[:start]:
        yield Block(" ".join(filter(None, row)))
    if wide <= 2:
        for row in filled:
            yield Block(" ".join(filter(None, row)))
        return
    for block in _rows(filled[start:]):
        yield Block(block.text, alone=True)


def _rows(rows: Sequence[Sequence[str]]) -> Iterator[Block]:
    """Rows as lines that name what each cell is; the first row names it."""
    if not rows:
        return
    names = [" ".join(name.split()) for name in rows[0]]
    if len(rows) == 1:
        yield Block("; ".join(filter(None, names)))
    for row in rows[1:]:
        cells = [" ".join(cell.split()) for cell in row]
        named = zip([*names, *[""] * len(cells)], cells, strict=False)
        yield Block("; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell))


# Office documents


def _docx(path: Path) -> Read:
    import docx
    from docx.table import Table

    _unpacks(path)
    document = docx.Document(str(path))
    title, blocks = document.core_properties.title or "", list[Block]()
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            blocks += _rows([[cell.text for cell in row.cells] for row in part.rows])
            continue
        style = (part.style.name if part.style else "") or ""
        if style == "Title":
            title = part.text
            blocks.append(Block(part.text, 1))
        else:
            level = re.fullmatch(r"Heading ([1-6])", style)
            blocks.append(Block(part.text, int(level[1]) if level else 0))
    return Read(title if any(block.text == title for block in blocks) else "", blocks)


def _unpacks(path: Path) -> None:
    """Raise UsageError for an archive that is far larger than it looks."""
    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > 4 * LONGEST_FILE:
            raise UsageError("document_too_long", file=path.name)


def _named(path: Path) -> str:
    return re.sub(r"[-_]+", " ", path.stem).strip().capitalize()


_READERS: dict[str, Callable[[Path], Read]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": read_text,
    ".html": _html,
    ".htm": _html,
    ".pdf": read_pdf,
    ".docx": _docx,
    ".csv": _csv,
    ".xlsx": _xlsx,
}
