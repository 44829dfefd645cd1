"""What an order is for as a whole, cancelling it, and finding the orders there were."""

import unicodedata
import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH

NOTHING_SAID = dict.fromkeys(("fulfilment", "table", "name", "phone", "address", "notes"), "")
DELIVERY = {
    "fulfilment": "delivery",
    "table": "",
    "name": "Begoña Núñez",
    "phone": "+34 600 123 456",
    "address": "Calle de la Luna 7, 3º B",
    "notes": "ring twice",
}


def espressos(person: Person, quantity: str = "1") -> list[dict[str, Any]]:
    product = person.named("Espresso")
    return [{"product": product["id"], "quantity": quantity, "unit_price": product["price"]}]


def close(person: Person, how: str, **details: str) -> tuple[dict[str, Any], str]:
    """An order that was placed or cancelled, and its till, which is new."""
    name = uuid.uuid4().hex
    till = f"/api/tills/{name}/order/"
    body = {"add": espressos(person), "details": NOTHING_SAID | details}
    made = person.write(till, body, '"o-none-0"')
    answer = person.write(f"{till}{how}/", {}, made.headers["ETag"], method="POST")
    assert answer.status_code == {"place": 201, "cancel": 200}[how]
    return answer.json(), name


def test_details_open_an_order_without_lines(cashier: Person, till: str) -> None:
    made = cashier.write(till, {"details": DELIVERY}, '"o-none-0"')
    assert made.status_code == 200
    assert (made.json()["details"], made.json()["lines"], made.json()["version"]) == (DELIVERY, [], 1)
    assert cashier.get(till).json() == made.json()


def test_details_stay_until_they_are_sent_again(cashier: Person, till: str) -> None:
    made = cashier.write(till, {"add": espressos(cashier), "details": DELIVERY}, '"o-none-0"')
    more = cashier.write(till, {"add": espressos(cashier)}, made.headers["ETag"])
    assert (more.json()["details"], len(more.json()["lines"])) == (DELIVERY, 2)
    table = NOTHING_SAID | {"fulfilment": "table", "table": "12"}
    seated = cashier.write(till, {"details": table}, more.headers["ETag"])
    assert seated.json() == more.json() | {"details": table, "version": 3}
    placed = cashier.write(f"{till}place/", {}, seated.headers["ETag"], method="POST")
    assert placed.json()["details"] == table


@pytest.mark.parametrize(
    "wrong",
    [
        {"fulfilment": "drone"},
        {"table": "123456789"},
        {"name": "n" * 81},
        {"phone": "six hundred"},
        {"phone": "1" * 21},
        {"address": "a" * 201},
        {"notes": "n" * 201},
        {"notes": None},
        {"notes": ["hot"]},
    ],
)
def test_details_that_do_not_fit_change_nothing(cashier: Person, till: str, wrong: dict[str, object]) -> None:
    body = {"add": espressos(cashier), "details": NOTHING_SAID | wrong}
    answer = cashier.write(till, body, '"o-none-0"')
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, "invalid", ["details"])
    assert cashier.get(till).json()["id"] is None


def test_details_are_sent_whole_and_from_a_version(cashier: Person, till: str) -> None:
    for name in NOTHING_SAID:
        some = {key: value for key, value in DELIVERY.items() if key != name}
        assert cashier.write(till, {"details": some}, '"o-none-0"').json()["code"] == "invalid"
    assert cashier.write(till, {"details": DELIVERY}, None).status_code == 428
    cashier.write(till, {"details": DELIVERY}, '"o-none-0"')
    assert cashier.write(till, {"details": NOTHING_SAID}, '"o-none-0"').status_code == 412
    assert cashier.get(till).json()["details"] == DELIVERY


def test_more_of_a_line(cashier: Person, till: str) -> None:
    made = cashier.write(till, {"add": espressos(cashier)}, '"o-none-0"')
    (line,) = made.json()["lines"]
    more = cashier.write(till, {"change": [{"line": line["id"], "quantity": "5"}]}, made.headers["ETag"])
    assert [entry["quantity"] for entry in more.json()["lines"]] == ["5.000"]


