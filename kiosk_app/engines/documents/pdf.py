"""PDF files: what is a heading, told by its size and weight, and which lines only repeat on every page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from kiosk_app.core.documents.knowledge import Block
from kiosk_app.core.errors import UsageError
from kiosk_app.engines.documents.text import Read, paragraphs

MOST_PAGES = 2_000


class _Line(NamedTuple):
    text: str
    size: float
    bold: bool
    page: int


def read_pdf(path: Path, tell: Callable[[float], None] = lambda _: None) -> Read:
    """A PDF file; a page without text is a block without text. Raises UsageError `document_too_long`.

    `tell` is told after each page how much of it is read, 0 to 1.
    """
    import pypdf

    reader = pypdf.PdfReader(path)
    if len(reader.pages) > MOST_PAGES:
        raise UsageError("document_too_long", file=path.name)
    lines: list[_Line] = []
    for number, page in enumerate(reader.pages, 1):
        lines += _pdf_lines(page, number)
        tell(number / len(reader.pages))
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
        blocks += paragraphs(leveled, number) if any(text for text, _ in leveled) else [Block("", 0, number)]
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
