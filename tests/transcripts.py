"""Transcripts that hypothesis makes: a till's words in both languages, numbers, and what no recogniser would write."""

from collections.abc import Iterator
from typing import cast

from hypothesis import strategies as st

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import Normalised, Word, normalise
from kiosk_app.core.types import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")

_NUMBERS = [
    "one",
    "two",
    "three",
    "fifteen",
    "twenty",
    "fifty",
    "hundred",
    "thousand",
    "point",
    "half",
    "dozen",
    "euros",
    "cents",
    "percent",
    "3",
    "2.50",
    "1,200",
    "600123456",
    "5%",
    "uno",
    "dos",
    "quince",
    "veinte",
    "cien",
    "mil",
    "coma",
    "media",
    "docena",
    "céntimos",
    "por",
    "ciento",
    "first",
    "second",
    "segunda",
    "primero",
    "double",
    "oh",
]
_SHOP = [
    "the",
    "of",
    "to",
    "and",
    "with",
    "no",
    "for",
    "set",
    "price",
    "table",
    "order",
    "name",
    "phone",
    "el",
    "la",
    "de",
    "y",
    "con",
    "sin",
    "para",
    "mesa",
    "precio",
    "pedido",
]
_OTHERS = ["ñandú", "😀", "l'été", "naïve", 'say "hi"', "back\\slash", "a/b", "zzz", "<answer>", '"}}', "{", "::=", "|"]
_ODD = ['"', "\\", '\\"', "{", '"}}', "\n", "\0", "😀", "ñandú", "ß", "|", "(", "::=", "<answer>", "\u202e", "1.20"]


def _trigger_words() -> Iterator[str]:
    for spec in INTENTS.values():
        for triggers in (spec.triggers, *(said for argument in spec.arguments for said in argument.values.values())):
            for said in triggers.values():
                yield from (word.removesuffix("*") for word in said)


_SPOKEN = st.sampled_from(sorted(set(_trigger_words()))) | st.sampled_from(_NUMBERS + _SHOP) | st.sampled_from(_OTHERS)
_RAW = st.text(st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)


def _heard(words: list[str], language: Language) -> tuple[Normalised, Language]:
    return normalise(" ".join(words), language), language


def _unread(words: list[str], language: Language) -> tuple[Normalised, Language]:
    """Words as they come, as if they were normalised."""
    return Normalised(tuple(Word(word, (word,) if word == "1.20" else (), word) for word in words)), language


def transcripts(most: int = 45) -> st.SearchStrategy[tuple[Normalised, Language]]:
    """A normalised transcript of up to so many pieces, and its language."""
    language = st.sampled_from(LANGUAGES)
    spoken = st.builds(_heard, st.lists(_SPOKEN | _RAW, max_size=most), language)
    odd = st.builds(_unread, st.lists(_RAW | st.sampled_from(_ODD), max_size=12), language)
    return cast(st.SearchStrategy[tuple[Normalised, Language]], spoken | odd)
