"""How recordings are mixed with noise, held back by a clock, and counted."""

import math
import random
import time
from array import array
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk_app.cli.bench_speech import Order, Result, judged
from kiosk_app.cli.noise import mixed, stretches, while_held
from kiosk_app.core.actions import NewLine
from kiosk_app.core.errors import UsageError
from kiosk_app.core.hearing.sound import loudness
from kiosk_app.core.types import SAMPLE_RATE, Money, Option, Speech
from tests.speech import noise, silence

TONE = Speech(array("h", (round(8000 * math.sin(at / 5)) for at in range(SAMPLE_RATE))).tobytes())


@pytest.mark.parametrize("snr", [6.0, 24.0])
def test_noise_lies_as_far_below_speech_as_was_asked(snr: float) -> None:
    both = array("h", mixed(TONE, noise(3), snr, random.Random(1)).pcm)
    added = array("h", (one - other for one, other in zip(both, array("h", TONE.pcm), strict=True)))
    assert 20 * math.log10(loudness(TONE.pcm) / loudness(added.tobytes())) == pytest.approx(snr, abs=0.5)


def test_the_same_seed_mixes_the_same() -> None:
    once, again, other = (mixed(TONE, noise(3), 12, random.Random(seed)) for seed in (1, 1, 2))
    assert once == again != other


def test_noise_may_not_be_shorter_than_speech() -> None:
    with pytest.raises(UsageError, match="noise_too_short"):
        mixed(TONE, noise(0.5), 12, random.Random(1))
    assert [piece.seconds for piece in stretches(noise(0.5), 2, 1, random.Random(1))] == [0.5, 0.5]


def test_who_listens_is_behind_by_what_the_last_pieces_took(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    lags: list[float] = []
    for number, _ in enumerate(while_held(silence(1), lags)):
        now += 0.05 if number < 5 else 0.14
    assert lags == [pytest.approx(0.14 + 4 * 0.04)]
    given_up = while_held(silence(1), lags)
    next(given_up)
    given_up.close()
    assert lags[1] == 0


def test_a_plan_counts_only_where_it_is_the_order() -> None:
    euro = Money(Decimal(1), "EUR")
    option = Option("1", "Size", "small")
    right = NewLine("1", "Mocha", Decimal(1), (option,), "", euro)
    order = Order(Path("a.wav"), {"coffeeDrink": "mocha", "size": "small"}, "a small mocha")
    several = Result("a small mocha", (right,), 100, True, 50)
    twice = Result("a mocha", (NewLine("1", "Mocha", Decimal(2), (option,), "", euro),), 200, True, 50)
    nothing = Result("", (), None, False, 50)
    condition = judged(6, [order] * 3, [several, twice, nothing])
    assert (condition.exact, condition.wrong, condition.rejected) == (1, 1, 1)
    assert condition.word_errors == pytest.approx(4 / 9)
    assert (condition.plan_ms[0], condition.lag_ms) == (200, (50, 50))
