"""How well the till does, intent by intent: counted from the events of each turn, without anything that was said."""

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kiosk_app.core.events import Answered, Asked, Failed, Planned, Record, Understood
from kiosk_app.core.types import Outcome

_SUCCESS = ("done", "answered")
_REJECTED = ("refused", "cancelled", "not_understood")


@dataclass(frozen=True, slots=True)
class TurnFigures:
    """One turn as it is counted."""

    intent: str
    """Empty where nothing was understood."""
    outcome: Outcome
    asked_again: bool
    """Something was missing, doubtful, or to be chosen from; the confirmation of a write does not count."""
    ms: int
    """From the end of speech to what the till first showed of its own: an answer, a question, a plan, an error."""


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """All turns of one intent."""

    intent: str
    count: int
    success: int
    """Done or answered."""
    asked_again: int
    rejected: int
    """Ended by a No of the person or of the till, or not understood; what is left of `count` has failed."""
    p95_ms: int
    """95 of 100 turns took no longer (nearest rank)."""


class Tally:
    """Counts one turn while its events pass."""

    def __init__(self) -> None:
        self._intent = ""
        self._asked_again = False
        self._ms: int | None = None

    def see(self, record: Record) -> None:
        """Take the turn's next event."""
        match record.event:
            case Understood(intent):
                self._intent = intent
            case Asked(kind=kind, plan_id=plan_id):
                self._asked_again |= kind != "confirm" or not plan_id
        if self._ms is None and isinstance(record.event, Asked | Planned | Answered | Failed):
            self._ms = record.ms

    def ended(self, outcome: Outcome) -> TurnFigures:
        """The whole turn."""
        return TurnFigures(self._intent, outcome, self._asked_again, self._ms or 0)


def by_intent(turns: Iterable[TurnFigures]) -> list[IntentFigures]:
    """The figures of each intent, the most frequent first."""
    grouped: defaultdict[str, list[TurnFigures]] = defaultdict(list)
    for turn in turns:
        grouped[turn.intent].append(turn)
    figures = [_figures(intent, of_intent) for intent, of_intent in grouped.items()]
    return sorted(figures, key=lambda each: (-each.count, each.intent))


def _figures(intent: str, turns: list[TurnFigures]) -> IntentFigures:
    waits = sorted(turn.ms for turn in turns)
    return IntentFigures(
        intent=intent,
        count=len(turns),
        success=sum(turn.outcome in _SUCCESS for turn in turns),
        asked_again=sum(turn.asked_again for turn in turns),
        rejected=sum(turn.outcome in _REJECTED for turn in turns),
        p95_ms=waits[math.ceil(0.95 * len(waits)) - 1],
    )
