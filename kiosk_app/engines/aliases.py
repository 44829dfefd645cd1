"""What people pick for their words, kept per store in SQLite, so that it need not be asked for ever."""

import logging
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.ports import Alias
from kiosk_app.core.types import Product
from kiosk_app.engines.sqlite import SqliteFile

_SETUP = """
CREATE TABLE IF NOT EXISTS picks (
    host TEXT NOT NULL,
    words TEXT NOT NULL,
    product_id TEXT NOT NULL,
    product TEXT NOT NULL,
    picks INTEGER NOT NULL,
    PRIMARY KEY (host, words, product_id)
);
"""

_LEARN = """
INSERT INTO picks (host, words, product_id, product, picks) VALUES (?, ?, ?, ?, 1)
ON CONFLICT (host, words, product_id) DO UPDATE SET picks = picks + 1, product = excluded.product
"""

log = logging.getLogger(__name__)


class SqliteAliases:
    """Implements `ports.Aliases` for the store at one host. To be used by the thread that made it.

    A turn goes on without it: what `learn` and `picked` cannot do is logged. The others raise MissingPart
    `aliases_failed`.
    """

    def __init__(self, path: Path, host: str) -> None:
        self._host = host
        self._file = SqliteFile(path, _SETUP, partial(MissingPart, "aliases_failed", file=path), timeout_s=2.0)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def learn(self, words: str, product: Product) -> None:
        """Count one pick more."""
        try:
            with self._file.disk(), self._file.connection:
                self._file.connection.execute(_LEARN, (self._host, words, product.id, product.name))
        except MissingPart as error:
            log.warning("a pick was not remembered: %s", error.code)

    def picked(self, words: str) -> Mapping[str, int]:
        """How often each product was picked for exactly these words, by its id."""
        asked = "SELECT product_id, picks FROM picks WHERE host = ? AND words = ?"
        try:
            with self._file.disk():
                return dict(self._file.connection.execute(asked, (self._host, words)).fetchall())
        except MissingPart as error:
            log.warning("picks cannot be read: %s", error.code)
            return {}

    def all(self) -> list[Alias]:
        """Everything that was learnt, in the words' order, what was picked most first."""
        asked = "SELECT words, product_id, product, picks FROM picks WHERE host = ? ORDER BY words, picks DESC"
        with self._file.disk():
            return [Alias(*row) for row in self._file.connection.execute(asked, (self._host,))]

    def forget(self, words: str) -> int:
        """Unlearn these words; returns how many products they stood for."""
        with self._file.disk(), self._file.connection:
            return self._file.connection.execute(
                "DELETE FROM picks WHERE host = ? AND words = ?", (self._host, words)
            ).rowcount
