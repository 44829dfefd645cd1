"""Where the till's documents came from and in which version, in SQLite: so that nothing unchanged is read again."""

import json
from functools import partial
from pathlib import Path
from typing import Any

from kiosk_app.core.documents.sources import Origin, Source
from kiosk_app.core.errors import MissingPart
from kiosk_app.engines.sqlite import SqliteFile

_SETUP = """
CREATE TABLE IF NOT EXISTS sources (
    name TEXT PRIMARY KEY,
    origin TEXT NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    problem TEXT NOT NULL,
    empty_pages TEXT NOT NULL
);
"""


class SqliteSources:
    """Implements `ports.Sources`. To be used by the thread that made it; raises MissingPart `knowledge_failed`."""

    def __init__(self, path: Path) -> None:
        failed = partial(MissingPart, "knowledge_failed", folder=path.parent)
        self._file = SqliteFile(path, _SETUP, failed, timeout_s=10.0)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def all(self) -> list[Source]:
        """All of them, by their names."""
        with self._file.disk():
            return [_source(row) for row in self._file.connection.execute("SELECT * FROM sources ORDER BY name")]

    def of(self, origin: Origin) -> dict[str, Source]:
        """Those of one origin by their names, in the names' order."""
        with self._file.disk():
            rows = self._file.connection.execute("SELECT * FROM sources WHERE origin = ? ORDER BY name", (origin,))
            return {row[0]: _source(row) for row in rows}

    def put(self, source: Source) -> None:
        """Keep what became of it, in the place of what was known of it."""
        row = (source.name, source.origin, source.version, source.state, source.title, source.problem)
        with self._file.disk(), self._file.connection:
            self._file.connection.execute(
                "INSERT OR REPLACE INTO sources VALUES (?, ?, ?, ?, ?, ?, ?)", (*row, json.dumps(source.empty_pages))
            )

    def forget(self, name: str) -> bool:
        """Forget a source; returns whether it was known."""
        with self._file.disk(), self._file.connection:
            return self._file.connection.execute("DELETE FROM sources WHERE name = ?", (name,)).rowcount > 0

    def look_at_twins_again(self) -> None:
        """What they were twins of may have gone."""
        with self._file.disk(), self._file.connection:
            self._file.connection.execute("UPDATE sources SET version = '' WHERE state = 'twin'")


def _source(row: tuple[Any, ...]) -> Source:
    name, origin, version, state, title, problem, empty_pages = row
    return Source(name, origin, version, state, title, problem, tuple(json.loads(empty_pages)))
