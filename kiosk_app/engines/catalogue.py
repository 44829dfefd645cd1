"""Product search in memory: misspellings and plurals are forgiven, numbers never.

Every name and alias is an entry of words and numbers. NumPy finds, for all entries at once, which of the words said
they account for; RapidFuzz compares words, and only those that stand in no entry.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kiosk_app.core.numbers import normalise
from kiosk_app.core.ports import Match, Vocabulary
from kiosk_app.core.types import Language, Product

LONGEST_QUERY = 24
"""Words of a query that are looked at."""
SCORED = 64
"""Entries that are compared in detail."""


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
_OPTION_WORDS = _words("no not without sin extra more less little bit lot lots mas menos poco poca mucho mucha go here")
"""Words that speak of a line's options rather than of the product, where its name does not have them."""

_LIGHT_WEIGHT, _SIZE_WEIGHT = 0.05, 0.3
_SOUNDS = str.maketrans("cqzvy", "kksbi")

_Floats = NDArray[np.float32]
_Bools = NDArray[np.bool_]
_Place = tuple[NDArray[np.intp], _Floats]
"""The entries in which a word stands, and its weight in each."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word or number of a name or a query."""

    text: str
    """As it was written or said."""
    word: str
    """Lower case without accents; empty for a number."""
    key: str
    """What spelling variants and plurals share; for a number with a unit, both ("12 ounce")."""
    forms: frozenset[tuple[str, Decimal]]
    """What a number in a name is found by: its digits, and the amount or that it has no unit; empty for a word."""
    sought: frozenset[tuple[str, Decimal]]
    """What a number in a query looks for: its digits, or the amount where a unit was said."""
    light: bool
    size: bool
    """A number that says how much is in the pack."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A name or an alias."""

    product: int
    is_name: bool
    tokens: tuple[_Token, ...]

    def weight(self, token: _Token) -> float:
        """How much of the entry a token is; in an alias "can" and "2 l" count too, there they tell products apart."""
        if not self.is_name:
            return 1.0
        return _SIZE_WEIGHT if token.size else _LIGHT_WEIGHT if token.light else 1.0

    @property
    def base(self) -> frozenset[str]:
        """What is left of it without sizes and packaging."""
        return frozenset(token.key for token in self.tokens if not (token.size or token.light))


