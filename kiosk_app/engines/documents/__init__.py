"""Reads the files that a shop writes things down in: Markdown, text, HTML, PDF, DOCX, CSV, XLSX."""

import csv
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from kiosk_app.core.errors import KioskError, UsageError
from kiosk_app.core.knowledge import Block, Document
from kiosk_app.core.plain_text import plain_text
from kiosk_app.core.relevance import language_of

LONGEST_FILE = 50_000_000
"""Bytes; of what a DOCX or XLSX unpacks to, four times as much."""
MOST_PAGES = 2_000
LONGEST_TEXT = 5_000_000
"""Characters of one document."""
LONGEST_BLOCK = 20_000
"""Characters of one paragraph."""
MOST_COLUMNS = 100


class Read(NamedTuple):
    """What a format's reader finds."""

    title: str
    """Empty where the file does not say."""
    blocks: Iterable[Block]


def read_document(path: Path) -> Document:
    """What a file says; its source is its absolute path.

    Raises UsageError `document_unknown`, `document_unreadable`, `document_too_long` or `document_empty`.
    """
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError("document_unknown", file=path.name)
    try:
        if path.stat().st_size > LONGEST_FILE:
            raise UsageError("document_too_long", file=path.name)
        with warnings.catch_warnings(action="ignore"):  # of a file's small faults, which the libraries mend
            read = reader(path)
            blocks = tuple(_bounded(read.blocks, path))
    except KioskError:
        raise
    except Exception as error:  # these libraries raise whatever a broken file leads them to
        raise UsageError("document_unreadable", file=path.name) from error
    pages = {block.page for block in blocks}
    empty = tuple(sorted(pages - {block.page for block in blocks if block.text}))
    blocks = tuple(block for block in blocks if block.text)
    if not any(block.level == 0 for block in blocks):
        raise UsageError("document_scanned" if empty else "document_empty", file=path.name)
    title = (
        plain_text(read.title, 200) or next((block.text for block in blocks if block.level == 1), "") or _named(path)
    )
    language = language_of(" ".join(block.text for block in blocks))
    return Document(str(path.resolve()), title, language, blocks, empty)


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


def _bounded(blocks: Iterable[Block], path: Path) -> Iterator[Block]:
    """The blocks in plain characters. Raises UsageError for more than a till should take in."""
    length = 0
    for block in blocks:
        text = plain_text(block.text, LONGEST_BLOCK)
        length += len(text)
        if length > LONGEST_TEXT or block.page > MOST_PAGES:
            raise UsageError("document_too_long", file=path.name)
        if text or block.page:  # a page without text is told of
            yield Block(text, block.level, block.page, block.alone)


# Text

_BULLET = re.compile(r"\s*(?:[-–*•·]|[0-9]+(?:\.[0-9]+)*[.)]?)\s+\S")
_UNDERLINE = re.compile(r"\s*([-=_~*#])\1{2,}\s*")
_DECORATED = re.compile(r"\s*(#+|\*{2,}|={2,})\s*(\S.*?)\s*[#*=]*\s*")


def _text(path: Path) -> Read:
    lines = _decoded(path).expandtabs(4).splitlines()
    return Read("", list(_paragraphs(_text_headings(lines))))


def _text_headings(lines: Sequence[str]) -> Iterator[tuple[str, int]]:
    """Each line with its level: people underline, decorate, shout, or set in what stands below."""
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        decorated = _DECORATED.fullmatch(line)
        if _UNDERLINE.fullmatch(line) or not line.strip():
            yield "", 0
        elif _UNDERLINE.fullmatch(following):
            yield line.strip(), 1 if "=" in following else 2
        elif decorated and not _BULLET.fullmatch(line):
            yield decorated[2], 2
        elif _is_shouted(line) or _has_set_in(line, lines[number - 1] if number else "", following):
            yield line.strip(), 2 if number else 1
        else:
            yield line, 0


def _is_shouted(line: str) -> bool:
    words = line.split()
    letters = sum(char.isalpha() for char in line)
    return line.upper() == line and letters > 2 and len(words) <= 9 and not line.rstrip().endswith((".", ",", ";"))


def _has_set_in(line: str, before: str, following: str) -> bool:
    alone = not before.strip() and len(line.split()) <= 5 and not line[0].isspace()
    return alone and following.startswith("  ") and not line.rstrip().endswith((".", ":", ","))


