"""Words that mean about the same in a shop: what people say at the till, and what its documents have instead."""

from collections.abc import Iterable, Sequence

from kiosk_app.core.documents.relevance import terms
from kiosk_app.core.types import Language

_LONGEST = 3
"""Terms of an expression."""


class Meanings:
    """Groups of expressions in one language; an expression may stand in several of them."""

    def __init__(self, lines: Iterable[str], language: Language) -> None:
        """`lines`: one group each, its expressions parted by commas."""
        self._expressions: list[set[str]] = []
        self._groups: dict[str, set[int]] = {}
        for number, line in enumerate(lines):
            group = {" ".join(terms(expression, language)) for expression in line.split(",")} - {""}
            self._expressions.append(group)
            for expression in group:
                self._groups.setdefault(expression, set()).add(number)

    def groups(self, said: Sequence[str]) -> list[set[int]]:
        """For each of these terms, in the order in which they were said, the groups that it stands for."""
        found: list[set[int]] = [set() for _ in said]
        for start in range(len(said)):
            for end in range(start + 1, min(start + _LONGEST, len(said)) + 1):
                groups = self._groups.get(" ".join(said[start:end]), ())
                for number in range(start, end) if groups else ():
                    found[number].update(groups)
        return found

    def others(self, said: Sequence[str]) -> list[str]:
        """The terms of all expressions that stand for the same as any of these."""
        numbers = set[int]().union(*self.groups(said))
        return sorted(set[str]().union(*(self._expressions[number] for number in numbers)) - set(said))
