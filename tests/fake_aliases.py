"""Aliases in memory that keep the rules of the real ones; the contract tests run on both."""

from collections.abc import Mapping

from kiosk_app.core.ports import Alias
from kiosk_app.core.types import Product


class FakeAliases:
    """`ports.Aliases` in memory."""

    def __init__(self) -> None:
        self._picks: dict[str, dict[str, Alias]] = {}

    def learn(self, words: str, product: Product) -> None:
        """Count one pick more."""
        picks = self._picks.setdefault(words, {})
        before = picks[product.id].picks if product.id in picks else 0
        picks[product.id] = Alias(words, product.id, product.name, before + 1)

    def picked(self, words: str) -> Mapping[str, int]:
        """How often each product was."""
        return {alias.product_id: alias.picks for alias in self._picks.get(words, {}).values()}

    def all(self) -> list[Alias]:
        """Everything."""
        found = [alias for picks in self._picks.values() for alias in picks.values()]
        return sorted(found, key=lambda alias: (alias.words, -alias.picks))

    def forget(self, words: str) -> int:
        """Unlearn these words."""
        return len(self._picks.pop(words, {}))

    def close(self) -> None:
        """Nothing to release."""
