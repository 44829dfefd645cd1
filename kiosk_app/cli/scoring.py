"""How well an intent model answered labelled sentences, in figures."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.confidence import Thresholds

SHORT = 20
"""Words of the longest sentence that has to be parsed in time."""

THRESHOLDS = tuple(i / 20 for i in range(1, 20))
"""Confidences that `curve` is drawn at: 0.05 to 0.95."""

_BINS = 10
"""Bins of the calibration error, each with as many answers as the others."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """What somebody said, and what it means."""

    language: Language
    text: str
    intent: str
    """A key of `core.intents.INTENTS`."""
    args: Mapping[str, object]
    """With what code alone fills in."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model made of a sentence."""

    sentence: Sentence
    intent: Intent
    ms: float
    """From the text to the intent."""

    @property
    def named(self) -> bool:
        """It is the right intent."""
        return self.intent.name == self.sentence.intent

    @property
    def exact(self) -> bool:
        """The right intent with the right arguments, what code fills in included."""
        return self.named and self.intent.args == self.sentence.args

    def acted_on(self, least_confidence: float) -> bool:
        """The till would go on with it."""
        return self.intent.name != "out_of_scope" and self.intent.confidence >= least_confidence

    def wrong_write(self, least_confidence: float) -> bool:
        """The till would go on to a write that was not asked for, or of another item, number or direction.

        Another option, name or note is not exact, but no wrong write.
        """
        if not (INTENTS[self.intent.name].writes and self.acted_on(least_confidence)):
            return False
        return not self.named or _written(self.intent.name, self.intent.args) != _written(
            self.sentence.intent, self.sentence.args
        )


@dataclass(frozen=True, slots=True)
class WrongWrites:
    """Writes with a wrong intent, item or number that would be accepted."""

    count: int
    rate: float
    """Of all sentences."""
    upper_95: float
    """The rate's exact one-sided 95 % bound."""


@dataclass(frozen=True, slots=True)
class OutOfScope:
    """Sentences that are none of the till's business."""

    lines: int
    rejected: int
    """Called out of scope, or not understood."""
    rate: float


@dataclass(frozen=True, slots=True)
class Milliseconds:
    """Times to parse one sentence."""

    p50: float
    p95: float


@dataclass(frozen=True, slots=True)
class IntentFigures:
    """The sentences that mean one intent."""

    lines: int
    intent_accuracy: float
    exact_match: float


