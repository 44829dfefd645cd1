"""The till's record of its writes, in SQLite: on disk before a request leaves and after its answer."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kiosk_app.core.actions import Plan
from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.entries import JournalEntry, LogEntry, chained, without_personal
from kiosk_app.core.records.figures import TurnFigures

NO_LOG_FOR = timedelta(days=1)
"""How long a store that has no action log is not asked for one."""
TURNS_KEPT = timedelta(days=90)
HELD_FOR = timedelta(days=90)
"""How long a plan waits whole: whoever may post it, or say what became of it, may never sign in here again."""

# A rollback journal, not a WAL: a WAL that is cut short loses committed rows silently. EXTRA also syncs the folder,
# without which a power cut just after a commit could bring the rollback journal, and so the time before it, back.
# What is deleted are people's names: it is overwritten.
_SETUP = """
PRAGMA journal_mode = DELETE;
PRAGMA synchronous = EXTRA;
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS entries (
    seq INTEGER PRIMARY KEY,
    plan_id TEXT NOT NULL,
    at TEXT NOT NULL,
    outcome TEXT NOT NULL CHECK (outcome IN ('sending', 'done', 'refused', 'unknown', 'posted', 'declined')),
    detail TEXT NOT NULL,
    digest TEXT NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS sent_once ON entries (plan_id) WHERE outcome = 'sending';
CREATE INDEX IF NOT EXISTS entries_of_plan ON entries (plan_id);
CREATE TABLE IF NOT EXISTS held (
    plan_id TEXT PRIMARY KEY,
    user TEXT NOT NULL,
    host TEXT NOT NULL,
    till TEXT NOT NULL,
    plan TEXT NOT NULL,
    preview TEXT NOT NULL,
    salt TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS without_log (host TEXT PRIMARY KEY, at TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS turns (
    at TEXT NOT NULL,
    intent TEXT NOT NULL,
    outcome TEXT NOT NULL,
    asked_again INTEGER NOT NULL,
    ms INTEGER NOT NULL
);
"""

_IS_SETTLED = "EXISTS (SELECT 1 FROM entries WHERE plan_id = held.plan_id AND outcome IN ('done', 'refused'))"
_WAITING = """
FROM held
JOIN entries AS sent ON sent.plan_id = held.plan_id AND sent.outcome = 'sending'
JOIN entries AS settled ON settled.plan_id = held.plan_id AND settled.outcome IN ('done', 'refused')
"""
_OVER = "SELECT plan_id FROM entries WHERE outcome = 'declined' OR (outcome = 'sending' AND at < ?)"


class SqliteJournal:
    """Implements `ports.Journal` on one file. To be used by the thread that made it.

    `entries` are added, never changed, and hold nothing personal; `held` has the whole plans, until they are settled
    and the store's log has taken or declined them. Every method raises MissingPart `journal_failed` where the file
    cannot be read or written: then nothing of it was recorded.
    """

    def __init__(self, path: Path) -> None:
        with _disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self._connection = sqlite3.connect(path, timeout=2.0, isolation_level=None)
        try:
            with _disk():
                self._connection.executescript(_SETUP)
            self._take_over()
            with self._writing():
                self._connection.execute("DELETE FROM turns WHERE at < ?", (_ago(TURNS_KEPT),))
                over = f"DELETE FROM held WHERE plan_id IN ({_OVER})"  # noqa: S608 - a constant
                self._connection.execute(over, (_ago(HELD_FOR),))
        except MissingPart:
            self._connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def sending(self, plan: Plan, preview: str) -> None:
        """The plan is about to leave; on disk when this returns. A plan is never recorded twice."""
        with self._writing():
            self._send(plan, preview, _now())

    def settle(self, plan_id: str, outcome: str, detail: str = "") -> None:
        """What became of it: `done`, `refused` or `unknown`; `detail` is an error's code."""
        with self._writing():
            if outcome not in ("done", "refused", "unknown"):
                raise ValueError(f"{outcome} is no outcome")
            if not self._connection.execute("SELECT 1 FROM entries WHERE plan_id = ?", (plan_id,)).fetchone():
                raise ValueError(f"{plan_id} was never sent")
            self._add(plan_id, _now(), outcome, detail)
            self._connection.execute(
                f"DELETE FROM held WHERE plan_id = ? AND {_IS_SETTLED}"  # noqa: S608 - a constant
                " AND host IN (SELECT host FROM without_log WHERE at > ?)",
                (plan_id, _ago(NO_LOG_FOR)),
            )

    def unsettled(self) -> list[Plan]:
        """Plans without an outcome, or whose only outcome is `unknown`; oldest first."""
        with _disk():
            rows = self._connection.execute(
                f"SELECT plan FROM held WHERE NOT {_IS_SETTLED} ORDER BY rowid"  # noqa: S608 - a constant
            ).fetchall()
            return [from_json(Plan, json.loads(row[0])) for row in rows]

    def to_post(self, user: str, host: str, till: str) -> LogEntry | None:
        """The oldest settled entry of this person's that the store's log has neither taken nor declined."""
        with _disk():
            row = self._connection.execute(
                "SELECT held.plan, held.preview, sent.at, settled.at, settled.outcome, settled.detail, held.salt"
                f" {_WAITING} WHERE held.user = ? AND held.host = ? AND held.till = ? ORDER BY settled.seq LIMIT 1",
                (user, host, till),
            ).fetchone()
            if row is None:
                return None
            plan, preview, sent, settled, outcome, detail, salt = row
            times = datetime.fromisoformat(sent), datetime.fromisoformat(settled)
            return LogEntry(from_json(Plan, json.loads(plan)), preview, *times, outcome, detail, salt)

    def posted(self, plan_id: str) -> None:
        """The store's log has it: what is personal in it goes from here."""
        self._let_go(plan_id, "posted", "")

    def declined(self, plan_id: str, code: str) -> None:
        """The store's log will never take it: what is personal in it has nothing left to wait for."""
        self._let_go(plan_id, "declined", code)

    def no_log(self, host: str) -> bool:
        """Remember that this store has no log, and keep nothing for it; False where it had taken something before."""
        with self._writing():
            took = self._connection.execute(
                "SELECT 1 FROM entries AS taken JOIN entries AS sent USING (plan_id) WHERE taken.outcome = 'posted'"
                " AND sent.outcome = 'sending' AND json_extract(sent.detail, '$.host') = ? LIMIT 1",
                (host,),
            ).fetchone()
            if took:
                return False
            self._connection.execute("INSERT OR REPLACE INTO without_log VALUES (?, ?)", (host, _now()))
            self._connection.execute(
                f"DELETE FROM held WHERE host = ? AND {_IS_SETTLED}",  # noqa: S608 - a constant
                (host,),
            )
            return True

    def count(self, turn: TurnFigures) -> None:
        """Count a turn."""
        with self._writing():
            self._connection.execute(
                "INSERT INTO turns VALUES (?, ?, ?, ?, ?)",
                (_now(), turn.intent, turn.outcome, turn.asked_again, turn.ms),
            )

    def turns(self) -> list[TurnFigures]:
        """All that were counted in the last 90 days."""
        with _disk():
            rows = self._connection.execute("SELECT intent, outcome, asked_again, ms FROM turns").fetchall()
            return [TurnFigures(intent, outcome, bool(asked_again), ms) for intent, outcome, asked_again, ms in rows]

    def entries(self) -> list[JournalEntry]:
        """Every entry, oldest first."""
        with _disk():
            rows = self._connection.execute(
                "SELECT seq, plan_id, at, outcome, detail, digest FROM entries ORDER BY seq"
            ).fetchall()
            return [JournalEntry(*row) for row in rows]

    def waiting(self) -> frozenset[str]:
        """The plans that are to be posted yet."""
        with _disk():
            return frozenset(row[0] for row in self._connection.execute(f"SELECT held.plan_id {_WAITING}"))

    def _let_go(self, plan_id: str, outcome: str, detail: str) -> None:
        with self._writing():
            if self._connection.execute("DELETE FROM held WHERE plan_id = ?", (plan_id,)).rowcount:
                self._add(plan_id, _now(), outcome, detail)

    def _send(self, plan: Plan, preview: str, at: str) -> None:
        salt = secrets.token_hex(16)
        self._add(plan.id, at, "sending", _written(without_personal(plan, salt)))
        self._connection.execute(
            "INSERT INTO held VALUES (?, ?, ?, ?, ?, ?, ?)",
            (plan.id, plan.user, plan.host, plan.till, _written(plan), preview, salt),
        )

    def _add(self, plan_id: str, at: str, outcome: str, detail: str) -> None:
        last = self._connection.execute("SELECT seq, digest FROM entries ORDER BY seq DESC LIMIT 1").fetchone()
        seq, previous = last or (0, "")
        digest = chained(previous, plan_id, at, outcome, detail)
        self._connection.execute(
            "INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?)", (seq + 1, plan_id, at, outcome, detail, digest)
        )

    def _take_over(self) -> None:
        """Take over what was written before entries were chained."""
        with self._writing():
            execute = self._connection.execute
            if not execute("SELECT 1 FROM sqlite_master WHERE name = 'plans'").fetchone():
                return
            for at, plan in execute("SELECT at, plan FROM plans ORDER BY seq").fetchall():
                self._send(from_json(Plan, json.loads(plan)), "", at)
            for row in execute("SELECT plan_id, at, outcome, detail FROM outcomes ORDER BY seq").fetchall():
                self._add(*row)
            execute("DROP TABLE outcomes")
            execute("DROP TABLE plans")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction, whose lock is held from its start: the chain has one end."""
        with _disk():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise


@contextmanager
def _disk() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError, ValueError) as error:
        raise MissingPart("journal_failed", reason=str(error)) from error


def _written(plan: Plan) -> str:
    return json.dumps(to_json(plan), ensure_ascii=False)


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _ago(span: timedelta) -> str:
    return (datetime.now(UTC) - span).isoformat()
