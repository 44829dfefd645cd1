"""What a till says again and again: sentences of its own and numbers, never the name of a person or a product."""

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from kiosk_app.core.saying.answer_sentences import ANSWERS
from kiosk_app.core.saying.phrases import show_money
from kiosk_app.core.saying.problem_sentences import PROBLEMS
from kiosk_app.core.saying.say import pieces, say_money, say_number
from kiosk_app.core.types import Language, Money

_CURRENCIES = ("EUR", "USD", "GBP", "MXN")
_AMOUNTS = (*range(102), *range(200, 1000, 100), 1000, 1_000_000, 2_000_000, *map(Decimal, ("0.01", "1.05", "1.5")))
"""Numbers whose names hold every word that numbers are made of."""


def is_frequent(piece: str, language: Language) -> bool:
    """Whether a piece (`say.pieces`) is the till's own words and numbers only, so that it will be said again."""
    return _outline(piece, language) in _outlines(language)


@cache
def frequent(language: Language) -> tuple[str, ...]:
    """Those of them that are the same each time, in the order of the till's sentences."""
    said = (
        piece
        for sentence in _sentences(language)
        if sentence.endswith((".", "?"))
        for piece in _pieces(sentence, "2", language)
        if piece in _pieces(sentence, "3", language)
    )
    return tuple(dict.fromkeys(said))


@cache
def _outlines(language: Language) -> frozenset[str]:
    """The pieces of all sentences, each blank in them filled with a number, or with money."""
    money = show_money(Money(Decimal(2), "EUR"), language)
    return frozenset(
        _outline(piece, language)
        for sentence in _sentences(language)
        for value in ("2", money)
        for piece in _pieces(sentence, value, language)
    )


def _sentences(language: Language) -> Iterator[str]:
    return (texts[language] for texts in (ANSWERS | PROBLEMS).values())


def _pieces(sentence: str, value: str, language: Language) -> tuple[str, ...]:
    """Of a sentence whose blanks are all filled with the same."""
    return pieces(sentence.format_map(defaultdict(lambda: value)), language)


def _outline(piece: str, language: Language) -> str:
    """A piece with `#` in the place of each number."""
    return _number_words(language).sub("#", piece)


@cache
def _number_words(language: Language) -> re.Pattern[str]:
    said = [say_number(Decimal(-1), language), say_number(Decimal("0.5"), language)]
    for amount in map(Decimal, _AMOUNTS):
        said.append(say_number(amount, language))
        said += [say_money(Money(amount, currency), language) for currency in _CURRENCIES]
    word = "|".join(map(re.escape, sorted(set(re.findall(r"\w+", " ".join(said))))))
    return re.compile(rf"\b(?:{word})(?:[ -](?:{word}))*\b")
