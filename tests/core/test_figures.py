"""Turns are counted by what they came to, and nothing that was said is counted with them."""

from collections.abc import Sequence
from dataclasses import fields

import pytest

from kiosk_app.core.events import Answered, Asked, Ended, Event, Failed, Heard, Record, Understood
from kiosk_app.core.records.figures import IntentFigures, Tally, TurnFigures, by_intent
from kiosk_app.core.types import Outcome

HEARD = Heard("how much is the tea", "how much is the tea", 0.9, "sphinx")
UNDERSTOOD = Understood("retrieve_product", {"query": "tea"}, 0.9, needs_clarification=False)


def counted(outcome: Outcome, *events: tuple[int, Event]) -> TurnFigures:
    tally = Tally()
    for ms, event in events:
        tally.see(Record(1, ms, event))
    return tally.ended(outcome)


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        (
            [(10, HEARD), (20, UNDERSTOOD), (30, Answered("1.20 €")), (900, Ended("answered"))],
            TurnFigures("retrieve_product", "answered", asked_again=False, ms=30),
        ),
        (
            [(20, UNDERSTOOD), (30, Asked("q", "choose", "Which?", (), 60)), (4000, Answered("1.20 €"))],
            TurnFigures("retrieve_product", "answered", asked_again=True, ms=30),
        ),
        (
            [(20, UNDERSTOOD), (30, Asked("q", "confirm", "Shall I?", (), 60))],
            TurnFigures("retrieve_product", "answered", asked_again=True, ms=30),
        ),
        (
            [(20, UNDERSTOOD), (35, Asked("q", "confirm", "Change it?", (), 60, "plan"))],
            TurnFigures("retrieve_product", "answered", asked_again=False, ms=35),
        ),
        ([(7, Failed("nothing_heard", "I heard nothing.", True))], TurnFigures("", "answered", False, 7)),
        ([], TurnFigures("", "answered", asked_again=False, ms=0)),
    ],
)
def test_one_turn(events: Sequence[tuple[int, Event]], expected: TurnFigures) -> None:
    assert counted("answered", *events) == expected


def test_all_turns_by_intent() -> None:
    outcomes: tuple[Outcome, ...] = ("done", "answered", "refused", "cancelled", "not_understood", "failed", "unknown")
    turns = [TurnFigures("a", outcome, number < 2, number) for number, outcome in enumerate(outcomes)]
    assert by_intent([TurnFigures("b", "done", False, 5), *turns]) == [
        IntentFigures("a", count=7, success=2, asked_again=2, rejected=3, p95_ms=6),
        IntentFigures("b", count=1, success=1, asked_again=0, rejected=0, p95_ms=5),
    ]
    assert by_intent([]) == []


def test_p95_is_the_nearest_rank() -> None:
    (hundred,) = by_intent(TurnFigures("a", "done", False, ms) for ms in range(1, 101))
    (twenty,) = by_intent(TurnFigures("a", "done", False, ms) for ms in range(20, 0, -1))
    assert (hundred.p95_ms, twenty.p95_ms) == (95, 19)


def test_nothing_that_was_said_is_kept() -> None:
    assert {field.name for field in fields(TurnFigures)} == {"intent", "outcome", "asked_again", "ms"}
