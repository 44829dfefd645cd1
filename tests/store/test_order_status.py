"""How far a placed order is: said by the kitchen or a manager, step by step, and seen by whoever placed it."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.demo_store import Credentials, DemoStore
from tests.store.conftest import ON_BOTH, Person, signed_in

pytestmark = ON_BOTH


@pytest.fixture(scope="module")
def kitchen(store: DemoStore) -> Iterator[Person]:
    """Who cooks."""
    with signed_in(store, Credentials("kitchen", "kitchen-demo")) as person:
        yield person


def placed(person: Person, till: str) -> httpx.Response:
    """A new order of somebody's."""
    espresso = person.named("Espresso")
    line = {"product": espresso["id"], "quantity": "1", "unit_price": espresso["price"]}
    edited = person.write(till, {"add": [line]}, '"o-none-0"')
    return person.write(f"{till}place/", {}, edited.headers["ETag"], method="POST")


def say(person: Person, order: dict[str, Any], status: str, match: str | None) -> httpx.Response:
    return person.write(f"/api/orders/{order['id']}/status/", {"status": status}, match, method="POST")


def test_the_kitchen_says_that_an_order_is_ready_and_the_cashier_sees_it(
    kitchen: Person, cashier: Person, manager: Person, till: str
) -> None:
    made = placed(cashier, till)
    order = made.json()
    ready = say(kitchen, order, "ready", made.headers["ETag"])
    assert ready.status_code == 200
    assert ready.json() == order | {"status": "ready", "version": order["version"] + 1}
    till_name = till.split("/")[3]
    (seen,) = cashier.get("/api/orders/", till=till_name).json()["results"]
    assert seen == ready.json()
    gone = say(manager, order, "delivered", ready.headers["ETag"])
    assert gone.json()["status"] == "delivered"


def test_each_step_needs_the_version_it_was_made_from(kitchen: Person, cashier: Person, till: str) -> None:
    made = placed(cashier, till)
    order = made.json()
    assert say(kitchen, order, "ready", None).status_code == 428
    assert say(kitchen, order, "ready", '"o-0-0"').status_code == 412
    assert cashier.get(f"/api/orders/{order['id']}/").json() == order


def test_nothing_goes_back(kitchen: Person, cashier: Person, till: str) -> None:
    made = placed(cashier, till)
    order = made.json()
    gone = say(kitchen, order, "delivered", made.headers["ETag"])
    for status in ("ready", "delivered"):
        answer = say(kitchen, order, status, gone.headers["ETag"])
        assert (answer.status_code, answer.json()["code"]) == (409, "status_not_next")
    for status in ("open", "placed", "cancelled", "eaten"):
        assert say(kitchen, order, status, gone.headers["ETag"]).json()["code"] == "invalid"


def test_an_order_that_is_not_placed_is_not_ready(kitchen: Person, cashier: Person, till: str) -> None:
    espresso = cashier.named("Espresso")
    line = {"product": espresso["id"], "quantity": "1", "unit_price": espresso["price"]}
    edited = cashier.write(till, {"add": [line]}, '"o-none-0"')
    answer = say(kitchen, edited.json(), "ready", edited.headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "status_not_next")


def test_who_may(kitchen: Person, cashier: Person, newcomer: Person, till: str) -> None:
    made = placed(cashier, till)
    for person in (cashier, newcomer):
        assert say(person, made.json(), "ready", made.headers["ETag"]).status_code == 403
    assert kitchen.get("/api/action-log/").status_code == 403
    assert kitchen.write(till, {}, '"o-none-0"').status_code == 403