class ProductCatalogue:
    """Implements `ports.Catalogue`."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self.load(())

    def load(self, products: Sequence[Product]) -> None:
        """Replace all products."""
        self.products = tuple(products)
        self._entries = [
            _Entry(index, is_name, tokens)
            for index, product in enumerate(products)
            for is_name, text in (
                (True, product.name),
                *((False, alias) for alias in (*product.aliases, product.translation)),
            )
            if (tokens := tuple(self._tokens(text)))
        ]
        self._totals = np.array([sum(map(entry.weight, entry.tokens)) for entry in self._entries], dtype=np.float32)
        self._index_entries()
        self._index_options()
        self._codes = defaultdict(list)
        for index, product in enumerate(products):
            for code in {_code(product.sku), _code(product.barcode)} - {""}:
                self._codes[code].append(index)

    def find(self, words: str, limit: int = 8) -> list[Match]:
        """Products that fit, best first; numbers always fit exactly. Empty when nothing does."""
        if coded := self._codes.get(_code(words)):
            return [Match(self.products[index], 1.0, True, ()) for index in coded[:limit]]
        said = self._rejoined(list(self._tokens(words))[:LONGEST_QUERY])
        if not said or not self._entries:
            return []
        return _Search(self, said).matches(limit)

    def kind(self, words: str) -> list[Product]:
        """All products of a category, or all whose names hold every word, in the store's order; none where unknown."""
        said = {token.key for token in self._tokens(words)}
        categories = dict.fromkeys(product.category for product in self.products)
        named = [name for name in categories if said <= {token.key for token in self._tokens(name)}]
        if said and len(named) == 1:
            return [product for product in self.products if product.category == named[0]]
        whole = {match.product.id for match in self.find(words, len(self.products)) if not match.left_over}
        return [product for product in self.products if product.id in whole]

    def vocabulary(self) -> Vocabulary:
        """The words to listen for."""
        names = {name: product for product in self.products for name in (product.name, *product.aliases)}
        groups = (group for product in self.products for group in product.modifier_groups)
        modifiers = ((modifier.name, modifier.takes_amount) for group in groups for modifier in group.modifiers)
        return Vocabulary(
            products=tuple(names),
            categories=tuple(dict.fromkeys(product.category for product in self.products)),
            modifiers=tuple(dict(modifiers).items()),
            optioned=frozenset(name for name, product in names.items() if product.modifier_groups),
        )

    def _tokens(self, text: str) -> Iterator[_Token]:
        return _read(normalise(text, self._language).text.split())

    def _index_entries(self) -> None:
        """Where each word and number stands, with its weight there."""
        places: dict[object, dict[int, float]] = defaultdict(dict)
        keys: dict[str, set[str]] = defaultdict(set)
        bases: dict[frozenset[str], set[int]] = defaultdict(set)
        self._joined: dict[str, tuple[_Token, _Token]] = {}
        for number, entry in enumerate(self._entries):
            bases[entry.base].add(entry.product)
            for token in entry.tokens:
                for form in token.forms or (token.word,):
                    places[form][number] = entry.weight(token)
                if token.word:
                    keys[token.key].add(token.word)
            for first, second in pairwise(entry.tokens):
                if first.word and second.word:
                    self._joined[first.word + second.word] = (first, second)
        self._places = {
            form: (np.fromiter(found.keys(), np.intp), np.fromiter(found.values(), np.float32))
            for form, found in places.items()
        }
        self._keys = dict(keys)
        self._unique = {base for base, products in bases.items() if len(products) == 1}

    def _index_options(self) -> None:
        """For each word of a modifier, the entries whose product has it."""
        having: dict[str, set[int]] = defaultdict(set)
        for index, product in enumerate(self.products):
            for group in product.modifier_groups:
                for modifier in group.modifiers:
                    having[modifier.name].add(index)
        product_of = np.array([entry.product for entry in self._entries], dtype=np.intp)
        self._options: dict[str, _Bools] = {}
        for name, products in having.items():
            mask = np.isin(product_of, list(products))
            for token in self._tokens(name):
                self._options[token.key] = self._options.get(token.key, False) | mask

    def _rejoined(self, said: list[_Token]) -> list[_Token]:
        """Words parted as the names part them: "cap uccino" becomes one word, "cocacola" two."""
        joined: list[_Token] = []
        for token in said:
            whole = joined[-1].word + token.word if joined and joined[-1].word and token.word else ""
            if self._is_known(whole) and not (self._is_known(joined[-1].word) and self._is_known(token.word)):
                joined[-1] = _word(whole, f"{joined[-1].text} {token.text}")
            elif token.word in self._joined and not self._is_known(token.word):
                joined += self._joined[token.word]
            else:
                joined.append(token)
        return joined

    def _is_known(self, word: str) -> bool:
        return bool(word) and _key(word) in self._keys

    def _spellings(self, token: _Token) -> dict[object, float]:
        """The words of the catalogue that a word may be, and how surely; for a number, its forms."""
        if not token.word:
            return dict.fromkeys(token.sought, 1.0)
        if token.key in self._keys:
            return {word: 1.0 if word == token.word else 0.97 for word in self._keys[token.key]}
        edits = 0 if len(token.word) < 4 else 1 if len(token.key) < 7 else 2
        similar = extract(token.key, self._keys.keys(), scorer=OSA.distance, score_cutoff=edits, limit=20)
        near = [
            (key, distance)
            for key, distance, _ in similar
            if key[0] == token.key[0] and max(len(key), len(token.key)) > 3
        ]
        nearest = min((distance for _, distance in near), default=0)
        return {word: 1.0 - 0.1 * nearest for key, distance in near if distance == nearest for word in self._keys[key]}