def _paragraphs(lines: Iterable[tuple[str, int]], page: int = 0) -> Iterator[Block]:
    """Lines joined to paragraphs: until an empty line, a heading, an item of a list, or a line that ends early."""
    lines = list(lines)
    width = max((len(line) for line, level in lines if level == 0), default=0)
    run: list[str] = []
    for line, level in [*lines, ("", 0)]:
        ended = bool(run) and (run[-1].rstrip().endswith((".", ":", "?", "!", ";")) or len(run[-1]) < 0.6 * width)
        if run and (level or not line.strip() or ended or _BULLET.match(line)):
            yield Block(" ".join(part.strip() for part in run), 0, page)
            run = []
        if level:
            yield Block(line, level, page)
        elif line.strip():
            run.append(line)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


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
    from markdown_it import MarkdownIt

    text = re.sub(r"<!--.*?-->", "", _decoded(path), flags=re.DOTALL)
    return _read_html(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


# Tables


def _csv(path: Path) -> Read:
    text = _decoded(path)
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


# PDF


class _Line(NamedTuple):
    text: str
    size: float
    bold: bool
    page: int


def _pdf(path: Path) -> Read:
    import pypdf

    reader = pypdf.PdfReader(path)
    if len(reader.pages) > MOST_PAGES:
        raise UsageError("document_too_long", file=path.name)
    lines = [line for number, page in enumerate(reader.pages, 1) for line in _pdf_lines(page, number)]
    repeated = Counter(line.text for line in {(line.text, line.page): line for line in lines}.values() if line.text)
    lines = [line for line in lines if repeated[line.text] < 3 or repeated[line.text] < len(reader.pages) / 2]
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({line.size for line in lines if line.size > 1.08 * body}, reverse=True)
    blocks: list[Block] = []
    for number, page_lines in groupby(lines, lambda line: line.page):
        leveled = [(line.text, _pdf_level(line, body, larger)) for line in page_lines]
        blocks += _paragraphs(leveled, number) if any(text for text, _ in leveled) else [Block("", 0, number)]
    return Read(next((block.text for block in blocks if block.level == 1), ""), _headings_joined(blocks))


def _pdf_lines(page: "object", number: int) -> Iterator[_Line]:
    """The page's lines as they are read; one empty one at least."""
    parts: list[tuple[str, float, bool]] = []

    def take(text: str, user: list[float], matrix: list[float], font: dict[str, object] | None, size: float) -> None:
        scale = abs(matrix[3] * user[3]) or 1.0
        parts.append((text, round(size * scale, 1), "Bold" in str((font or {}).get("/BaseFont", ""))))

    page.extract_text(visitor_text=take)  # type: ignore[attr-defined]
    line: list[tuple[str, float, bool]] = []
    for text, size, bold in parts:
        first, *others = text.split("\n")
        line.append((first, size, bold))
        for other in others:
            yield _line(line, number)
            line = [(other, size, bold)]
    yield _line(line, number)


def _line(parts: Sequence[tuple[str, float, bool]], page: int) -> _Line:
    said = [part for part in parts if part[0].strip()]
    size = max((size for _, size, _ in said), default=0.0)
    text = " ".join("".join(text for text, *_ in parts).split())
    return _Line(text, size, bool(said) and all(bold for *_, bold in said), page)


def _pdf_level(line: _Line, body: float, larger: Sequence[float]) -> int:
    """1 to 6 for a heading: set larger than the body, or a short bold line of its size."""
    if not line.text or len(line.text) > 100:
        return 0
    if line.size in larger:
        return min(larger.index(line.size) + 1, 5)
    short = len(line.text.split()) <= 8 and not line.text.endswith((".", ",", ";", ":"))
    return 6 if line.bold and line.size >= body and short else 0


def _headings_joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """A heading that takes several lines as one."""
    for key, run in groupby(blocks, lambda block: (block.level, block.page)):
        if key[0] and key[0] < 6:
            yield Block(" ".join(block.text for block in run), *key)
        else:
            yield from run


def _named(path: Path) -> str:
    return re.sub(r"[-_]+", " ", path.stem).strip().capitalize()


_READERS: dict[str, Callable[[Path], Read]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".txt": _text,
    ".html": _html,
    ".htm": _html,
    ".pdf": _pdf,
    ".docx": _docx,
    ".csv": _csv,
    ".xlsx": _xlsx,
}
