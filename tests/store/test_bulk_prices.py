"""Changing several prices: all or none."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.databases import Database, looking_into
from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH

PRICES = "/api/products/prices/"


def on_shelf(person: Person, name: str) -> list[dict[str, Any]]:
    """The products of a category."""
    categories = {entry["name"]: entry["id"] for entry in person.get("/api/categories/").json()["results"]}
    found: list[dict[str, Any]] = person.get("/api/products/", category=categories[name]).json()["results"]
    return found


def change(product: dict[str, Any], price: object) -> dict[str, object]:
    return {"product": product["id"], "price": price, "version": f'"p-{product["id"]}-{product["version"]}"'}


def send(person: Person, changes: object) -> httpx.Response:
    return person.write(PRICES, {"changes": changes}, None, method="POST")


def history(database: Database) -> int:
    with looking_into(database) as connection:
        count: int = connection.execute("SELECT count(*) FROM catalogue_pricechange").fetchone()[0]
    return count


def test_all_prices_change_and_are_on_record(manager: Person, store_database: Database) -> None:
    shelf, records = on_shelf(manager, "Pantry")[::-1], history(store_database)
    answer = send(manager, [change(product, f"{Decimal(product['price']) + 1}") for product in shelf])
    assert answer.status_code == 200
    assert answer.json()["results"] == [
        product | {"price": str(Decimal(product["price"]) + 1), "version": product["version"] + 1} for product in shelf
    ]
    assert on_shelf(manager, "Pantry") == answer.json()["results"][::-1]
    assert history(store_database) == records + len(shelf)
    path = f"/api/products/{shelf[0]['id']}/"
    assert manager.get(path).headers["ETag"] == f'"p-{shelf[0]["id"]}-{shelf[0]["version"] + 1}"'


def test_prices_change_once(manager: Person) -> None:
    body = {"changes": [change(product, "9.00") for product in on_shelf(manager, "Snacks and sweets")]}
    first, second = (manager.write(PRICES, body, None, key="everything", method="POST") for _ in range(2))
    assert (first.status_code, second.content) == (200, first.content)
    assert second.headers["Idempotent-Replayed"] == "true"
    assert on_shelf(manager, "Snacks and sweets") == first.json()["results"]
    assert manager.http.post(PRICES, json=body).json()["code"] == "idempotency_key_missing"


def test_cashier_may_not(cashier: Person) -> None:
    shelf = on_shelf(cashier, "Bread")
    answer = send(cashier, [change(product, "1.00") for product in shelf])
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert on_shelf(cashier, "Bread") == shelf


@pytest.mark.parametrize("version", ['"p-0-0"', "*", "p", '"p-1-1", "p-2-1"'])
def test_one_version_that_differs_stops_all(manager: Person, store_database: Database, version: str) -> None:
    shelf, records = on_shelf(manager, "Bread"), history(store_database)
    changes = [change(product, "1.00") for product in shelf]
    changes[-1]["version"] = version
    answer = send(manager, changes)
    assert (answer.status_code, answer.json()["code"]) == (412, "precondition_failed")
    assert (on_shelf(manager, "Bread"), history(store_database)) == (shelf, records)


def test_what_is_not_right_stops_all(manager: Person, store_database: Database) -> None:
    shelf, records = on_shelf(manager, "Bread"), history(store_database)
    good, last = [change(product, "1.00") for product in shelf[:-1]], shelf[-1]
    no_prices: list[object] = ["0", "-1", "1.205", "NaN", "1,20", "1e3000", None, []]
    wrong: list[object] = [change(last, price) for price in no_prices]
    wrong += [
        change(last, "1.00") | {"product": product} for product in (0, 10**30, -(10**30), "x", None, shelf[0]["id"])
    ]
    wrong += [change(last, "1.00") | {"version": ""}, {"product": last["id"], "price": "1.00"}, [], None]
    for entry in wrong:
        answer = send(manager, [*good, entry])
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), entry
        assert list(answer.json()["fields"]) == ["changes"], entry
    for changes in ([], good[0], None, "all", good[:1] * 2, [change({"id": n, "version": 1}, "1") for n in range(501)]):
        assert send(manager, changes).json()["code"] == "invalid"
    assert (on_shelf(manager, "Bread"), history(store_database)) == (shelf, records)


PRICE = st.decimals(Decimal("-0.01"), Decimal("9999.99"), places=2)
FRESH = st.sampled_from([True] * 9 + [False])


@given(data=st.data())
def test_a_change_of_many_is_all_or_nothing(manager: Person, data: st.DataObject) -> None:
    shelf = on_shelf(manager, "Ice and frozen")
    chosen = data.draw(st.lists(st.sampled_from(shelf), min_size=1, unique_by=lambda product: product["id"]))
    wanted = [(product, data.draw(PRICE), data.draw(FRESH)) for product in chosen]
    stale = {product["id"] for product, _, fresh in wanted if not fresh}
    changes = [
        change(product | {"version": product["version"] - (product["id"] in stale)}, str(price))
        for product, price, _ in wanted
    ]
    expected = 400 if any(price <= 0 for _, price, _ in wanted) else 412 if stale else 200
    assert send(manager, changes).status_code == expected
    prices = {product["id"]: price for product, price, _ in wanted} if expected == 200 else {}
    assert on_shelf(manager, "Ice and frozen") == [
        product | {"price": f"{prices[product['id']]:.2f}", "version": product["version"] + 1}
        if product["id"] in prices
        else product
        for product in shelf
    ]


def test_lists_that_cross_one_another_do_not_hang(manager: Person) -> None:
    shelf, start = on_shelf(manager, "Pantry"), Barrier(2)

    def send_in_order(changes: list[dict[str, object]]) -> int:
        start.wait()
        return send(manager, changes).status_code

    changes = [change(product, "2.05") for product in shelf]
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send_in_order, [changes, changes[::-1]])) == [200, 412]