@dataclass(frozen=True, slots=True)
class Figures:
    """One model on one language; shares are 0 to 1."""

    lines: int
    intent_accuracy: float
    exact_match: float
    wrong_writes: WrongWrites
    sure: float
    """Share that is gone on with."""
    doubtful: float
    """Share that is asked about first."""
    out_of_scope: OutOfScope | None
    """None where no sentence is."""
    calibration_error: float
    """Expected distance of confidence from exactness, over bins of equal mass."""
    parse_ms_short: Milliseconds | None
    """Sentences of up to `SHORT` words."""
    parse_ms: Milliseconds
    intents: Mapping[str, IntentFigures]
    """By the intent that is right, in the table's order."""


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What would happen if the till went on from this confidence."""

    least_confidence: float
    acted_on: int
    wrong_acts: int
    """Of those, not exact."""
    wrong_writes: int
    """Of those, writes."""
    refused_good: int
    """Exact answers that are not gone on with."""


def score(answers: Sequence[Answer], thresholds: Thresholds) -> Figures:
    """The figures of at least one answer.

    A write is accepted from `thresholds.write` on; below that the till says that it may have misunderstood.
    """
    wrong = sum(answer.wrong_write(thresholds.write) for answer in answers)
    acted_on = [answer for answer in answers if answer.acted_on(thresholds.least)]
    certain = sum(
        thresholds.is_sure(answer.intent.confidence, writes=INTENTS[answer.intent.name].writes) for answer in acted_on
    )
    doubtful = len(acted_on) - certain
    foreign = [answer for answer in answers if answer.sentence.intent == "out_of_scope"]
    rejected = sum(not answer.acted_on(thresholds.least) for answer in foreign)
    short = [answer for answer in answers if len(answer.sentence.text.split()) <= SHORT]
    by_intent = {name: [answer for answer in answers if answer.sentence.intent == name] for name in INTENTS}
    return Figures(
        lines=len(answers),
        intent_accuracy=_share([answer.named for answer in answers]),
        exact_match=_share([answer.exact for answer in answers]),
        wrong_writes=WrongWrites(wrong, round(wrong / len(answers), 4), round(upper_bound(wrong, len(answers)), 4)),
        sure=round(certain / len(answers), 4),
        doubtful=round(doubtful / len(answers), 4),
        out_of_scope=OutOfScope(len(foreign), rejected, round(rejected / len(foreign), 4)) if foreign else None,
        calibration_error=round(calibration_error([(a.intent.confidence, a.exact) for a in answers]), 4),
        parse_ms_short=_milliseconds(short) if short else None,
        parse_ms=_milliseconds(answers),
        intents={
            name: IntentFigures(len(some), _share([a.named for a in some]), _share([a.exact for a in some]))
            for name, some in by_intent.items()
            if some
        },
    )


def curve(answers: Sequence[Answer]) -> tuple[AtThreshold, ...]:
    """What each of `THRESHOLDS` would come to."""
    points = []
    for least in THRESHOLDS:
        acted = [answer for answer in answers if answer.acted_on(least)]
        points.append(
            AtThreshold(
                least_confidence=least,
                acted_on=len(acted),
                wrong_acts=sum(not answer.exact for answer in acted),
                wrong_writes=sum(answer.wrong_write(least) for answer in acted),
                refused_good=sum(a.exact and a.acted_on(0) and not a.acted_on(least) for a in answers),
            )
        )
    return tuple(points)


def upper_bound(count: int, total: int) -> float:
    """The highest rate at which `count` or fewer of `total` still happen one time in twenty.

    The exact (Clopper-Pearson) one-sided 95 % bound: Clopper and Pearson, Biometrika 26, 1934.
    """
    if count >= total:
        return 1.0
    low, high = count / total, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        if _at_most(count, total, middle) > 0.05:
            low = middle
        else:
            high = middle
    return high


def calibration_error(answers: Sequence[tuple[float, bool]]) -> float:
    """Expected calibration error of (confidence, exact) pairs, 0 to 1.

    Bins of equal mass: Nguyen and O'Connor, EMNLP 2015.
    """
    # By confidence alone: among equals, the right ones must not gather in one bin.
    ordered = sorted(answers, key=lambda answer: answer[0])
    edges = [i * len(ordered) // _BINS for i in range(_BINS + 1)]
    bins = [ordered[start:end] for start, end in pairwise(edges)]
    return sum(abs(sum(confidence - exact for confidence, exact in part)) for part in bins) / len(ordered)


def _at_most(count: int, total: int, rate: float) -> float:
    """The probability of `count` or fewer of `total`; by logarithms, as the binomials of thousands fit no float."""
    return math.fsum(
        math.exp(
            math.lgamma(total + 1)
            - math.lgamma(k + 1)
            - math.lgamma(total - k + 1)
            + k * math.log(rate)
            + (total - k) * math.log1p(-rate)
        )
        for k in range(count + 1)
    )


def _written(name: str, said: Mapping[str, object]) -> object:
    """Items, numbers and enumerated values: all but words that go with them."""
    items = [(item["query"], item.get("quantity")) for item in cast(list[Mapping[str, object]], said.get("items", []))]
    kinds = {argument.name: argument.kind for argument in INTENTS[name].arguments}
    others = {
        key: value for key, value in said.items() if key == "query" or kinds.get(key, "words") not in ("words", "items")
    }
    return items, others


def _share(held: Sequence[bool]) -> float:
    return round(sum(held) / len(held), 4)


def _milliseconds(answers: Sequence[Answer]) -> Milliseconds:
    """Percentiles by nearest rank."""
    ordered = sorted(answer.ms for answer in answers)
    p50, p95 = (round(ordered[math.ceil(len(ordered) * share) - 1], 2) for share in (0.5, 0.95))
    return Milliseconds(p50, p95)