class _Search:
    """One query against all entries."""

    def __init__(self, catalogue: ProductCatalogue, said: list[_Token]) -> None:
        self._catalogue = catalogue
        self._said = said
        self._spellings = [catalogue._spellings(token) for token in said]
        found = [
            [(catalogue._places[s], fit) for s, fit in row.items() if s in catalogue._places] for row in self._spellings
        ]
        self._candidates = self._shortlist(found)
        """The entries that account for a word, and for every number, in order; the others are not looked at."""
        shape = (len(said), len(self._candidates))
        self._fits: _Floats = np.zeros(shape, np.float32)
        """How well a candidate accounts for a word; 0 where it does not."""
        self._weights: _Floats = np.zeros(shape, np.float32)
        """How much of the candidate it thereby is."""
        column = np.full(len(catalogue._entries), -1)
        column[self._candidates] = np.arange(len(self._candidates))
        for row, places in enumerate(found):
            for (entries, weights), fit in places:
                kept = column[entries] >= 0
                columns = column[entries[kept]]
                better = self._fits[row, columns] < fit
                self._fits[row, columns[better]] = fit
                self._weights[row, columns[better]] = weights[kept][better]

    def _shortlist(self, found: Sequence[Sequence[tuple[_Place, float]]]) -> NDArray[np.intp]:
        named = np.zeros(len(self._catalogue._entries), np.bool_)
        for places in found:
            for (entries, _), _ in places:
                named[entries] = True
        for token, places in zip(self._said, found, strict=True):
            if not token.word:
                fitting = np.zeros_like(named) | self._catalogue._options.get(token.key, False)
                for (entries, _), _ in places:
                    fitting[entries] = True
                named &= fitting
        return np.flatnonzero(named)

    def matches(self, limit: int) -> list[Match]:
        """The best products, each by the name or alias that fits it best."""
        if not len(self._candidates):
            return []
        missing = self._fits == 0
        beside = np.array([self._beside(token) for token in self._said])
        numbers = np.array([not token.word for token in self._said])
        heavy = np.array([not (token.word and token.light) for token in self._said])
        if not heavy.any():
            heavy = ~heavy
        # What a name leaves open must be an option of the product, or one word in four; and the name itself must
        # account for something that is no option.
        unexplained = (missing & ~beside & heavy[:, None]).sum(axis=0)
        explained = (~missing & heavy[:, None]).sum(axis=0)
        named = (~missing & ~beside & heavy[:, None]).any(axis=0) | ~missing.any(axis=0)
        eligible = named & (unexplained * 4 <= explained + unexplained)
        eligible &= ~(missing & ~beside & numbers[:, None]).any(axis=0)
        if not eligible.any():
            return []

        left = missing.sum(axis=0)  # a name that accounts for more leaves no room for one that accounts for less
        eligible &= left == left[eligible].min()
        covered = np.minimum(self._weights.sum(axis=0) / self._catalogue._totals[self._candidates], 1)
        found = np.maximum((~missing).sum(axis=0), 1)
        kept = found / (found + unexplained + 0.05 * (left - unexplained))
        scores = kept * (self._fits.sum(axis=0) / found) * (0.6 + 0.4 * covered)
        left_in = np.flatnonzero(eligible)
        best = left_in[np.argsort(-scores[left_in], kind="stable")][:SCORED]

        matches: dict[int, Match] = {}
        for number in best:
            entry = self._catalogue._entries[self._candidates[number]]
            match = self._match(entry, float(scores[number]), missing[:, number])
            before = matches.get(entry.product)
            if before is None or match.score > before.score:
                matches[entry.product] = match
        return sorted(matches.values(), key=lambda match: -match.score)[:limit]

    def _beside(self, token: _Token) -> _Bools:
        """Where a word may stand beside the name: as an option of the product."""
        options = self._catalogue._options.get(token.key)
        if token.word in _OPTION_WORDS or options is None:
            return np.full(len(self._candidates), token.word in _OPTION_WORDS)
        return options[self._candidates]

    def _match(self, entry: _Entry, score: float, missing: _Bools) -> Match:
        gone = (token.text for token, is_gone in zip(self._said, missing, strict=True) if is_gone)
        left_over = tuple(" ".join(gone).split())
        exact = not left_over and all(map(self._was_said, self._needed(entry)))
        if exact:  # above all that is merely near; the very words above all else
            same = [token.word or token.forms for token in self._said] == [
                token.word or token.forms for token in entry.tokens
            ]
            score = 1.0 if same else 0.95 + 0.04 * score
        return Match(self._catalogue.products[entry.product], min(score, 1.0), exact, left_over)

    def _needed(self, entry: _Entry) -> Iterable[_Token]:
        """What must be said of an entry for it to be said wholly: all of an alias; of a name neither the packaging
        nor, where no other product has its words, the size.
        """
        if not entry.is_name:
            return entry.tokens
        unique = entry.base in self._catalogue._unique
        return [token for token in entry.tokens if not (token.light or (token.size and unique))]

    def _was_said(self, token: _Token) -> bool:
        names = token.forms or {token.word}
        return any(name in spellings for spellings in self._spellings for name in names)


def _read(words: Sequence[str]) -> Iterator[_Token]:
    """The words that count, folded; a number takes its unit."""
    folded = [_fold(word) for word in words]
    nothing_else = set(folded) <= _IGNORED
    measured = False
    for position, (text, word) in enumerate(zip(words, folded, strict=True)):
        if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
            after = folded[position + 1] if position + 1 < len(folded) else ""
            measured = _singular(after) in _MEASURES
            packed = any(_singular(other) in _PACKAGING for other in folded[max(0, position - 2) : position])
            whole = f"{text} {words[position + 1]}" if measured else text
            yield _number(whole, Decimal(text).normalize(), after if measured else "", measured or packed)
        elif measured:
            measured = False
        elif word and (word not in _IGNORED or nothing_else):
            yield _word(word, text)


def _word(word: str, text: str) -> _Token:
    light = word in _LIGHT or _singular(word) in _LIGHT
    return _Token(text, word, _key(word), frozenset(), frozenset(), light, size=False)


def _number(text: str, value: Decimal, unit: str, size: bool) -> _Token:
    digits, plain = ("digits", value), ("plain", value)
    key = f"{value:f} {_key(unit)}"
    if unit not in _UNITS:
        return _Token(text, "", key, frozenset({digits, plain}), frozenset({digits}), False, size)
    dimension, factor = _UNITS[unit]
    amount = (dimension, (value * Decimal(factor)).normalize())
    return _Token(text, "", key, frozenset({digits, amount}), frozenset({plain, amount}), False, size)


def _code(text: str) -> str:
    """A SKU or barcode, however it is parted or padded with zeros."""
    return "".join(part.lstrip("0") for part in re.findall(r"[^\W0-9_]+|[0-9.]+", text.casefold()))


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(letter for letter in decomposed if letter.isalnum() or letter == ".").strip(".")


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") else word


def _key(word: str) -> str:
    """What plurals, doubled letters and letters of one sound have in common; crude, in English and Spanish."""
    if len(word) > 2 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]
    if len(word) > 3 and word.endswith("e"):
        word = word[:-1]
    return re.sub(r"(.)\1", r"\1", word.replace("ph", "f").translate(_SOUNDS))
