"""A till's order: editing it all or nothing, options, stock, placing."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from decimal import ROUND_HALF_UP, Decimal
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.demo_store import DemoStore
from tests.store.conftest import ON_BOTH, Person, signed_in

pytestmark = ON_BOTH


def line(product: dict[str, Any], quantity: str = "1", **more: object) -> dict[str, object]:
    return {"product": product["id"], "quantity": quantity, "unit_price": product["price"], **more}


def stock(person: Person, product: dict[str, Any]) -> Decimal:
    return Decimal(person.get("/api/stock/", product=product["id"]).json()["results"][0]["quantity"])


def test_a_till_without_an_order(cashier: Person, till: str) -> None:
    answer = cashier.get(till)
    assert answer.headers["ETag"] == '"o-none-0"'
    assert answer.json() == {
        "id": None,
        "number": "",
        "status": "open",
        "version": 0,
        "currency": "EUR",
        "total": "0.00",
        "tax": "0.00",
        "taxes": [],
        "details": dict.fromkeys(("fulfilment", "table", "name", "phone", "address", "notes"), ""),
        "lines": [],
    }


def test_a_drink_with_its_options(cashier: Person, till: str) -> None:
    latte, options = cashier.named("Latte"), cashier.modifiers()
    chosen = [
        {"modifier": options["large"]["id"]},
        {"modifier": options["soy milk"]["id"], "amount": "extra"},
        {"modifier": options["brown sugar"]["id"], "amount": "little"},
    ]
    price = Decimal(latte["price"]) + Decimal(options["large"]["surcharge"]) + Decimal(options["soy milk"]["surcharge"])
    body = {"add": [line(latte, "2") | {"unit_price": str(price), "notes": "very hot", "options": chosen}]}
    answer = cashier.write(till, body, '"o-none-0"')
    assert answer.status_code == 200
    order = answer.json()
    assert (order["status"], order["version"], order["total"]) == ("open", 1, str(price * 2))
    (only,) = order["lines"]
    assert only["product"] == {"id": latte["id"], "name": "Latte", "name_es": latte["name_es"]}
    assert (only["quantity"], only["unit_price"], only["notes"]) == ("2.000", str(price), "very hot")
    assert [(option["group"], option["name"], option["amount"]) for option in only["options"]] == [
        ("size", "large", "normal"),
        ("milk", "soy milk", "extra"),
        ("sweetener", "brown sugar", "little"),
    ]
    read = cashier.get(till)
    assert (read.json(), read.headers["ETag"]) == (order, answer.headers["ETag"])
    assert cashier.http.get(till, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_lines_change_and_go(cashier: Person, till: str) -> None:
    names = ("Espresso", "Americano", "Cortado")
    made = cashier.write(till, {"add": [line(cashier.named(name), "3") for name in names]}, '"o-none-0"')
    first, second, third = (entry["id"] for entry in made.json()["lines"])
    change = [{"line": first, "quantity": "0"}, {"line": second, "quantity": "1"}]
    answer = cashier.write(till, {"change": change}, made.headers["ETag"])
    assert [(entry["id"], entry["quantity"]) for entry in answer.json()["lines"]] == [
        (second, "1.000"),
        (third, "3.000"),
    ]


def test_an_edit_needs_the_version_it_was_made_from(cashier: Person, till: str) -> None:
    body = {"add": [line(cashier.named("Espresso"))]}
    assert cashier.write(till, body, None).status_code == 428
    made = cashier.write(till, body, '"o-none-0"')
    assert cashier.write(till, body, '"o-none-0"').status_code == 412
    assert cashier.get(till).json() == made.json()


def bad_edits(person: Person) -> dict[str, tuple[object, int, str]]:
    """Edits that fail in their last part, after a good line, with the status and code that they get."""
    good, toastie = line(person.named("Espresso")), person.named("Ham and cheese toastie")
    cake, bagel = person.named("Black Forest cake"), person.named("Sesame bagel")
    options = person.modifiers()

    def with_options(*names: str, amount: str = "normal") -> dict[str, Any]:
        chosen = [{"modifier": options[name]["id"], "amount": amount} for name in names]
        return {"add": [good, line(person.named("Latte"), options=chosen)]}

    return {
        "not its modifier": (with_options("toasted"), 400, "invalid"),
        "too many of a group": (with_options("large", "small"), 400, "invalid"),
        "the same option twice": (with_options("sugar", "sugar"), 400, "invalid"),
        "an amount of a size": (with_options("large", amount="extra"), 400, "invalid"),
        "an unknown amount": (with_options("milk", amount="lots"), 400, "invalid"),
        "no quantity": ({"add": [good, line(toastie, "0")]}, 400, "invalid"),
        "below zero": ({"add": [good, line(toastie, "-1")]}, 400, "invalid"),
        "18,000 cups of water": ({"add": [good, line(toastie, "18000")]}, 400, "invalid"),
        "just too many": ({"add": [good, line(toastie, "999.001")]}, 400, "invalid"),
        "an unknown product": ({"add": [good, line(toastie) | {"product": 0}]}, 400, "invalid"),
        "half a product id": ({"add": [good, line(toastie) | {"product": 1.5}]}, 400, "invalid"),
        "another price": ({"add": [good, line(toastie) | {"unit_price": "0.10"}]}, 409, "price_changed"),
        "nothing left": ({"add": [good, line(cake)]}, 409, "out_of_stock"),
        "not enough left": ({"add": [good, line(bagel, "10"), line(bagel, "9")]}, 409, "out_of_stock"),
        "a line of nobody": ({"add": [good], "change": [{"line": 0, "quantity": "1"}]}, 400, "invalid"),
        "a line twice": ({"add": [good], "change": [{"line": 1, "quantity": "1"}] * 2}, 400, "invalid"),
        "nothing at all": ({"add": [], "change": []}, 400, "invalid"),
        "no list": ({"add": good}, 400, "invalid"),
    }


def test_a_bad_edit_leaves_nothing_behind(cashier: Person, till: str) -> None:
    made = cashier.write(till, {"add": [line(cashier.named("Cortado"))]}, '"o-none-0"')
    for what, (body, status, code) in bad_edits(cashier).items():
        answer = cashier.write(till, body, made.headers["ETag"])
        assert (answer.status_code, answer.json()["code"]) == (status, code), what
        assert ("fields" in answer.json()) == (status == 400), what
        assert cashier.get(till).json() == made.json(), what


def test_a_bad_first_edit_opens_no_order(cashier: Person, till: str) -> None:
    answer = cashier.write(till, {"add": [line(cashier.named("Black Forest cake"))]}, '"o-none-0"')
    assert answer.json()["code"] == "out_of_stock"
    assert cashier.get(till).json()["id"] is None


def test_more_of_a_line_needs_stock(cashier: Person, till: str) -> None:
    bun = cashier.named("Seeded roll")
    made = cashier.write(till, {"add": [line(bun, bun["stock"])]}, '"o-none-0"')
    entry = made.json()["lines"][0]["id"]
    more = cashier.write(till, {"change": [{"line": entry, "quantity": "99"}]}, made.headers["ETag"])
    assert (more.status_code, more.json()["code"]) == (409, "out_of_stock")
    assert cashier.get(till).json() == made.json()


def test_placing_takes_the_stock_once_and_frees_the_till(cashier: Person, manager: Person, till: str) -> None:
    muffin = cashier.named("Blueberry muffin")
    before = stock(cashier, muffin)
    made = cashier.write(till, {"add": [line(muffin, "2"), line(muffin, "3")]}, '"o-none-0"')
    assert stock(cashier, muffin) == before
    placed = cashier.write(f"{till}place/", {}, made.headers["ETag"], method="POST")
    assert placed.status_code == 201
    assert placed.json() == made.json() | {"status": "placed", "version": 2}
    assert stock(cashier, muffin) == before - 5
    assert cashier.named("Blueberry muffin")["version"] == muffin["version"] + 1
    assert cashier.get(till).headers["ETag"] == '"o-none-0"'
    for person in (cashier, manager):
        assert person.get(f"/api/orders/{placed.json()['id']}/").json() == placed.json()
    again = cashier.write(f"{till}place/", {}, made.headers["ETag"], method="POST")
    assert again.status_code == 412


def test_orders_of_others_are_for_managers(cashier: Person, manager: Person, till: str) -> None:
    made = manager.write(till, {"add": [line(manager.named("Espresso"))]}, '"o-none-0"')
    assert cashier.get(f"/api/orders/{made.json()['id']}/").status_code == 404


def test_placing_needs_something_to_place(cashier: Person, till: str) -> None:
    nothing = cashier.write(f"{till}place/", {}, '"o-none-0"', method="POST")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "empty_order")
    assert cashier.write(f"{till}place/", {}, None, method="POST").status_code == 428
    made = cashier.write(till, {"add": [line(cashier.named("Espresso"))]}, '"o-none-0"')
    entry = made.json()["lines"][0]["id"]
    emptied = cashier.write(till, {"change": [{"line": entry, "quantity": "0"}]}, made.headers["ETag"])
    nothing = cashier.write(f"{till}place/", {}, emptied.headers["ETag"], method="POST")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "empty_order")


def test_the_last_one_is_sold_once(cashier: Person, till: str) -> None:
    cake, other = cashier.named("Burnt Basque cheesecake"), f"/api/tills/{uuid.uuid4().hex}/order/"
    orders = {
        address: cashier.write(address, {"add": [line(cake, cake["stock"])]}, '"o-none-0"') for address in (till, other)
    }
    first, second = (
        cashier.write(f"{address}place/", {}, order.headers["ETag"], method="POST") for address, order in orders.items()
    )
    assert first.status_code == 201
    assert (second.status_code, second.json()["code"]) == (409, "out_of_stock")
    assert stock(cashier, cake) == 0
    assert cashier.get(other).json() == orders[other].json()
    fewer = {"change": [{"line": orders[other].json()["lines"][0]["id"], "quantity": "1"}]}
    assert cashier.write(other, fewer, orders[other].headers["ETag"]).status_code == 200


def test_a_till_opens_one_order_at_a_time(cashier: Person, till: str) -> None:
    product, start = cashier.named("Espresso"), Barrier(8)

    def open_one(_: int) -> int:
        start.wait()
        return cashier.write(till, {"add": [line(product)]}, '"o-none-0"').status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(open_one, range(8))) == [200] + [412] * 7
    assert len(cashier.get(till).json()["lines"]) == 1


def test_the_last_ones_are_placed_by_one_of_several_at_once(cashier: Person) -> None:
    product = cashier.named("Baguette")
    body = {"product": product["id"], "direction": "set", "quantity": "1", "expected": product["stock"]}
    assert cashier.write("/api/stock/movements/", body, None, method="POST").status_code == 201
    tills = [f"/api/tills/{uuid.uuid4().hex}/order/" for _ in range(4)]
    etags = [cashier.write(each, {"add": [line(product)]}, '"o-none-0"').headers["ETag"] for each in tills]
    start = Barrier(len(tills))

    def place(address: str, etag: str) -> int:
        start.wait()
        return cashier.write(f"{address}place/", {}, etag, method="POST").status_code

    with ThreadPoolExecutor(len(tills)) as pool:
        assert sorted(pool.map(place, tills, etags)) == [201] + [409] * 3
    assert stock(cashier, product) == 0


@pytest.fixture(scope="module")
def uncounted(store: DemoStore) -> list[dict[str, Any]]:
    """What is made to order, so that no stock runs out."""
    with signed_in(store, store.cashier) as person:
        products: list[dict[str, Any]] = person.get("/api/products/", page_size=500).json()["results"]
    return [product for product in products if product["stock"] is None]


@given(data=st.data())
def test_totals_add_up_to_the_cent(cashier: Person, uncounted: list[dict[str, Any]], data: st.DataObject) -> None:
    eighths = st.integers(1, 999 * 8).map(lambda count: Decimal(count) / 8)  # these meet half cents
    quantities = st.decimals(Decimal("0.001"), Decimal(999), places=3) | eighths
    wanted = data.draw(st.lists(st.tuples(st.sampled_from(uncounted), quantities), min_size=1, max_size=5))
    body = {"add": [line(product, str(quantity)) for product, quantity in wanted]}
    order = cashier.write(f"/api/tills/{uuid.uuid4().hex}/order/", body, '"o-none-0"').json()
    exact = [Decimal(product["price"]) * quantity for product, quantity in wanted]
    expected = [amount.quantize(Decimal("0.01"), ROUND_HALF_UP) for amount in exact]
    assert [Decimal(entry["total"]) for entry in order["lines"]] == expected
    assert Decimal(order["total"]) == sum(expected)
