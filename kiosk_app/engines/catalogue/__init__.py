"""Product search in memory: misspellings and plurals are forgiven, numbers never.

Every name and alias is an entry of words and numbers. NumPy finds, for all entries at once, which of the words said
they account for; RapidFuzz compares words, and only those that stand in no entry.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from operator import attrgetter

from kiosk_app.core.numbers import normalise
from kiosk_app.core.ports import Match
from kiosk_app.core.sound_ports import Optioned, Options, Vocabulary
from kiosk_app.core.types import Language, ModifierGroup, Product
from kiosk_app.core.understanding.trigger_words import DIETARY
from kiosk_app.engines.catalogue.index import Index
from kiosk_app.engines.catalogue.search import Search
from kiosk_app.engines.catalogue.tokens import Token, code, read

LONGEST_QUERY = 24
"""Words of a query that are looked at."""

MOST_DIETS = 100
"""That are understood by name; each is looked for in what is said."""

_INDEXED = attrgetter("name", "aliases", "translation", "category", "sku", "barcode", "modifier_groups")


class ProductCatalogue:
    """Implements `ports.Catalogue`."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._texts: dict[str, tuple[Token, ...]] = {}
        """The tokens of every text that was read for the last index: most of the next one's are the same."""
        self.products: tuple[Product, ...] = ()
        self.options: frozenset[str] = frozenset()
        self.diets: tuple[str, ...] = ()
        self._index = Index((), self._read)
        self.load(())

    def load(self, products: Sequence[Product], as_of: datetime | None = None) -> None:
        """Replace all products, as the store had them then; now where it is not said.

        What they are found by is worked out anew only where it has changed.
        """
        before, self.products = self.products, tuple(products)
        self.as_of = as_of or datetime.now(UTC)
        tags = Counter(tag for product in self.products for tag in product.dietary)
        self.diets = tuple(tag for tag, _ in tags.most_common(MOST_DIETS))
        if list(map(_INDEXED, before)) != list(map(_INDEXED, self.products)):
            known, self._texts = self._texts, {}
            self._index = Index(self.products, lambda text: self._remembered(text, known))
            groups = (group for product in self.products for group in product.modifier_groups)
            names = {modifier.name for group in groups for modifier in group.modifiers}
            self.options = frozenset(normalise(name, self._language).text for name in names)

    def find(self, words: str, limit: int = 8) -> list[Match]:
        """Products that fit, best first; numbers always fit exactly. Empty when nothing does."""
        if coded := self._index.codes.get(code(words)):
            return [Match(self.products[index], 1.0, True, ()) for index in coded[:limit]]
        said = self._index.rejoined(self._read(words)[:LONGEST_QUERY])
        if not said or not self._index.entries:
            return []
        return Search(self.products, self._index, said).matches(limit)

    def kind(self, words: str) -> list[Product]:
        """All products of a category, or all whose names hold every word, in the store's order; none where unknown."""
        said = {token.key for token in self._read(words)}
        named = [name for name, keys in self._index.categories.items() if said <= keys]
        if said and len(named) == 1:
            return [product for product in self.products if product.category == named[0]]
        whole = {match.product.id for match in self.find(words, len(self.products)) if not match.left_over}
        return [product for product in self.products if product.id in whole]

    def vocabulary(self, sold: Mapping[str, Decimal]) -> Vocabulary:
        """The words to listen for. `sold`: names of products of which many are sold, and how many."""
        names = {name: product for product in self.products for name in (product.name, *product.aliases)}
        kinds: dict[tuple[Options, ...], list[str]] = {}
        for name, product in names.items():
            if groups := tuple(map(_options, product.modifier_groups)):
                kinds.setdefault(groups, []).append(name)
        return Vocabulary(
            products=tuple(names),
            categories=tuple(dict.fromkeys(product.category for product in self.products)),
            diets=tuple(tag for tag in self.diets if tag not in DIETARY),
            optioned=tuple(Optioned(tuple(several), groups) for groups, several in kinds.items()),
            often=tuple(_often({name: sold[product.name] for name, product in names.items() if product.name in sold})),
        )

    def _read(self, text: str) -> tuple[Token, ...]:
        return tuple(read(normalise(text, self._language).text.split()))

    def _remembered(self, text: str, known: dict[str, tuple[Token, ...]]) -> tuple[Token, ...]:
        """The text's tokens; `known` are those of the index before."""
        tokens = self._texts.get(text)
        if tokens is None:
            tokens = self._texts[text] = known[text] if text in known else self._read(text)
        return tokens


def _options(group: ModifierGroup) -> Options:
    return Options(tuple((modifier.name, modifier.takes_amount) for modifier in group.modifiers), group.at_most)


def _often(sold: Mapping[str, Decimal]) -> Iterator[tuple[str, int]]:
    """How much oftener than the least of these each is sold, in powers of two: they seldom change."""
    least = min(filter(None, sold.values()), default=Decimal(1))
    for name, units in sold.items():
        if units > least and (times := 2 ** round(math.log2(units / least))) > 1:
            yield name, times
