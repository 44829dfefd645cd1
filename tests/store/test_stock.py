"""Goods that come in, go out, or are counted."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier
from typing import Any

import httpx
from hypothesis import given
from hypothesis import strategies as st

from tests.databases import Database, looking_into
from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH

MOVEMENTS = "/api/stock/movements/"


def move(person: Person, product: dict[str, Any], direction: str, quantity: object, **more: object) -> httpx.Response:
    body = {"product": product["id"], "direction": direction, "quantity": quantity, **more}
    return person.write(MOVEMENTS, body, None, method="POST")


def records(database: Database, product: dict[str, Any]) -> list[tuple[object, ...]]:
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat(" ", "seconds")
    with looking_into(database) as connection:
        found: list[tuple[object, ...]] = connection.execute(
            "SELECT direction, before, after FROM stock_movement"  # noqa: S608 - both values are made here
            f" WHERE product_id = {product['id']:d} AND at > '{since}' ORDER BY id"
        ).fetchall()
    return found


def test_stock_comes_goes_and_is_counted(cashier: Person, store_database: Database) -> None:
    product = cashier.named("Rye bread 500 g")
    stock = Decimal(product["stock"])
    steps = (("in", "6", stock + 6), ("out", "0.5", stock + Decimal("5.5")), ("set", "0", Decimal(0)))
    before = stock
    for count, (direction, quantity, after) in enumerate(steps, start=1):
        answer = move(cashier, product, direction, quantity, expected=str(before))
        assert answer.status_code == 201
        made = answer.json()
        assert datetime.now(UTC) - datetime.fromisoformat(made.pop("at")) < timedelta(minutes=5)
        assert made == {
            "id": made["id"],
            "product": product["id"],
            "direction": direction,
            "quantity": f"{Decimal(quantity):.3f}",
            "before": f"{before:.3f}",
            "after": f"{after:.3f}",
            "user": "cashier",
        }
        now = cashier.named(product["name"])
        assert now == product | {"stock": f"{after:.3f}", "version": product["version"] + count}
        before = after
    assert records(store_database, product) == [
        ("in", stock, stock + 6),
        ("out", stock + 6, stock + Decimal("5.5")),
        ("set", stock + Decimal("5.5"), 0),
    ]


def wrong(product: dict[str, Any], uncounted: dict[str, Any]) -> list[tuple[dict[str, object], int, str]]:
    """Movements that are refused, with the status and code that they get."""
    stock = product["stock"]
    good = {"product": product["id"], "direction": "in", "quantity": "1"}
    return [
        (good | {"product": uncounted["id"]}, 409, "not_counted"),
        (good | {"direction": "out", "quantity": str(Decimal(stock) + Decimal("0.001"))}, 409, "out_of_stock"),
        (good | {"direction": "set", "expected": str(Decimal(stock) + 1)}, 409, "stock_changed"),
        (good | {"direction": "set"}, 400, "invalid"),
        (good | {"direction": "set", "expected": None}, 400, "invalid"),
        (good | {"direction": "set", "expected": stock, "quantity": "-1"}, 400, "invalid"),
        (good | {"direction": "up"}, 400, "invalid"),
        (good | {"product": 0}, 400, "invalid"),
        (good | {"product": True}, 400, "invalid"),
        (good | {"quantity": "0"}, 400, "invalid"),
        (good | {"direction": "out", "quantity": "0"}, 400, "invalid"),
        (good | {"quantity": "-1"}, 400, "invalid"),
        (good | {"quantity": "1.0001"}, 400, "invalid"),
        (good | {"quantity": "99999.001"}, 400, "invalid"),
        (good | {"quantity": "99999"}, 400, "invalid"),  # with what is there already
        (good | {"quantity": "NaN"}, 400, "invalid"),
        ({}, 400, "invalid"),
    ]


def test_what_is_refused_moves_nothing(manager: Person, store_database: Database) -> None:
    product, latte = manager.named("Seeded roll"), manager.named("Latte")
    for body, status, code in wrong(product, latte):
        answer = manager.write(MOVEMENTS, body, None, method="POST")
        assert (answer.status_code, answer.json()["code"]) == (status, code), body
        assert ("fields" in answer.json()) == (status == 400), body
    assert manager.named(product["name"]) == product
    assert records(store_database, product) == []


def test_a_movement_happens_once_and_is_only_added(cashier: Person) -> None:
    product = cashier.named("Ciabatta")
    body = {"product": product["id"], "direction": "in", "quantity": "1"}
    first, second = (cashier.write(MOVEMENTS, body, None, key="one-crate", method="POST") for _ in range(2))
    assert (first.status_code, second.content) == (201, first.content)
    assert Decimal(cashier.named(product["name"])["stock"]) == Decimal(product["stock"]) + 1
    assert cashier.http.post(MOVEMENTS, json=body).json()["code"] == "idempotency_key_missing"
    for method in ("GET", "PATCH", "DELETE"):
        assert cashier.write(MOVEMENTS, body, None, method=method).status_code == 405


def test_what_was_shown_before_is_no_version_any_more(manager: Person) -> None:
    product = manager.named("Ciabatta")
    path = f"/api/products/{product['id']}/"
    etag = manager.get(path).headers["ETag"]
    move(manager, product, "in", "1")
    assert manager.write(path, {"price": "9.99"}, etag).status_code == 412


def test_of_counts_at_the_same_time_exactly_one_wins(cashier: Person) -> None:
    product = cashier.named("Plain bagel")
    counts = [f"{100 + count}.000" for count in range(6)]
    start = Barrier(len(counts))

    def count(quantity: str) -> httpx.Response:
        start.wait()
        return move(cashier, product, "set", quantity, expected=product["stock"])

    with ThreadPoolExecutor(len(counts)) as pool:
        answers = list(pool.map(count, counts))
    (winner,) = (answer.json() for answer in answers if answer.status_code == 201)
    assert {answer.json().get("code") for answer in answers} == {None, "stock_changed"}
    assert cashier.named(product["name"])["stock"] == winner["after"]


QUANTITIES = st.decimals(Decimal("0.001"), Decimal(9_999), places=3)


@given(moves=st.lists(st.tuples(st.sampled_from(("in", "out", "set")), QUANTITIES), min_size=1, max_size=6))
def test_stock_is_the_sum_of_its_movements_and_never_below_zero(
    manager: Person, moves: list[tuple[str, Decimal]]
) -> None:
    product = manager.named("Baguette")
    stock = Decimal(product["stock"])
    for direction, quantity in moves:
        answer = move(manager, product, direction, str(quantity), expected=str(stock))
        after = {"in": stock + quantity, "out": stock - quantity, "set": quantity}[direction]
        if after < 0:
            assert answer.json()["code"] == "out_of_stock"
        elif after > 99_999:
            assert answer.json()["code"] == "invalid"
        else:
            assert (answer.json()["before"], answer.json()["after"]) == (f"{stock:.3f}", f"{after:.3f}")
            stock = after
    assert Decimal(manager.named(product["name"])["stock"]) == stock


def test_more_than_a_hundred_at_once_are_for_a_manager(cashier: Person, manager: Person) -> None:
    product = manager.named("Rye bread 500 g")
    stock = product["stock"]
    for direction, quantity in (("in", "100.001"), ("set", str(Decimal(stock) + 101))):
        answer = move(cashier, product, direction, quantity, expected=stock)
        assert (answer.status_code, answer.json()["code"]) == (403, "over_limit")
    assert manager.named(product["name"]) == product
    assert move(cashier, product, "in", "100").status_code == 201
    assert move(manager, product, "in", "101").status_code == 201
