"""Which of the models that were measured a till should use."""

from dataclasses import replace
from typing import Any

import pytest

from kiosk_app.core.models.candidates import Candidate, Figures, Measured, best_of
from kiosk_app.core.models.files import Role

MEMORY = 4 * 2**30
FIGURES = Figures(memory_mb=100, load_ms=10, of=60, wait_ms_p50=20, wait_ms_p95=40, right=40)


def measured(name: str, role: Role = "intent", folder: str = "/models", **figures: Any) -> Measured:
    return Measured(Candidate(role, "en", name, folder=folder), replace(FIGURES, **figures))


@pytest.mark.parametrize(
    ("others", "why"),
    [
        ([measured("worse", right=39, wait_ms_p50=1)], "right more often"),
        ([measured("slower", wait_ms_p50=21)], "as good, and quicker"),
        ([measured("slow", right=60, wait_ms_p95=501)], "nobody waits so long"),
        ([measured("large", right=60, memory_mb=2049)], "it takes more than half of the memory"),
        ([measured("careless", right=41, wrong_writes=2)], "wrong writes count against it"),
        ([measured("wordy", word_error_rate=0.2)], "fewer wrong words"),
        ([Measured(Candidate("intent", "en", "broken"), None, "It is broken.")], "it does not work"),
    ],
)
def test_the_best_one(others: list[Measured], why: str) -> None:
    best = measured("best")
    for several in ([best, *others], [*others, best]):
        assert best_of(several, MEMORY) is best, why


def test_where_none_is_quick_enough_it_is_the_quickest() -> None:
    slow, slower = measured("slow", wait_ms_p95=900), measured("slower", wait_ms_p95=1900, right=60)
    assert best_of([slower, slow], MEMORY) is slow


def test_a_voice_of_its_own_goes_before_the_built_in_one() -> None:
    plain = measured("espeak", "voice", folder="", right=None, wait_ms_p50=1)
    natural = measured("en_US-x", "voice", right=None, wait_ms_p95=300)
    assert best_of([plain, natural], MEMORY) is natural
    assert best_of([plain, measured("en_US-y", "voice", right=None, wait_ms_p95=401)], MEMORY) is plain


def test_there_may_be_none() -> None:
    assert best_of([], MEMORY) is None
    assert best_of([measured("large", memory_mb=4000)], MEMORY) is None
