"""The commands about what the till has done: `journal` list, verify and export, and `stats`."""

import csv
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, TextIO

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.entries import JournalEntry, first_changed
from kiosk_app.core.records.figures import IntentFigures, TurnFigures, by_intent

_COLUMNS = tuple(field.name for field in fields(JournalEntry))


@dataclass(frozen=True, slots=True)
class Write:
    """One plan of the journal, and all that became of it."""

    id: str
    at: str
    """When it left, UTC."""
    user: str
    host: str
    till: str
    intent: str
    outcome: str
    """`done`, `refused`, `unknown`; `sending` where the till ended before it knew."""
    code: str
    """The error's, where it was refused."""
    log: str
    """Of the store: `posted`, `waiting`, `declined`, or `none`."""
    action: dict[str, Any]
    """What it changed, personal texts hashed."""


def list_journal(entries: Sequence[JournalEntry], waiting: Collection[str], out: TextIO, *, as_json: bool) -> None:
    """One line a write, oldest first."""
    for write in _writes(entries, waiting):
        if as_json:
            print(json.dumps(asdict(write), ensure_ascii=False), file=out)
        else:
            at = datetime.fromisoformat(write.at).astimezone()
            ended = f"{write.outcome} ({write.code})" if write.code else write.outcome
            who = f"{write.till:10}  {write.user:10}"
            print(f"{at:%Y-%m-%d %H:%M:%S}  {who}  {write.intent:20}  {ended}  log: {write.log}", file=out)


def verify_journal(
    entries: Sequence[JournalEntry], unsettled: int, waiting: Collection[str], out: TextIO, *, as_json: bool
) -> None:
    """Say that every entry follows from those before it. Raises MissingPart `journal_changed` where one does not."""
    if changed := first_changed(entries):
        if as_json:
            print(json.dumps({"entries": len(entries), "changed": changed.seq, "ok": False}), file=out)
        raise MissingPart("journal_changed", number=changed.seq)
    last = entries[-1].digest if entries else ""
    figures = {"entries": len(entries), "unsettled": unsettled, "waiting": len(waiting), "last": last, "ok": True}
    if as_json:
        print(json.dumps(figures), file=out)
    else:
        print(
            f"{len(entries)} entries, all as they were written; {unsettled} not settled, {len(waiting)} not posted yet."
            + (f"\nThe last digest is {last}: write it down to see later that none was cut off." if last else ""),
            file=out,
        )


def export_journal(entries: Sequence[JournalEntry], out: TextIO, *, as_json: bool) -> None:
    """Every entry with its digest: CSV with a heading, or JSON lines."""
    if as_json:
        for entry in entries:
            print(json.dumps(asdict(entry), ensure_ascii=False), file=out)
        return
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_COLUMNS)
    table.writerows([getattr(entry, column) for column in _COLUMNS] for entry in entries)


def print_stats(turns: Sequence[TurnFigures], out: TextIO, *, as_json: bool) -> None:
    """One line an intent, the most frequent first; all of them together last, under the name `all`."""
    together = [TurnFigures("all", turn.outcome, turn.asked_again, turn.ms) for turn in turns]
    figures = [*by_intent(turns), *by_intent(together)]
    if as_json:
        for each in figures:
            print(json.dumps(asdict(each)), file=out)
        return
    print(_row("intent", "turns", "success", "asked again", "rejected", "p95"), file=out)
    for each in figures:
        print(_figures_row(each), file=out)


def _figures_row(each: IntentFigures) -> str:
    shares = (f"{100 * part / each.count:.0f} %" for part in (each.success, each.asked_again, each.rejected))
    return _row(each.intent or "(not understood)", str(each.count), *shares, f"{each.p95_ms} ms")


def _row(intent: str, *cells: str) -> str:
    return f"{intent:22}" + "".join(f"{cell:>13}" for cell in cells)


def _writes(entries: Sequence[JournalEntry], waiting: Collection[str]) -> Iterator[Write]:
    """The plans in the order they left, each with its last outcome."""
    outcomes: dict[str, JournalEntry] = {}
    logs: dict[str, str] = dict.fromkeys(waiting, "waiting")
    for entry in entries:
        if entry.outcome in ("posted", "declined"):
            logs[entry.plan_id] = entry.outcome
        else:
            outcomes[entry.plan_id] = entry
    for entry in entries:
        if entry.outcome == "sending":
            plan, last = json.loads(entry.detail), outcomes[entry.plan_id]
            yield Write(
                id=entry.plan_id,
                at=entry.at,
                **{name: plan[name] for name in ("user", "host", "till", "intent", "action")},
                outcome=last.outcome,
                code="" if last is entry else last.detail,
                log=logs.get(entry.plan_id, "none"),
            )
