"""The stores that every contract test runs on: the fake, and the real client with the demo store behind it."""

import uuid
from collections.abc import Iterator

import pytest

from kiosk_app.core.ports import Store
from kiosk_app.engines.store import DrfStore
from tests.contracts.acting import SignIn
from tests.demo_store import DemoStore, running_demo_store
from tests.fakes import CASHIER, FakeStore


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStore]:
    with running_demo_store(tmp_path_factory.mktemp("store") / "store.sqlite3") as running:
        yield running


@pytest.fixture(params=["fake", "real"])
def sign_in(request: pytest.FixtureRequest) -> Iterator[SignIn]:
    """Signs `manager` or `cashier` in, at a till of the test's own."""
    if request.param == "fake":
        yield lambda who: FakeStore(user=who) if who == "manager" else FakeStore(user=who, permissions=CASHIER)
        return
    demo: DemoStore = request.getfixturevalue("demo_store")
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