def test_cancelling_frees_the_till_and_keeps_the_record(cashier: Person, manager: Person, till: str) -> None:
    muffin = cashier.named("Blueberry muffin")
    line = {"product": muffin["id"], "quantity": "2", "unit_price": muffin["price"]}
    made = cashier.write(till, {"add": [line], "details": DELIVERY}, '"o-none-0"')
    cancelled = cashier.write(f"{till}cancel/", {}, made.headers["ETag"], method="POST")
    assert cancelled.status_code == 200
    assert cancelled.json() == made.json() | {"status": "cancelled", "version": 2}
    assert cashier.named(muffin["name"])["stock"] == muffin["stock"]
    assert cashier.get(till).headers["ETag"] == '"o-none-0"'
    assert manager.get(f"/api/orders/{made.json()['id']}/").json() == cancelled.json()
    again = cashier.write(f"{till}cancel/", {}, made.headers["ETag"], method="POST")
    assert again.status_code == 412


def test_cancelling_needs_an_order_and_its_version(cashier: Person, till: str) -> None:
    nothing = cashier.write(f"{till}cancel/", {}, '"o-none-0"', method="POST")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "empty_order")
    assert cashier.write(f"{till}cancel/", {}, None, method="POST").status_code == 428
    made = cashier.write(till, {"details": DELIVERY}, '"o-none-0"')
    assert cashier.write(f"{till}cancel/", {}, '"o-none-0"', method="POST").status_code == 412
    assert cashier.get(till).json() == made.json()
    assert cashier.write(f"{till}cancel/", {}, made.headers["ETag"], method="POST").status_code == 200


def test_orders_are_listed_newest_first_without_open_ones(cashier: Person) -> None:
    (first, till), (second, _) = close(cashier, "place"), close(cashier, "cancel")
    open_till = uuid.uuid4().hex
    cashier.write(f"/api/tills/{open_till}/order/", {"details": DELIVERY}, '"o-none-0"')
    page = cashier.get("/api/orders/", page_size=2).json()
    assert page["results"] == [second, first]
    assert page["count"] > 2
    ids = [order["id"] for order in cashier.get("/api/orders/", page_size=500).json()["results"]]
    assert ids == sorted(ids, reverse=True)
    assert cashier.get("/api/orders/", till=open_till).json()["results"] == []
    assert cashier.get("/api/orders/", till=till).json()["results"] == [first]


def found(person: Person, search: str, till: str) -> list[int]:
    return [order["id"] for order in person.get("/api/orders/", search=search, till=till).json()["results"]]


def test_orders_are_found_by_number_and_by_name(cashier: Person) -> None:
    order, till = close(cashier, "place", name="Begoña Núñez")
    number = order["number"]
    for search in ("", number, number.lstrip("0"), f"00{number}", "Begoña Núñez", "begona", "NUNEZ", "goña nú"):
        assert found(cashier, search, till) == [order["id"]], search
    for search in ("Núñez Begoña", f"{number}0", number[:-1], f"{number}.", "9" * 30, "%", "_"):
        assert found(cashier, search, till) == [], search


def test_orders_of_others_are_listed_for_managers(cashier: Person, manager: Person) -> None:
    order, till = close(manager, "place")
    assert found(manager, order["number"], till) == [order["id"]]
    assert found(cashier, order["number"], till) == []


NAMES = st.text(st.characters(codec="utf-8", categories=("L", "Nd", "Zs")), min_size=1, max_size=40).map(str.strip)


@given(name=NAMES.filter(bool), data=st.data())
def test_any_name_is_found_by_any_part_of_it(cashier: Person, name: str, data: st.DataObject) -> None:
    order, till = close(cashier, "place", name=name)
    assert order["details"]["name"] == name
    start = data.draw(st.integers(0, len(name) - 1))
    part = name[start : data.draw(st.integers(start + 1, len(name)))]
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", part) if not unicodedata.combining(sign))
    if bare.strip():
        assert order["id"] in found(cashier, bare.strip(), till)
