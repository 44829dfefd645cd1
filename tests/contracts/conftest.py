"""The stores that every contract test runs on: the fake, and the real client behind which is the demo store."""

import uuid
from collections.abc import Iterator

import pytest

from kiosk_app.core.ports import Store
from kiosk_app.core.types import Language
from kiosk_app.engines.store import DrfStore
from tests.contracts.acting import Enter, SignIn, impatient
from tests.databases import Database, PostgresServer, new_name
from tests.demo_store import DemoStore, running_demo_store
from tests.fakes import CASHIER, FakeStore
from tests.faulty_proxy import FaultyProxy

ON_BOTH = pytest.mark.parametrize("demo_store", ["sqlite", "postgres"], indirect=True, scope="module")
"""For tests of the real client: with the demo store on both its databases."""


@pytest.fixture(scope="module")
def demo_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStore]:
    database: Database = tmp_path_factory.mktemp("store") / "store.sqlite3"
    if getattr(request, "param", "sqlite") == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        database = server.database(new_name())
    with running_demo_store(database) as running:
        yield running


@pytest.fixture(scope="module")
def postgres_demo_store(postgres: PostgresServer) -> Iterator[DemoStore]:
    with running_demo_store(postgres.database(new_name())) as running:
        yield running


@pytest.fixture(params=["fake", "demo_store", "postgres_demo_store"])
def sign_in(request: pytest.FixtureRequest) -> Iterator[SignIn]:
    """Signs `manager` or `cashier` in, at a till of the test's own."""
    if request.param == "fake":
        yield lambda who: FakeStore(user=who) if who == "manager" else FakeStore(user=who, permissions=CASHIER)
        return
    demo: DemoStore = request.getfixturevalue(request.param)
    till = f"till-{uuid.uuid4().hex[:12]}"
    opened: list[DrfStore] = []

    def enter(who: str) -> Store:
        person = demo.manager if who == "manager" else demo.cashier
        opened.append(DrfStore.sign_in(demo.url, person.username, person.password, till, "en"))
        return opened[-1]

    yield enter
    for store in opened:
        store.close()


@pytest.fixture
def store(sign_in: SignIn) -> Store:
    return sign_in("manager")


@pytest.fixture
def proxy(demo_store: DemoStore) -> Iterator[FaultyProxy]:
    with FaultyProxy(demo_store.url) as between:
        yield between


@pytest.fixture
def enter(demo_store: DemoStore, proxy: FaultyProxy) -> Iterator[Enter]:
    """Signs the manager in through the proxy, with a client that waits for nothing long."""
    opened: list[DrfStore] = []
    till = f"till-{uuid.uuid4().hex[:12]}"

    def sign_in(language: Language = "en", url: str = proxy.url) -> DrfStore:
        person = demo_store.manager
        opened.append(DrfStore.sign_in(url, person.username, person.password, till, language, impatient))
        return opened[-1]

    yield sign_in
    for store in opened:
        store.close()


@pytest.fixture
def through_proxy(enter: Enter, proxy: FaultyProxy) -> DrfStore:
    """The manager signed in; what that took is not in `proxy.seen`."""
    signed_in = enter()
    proxy.seen.clear()
    return signed_in
