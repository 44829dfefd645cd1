"""The words of a passage that answer a question: exactly as they stand there, and no more than can be listened to."""

from collections.abc import Sequence

from kiosk_app.core.documents.knowledge import Chunk, sentences
from kiosk_app.core.documents.relevance import terms
from kiosk_app.core.types import Language

LONGEST_QUOTE = 240
"""Characters: about fifteen seconds of speech."""
LEFT_OUT = "…"


def quote(question: str, chunk: Chunk) -> str:
    """One or two sentences of a chunk; where something is left out of a long one, … stands for it."""
    asked = set(terms(question, chunk.language))
    said = sentences(chunk.text)
    runs = [said[start : start + length] for length in (2, 1) for start in range(len(said) - length + 1)]
    fitting = [run for run in runs if len(" ".join(run)) <= LONGEST_QUOTE] or [[sentence] for sentence in said]
    best = max(fitting, key=lambda run: (_common(asked, run, chunk.language), -len(run)))
    return _shortened(asked, " ".join(best), chunk.language)


def _common(asked: set[str], run: Sequence[str], language: Language) -> int:
    return len(asked & set(terms(" ".join(run), language)))


def _shortened(asked: set[str], text: str, language: Language) -> str:
    """A row of a table loses cells that nobody asked about, the last ones first; anything else loses its end."""
    if len(text) <= LONGEST_QUOTE:
        return text
    cells = text.split("; ")
    by_need = sorted(range(1, len(cells)), key=lambda number: (-_common(asked, [cells[number]], language), number))
    while by_need and len(_with_gaps(cells, by_need)) > LONGEST_QUOTE:
        by_need.pop()
    if by_need:
        return _with_gaps(cells, by_need)
    return text[: LONGEST_QUOTE - 2].rsplit(" ", 1)[0] + " " + LEFT_OUT


def _with_gaps(cells: Sequence[str], numbers: Sequence[int]) -> str:
    """The first cell and those of `numbers`, each gap between them marked."""
    shown, before = [cells[0]], 0
    for number in sorted(numbers):
        shown += [LEFT_OUT] * (number > before + 1) + [cells[number]]
        before = number
    return "; ".join(shown + [LEFT_OUT] * (before < len(cells) - 1))
