"""Where each word and number of a shop's names and aliases stands, for all of them at once in arrays."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from kiosk_app.core.types import Product
from kiosk_app.engines.catalogue.tokens import Form, Token, code, key, word_token

Floats = NDArray[np.float32]
Bools = NDArray[np.bool_]
Place = tuple[NDArray[np.intp], Floats]
"""The entries in which a word stands, and its weight in each."""
Read = Callable[[str], tuple[Token, ...]]
"""Makes tokens of a text."""

_LIGHT_WEIGHT, _SIZE_WEIGHT = 0.05, 0.3
_MOST_SIMILAR = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """A name or an alias."""

    product: int
    is_name: bool
    tokens: tuple[Token, ...]

    def weight(self, token: Token) -> float:
        """How much of the entry a token is; in an alias "can" and "2 l" count too, there they tell products apart."""
        if not self.is_name:
            return 1.0
        return _SIZE_WEIGHT if token.size else _LIGHT_WEIGHT if token.light else 1.0

    @property
    def base(self) -> frozenset[str]:
        """What is left of it without sizes and packaging."""
        return frozenset(token.key for token in self.tokens if not (token.size or token.light))


class Index:
    """What is looked up in the names, aliases, options, categories and codes of some products."""

    def __init__(self, products: Sequence[Product], read: Read) -> None:
        self.entries = [
            Entry(index, is_name, tokens)
            for index, product in enumerate(products)
            for is_name, text in (
                (True, product.name),
                *((False, alias) for alias in (*product.aliases, product.translation)),
            )
            if (tokens := read(text))
        ]
        self.codes: Mapping[str, Sequence[int]] = _codes(products)
        """The products that have a SKU or barcode."""
        self.categories = {
            name: frozenset(token.key for token in read(name))
            for name in dict.fromkeys(product.category for product in products)
        }
        """The words of each category."""
        self._index_words()
        self.unique = _unique(self.entries)
        """What is left of one product's names alone, without sizes and packaging."""
        self.options = self._options(products, read)
        """For each word of a modifier, the entries whose product has it."""

    def _index_words(self) -> None:
        places: dict[str | Form, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        spellings: dict[str, set[str]] = defaultdict(set)
        totals: list[float] = []
        self._joined: dict[str, tuple[Token, Token]] = {}
        for number, entry in enumerate(self.entries):
            totals.append(0.0)
            for token in entry.tokens:
                weight = entry.weight(token)
                totals[-1] += weight
                for form in token.forms or (token.word,):
                    entries, weights = places[form]
                    if entries and entries[-1] == number:
                        weights[-1] = weight
                    else:
                        entries.append(number)
                        weights.append(weight)
                if token.word:
                    spellings[token.key].add(token.word)
            for first, second in pairwise(entry.tokens):
                if first.word and second.word:
                    self._joined[first.word + second.word] = (first, second)
        self.places: Mapping[str | Form, Place] = {
            form: (np.array(entries, np.intp), np.array(weights, np.float32))
            for form, (entries, weights) in places.items()
        }
        """Where each word and number stands, with its weight there."""
        self.totals: Floats = np.array(totals, np.float32)
        """The weight of each entry."""
        self._spellings = dict(spellings)
        self._near: dict[tuple[str, int], list[str]] = defaultdict(list)
        for spelt in self._spellings:
            self._near[spelt[0], len(spelt)].append(spelt)

    def _options(self, products: Sequence[Product], read: Read) -> dict[str, Bools]:
        having: dict[str, set[int]] = defaultdict(set)
        for index, product in enumerate(products):
            for group in product.modifier_groups:
                for modifier in group.modifiers:
                    having[modifier.name].add(index)
        product_of = np.array([entry.product for entry in self.entries], dtype=np.intp)
        options: dict[str, Bools] = {}
        for name, indexes in having.items():
            mask = np.isin(product_of, list(indexes))
            for token in read(name):
                options[token.key] = options.get(token.key, False) | mask
        return options

    def rejoined(self, said: Iterable[Token]) -> list[Token]:
        """Words parted as the names part them: "cap uccino" becomes one word, "cocacola" two."""
        joined: list[Token] = []
        for token in said:
            whole = joined[-1].word + token.word if joined and joined[-1].word and token.word else ""
            if self._is_known(whole) and not (self._is_known(joined[-1].word) and self._is_known(token.word)):
                joined[-1] = word_token(whole, f"{joined[-1].text} {token.text}")
            elif token.word in self._joined and not self._is_known(token.word):
                joined += self._joined[token.word]
            else:
                joined.append(token)
        return joined

    def _is_known(self, word: str) -> bool:
        return bool(word) and key(word) in self._spellings

    def spellings(self, token: Token) -> dict[str | Form, float]:
        """The words of the names that a word may be, and how surely; for a number, its forms."""
        if not token.word:
            return dict.fromkeys(token.sought, 1.0)
        if token.key in self._spellings:
            return {word: 1.0 if word == token.word else 0.97 for word in self._spellings[token.key]}
        edits = 0 if len(token.word) < 4 else 1 if len(token.key) < 7 else 2
        # Only words of the same first letter and about the same length are compared: no other can be that near.
        lengths = range(max(len(token.key) - edits, 1), len(token.key) + edits + 1)
        alike = [spelt for length in lengths for spelt in self._near.get((token.key[0], length), ())]
        similar = extract(token.key, alike, scorer=OSA.distance, score_cutoff=edits, limit=_MOST_SIMILAR)
        near = [(spelt, distance) for spelt, distance, _ in similar if max(len(spelt), len(token.key)) > 3]
        nearest = min((distance for _, distance in near), default=0)
        return {
            word: 1.0 - 0.1 * nearest
            for spelt, distance in near
            if distance == nearest
            for word in self._spellings[spelt]
        }


def _codes(products: Sequence[Product]) -> dict[str, list[int]]:
    codes: dict[str, list[int]] = defaultdict(list)
    for index, product in enumerate(products):
        for each in {code(product.sku), code(product.barcode)} - {""}:
            codes[each].append(index)
    return dict(codes)


def _unique(entries: Sequence[Entry]) -> set[frozenset[str]]:
    bases: dict[frozenset[str], set[int]] = defaultdict(set)
    for entry in entries:
        bases[entry.base].add(entry.product)
    return {base for base, products in bases.items() if len(products) == 1}
