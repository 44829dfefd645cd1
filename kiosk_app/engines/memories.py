"""What people said and left open, kept for some days in SQLite."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Literal

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.diary import Open, Said
from kiosk_app.engines.sqlite import SqliteFile

_SETUP = """
PRAGMA secure_delete = ON;
CREATE TABLE IF NOT EXISTS said (host TEXT NOT NULL, user TEXT NOT NULL, at TEXT NOT NULL, words TEXT NOT NULL,
    answer TEXT NOT NULL, outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS open (host TEXT NOT NULL, user TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
    about TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (host, user, kind));
"""


class SqliteMemories:
    """Implements `core.records.diary.Memories` for the store at one host; raises MissingPart `memories_failed`.

    To be used by the thread that made it. What is older than `days` is deleted when the file is opened or written to:
    with 1, what was said on another day than today, by the till's clock.
    """

    def __init__(self, path: Path, host: str, days: int) -> None:
        self._host = host
        self._days = days
        self._file = SqliteFile(path, _SETUP, partial(MissingPart, "memories_failed", file=path), timeout_s=2.0)
        try:
            with self._file.disk():
                self._expire()
        except MissingPart:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def note(self, user: str, said: Said) -> None:
        """Keep a turn."""
        row = (self._host, user, _written(said.at), said.words, said.answer, said.outcome)
        with self._file.disk(), self._file.connection:
            self._file.connection.execute("INSERT INTO said VALUES (?, ?, ?, ?, ?, ?)", row)
            self._expire()

    def said(self, user: str) -> list[Said]:
        """What they said, oldest first."""
        asked = "SELECT at, words, answer, outcome FROM said WHERE host = ? AND user = ? ORDER BY at, rowid"
        with self._file.disk(), self._file.connection:
            self._expire()
            rows = self._file.connection.execute(asked, (self._host, user)).fetchall()
        return [Said(datetime.fromisoformat(at), *others) for at, *others in rows]

    def leave(self, user: str, left: Open) -> None:
        """Something is open."""
        row = (self._host, user, left.kind, _written(left.at), left.about, left.number)
        with self._file.disk(), self._file.connection:
            self._file.connection.execute("INSERT OR REPLACE INTO open VALUES (?, ?, ?, ?, ?, ?)", row)

    def settle(self, user: str, kind: Literal["order", "question"]) -> None:
        """Nothing of this kind is open any more."""
        with self._file.disk(), self._file.connection:
            asked = "DELETE FROM open WHERE host = ? AND user = ? AND kind = ?"
            self._file.connection.execute(asked, (self._host, user, kind))

    def left(self, user: str) -> list[Open]:
        """What is open, oldest first."""
        asked = "SELECT kind, at, about, number FROM open WHERE host = ? AND user = ? ORDER BY at"
        with self._file.disk():
            rows = self._file.connection.execute(asked, (self._host, user)).fetchall()
        return [Open(kind, datetime.fromisoformat(at), *others) for kind, at, *others in rows]

    def forget(self, user: str) -> None:
        """Forget all of it."""
        with self._file.disk(), self._file.connection:
            self._file.connection.execute("DELETE FROM said WHERE host = ? AND user = ?", (self._host, user))
            self._file.connection.execute("DELETE FROM open WHERE host = ? AND user = ?", (self._host, user))

    def _expire(self) -> None:
        today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
        oldest = _written(today - timedelta(days=self._days - 1))
        self._file.connection.execute("DELETE FROM said WHERE at < ?", (oldest,))
        self._file.connection.execute("DELETE FROM open WHERE at < ?", (oldest,))
        self._file.connection.commit()


def _written(moment: datetime) -> str:
    """In UTC, so that the order of the texts is that of the moments."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
