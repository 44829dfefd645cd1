"""An automaton over words: what can be said, from where to where, and how likely."""

from collections.abc import Mapping
from dataclasses import dataclass

SILENT = ""
"""Stands where a word would, between a network and those inside it: multiplying them out would take too much room."""


@dataclass(frozen=True, slots=True)
class Arc:
    """One step through a network."""

    word: str
    to: int
    likelihood: float
    """Above 0; with the state's `finals` they make 1."""


@dataclass(frozen=True, slots=True)
class Network:
    """An automaton over words, deterministic but for the `SILENT` steps. State 0 is the start."""

    arcs: tuple[tuple[Arc, ...], ...]
    """For each state, where one can go."""
    finals: Mapping[int, float]
    """Where one may stop, and how likely that is."""

    @property
    def words(self) -> frozenset[str]:
        """Every word that can be said."""
        return frozenset(arc.word for arcs in self.arcs for arc in arcs if arc.word != SILENT)

    def accepts(self, text: str) -> bool:
        """Whether these words can be said from beginning to end."""
        states = set(self.silently(0))
        for word in text.split():
            reached = {arc.to for state in states for arc in self.arcs[state] if arc.word == word}
            states = {to for state in reached for to in self.silently(state)}
        return not states.isdisjoint(self.finals)

    def silently(self, state: int) -> dict[int, float]:
        """Where one gets from a state without a word, with the likelihood of the best way there; itself with 1."""
        reached = {state: 1.0}
        waiting = [state]
        for here in waiting:  # grows while it runs
            for arc in self.arcs[here]:
                likelihood = reached[here] * arc.likelihood
                if arc.word == SILENT and likelihood > reached.get(arc.to, 0.0):
                    reached[arc.to] = likelihood
                    waiting.append(arc.to)
        return reached
