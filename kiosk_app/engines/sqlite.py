"""A SQLite file of the till's own, which nobody else on the computer may read."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from kiosk_app.core.errors import MissingPart


class SqliteFile:
    """One connection. To be used by the thread that made it; whatever fails on the disk becomes a `MissingPart`."""

    def __init__(
        self,
        path: Path,
        setup: str,
        failed: Callable[[], MissingPart],
        *,
        timeout_s: float,
        isolation_level: Literal["DEFERRED"] | None = "DEFERRED",
    ) -> None:
        """Make what is missing, and run the statements of `setup`. Raises what `failed` makes.

        `timeout_s`: for how long another's writing is waited for. `isolation_level`: None where whoever uses it begins
        every transaction.
        """
        self._failed = failed
        with self.disk():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            self.connection = sqlite3.connect(path, timeout=timeout_s, isolation_level=isolation_level)
        try:
            with self.disk():
                self.connection.executescript(setup)
        except MissingPart:
            self.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def disk(self) -> Iterator[None]:
        """What SQLite and the system raise inside is raised as what `failed` makes."""
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise self._failed() from error
