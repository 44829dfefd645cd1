"""One demo store for all tests here, and people who use it. Each test has products or a till of its own."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.databases import Database, PostgresServer, looking_into, new_name
from tests.demo_store import Credentials, DemoStore, running_demo_store


class Person:
    """Somebody who is signed in."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def get(self, path: str, **parameters: str | int) -> httpx.Response:
        """Read."""
        return self.http.get(path, params=parameters or None)

    def write(
        self, path: str, body: object, match: str | None, *, key: str | None = None, method: str = "PATCH"
    ) -> httpx.Response:
        """Write, made from the version `match`, under a key of its own unless one is given."""
        headers = {"Idempotency-Key": key or str(uuid.uuid4())}
        if match is not None:
            headers["If-Match"] = match
        return self.http.request(method, path, json=body, headers=headers)

    def named(self, name: str) -> dict[str, Any]:
        """The product with exactly this name."""
        found = self.get("/api/products/", search=name, page_size=500).json()["results"]
        return next(product for product in found if product["name"] == name)

    def modifiers(self) -> dict[str, dict[str, Any]]:
        """All modifiers by name."""
        groups = self.get("/api/modifier-groups/").json()["results"]
        return {modifier["name"]: modifier for group in groups for modifier in group["modifiers"]}


@contextmanager
def signed_in(store: DemoStore, credentials: Credentials) -> Iterator[Person]:
    """Somebody, until the context ends."""
    with httpx.Client(base_url=store.url, trust_env=False, timeout=20) as http:
        body = {"username": credentials.username, "password": credentials.password}
        token = http.post("/api/auth/token/", json=body).json()["token"]
        http.headers["Authorization"] = f"Token {token}"
        yield Person(http)


ON_BOTH = pytest.mark.parametrize("store_database", ["sqlite", "postgres"], indirect=True, scope="session")
"""For tests of a store: on both its databases."""


@pytest.fixture(scope="session")
def store_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """What the store that all tests here share keeps its data in."""
    if getattr(request, "param", "sqlite") == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        return server.database(new_name())
    return tmp_path_factory.mktemp("store") / "store.sqlite3"


@pytest.fixture(scope="session")
def store(store_database: Database) -> Iterator[DemoStore]:
    """The store that all tests here share."""
    with running_demo_store(store_database) as running:
        yield running


@pytest.fixture(scope="session")
def manager(store: DemoStore) -> Iterator[Person]:
    """The manager."""
    with signed_in(store, store.manager) as person:
        yield person


@pytest.fixture(scope="session")
def cashier(store: DemoStore) -> Iterator[Person]:
    """The cashier."""
    with signed_in(store, store.cashier) as person:
        yield person


@pytest.fixture(scope="session")
def newcomer(store: DemoStore, store_database: Database) -> Iterator[Person]:
    """Somebody without any right."""
    with signed_in(store, engaged(store, store_database, "newcomer")) as person:
        yield person


def engaged(store: DemoStore, database: Database, name: str) -> Credentials:
    """A new user without any right, whose password is the cashier's."""
    columns = "password, is_superuser, first_name, last_name, email, is_staff, is_active, date_joined"
    with looking_into(database) as connection:
        connection.execute(
            f"INSERT INTO auth_user (username, {columns})"  # noqa: S608 - these are the columns above
            f" SELECT '{name}', {columns} FROM auth_user WHERE username = 'cashier'"
        )
    return replace(store.cashier, username=name)


@pytest.fixture
def till() -> str:
    """The address of the open order of a till that nobody else uses."""
    return f"/api/tills/{uuid.uuid4().hex}/order/"
