"""Transactions in which the database itself refuses to write, and gives up what takes too long."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from django.db import OperationalError, connection, transaction
from rest_framework import status
from rest_framework.exceptions import APIException

GIVEN_UP = {"57014", "SQLITE_INTERRUPT"}
"""What PostgreSQL and SQLite call a statement that was stopped."""
STEPS = 1000
"""SQLite's virtual machine runs so many instructions between two looks at the clock."""


class TookTooLong(APIException):
    """The database has given the question up; asked again as it is, it would do so again."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY
    default_detail = "This takes the store too long. Ask about fewer days, or about one category."
    default_code = "took_too_long"


@contextmanager
def only_reading(seconds: float) -> Iterator[None]:
    """A transaction that sees one state of the data and cannot change it.

    Whatever tries to write inside fails at the database, as a `DatabaseError`. Raises TookTooLong after
    `seconds`, which PostgreSQL counts for each statement.
    """
    guarded = _postgresql if connection.vendor == "postgresql" else _sqlite
    try:
        with guarded(seconds):
            yield
    except OperationalError as error:
        if GIVEN_UP & {getattr(error.__cause__, name, None) for name in ("sqlstate", "sqlite_errorname")}:
            raise TookTooLong from error
        raise


@contextmanager
def _postgresql(seconds: float) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("SET LOCAL transaction_read_only = on")
            cursor.execute("SET LOCAL statement_timeout = %s", [round(seconds * 1000)])
        yield


@contextmanager
def _sqlite(seconds: float) -> Iterator[None]:
    """The transaction takes no lock, so that nobody waits for a report: writes begin IMMEDIATE otherwise."""
    sqlite: Any = connection  # the stubs know what all databases have in common
    sqlite.ensure_connection()
    writing, end = sqlite.transaction_mode, monotonic() + seconds
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON")
        sqlite.transaction_mode = "DEFERRED"
        sqlite.connection.set_progress_handler(lambda: monotonic() >= end, STEPS)
        try:
            with transaction.atomic():
                yield
        finally:
            sqlite.connection.set_progress_handler(None, STEPS)
            sqlite.transaction_mode = writing
            cursor.execute("PRAGMA query_only = OFF")
