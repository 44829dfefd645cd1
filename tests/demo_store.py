"""The demo store as tests use it: the real process, over loopback HTTP."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.databases import Database, PostgresDatabase, PostgresServer

ROOT = Path(__file__).parents[1]
"""From where the settings are found."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """One of the seeded users."""

    username: str
    password: str


@dataclass(frozen=True, slots=True)
class DemoStore:
    """A demo store that is running."""

    url: str
    """Scheme, host and port."""
    manager: Credentials
    cashier: Credentials
    process: "subprocess.Popen[str]"
    record: Path
    """What it wrote on standard error."""


@contextmanager
def running_demo_store(
    database: Database, *, may_fail: bool = False, settings: str = "tests.patient_store"
) -> Iterator[DemoStore]:
    """A store on `database`, which is copied from a fresh one when it is not there. Ends with the context.

    It runs with a module of Django's settings; the one here tells nobody to wait.

    It must then end by itself with exit code 0 and nothing on standard error, unless it `may_fail`.
    """
    if isinstance(database, PostgresDatabase):
        if not database.server.has(database.name):
            database.server.create(database.name, _fresh_postgres_database(database.server))
    elif not database.exists():
        database.write_bytes(_fresh_database())
    with _process(database, settings, may_fail=may_fail) as store:
        yield store


@cache
def _fresh_database() -> bytes:
    """What the store makes of no file at all: made once, because migrating takes longer than starting."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "store.sqlite3"
        with _process(database, "tests.patient_store", may_fail=False):
            pass
        return database.read_bytes()


@cache
def _fresh_postgres_database(server: PostgresServer) -> str:
    """The name of what the store makes of an empty database."""
    server.create("fresh")
    with _process(server.database("fresh"), "tests.patient_store", may_fail=False):
        pass
    return "fresh"


@contextmanager
def _process(database: Database, settings: str, *, may_fail: bool) -> Iterator[DemoStore]:
    command = [sys.executable, "-m", "kiosk_app.demo_store", "--settings", settings]
    environment = dict(os.environ)
    if isinstance(database, PostgresDatabase):
        environment["DATABASE_URL"] = database.server.url(database.name)
        folder = database.server.folder
    else:
        command += ["--database", str(database)]
        folder = database.parent
    record = folder / f"{uuid.uuid4().hex}.stderr"
    with (
        record.open("w") as stderr,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            assert line, f"the demo store did not start: {record.read_text()}"
            said: dict[str, Any] = json.loads(line)
            manager, cashier = Credentials(**said["manager"]), Credentials(**said["cashier"])
            yield DemoStore(said["url"], manager, cashier, process, record)
            process.stdin.close()
            code = process.wait(timeout=20)
        finally:
            process.kill()
    if not may_fail:
        assert code == 0, f"the demo store ended with {code}"
        assert not record.read_text(), f"the demo store complained: {record.read_text()}"
