"""The commands for recordings for tuning: switched on and off, listed, deleted, and measured on."""

import json
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from rapidfuzz.distance import Levenshtein

from kiosk_app.cli.front import take_turns
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.events import Ended, Heard, Record, Understood
from kiosk_app.core.ports import Front
from kiosk_app.core.records.recordings import Recording
from kiosk_app.core.types import SAMPLE_RATE, Speech


def print_recordings(recordings: Iterable[Recording], out: TextIO, *, is_on: bool, days: int, as_json: bool) -> None:
    """One line each, without the sound, then whether more are added."""
    count = 0
    for kept in recordings:
        count += 1
        seconds = round(len(kept.pcm) / 2 / SAMPLE_RATE, 1)
        if as_json:
            line = {"at": kept.at.isoformat(), "seconds": seconds, "text": kept.text, "intent": kept.intent}
            print(json.dumps(line | {"outcome": kept.outcome, "code": kept.code}, ensure_ascii=False), file=out)
        else:
            when = f"{kept.at.astimezone():%Y-%m-%d %H:%M}"
            print(f"{when}  {seconds:4.1f} s  {kept.outcome:14} {kept.text or '(not understood)'}", file=out)
    if as_json:
        print(json.dumps({"on": is_on, "days": days, "recordings": count}), file=out)
    else:
        state = f"on: utterances are kept for {days} days" if is_on else "off: nothing is added"
        print(f"{count} recordings; {state}", file=out)


def print_deleted(count: int, out: TextIO, *, as_json: bool) -> None:
    """How many there were."""
    print(json.dumps({"deleted": count}) if as_json else f"{count} recordings deleted", file=out)


@dataclass(frozen=True, slots=True)
class _Now:
    """What the till makes of a recording now."""

    text: str
    intent: str
    ms: int
    """Spent on recognising and understanding, the sound being there at once."""


class _Watching:
    """Collects it, and shows how far it is."""

    def __init__(self, total: int, progress: TextIO) -> None:
        self.results: list[_Now] = []
        self._total = total
        self._progress = progress
        self._text = self._intent = ""

    def emit(self, record: Record) -> None:
        match record.event:
            case Heard(_, raw) if not self._text:
                self._text = raw
            case Understood(intent):
                self._intent = intent
            case Ended(_, _, stages):
                ms = stages.get("recognise", 0) + stages.get("understand", 0)
                self.results.append(_Now(self._text, self._intent, ms))
                self._text = self._intent = ""
                print(f"\r{len(self.results)} of {self._total}", end="", file=self._progress, flush=True)


def bench_recordings(
    build: Callable[[Front], Assistant], recordings: Sequence[Recording], out: TextIO, *, as_json: bool
) -> None:
    """Run all again, every question answered with No, and compare: what a person confirmed was understood rightly."""
    watching = _Watching(len(recordings), sys.stderr)
    take_turns(build, watching, (Speech(kept.pcm) for kept in recordings), lambda _: "no")
    pairs = list(zip(recordings, watching.results, strict=True))
    confirmed = [(kept, now) for kept, now in pairs if kept.is_confirmed]
    wrong = sum(Levenshtein.distance(kept.text.split(), now.text.split()) for kept, now in confirmed)
    words = sum(len(kept.text.split()) for kept, _ in confirmed)
    figures = {
        "recordings": len(pairs),
        "confirmed": len(confirmed),
        "same_words": sum(kept.text == now.text for kept, now in confirmed),
        "word_error_rate": round(wrong / words, 3) if words else 0.0,
        "others_understood": sum(bool(now.intent) for kept, now in pairs if not kept.is_confirmed),
        "median_ms": round(statistics.median(now.ms for _, now in pairs)) if pairs else 0,
        "same_intent": sum(kept.intent == now.intent for kept, now in confirmed),
    }
    if as_json:
        print(json.dumps(figures), file=out)
        return
    for kept, now in pairs:
        mark = ("✓" if kept.intent == now.intent else "✗") if kept.is_confirmed else "·"
        print(f"{mark} {kept.text or '(not understood)'}  →  {now.text or '(not understood)'}", file=out)
    print(
        f"\nConfirmed by a person: {figures['confirmed']} of {figures['recordings']}; of these the same intent"
        f" {figures['same_intent']}, the same words {figures['same_words']}, word error rate"
        f" {figures['word_error_rate']:.1%}. Of the others {figures['others_understood']} are understood now."
        f" Median {figures['median_ms']} ms.",
        file=out,
    )
