"""Recorded orders through the whole path up to the plan, counted as the recordings' own benchmark counts them."""

import json
import random
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from rapidfuzz.distance import Levenshtein

from kiosk_app.cli.front import take_turns
from kiosk_app.cli.noise import mixed, stretches, while_held
from kiosk_app.core.actions import NewLine, OrderEdit
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.errors import UsageError
from kiosk_app.core.events import Asked, Ended, Heard, Planned, Record
from kiosk_app.core.ports import Front
from kiosk_app.core.turn import Sound
from kiosk_app.core.types import SAMPLE_RATE, Amount, Speech
from kiosk_app.core.understanding.options import AMOUNTS

DRINK = "coffeeDrink"

_ALONE = 10
"""Stretches of noise without speech."""
_ALONE_SECONDS = 4


@dataclass(frozen=True, slots=True)
class Order:
    """One recording and what was ordered in it."""

    file: Path
    slots: Mapping[str, str]
    """Per slot the words that were said, such as `milkAmount`: `a bit of cream`."""
    text: str = ""
    """All that was said, where the labels have it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the till made of one recording."""

    text: str
    """The transcript, numbers still in words."""
    lines: tuple[NewLine, ...]
    """That the plan adds to the order."""
    plan_ms: int | None
    """From the end of speech to the plan, the recogniser's lag not counted; None where it came to none."""
    confirmed: bool
    """Whether a Yes was waited for."""
    lag_ms: int
    """By which the recogniser was behind when the key was let go."""


@dataclass(frozen=True, slots=True)
class Condition:
    """How it went with all orders under one noise."""

    snr: float | None
    """Decibels; None without noise."""
    orders: int
    rejected: int
    """Came to no plan."""
    wrong: int
    """Came to a plan that is not the order."""
    word_errors: float | None
    """For each word that was said; None where the labels do not have them."""
    lag_ms: tuple[int, int]
    plan_ms: tuple[int, int]
    """End of speech to plan, the lag counted: median and 95th percentile; zeros where there was no plan."""
    exact: int
    """Came to a plan that is the order."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is to be measured."""

    labels: Path
    noise: Path | None
    """Mixed with the speech at each of `snrs`."""
    snrs: tuple[float, ...]
    outside: tuple[Path, ...]
    """Recordings that tell the till nothing: each that reaches a confirmation is one too many."""
    sample: int
    """Every so manieth order is taken."""
    seed: int
    other_shop: bool = False
    """The till is one of another shop: the orders, too, tell it nothing, and are counted so."""


def bench_speech(
    build: Callable[[Front], Assistant],
    read: Callable[[Path], Speech],
    read_noise: Callable[[Path], Speech],
    measure: Measure,
    out: TextIO,
    *,
    as_json: bool,
) -> None:
    """Run the labelled recordings, clean and in noise, and those from outside; every plan is answered with No.

    Raises `UsageError` for unusable labels, and for noise that is shorter than speech.
    """
    labelled = read_labels(measure.labels)[:: measure.sample]
    orders = [] if measure.other_shop else labelled
    files = [*(order.file for order in labelled if measure.other_shop), *measure.outside]
    noise = read_noise(measure.noise) if measure.noise else None
    snrs = [None, *(measure.snrs if noise else ())] if orders else []

    def speeches() -> Iterator[Speech]:
        for snr in snrs:
            for order in orders:
                speech = read(order.file)
                dice = random.Random(f"{measure.seed} {snr} {order.file.name}")  # noqa: S311 - picks a stretch
                yield speech if noise is None or snr is None else mixed(speech, noise, snr, dice)
        yield from map(read, files)
        yield Speech(bytes(2 * _ALONE_SECONDS * SAMPLE_RATE))
        if noise:
            yield from stretches(noise, _ALONE, _ALONE_SECONDS, random.Random(measure.seed))  # noqa: S311 - likewise

    watching = _Watching(sys.stderr)
    take_turns(build, watching, watching.held(speeches()), lambda _: "no")
    several = [watching.results[len(orders) * turn :][: len(orders)] for turn in range(len(snrs))]
    conditions = [judged(snr, orders, results) for snr, results in zip(snrs, several, strict=True)]
    outside = watching.results[len(snrs) * len(orders) :]
    names = [*(file.stem for file in files), "silence", *["noise"] * _ALONE]
    confirmed = [f"{name}  {result.text}" for name, result in zip(names, outside, strict=False) if result.confirmed]
    figures: dict[str, object] = {"outside": len(outside), "outside_confirmed": len(confirmed)}
    if orders:
        figures = {
            "conditions": [asdict(condition) for condition in conditions],
            **figures,
            "exact_in_noise": _share(conditions[1:]),
            "exact": _share(conditions[:1]),
        }
    if as_json:
        print(json.dumps(figures), file=out)
        return
    for condition, results in zip(conditions, several, strict=True):
        print(f"\n{_named(condition)}", file=out)
        for order, result in zip(orders, results, strict=True):
            mark = "✓" if is_exact(order.slots, result.lines) else "–" if result.plan_ms is None else "✗"
            print(f"{mark} {order.file.stem[:8]}  {result.text}", file=out)
    if conditions:
        _print_conditions(conditions, out)
    for line in confirmed:
        print(f"✗ {line}", file=out)
    print(f"from outside: {len(confirmed)} of {len(outside)} reached a confirmation", file=out)


