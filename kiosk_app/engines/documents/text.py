"""Plain text as people write it: its headings and paragraphs."""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kiosk_app.core.documents.knowledge import Block


class Read(NamedTuple):
    """What a format's reader finds."""

    title: str
    """Empty where the file does not say."""
    blocks: Iterable[Block]


_BULLET = re.compile(r"\s*(?:[-–*•·]|[0-9]+(?:\.[0-9]+)*[.)]?)\s+\S")
_UNDERLINE = re.compile(r"\s*([-=_~*#])\1{2,}\s*")
_DECORATED = re.compile(r"\s*(#+|\*{2,}|={2,})\s*(\S.*?)\s*[#*=]*\s*")


def read_text(path: Path) -> Read:
    """A text file."""
    lines = decoded(path).expandtabs(4).splitlines()
    return Read("", list(paragraphs(_text_headings(lines))))


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


def paragraphs(lines: Iterable[tuple[str, int]], page: int = 0) -> Iterator[Block]:
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


def decoded(path: Path) -> str:
    """What a file of text says, in whichever of the usual encodings."""
    data = path.read_bytes()
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
