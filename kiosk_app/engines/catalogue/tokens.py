"""The words and numbers that names, aliases and queries are made of, and what their spellings have in common."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

Form = tuple[str, Decimal]
"""What a number is found by: its digits, its amount in a unit, or that it has none."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Both languages at once: names and aliases come in either.
_IGNORED = _words("a an the of and please some el la los las un una unos unas de del y e lo al por favor")
"""Words that never count."""
_UNITS = {"ml": ("l", "0.001"), "cl": ("l", "0.01"), "l": ("l", "1"), "g": ("kg", "0.001"), "kg": ("kg", "1")}
_PACKAGING = _words(
    "can bottle pack packet box bag jar carton tin tub pot glass cup jug slice scoop portion piece unit each"
    " lata botella paquete caja bolsa bote tarro brik tarrina copa taza vaso jarra porcion racion trozo unidad"
)
_MEASURES = _words("litre liter gram kilo ounce oz litro gramo onza percent") | _UNITS.keys()
_LIGHT = _PACKAGING | _MEASURES | {"with", "con"}
"""Words that count for little, in a name as well as in a query."""
OPTION_WORDS = _words("no not without sin extra more less little bit lot lots mas menos poco poca mucho mucha go here")
"""Words that speak of a line's options rather than of the product, where its name does not have them."""

_CODE_PARTS = re.compile(r"[^\W0-9_]+|[0-9.]+")
_SOUNDS = str.maketrans("cqzvy", "kksbi")

_REMEMBERED = 1 << 17
"""Words whose token is kept: a shop's names are made of few words, each in many names."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of a name or a query."""

    text: str
    """As it was written or said."""
    word: str
    """Lower case without accents; empty for a number."""
    key: str
    """What spelling variants and plurals share; for a number with a unit, both ("12 ounce")."""
    forms: frozenset[Form]
    """What a number in a name is found by: its digits, and the amount or that it has no unit; empty for a word."""
    sought: frozenset[Form]
    """What a number in a query looks for: its digits, or the amount where a unit was said."""
    light: bool
    size: bool
    """A number that says how much is in the pack."""


def read(words: Sequence[str]) -> Iterator[Token]:
    """The words that count, folded; a number takes its unit."""
    folded = [_fold(word) for word in words]
    nothing_else = _IGNORED.issuperset(folded)
    measured = False
    for position, (text, word) in enumerate(zip(words, folded, strict=True)):
        if text[0] in "0123456789" and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
            after = folded[position + 1] if position + 1 < len(folded) else ""
            measured = _singular(after) in _MEASURES
            packed = any(_singular(other) in _PACKAGING for other in folded[max(0, position - 2) : position])
            whole = f"{text} {words[position + 1]}" if measured else text
            yield _number(whole, text, after if measured else "", measured or packed)
        elif measured:
            measured = False
        elif word and (word not in _IGNORED or nothing_else):
            yield word_token(word, text)


@lru_cache(_REMEMBERED)
def word_token(word: str, text: str) -> Token:
    """A word, folded, and as it was written."""
    light = word in _LIGHT or _singular(word) in _LIGHT
    return Token(text, word, key(word), frozenset(), frozenset(), light, size=False)


@lru_cache(_REMEMBERED)
def _number(text: str, digits: str, unit: str, size: bool) -> Token:
    value = Decimal(digits).normalize()
    bare, plain = ("digits", value), ("plain", value)
    spelt = f"{value:f} {key(unit)}"
    if unit not in _UNITS:
        return Token(text, "", spelt, frozenset({bare, plain}), frozenset({bare}), False, size)
    dimension, factor = _UNITS[unit]
    amount = (dimension, (value * Decimal(factor)).normalize())
    return Token(text, "", spelt, frozenset({bare, amount}), frozenset({plain, amount}), False, size)


def code(text: str) -> str:
    """A SKU or barcode, however it is parted or padded with zeros."""
    return "".join(part.lstrip("0") for part in _CODE_PARTS.findall(text.casefold()))


@lru_cache(_REMEMBERED)
def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum() or letter == ".").strip(".")


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


@lru_cache(_REMEMBERED)
def key(word: str) -> str:
    """What plurals, doubled letters and letters of one sound have in common; crude, in English and Spanish."""
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return re.sub(r"(.)\1", r"\1", word.replace("ph", "f").translate(_SOUNDS))
