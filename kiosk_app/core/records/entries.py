"""What the till keeps of its writes: entries that are chained, personal texts hashed, and what the store's log gets."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any, Literal

from kiosk_app.core.actions import NewLine, Plan
from kiosk_app.core.types import Customer, OrderDetails, OrderLine

_PERSONAL: Mapping[type, tuple[str, ...]] = {
    Customer: ("name", "phone", "address", "notes"),
    OrderDetails: ("name", "phone", "address", "notes"),
    OrderLine: ("notes",),
    NewLine: ("notes",),
}
"""Fields that may say something of a person."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One write that is settled, as the store's own action log keeps it."""

    plan: Plan
    preview: str
    """What was shown before the Yes: a title, then one row a line."""
    sent: datetime
    """UTC."""
    settled: datetime
    """UTC."""
    outcome: Literal["done", "refused"]
    detail: str
    """The error's code where it was refused."""
    salt: str
    """What the till's journal has hashed the personal texts with; it keeps it no longer than the texts."""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One row of the till's journal. Rows are added, never changed; each one's digest covers all before it."""

    seq: int
    plan_id: str
    at: str
    """UTC, ISO 8601."""
    outcome: str
    """`sending`, then `done`, `refused` or `unknown`; then `posted` to the store's log, or `declined` by it."""
    detail: str
    """Of `sending` the plan as JSON, its personal texts hashed; of the others an error's code."""
    digest: str
    """SHA-256, hexadecimal."""


def chained(previous: str, plan_id: str, at: str, outcome: str, detail: str) -> str:
    """The digest of a row that follows the one with the digest `previous` (empty for the first)."""
    return hashlib.sha256(json.dumps([previous, plan_id, at, outcome, detail]).encode()).hexdigest()


def first_changed(entries: Iterable[JournalEntry]) -> JournalEntry | None:
    """The first entry that does not follow from those before it; None where all do.

    Rows that were cut off at the end cannot be seen: compare the last digest with one that was written down.
    """
    previous = ""
    for number, entry in enumerate(entries, start=1):
        digest = chained(previous, entry.plan_id, entry.at, entry.outcome, entry.detail)
        if (entry.seq, entry.digest) != (number, digest):
            return entry
        previous = digest
    return None


def without_personal(plan: Plan, salt: str) -> Plan:
    """The plan with `sha256:` and the hash of salt and text in the place of each personal text."""
    return replace(plan, action=_hashed(plan.action, salt))


def _hashed(value: Any, salt: str) -> Any:
    if isinstance(value, tuple):
        return tuple(_hashed(item, salt) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    personal = _PERSONAL.get(type(value), ())
    given = {field.name: getattr(value, field.name) for field in fields(value)}
    return replace(
        value,
        **{name: _hash(item, salt) if name in personal else _hashed(item, salt) for name, item in given.items()},
    )


def _hash(text: str, salt: str) -> str:
    return f"sha256:{hashlib.sha256((salt + text).encode()).hexdigest()}" if text else ""
