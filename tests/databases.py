"""Where a demo store under test keeps its data: in a SQLite file, or on a PostgreSQL server that the tests start."""

import os
import shutil
import sqlite3
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

ACCOUNT = "postgres"
"""Whom the server runs as where the tests run as root, whom it refuses."""


class CannotStartError(Exception):
    """There is no PostgreSQL here, or it does not start."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server of the tests' own, reached through a socket in `folder` alone."""

    folder: Path

    def database(self, name: str) -> "PostgresDatabase":
        """A database, which is there once it was created."""
        return PostgresDatabase(self, name)

    def create(self, name: str, template: str = "template1") -> None:
        """Make a database, as a copy of another one that nobody uses now."""
        with self.connected("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")

    def has(self, name: str) -> bool:
        """True when the database is there."""
        with self.connected("postgres") as connection:
            return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def url(self, name: str) -> str:
        """What DATABASE_URL takes."""
        return f"postgresql:///{name}?host={self.folder}&user=store"

    @contextmanager
    def connected(self, name: str) -> Iterator["psycopg.Connection[Any]"]:
        """A connection that keeps what it does at once, closed with the context."""
        with closing(psycopg.connect(self.url(name), autocommit=True)) as connection:
            yield connection


@dataclass(frozen=True, slots=True)
class PostgresDatabase:
    """One database of the server."""

    server: PostgresServer
    name: str


Database = Path | PostgresDatabase


def new_name() -> str:
    """A database's name that no other has."""
    return f"store_{uuid.uuid4().hex}"


@contextmanager
def looking_into(database: Database) -> Iterator[Any]:
    """A connection whose `execute(sql)` keeps what it does at once: sqlite3's or psycopg's."""
    if isinstance(database, PostgresDatabase):
        with database.server.connected(database.name) as connection:
            yield connection
    else:
        with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as connection:
            yield connection


@contextmanager
def nobody_writes_orders(database: Database) -> Iterator[None]:
    """Whoever wants to change an order waits until this ends."""
    with looking_into(database) as connection:
        if isinstance(database, PostgresDatabase):
            connection.execute("BEGIN")
            connection.execute("LOCK TABLE orders_order IN EXCLUSIVE MODE")
        else:
            connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def running_postgres() -> Iterator[PostgresServer]:
    """A new, empty server, gone when the context ends. Raises CannotStartError."""
    with TemporaryDirectory(prefix="kiosk-app-postgres-") as name:
        folder = Path(name)
        if os.geteuid() == 0:
            try:
                shutil.chown(folder, ACCOUNT, ACCOUNT)
            except LookupError as error:
                raise CannotStartError(f"there is no account {ACCOUNT!r}") from error
        programs, data = _programs(), folder / "data"
        locale = ("--encoding=UTF8", "--locale=C.UTF-8")
        _run(folder, programs / "initdb", "-D", data, "--auth=trust", "--username=store", "--no-sync", *locale)
        options = f"-F -k {folder} -c listen_addresses='' -c max_connections=200"
        _run(folder, programs / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield PostgresServer(folder)
        finally:
            _run(folder, programs / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop")


def _programs() -> Path:
    """Where initdb and pg_ctl are: Debian keeps them off the path, a folder for each version."""
    if (found := shutil.which("initdb")) is not None:
        return Path(found).parent
    folders = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(folders, key=lambda program: int(program.parts[-3]), default=None)
    if newest is None:
        raise CannotStartError("PostgreSQL is not installed")
    return newest.parent


def _run(folder: Path, *command: Path | str) -> None:
    """Run one of PostgreSQL's programs, never as root."""
    account: dict[str, Any] = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": ()} if os.geteuid() == 0 else {}
    ended = subprocess.run(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **account,
    )
    if ended.returncode:
        raise CannotStartError(f"{command[0]} ended with {ended.returncode}: {ended.stderr or ended.stdout}")
