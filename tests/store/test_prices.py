"""Changing a price: who may, from which version, and what stays on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest

from tests.databases import Database, looking_into
from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH


def address(product: dict[str, Any]) -> str:
    return f"/api/products/{product['id']}/"


def history(database: Database, product: dict[str, Any]) -> list[tuple[str, Decimal, Decimal]]:
    with looking_into(database) as connection:
        found = connection.execute(
            "SELECT username, old, new FROM catalogue_pricechange"  # noqa: S608 - the id is a number
            f" JOIN auth_user ON auth_user.id = user_id WHERE product_id = {product['id']:d}"
            " ORDER BY catalogue_pricechange.id"
        ).fetchall()
    return [(user, Decimal(str(old)), Decimal(str(new))) for user, old, new in found]


def test_manager_changes_a_price_and_it_is_on_record(manager: Person, store_database: Database) -> None:
    path = address(product := manager.named("Coca-Cola 33 cl can"))
    before = manager.get(path)
    answer = manager.write(path, {"price": "1.20"}, before.headers["ETag"])
    assert answer.status_code == 200
    assert answer.json() == before.json() | {"price": "1.20", "version": before.json()["version"] + 1}
    after = manager.get(path)
    assert after.json() == answer.json()
    assert after.headers["ETag"] == answer.headers["ETag"] != before.headers["ETag"]
    assert history(store_database, product) == [("manager", Decimal("1.1"), Decimal("1.2"))]


def test_cashier_may_not(cashier: Person) -> None:
    path = address(cashier.named("Coca-Cola 2 l bottle"))
    before = cashier.get(path)
    answer = cashier.write(path, {"price": "0.10"}, before.headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert cashier.get(path).json() == before.json()


def test_a_price_needs_the_version_it_was_made_from(manager: Person) -> None:
    path = address(manager.named("Sprite 33 cl can"))
    before = manager.get(path)
    etag = before.headers["ETag"]
    for match, status in ((None, 428), ('"p-0-0"', 412), (f"W/{etag}", 412), ("*", 412), ("junk", 412)):
        assert manager.write(path, {"price": "1.50"}, match).status_code == status
    assert manager.get(path).json() == before.json()
    assert manager.write(path, {"price": "1.50"}, etag).status_code == 200
    late = manager.write(path, {"price": "1.60"}, etag)
    assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")


@pytest.mark.parametrize(
    "body",
    [
        {"price": "0"},
        {"price": "-1.00"},
        {"price": "1.205"},
        {"price": "NaN"},
        {"price": "1e3000"},
        {"price": "1,20"},
        {"price": None},
        {"price": ["1.20"]},
        {},
        [],
        "1.20",
    ],
)
def test_what_is_no_price_changes_nothing(manager: Person, body: object) -> None:
    path = address(manager.named("Fanta lemon 33 cl can"))
    before = manager.get(path)
    answer = manager.write(path, body, before.headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert answer.json()["fields"]
    assert manager.get(path).json() == before.json()


def test_body_that_is_no_json(manager: Person) -> None:
    headers = {"Idempotency-Key": "no-json", "If-Match": '"p-1-1"', "Content-Type": "application/json"}
    answer = manager.http.patch("/api/products/1/", content="{", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "parse_error")


def test_of_changes_at_the_same_time_exactly_one_wins(manager: Person, store_database: Database) -> None:
    path = address(product := manager.named("Pepsi 33 cl can"))
    etag = manager.get(path).headers["ETag"]
    prices = [f"1.{cents}" for cents in range(20, 28)]
    start = Barrier(len(prices))

    def change(price: str) -> int:
        start.wait()
        return manager.write(path, {"price": price}, etag).status_code

    with ThreadPoolExecutor(len(prices)) as pool:
        statuses = list(pool.map(change, prices))
    assert sorted(statuses) == [200] + [412] * (len(prices) - 1)
    assert manager.get(path).json()["price"] == prices[statuses.index(200)]
    assert len(history(store_database, product)) == 1


def test_the_history_of_a_price_is_told(manager: Person, cashier: Person) -> None:
    path, product = "/api/price-changes/", manager.named("Pepsi Max 33 cl can")
    assert manager.get(path, product=product["id"]).json()["results"] == []
    start = datetime.now(UTC)
    for price in ("2.10", "2.20"):
        manager.write(address(product), {"price": price}, manager.get(address(product)).headers["ETag"])
    later, first = manager.get(path, product=product["id"], user="manager").json()["results"]
    assert (first["old"], first["new"], first["user"]) == (product["price"], "2.10", "manager")
    assert (later["old"], later["new"], later["product"]) == ("2.10", "2.20", product["id"])
    assert start <= datetime.fromisoformat(first["at"]) <= datetime.fromisoformat(later["at"])
    assert manager.get(path, product=product["id"], since=later["at"]).json()["results"] == [later]
    assert manager.get(path, product=product["id"], before=later["at"]).json()["results"] == [first]
    assert manager.get(path, product=product["id"], user="cashier").json()["results"] == []
    assert manager.get(path).json()["results"][0] == later
    assert manager.get(path, since="0090-05-19T23:06:25-17:32").json()["results"][0] == later  # an offset of no zone
    for wrong in ("soon", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
        assert list(manager.get(path, since=wrong).json()["fields"]) == ["since"]
    for number in (10**30, -(10**30)):  # no database has room for them
        assert list(manager.get(path, product=number).json()["fields"]) == ["product"]
    assert cashier.get(path).json()["code"] == "permission_denied"
