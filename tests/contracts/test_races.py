"""Two tills that change one price at once: one wins, the other one is told and sees the new value; nothing is lost."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from threading import Barrier

import pytest

from kiosk_app.core.actions import Plan
from kiosk_app.core.errors import Conflict
from kiosk_app.engines.store import DrfStore
from tests.conftest import LONG
from tests.contracts.acting import plan, price_change
from tests.databases import Database, PostgresServer, looking_into, new_name
from tests.demo_store import running_demo_store

RACES = 1000 if LONG else 20
COFFEE = "1"


@dataclass(frozen=True, slots=True)
class Shop:
    """Two tills on one database."""

    database: Database
    tills: tuple[DrfStore, DrfStore]


@pytest.fixture(params=["sqlite", "postgres"])
def shop(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shop]:
    """On PostgreSQL each till has a store of its own: only the database stands between them."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            database: Database = tmp_path / "store.sqlite3"
            stores = [stack.enter_context(running_demo_store(database))] * 2
        else:
            server: PostgresServer = request.getfixturevalue("postgres")
            database = server.database(new_name())
            stores = [stack.enter_context(running_demo_store(database)) for _ in range(2)]
        tills = []
        for number, store in enumerate(stores):
            who = store.manager
            tills.append(DrfStore.sign_in(store.url, who.username, who.password, f"till-{number}", "en"))
            stack.callback(tills[number].close)
        yield Shop(database, (tills[0], tills[1]))


def test_of_two_tills_one_wins_and_the_other_sees_the_new_value(shop: Shop) -> None:
    expected = [shop.tills[0].product(COFFEE).price.amount]
    start = Barrier(2)

    def send(till: DrfStore, agreed: Plan) -> str:
        start.wait()
        try:
            till.apply(agreed)
        except Conflict as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        for race in range(RACES):
            prices = [Decimal(100 + 2 * race + side) / 100 for side in range(2)]
            plans = [
                plan(till, price_change(till.product(COFFEE), str(price)))
                for till, price in zip(shop.tills, prices, strict=True)
            ]
            ended = list(pool.map(send, shop.tills, plans))
            assert sorted(ended) == ["done", "store_changed"]
            loser = ended.index("store_changed")
            till, now = shop.tills[loser], shop.tills[loser].product(COFFEE)
            assert now.price.amount == prices[1 - loser]
            till.apply(plan(till, price_change(now, str(prices[loser]))))
            expected += [prices[1 - loser], prices[loser]]
    assert _history(shop.database) == list(pairwise(expected))
    assert shop.tills[0].product(COFFEE).price.amount == expected[-1]


def _history(database: Database) -> list[tuple[Decimal, Decimal]]:
    """Every former and new price, of the coffee alone, as the store has kept them."""
    with looking_into(database) as connection:
        found = connection.execute("SELECT old, new FROM catalogue_pricechange ORDER BY id")
        return [(Decimal(str(old)), Decimal(str(new))) for old, new in found.fetchall()]
