"""Who may work under an idempotency key: one request at a time, in a transaction that lasts as long as its claim."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.db import connection, transaction

READS = "/api/analytics/"
WITHOUT_KEYS = ("/api/auth/", READS)
"""Where they are not asked for: a sign-in has no signed-in person yet, and a question about figures only reads."""


class Claims:
    """The keys at work. SQLite's belong to one process, which knows them in memory; PostgreSQL knows those of all."""

    def __init__(self) -> None:
        self._at_work: set[tuple[int, str]] = set()
        self._guard = Lock()
        # SQLite before 3.51.3 can lose a checkpoint when two connections write and checkpoint at once.
        self._one_writer = Lock()

    @contextmanager
    def one_writer(self) -> Iterator[None]:
        """Write while nobody else in this process does, where the database needs that."""
        if connection.vendor == "postgresql":
            yield
            return
        with self._one_writer:
            yield

    @contextmanager
    def claim(self, user_id: int, key: str) -> Iterator[bool]:
        """Hold a user's key while its transaction runs; False when another request holds it."""
        if connection.vendor == "postgresql":
            with transaction.atomic():
                yield _locked(user_id, key)
            return
        with self._guard:
            free = (user_id, key) not in self._at_work
            self._at_work.add((user_id, key))
        if not free:
            yield False
            return
        try:
            with self.one_writer(), transaction.atomic():
                yield True
        finally:
            with self._guard:
                self._at_work.remove((user_id, key))


def _locked(user_id: int, key: str) -> bool:
    """Take PostgreSQL's advisory lock for the key, which the end of the transaction gives back."""
    number = int.from_bytes(hashlib.sha256(f"{user_id} {key}".encode()).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (free,) = cursor.fetchone()
    return bool(free)
