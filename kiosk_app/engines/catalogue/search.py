"""One query against all of a shop's names and aliases: NumPy finds which of the words said each accounts for."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from kiosk_app.core.ports import Match
from kiosk_app.core.types import Product
from kiosk_app.engines.catalogue.index import Bools, Entry, Floats, Index, Place
from kiosk_app.engines.catalogue.tokens import OPTION_WORDS, Token

SCORED = 64
"""Entries that are compared in detail."""


class Search:
    """One query against all entries."""

    def __init__(self, products: Sequence[Product], index: Index, said: list[Token]) -> None:
        self._products = products
        self._index = index
        self._said = said
        self._spellings = [index.spellings(token) for token in said]
        found = [[(index.places[s], fit) for s, fit in row.items() if s in index.places] for row in self._spellings]
        self._candidates = self._shortlist(found)
        """The entries that account for a word, and for every number, in order; the others are not looked at."""
        shape = (len(said), len(self._candidates))
        self._fits: Floats = np.zeros(shape, np.float32)
        """How well a candidate accounts for a word; 0 where it does not."""
        self._weights: Floats = np.zeros(shape, np.float32)
        """How much of the candidate it thereby is."""
        column = np.full(len(index.entries), -1, np.int32)
        column[self._candidates] = np.arange(len(self._candidates), dtype=np.int32)
        for row, places in enumerate(found):
            for (entries, weights), fit in places:
                kept = column[entries] >= 0
                columns = column[entries[kept]]
                better = self._fits[row, columns] < fit
                self._fits[row, columns[better]] = fit
                self._weights[row, columns[better]] = weights[kept][better]

    def _shortlist(self, found: Sequence[Sequence[tuple[Place, float]]]) -> NDArray[np.intp]:
        named = np.zeros(len(self._index.entries), np.bool_)
        for places in found:
            for (entries, _), _ in places:
                named[entries] = True
        for token, places in zip(self._said, found, strict=True):
            if not token.word:
                fitting = np.zeros_like(named) | self._index.options.get(token.key, False)
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
        covered = np.minimum(self._weights.sum(axis=0) / self._index.totals[self._candidates], 1)
        found = np.maximum((~missing).sum(axis=0), 1)
        kept = found / (found + unexplained + 0.05 * (left - unexplained))
        scores = kept * (self._fits.sum(axis=0) / found) * (0.6 + 0.4 * covered)
        left_in = np.flatnonzero(eligible)
        best = left_in[np.argsort(-scores[left_in], kind="stable")][:SCORED]

        matches: dict[int, Match] = {}
        for number in best:
            entry = self._index.entries[self._candidates[number]]
            match = self._match(entry, float(scores[number]), missing[:, number])
            before = matches.get(entry.product)
            if before is None or match.score > before.score:
                matches[entry.product] = match
        return sorted(matches.values(), key=lambda match: -match.score)[:limit]

    def _beside(self, token: Token) -> Bools:
        """Where a word may stand beside the name: as an option of the product."""
        options = self._index.options.get(token.key)
        if token.word in OPTION_WORDS or options is None:
            return np.full(len(self._candidates), token.word in OPTION_WORDS)
        return options[self._candidates]

    def _match(self, entry: Entry, score: float, missing: Bools) -> Match:
        gone = (token.text for token, is_gone in zip(self._said, missing, strict=True) if is_gone)
        left_over = tuple(" ".join(gone).split())
        exact = not left_over and all(map(self._was_said, self._needed(entry)))
        if exact:  # above all that is merely near; the very words above all else
            same = [token.word or token.forms for token in self._said] == [
                token.word or token.forms for token in entry.tokens
            ]
            score = 1.0 if same else 0.95 + 0.04 * score
        return Match(self._products[entry.product], min(score, 1.0), exact, left_over)

    def _needed(self, entry: Entry) -> Iterable[Token]:
        """What must be said of an entry for it to be said wholly: all of an alias; of a name neither the packaging
        nor, where no other product has its words, the size.
        """
        if not entry.is_name:
            return entry.tokens
        unique = entry.base in self._index.unique
        return [token for token in entry.tokens if not (token.light or (token.size and unique))]

    def _was_said(self, token: Token) -> bool:
        names = token.forms or {token.word}
        return any(name in spellings for spellings in self._spellings for name in names)
