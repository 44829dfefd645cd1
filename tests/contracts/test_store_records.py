"""What every store does with stock, customers and sales; on the fake, and on the real client behind the demo store."""

import uuid
from dataclasses import replace
from decimal import Decimal
from typing import Literal

import pytest

from kiosk_app.core.actions import CustomerCreation, CustomerUpdate, StockMovement
from kiosk_app.core.errors import BadAnswer, Conflict, NotAllowed, NotFound
from kiosk_app.core.ports import Store
from kiosk_app.core.types import Customer, Product, SalesQuery
from tests.contracts.acting import SignIn, add, known, named, new_line, place, plan


def movement(product: Product, direction: Literal["in", "out", "set"], quantity: str) -> StockMovement:
    old, moved = product.stock or Decimal(0), Decimal(quantity)
    new = {"in": old + moved, "out": old - moved, "set": moved}[direction]
    return StockMovement(product.id, product.name, direction, moved, old, new)


@pytest.mark.parametrize(("direction", "quantity"), [("in", "6"), ("in", "0.5"), ("out", "1"), ("set", "7")])
def test_stock_comes_goes_and_is_counted_once(
    sign_in: SignIn, direction: Literal["in", "out", "set"], quantity: str
) -> None:
    store = sign_in("cashier")
    before = named(store, "Coca-Cola 33")
    moved = movement(before, direction, quantity)
    agreed = plan(store, moved)
    assert store.apply(agreed) is None
    after = store.product(before.id)
    assert (after.stock, after.price) == (moved.new, before.price)
    assert after.version != before.version
    store.apply(agreed)
    assert store.settle(agreed) == "done"
    assert store.product(before.id) == after


def test_goods_come_in_whatever_was_sold_meanwhile_and_a_count_does_not(store: Store) -> None:
    seen = named(store, "Coca-Cola 33")
    assert seen.stock is not None
    store.apply(plan(store, movement(seen, "out", "1")))
    with pytest.raises(Conflict) as caught:
        store.apply(plan(store, movement(seen, "set", "30")))
    assert caught.value.code == "stock_changed"
    store.apply(plan(store, movement(seen, "in", "4")))
    assert store.product(seen.id).stock == seen.stock + 3


def test_nothing_can_be_counted_as_none_left(store: Store) -> None:
    before = named(store, "Carrot cake")
    store.apply(plan(store, movement(before, "set", "0")))
    gone = store.product(before.id)
    assert gone.stock == 0
    with pytest.raises(Conflict) as caught:
        store.apply(plan(store, movement(gone, "out", "1")))
    assert caught.value.code == "store_out_of_stock"
    store.apply(plan(store, movement(gone, "set", str(before.stock))))
    assert store.product(before.id).stock == before.stock


def test_what_the_store_does_not_count_does_not_move(store: Store) -> None:
    cappuccino = named(store, "Cappuccino")
    assert cappuccino.stock is None
    with pytest.raises(Conflict) as caught:
        store.apply(plan(store, movement(cappuccino, "in", "6")))
    assert caught.value.code == "not_counted"
    assert store.product(cappuccino.id) == cappuccino


@pytest.mark.parametrize(("direction", "quantity"), [("in", "0"), ("out", "-1"), ("set", "-1"), ("in", "100000")])
def test_what_is_no_movement_is_rejected(store: Store, direction: Literal["in", "out", "set"], quantity: str) -> None:
    before = named(store, "Coca-Cola 33")
    with pytest.raises(BadAnswer):
        store.apply(plan(store, movement(before, direction, quantity)))
    assert store.product(before.id) == before


def somebody() -> Customer:
    """Whom the store cannot know."""
    unique = uuid.uuid4()
    phone = f"+{unique.int % 10**12:012}"
    return Customer("", f"Zoë {unique.hex[:8]} O'Neill", phone, "12 Dame Street", "allergic to nuts")


def test_a_customer_is_taken_in_found_and_changed(sign_in: SignIn) -> None:
    store = sign_in("cashier")
    new = somebody()
    creation = plan(store, CustomerCreation(new))
    added = store.apply(creation)
    assert isinstance(added, Customer)
    assert added == replace(new, id=added.id, version=added.version)
    assert added.id
    assert store.apply(creation) == added == store.customer(added.id)
    first, second, last = new.name.split()
    for words in (
        new.name,
        f"{last} zoe {second.upper()}",
        new.phone[1:],
        new.phone[4:],
        f"{new.phone[1:4]} {new.phone[4:]}",
    ):
        assert store.customers(words) == [replace(added, version=None)], words
    assert store.customers(f"{first} {second} {second}x") == []

    moved = replace(added, address="", notes="pays cash")
    changed = known(store, CustomerUpdate(added, moved))
    assert changed == replace(moved, version=changed.version)
    assert changed.version != added.version
    assert store.customer(added.id) == changed
    with pytest.raises(Conflict) as caught:
        known(store, CustomerUpdate(added, replace(added, name="Another")))
    assert caught.value.code == "store_changed"
    assert store.customer(added.id) == changed


def test_a_phone_number_is_kept_as_digits(store: Store) -> None:
    new = somebody()
    written = f"{new.phone[:4]} {new.phone[4:7]}-{new.phone[7:]}"
    assert known(store, CustomerCreation(replace(new, phone=written))).phone == new.phone


