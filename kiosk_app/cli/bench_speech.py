"""Recorded orders through the whole path up to the plan, counted as the recordings' own benchmark counts them."""

import json
import statistics
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kiosk_app.cli.front import take_turns
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.errors import UsageError
from kiosk_app.core.events import Ended, Heard, Planned, Record
from kiosk_app.core.options import AMOUNTS
from kiosk_app.core.ports import Front
from kiosk_app.core.types import Amount, NewLine, OrderEdit, Speech

DRINK = "coffeeDrink"


@dataclass(frozen=True, slots=True)
class Order:
    """One recording and what was ordered in it."""

    file: Path
    slots: Mapping[str, str]
    """Per slot the words that were said, such as `milkAmount`: `a bit of cream`."""


@dataclass(frozen=True, slots=True)
class Result:
    """What the till made of one recording."""

    text: str
    """The transcript, numbers still in words."""
    lines: tuple[NewLine, ...]
    """Of the plan; empty where it came to none."""
    stages_ms: Mapping[str, int]


def bench_speech(
    build: Callable[[Front], Assistant], read: Callable[[Path], Speech], labels: Path, out: TextIO, *, as_json: bool
) -> None:
    """Run every labelled recording; every plan is answered with No. Raises `UsageError` for unusable labels."""
    orders = read_labels(labels)
    watching = _Watching(len(orders), sys.stderr)
    take_turns(build, watching, (read(order.file) for order in orders), lambda _: "no")
    judged = [
        (is_exact(order.slots, result.lines), order, result)
        for order, result in zip(orders, watching.results, strict=True)
    ]
    exact = [(order, result) for accepted, order, result in judged if accepted]
    literal = [order for order, result in exact if is_literal(order.slots, result.text)]
    stages = {stage for _, _, result in judged for stage in result.stages_ms}
    medians = {
        stage: round(statistics.median(result.stages_ms.get(stage, 0) for _, _, result in judged))
        for stage in sorted(stages - {"answer", "voice"})
    }
    if as_json:
        figures = {"orders": len(orders), "stages_ms": medians, "literal": len(literal), "exact": len(exact)}
        print(json.dumps(figures), file=out)
        return
    for accepted, order, result in judged:
        print(f"{'✓' if accepted else '✗'} {order.file.stem[:8]}  {result.text}", file=out)
    print(f"\nOrders exact: {len(exact)} of {len(orders)}; with amounts word for word: {len(literal)}", file=out)
    print("Median milliseconds: " + ", ".join(f"{stage} {ms}" for stage, ms in medians.items()), file=out)


class _Watching:
    """Collects the results, and shows how far it is."""

    def __init__(self, total: int, progress: TextIO) -> None:
        self.results: list[Result] = []
        self._total = total
        self._progress = progress
        self._text = ""
        self._lines: tuple[NewLine, ...] = ()

    def emit(self, record: Record) -> None:
        match record.event:
            case Heard(_, raw):
                self._text = raw
            case Planned(plan) if isinstance(plan.action, OrderEdit):
                self._lines = plan.action.added
            case Ended(_, _, stages):
                self.results.append(Result(self._text, self._lines, stages))
                self._text, self._lines = "", ()
                print(f"\r{len(self.results)} of {self._total}", end="", file=self._progress, flush=True)


def read_labels(labels: Path) -> list[Order]:
    """JSON lines of `{"file", "slots"}`; the files lie in a folder named as the labels, or beside them."""
    try:
        lines = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
        folder = labels.with_suffix("") if labels.with_suffix("").is_dir() else labels.parent
        return [Order(folder / line["file"], line["slots"]) for line in lines]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError("labels_invalid", file=labels, reason=error, fields="file, slots") from error


def is_exact(slots: Mapping[str, str], lines: Sequence[NewLine]) -> bool:
    """One line, with the drink that was said and every labelled option, amounts as tills have them."""
    if len(lines) != 1 or lines[0].product_name.lower() != slots.get(DRINK):
        return False
    wanted = {split_amount(said) for slot, said in slots.items() if slot != DRINK}
    return wanted == {(option.amount, option.name) for option in lines[0].options}


def is_literal(slots: Mapping[str, str], text: str) -> bool:
    """Do the labels' own words, amounts too, stand in the transcript?"""
    return all(said in text for said in slots.values())


def split_amount(said: str) -> tuple[Amount, str]:
    """ "a bit of cream" to `little`, `cream`."""
    for phrase, amount in sorted(AMOUNTS["en"].items(), key=lambda entry: -len(entry[0])):
        if said.startswith(f"{phrase} "):
            return amount, said.removeprefix(f"{phrase} ")
    return "normal", said