def _print_conditions(conditions: Sequence[Condition], out: TextIO) -> None:
    print(f"\n{'noise':>8} exact wrong rejected word errors  plan ms p50/p95   lag ms p50/p95", file=out)
    for condition in conditions:
        words = "–" if condition.word_errors is None else f"{condition.word_errors:.1%}"
        times = "".join(f"{f'{middle}/{high}':>17}" for middle, high in (condition.plan_ms, condition.lag_ms))
        counts = f"{condition.exact:5} {condition.wrong:5} {condition.rejected:8}"
        print(f"{_named(condition):>8} {counts} {words:>11}{times}", file=out)
    for name, share in (("exact", _share(conditions[:1])), ("exact in noise", _share(conditions[1:]))):
        if share is not None:
            print(f"{name}: {share:.1%}", file=out)


class _Watching:
    """Collects the results, and shows how far it is."""

    def __init__(self, progress: TextIO) -> None:
        self.results: list[Result] = []
        self._progress = progress
        self._lags: list[float] = []
        self._plan_ms: int | None = None
        self._begin()

    def held(self, speeches: Iterable[Speech]) -> Iterator[Sound]:
        """Each as it arrives while the key is held."""
        return (while_held(speech, self._lags) for speech in speeches)

    def emit(self, record: Record) -> None:
        match record.event:
            case Heard(_, raw):
                self._text = raw
            case Planned(plan):
                self._plan_ms = record.ms
                if isinstance(plan.action, OrderEdit):
                    self._lines = plan.action.added
            case Asked(kind="confirm"):
                self._confirmed = True
            case Ended():
                lag_ms = round(1000 * self._lags[-1])
                self.results.append(Result(self._text, self._lines, self._plan_ms, self._confirmed, lag_ms))
                self._begin()
                print(f"\r{len(self.results)}", end="", file=self._progress, flush=True)

    def _begin(self) -> None:
        self._text, self._lines = "", tuple[NewLine, ...]()
        self._plan_ms = None
        self._confirmed = False


def judged(snr: float | None, orders: Sequence[Order], results: Sequence[Result]) -> Condition:
    """Count what came of each order."""
    planned = [result for result in results if result.plan_ms is not None]
    exact = sum(is_exact(order.slots, result.lines) for order, result in zip(orders, results, strict=True))
    labelled = [
        (order.text.split(), result.text.split()) for order, result in zip(orders, results, strict=True) if order.text
    ]
    said = sum(len(words) for words, _ in labelled)
    return Condition(
        snr=snr,
        orders=len(orders),
        rejected=len(orders) - len(planned),
        wrong=len(planned) - exact,
        word_errors=sum(Levenshtein.distance(*pair) for pair in labelled) / said if said else None,
        lag_ms=_spread([result.lag_ms for result in results]),
        plan_ms=_spread([result.plan_ms + result.lag_ms for result in planned if result.plan_ms is not None]),
        exact=exact,
    )


def _spread(values: Sequence[int]) -> tuple[int, int]:
    """Median and 95th percentile; zeros where there is nothing."""
    if len(values) < 2:
        return (values[0], values[0]) if values else (0, 0)
    several = statistics.quantiles(values, n=100, method="inclusive")
    return round(several[49]), round(several[94])


def _share(conditions: Sequence[Condition]) -> float | None:
    """Mean over the conditions of what came out exactly; None for no condition."""
    return statistics.mean(each.exact / each.orders for each in conditions) if conditions else None


def _named(condition: Condition) -> str:
    return "clean" if condition.snr is None else f"{condition.snr:g} dB"


def read_labels(labels: Path) -> list[Order]:
    """JSON lines of `{"file", "slots", "text"}`, the last where known; files lie in a folder named so, or beside it.

    Raises `UsageError`.
    """
    try:
        lines = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
        folder = labels.with_suffix("") if labels.with_suffix("").is_dir() else labels.parent
        orders = [Order(folder / line["file"], line["slots"], line.get("text", "")) for line in lines]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("labels_invalid", file=labels, reason=error, fields="file, slots") from error
    if not orders:
        raise UsageError("labels_invalid", file=labels, reason="it is empty", fields="file, slots")
    return orders


def is_exact(slots: Mapping[str, str], lines: Sequence[NewLine]) -> bool:
    """One line of one, with the drink that was said and every labelled option, amounts as tills have them."""
    if len(lines) != 1 or lines[0].quantity != 1 or lines[0].product_name.lower() != slots.get(DRINK):
        return False
    wanted = {split_amount(said) for slot, said in slots.items() if slot != DRINK}
    return wanted == {(option.amount, option.name) for option in lines[0].options}


def split_amount(said: str) -> tuple[Amount, str]:
    """ "a bit of cream" to `little`, `cream`."""
    for phrase, amount in sorted(AMOUNTS["en"].items(), key=lambda entry: -len(entry[0])):
        if said.startswith(f"{phrase} "):
            return amount, said.removeprefix(f"{phrase} ")
    return "normal", said