def test_a_customer_who_is_there_already_is_not_taken_in_again(store: Store) -> None:
    new = somebody()
    known(store, CustomerCreation(new))
    with pytest.raises(Conflict) as caught:
        known(store, CustomerCreation(replace(new, address="elsewhere")))
    assert caught.value.code == "customer_exists"
    assert len(store.customers(new.name)) == 1
    known(store, CustomerCreation(replace(new, phone=somebody().phone)))
    assert len(store.customers(new.name)) == 2


def test_a_customer_has_a_name(store: Store) -> None:
    new = somebody()
    with pytest.raises(BadAnswer):
        known(store, CustomerCreation(replace(new, name=" ")))
    assert store.customers(new.phone) == []
    added = known(store, CustomerCreation(new))
    with pytest.raises(BadAnswer):
        known(store, CustomerUpdate(added, replace(added, name="")))
    assert store.customer(added.id) == added


def test_a_customer_whom_the_store_does_not_know_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.customer("987654321")


NOW = SalesQuery("revenue", "today")


def test_a_sale_is_counted_by_each_metric(store: Store) -> None:
    coffee = named(store, "Coffee")
    metrics = ("revenue", "units", "orders")
    before = [store.sales(replace(NOW, metric=metric)) for metric in metrics]
    placed = place(store, add(store, new_line(coffee, "3")))
    after = [store.sales(replace(NOW, metric=metric)) for metric in metrics]
    grown = [new.total - old.total for new, old in zip(after, before, strict=True)]
    assert grown == [placed.total.amount, 3, 1]
    assert [report.unit for report in after] == ["money", "count", "count"]
    revenue, _, orders = after
    assert (revenue.rows, revenue.start, revenue.end) == ((), orders.start, orders.start)
    average = store.sales(replace(NOW, metric="average_ticket"))
    assert abs(average.total - revenue.total / orders.total) < Decimal("0.01")
    margin = store.sales(replace(NOW, metric="margin"))
    assert 0 < margin.total < revenue.total
    assert (average.unit, margin.unit) == ("money", "money")


def test_sales_of_one_product_or_category_and_by_groups(store: Store) -> None:
    coffee, cake = named(store, "Coffee"), named(store, "Carrot cake")
    of_coffee = replace(NOW, metric="units", product_id=coffee.id)
    before = store.sales(of_coffee).total
    place(store, add(store, new_line(coffee, "3"), new_line(cake)))
    assert store.sales(of_coffee).total == before + 3
    with_coffee = store.sales(replace(of_coffee, metric="orders")).total
    place(store, add(store, new_line(cake)))
    assert store.sales(replace(of_coffee, metric="orders")).total == with_coffee
    by_product = replace(NOW, metric="units", group_by="product", limit=100)
    everything = store.sales(by_product)
    assert dict(everything.rows)[coffee.name] == before + 3
    assert [value for _, value in everything.rows] == sorted((value for _, value in everything.rows), reverse=True)
    assert len(store.sales(replace(by_product, limit=1)).rows) == 1
    cakes = store.sales(replace(by_product, category=cake.category))
    assert cake.name in dict(cakes.rows)
    assert coffee.name not in dict(cakes.rows)
    assert {coffee.category, cake.category} <= {
        label for label, _ in store.sales(replace(by_product, group_by="category")).rows
    }
    assert store.user in dict(store.sales(replace(by_product, group_by="user")).rows)
    (today,) = (label for label, _ in store.sales(replace(by_product, group_by="day")).rows)
    assert today == everything.start
    assert store.sales(replace(by_product, period=f"{today}/{today}")) == everything
    assert everything.definition.endswith(".")


def test_what_is_thrown_away_is_waste_and_what_is_there_is_worth_something(store: Store) -> None:
    cola = named(store, "Coca-Cola 33")
    of_cola = SalesQuery("waste", "this_week", product_id=cola.id)
    worth = replace(of_cola, metric="stock_value")
    wasted, valued = store.sales(of_cola).total, store.sales(worth).total
    store.apply(plan(store, movement(cola, "out", "2")))
    lost = store.sales(of_cola).total - wasted
    assert 0 < lost < 2 * cola.price.amount
    assert store.sales(worth).total == valued - lost


@pytest.mark.parametrize(
    "wrong",
    [
        replace(NOW, metric="luck"),
        replace(NOW, period="ever"),
        replace(NOW, period="2026-11-07/2026-11-01"),
        replace(NOW, period="2026-11-07/2026-11-31"),
        replace(NOW, group_by="shoe_size"),
        replace(NOW, metric="stock_value", group_by="hour"),
        replace(NOW, limit=101),
    ],
)
def test_a_question_that_the_store_does_not_know_is_rejected(store: Store, wrong: SalesQuery) -> None:
    with pytest.raises(BadAnswer):
        store.sales(wrong)


def test_sales_are_not_for_everybody_and_rights_are_known_beforehand(sign_in: SignIn) -> None:
    cashier, manager = sign_in("cashier"), sign_in("manager")
    with pytest.raises(NotAllowed):
        cashier.sales(NOW)
    assert manager.currency == cashier.currency == "EUR"
    assert manager.permissions - cashier.permissions >= {"catalogue.change_product", "analytics.view_sales"}
    assert cashier.permissions >= {
        "orders.change_order",
        "stock.add_movement",
        "customers.view_customer",
        "customers.add_customer",
        "customers.change_customer",
    }
