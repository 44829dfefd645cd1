"""The spoken demonstration for a machine without a display: the main job, step by step."""

from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import TextIO

from kiosk_app.cli.front import Printer, take_turns
from kiosk_app.core.actions import PriceChange
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.events import Done, Planned, Record
from kiosk_app.core.ports import Front
from kiosk_app.core.types import Money, Speech

_STEPS = (
    ("price.flac", "A price changes"),
    ("order.flac", "An order is taken"),
)
"""Recordings made with a flite voice, and what they show; each is answered with Yes."""


def demonstrate(build: Callable[[Front], Assistant], read: Callable[[Path], Speech], out: TextIO) -> int:
    """Play every step; returns 0 only if the price read back from the store is the new one."""

    def recordings() -> Iterator[Speech]:
        for name, title in _STEPS:
            print(f"\n{title}:", file=out)
            with as_file(files("kiosk_app") / "data" / "demonstration" / name) as path:
                yield read(path)

    print("There is no display, so here is a spoken demonstration on the embedded demo store.", file=out)
    watching = _Watching(Printer(out, as_json=False))
    exit_code = take_turns(build, watching, recordings(), lambda asked: asked.choices[0].value)
    if not watching.price_changed:
        print("\nThe price read back from the store is not the new one.", file=out)
        return exit_code or 1
    print(f"\nRead back from the store: {watching.price_changed}", file=out)
    return exit_code


class _Watching:
    """Passes events on, and remembers whether a new price was read back."""

    def __init__(self, front: Front) -> None:
        self.price_changed = ""
        self._front = front
        self._wanted: Money | None = None

    def emit(self, record: Record) -> None:
        self._front.emit(record)
        match record.event:
            case Planned(plan):
                self._wanted = plan.action.new if isinstance(plan.action, PriceChange) else None
            case Done(_, sentence, Money() as read_back) if read_back == self._wanted:
                self.price_changed = sentence
