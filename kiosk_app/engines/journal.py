"""The till's record of its writes, in SQLite: on disk before a request leaves and after its answer."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Plan

# A rollback journal, not a WAL: a WAL that is cut short loses committed rows silently. EXTRA also syncs the folder,
# without which a power cut just after a commit could bring the rollback journal, and so the time before it, back.
_SETUP = """
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = EXTRA;
PRAGMA foreign_keys = ON;
CREATE TABLE IF NOT EXISTS plans (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    plan TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS outcomes (
    seq INTEGER PRIMARY KEY,
    plan_id TEXT NOT NULL REFERENCES plans (id),
    at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'refused', 'unknown')),
    detail TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS outcomes_of_plan ON outcomes (plan_id);
"""

_UNSETTLED = """
SELECT plan FROM plans
WHERE NOT EXISTS (SELECT 1 FROM outcomes WHERE plan_id = plans.id AND outcome IN ('done', 'refused'))
ORDER BY seq
"""


class SqliteJournal:
    """Implements `ports.Journal` on one file; rows are added, never changed. To be used by the thread that made it.

    Every method raises MissingPart `journal_failed` where the file cannot be read or written: then nothing of it
    was recorded.
    """

    def __init__(self, path: Path) -> None:
        with _disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, timeout=2.0)
        try:
            with _disk():
                self._connection.executescript(_SETUP)
        except MissingPart:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def sending(self, plan: Plan) -> None:
        """The plan is about to leave; on disk when this returns. A plan is never recorded twice."""
        self._add("INSERT INTO plans (id, at, plan) VALUES (?, ?, ?)", plan.id, _now(), json.dumps(to_json(plan)))

    def settle(self, plan_id: str, outcome: str, detail: str = "") -> None:
        """What became of it: `done`, `refused` or `unknown`; `detail` is an error's code."""
        self._add(
            "INSERT INTO outcomes (plan_id, at, outcome, detail) VALUES (?, ?, ?, ?)", plan_id, _now(), outcome, detail
        )

    def unsettled(self) -> list[Plan]:
        """Plans without an outcome, or whose only outcome is `unknown`; oldest first."""
        with _disk():
            rows = self._connection.execute(_UNSETTLED).fetchall()
            return [from_json(Plan, json.loads(row[0])) for row in rows]

    def _add(self, statement: str, *values: str) -> None:
        with _disk(), self._connection:
            self._connection.execute(statement, values)


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise MissingPart("journal_failed", reason=str(error)) from error


def _now() -> str:
    return datetime.now(UTC).isoformat()
