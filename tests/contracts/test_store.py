"""What every store does; on the fake, and on the real client with the demo store behind it over loopback HTTP."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    OrderEdit,
    Plan,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.errors import BadAnswer, Conflict, NotAllowed, NotFound, Refused
from kiosk_app.core.ports import Store
from kiosk_app.core.types import Customer
from tests.contracts.acting import SignIn, add, another_price, known, named, new_line, plan, price_change


def test_the_catalogue_is_whole_and_each_product_can_be_read_live(store: Store) -> None:
    products = store.products()
    assert len({product.id for product in products}) == len(products)
    assert all(product.price.amount > 0 and product.name and product.category for product in products)
    live = named(store, "Cappuccino")
    assert live.version
    assert replace(live, version=None) == replace(next(each for each in products if each.id == live.id), version=None)
    groups = {group.name: group for group in live.modifier_groups}
    assert {"size", "milk"} <= groups.keys()
    assert [modifier.takes_amount for modifier in groups["milk"].modifiers[:1]] == [True]


def test_what_the_store_does_not_know_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        store.product("987654321")


def test_a_price_changes(store: Store) -> None:
    before = named(store, "Cappuccino")
    change = price_change(before, another_price(before))
    assert store.apply(plan(store, change)) is None
    after = store.product(before.id)
    assert after.price == change.new
    assert after.version != before.version


def test_the_same_plan_has_one_effect(store: Store) -> None:
    before = named(store, "Coffee")
    agreed = plan(store, price_change(before, another_price(before)))
    store.apply(agreed)
    once = store.product(before.id)
    store.apply(agreed)
    assert store.product(before.id) == once
    line = plan(store, OrderEdit((new_line(once),), (), store.order().version))
    assert store.apply(line) == store.apply(line)
    assert len(store.order().lines) == 1


def test_a_plan_made_from_an_older_version_is_a_conflict(store: Store) -> None:
    before = named(store, "Coffee")
    store.apply(plan(store, price_change(before, another_price(before))))
    now = store.product(before.id)
    with pytest.raises(Conflict) as caught:
        store.apply(plan(store, price_change(before, "9.99")))
    assert caught.value.code == "store_changed"
    assert store.product(before.id) == now
    first = OrderEdit((new_line(now),), (), store.order().version)
    store.apply(plan(store, first))
    with pytest.raises(Conflict):
        store.apply(plan(store, first))


@pytest.mark.parametrize("price", ["0", "-1.00", "1.005"])
def test_what_is_no_price_is_rejected(store: Store, price: str) -> None:
    before = named(store, "Coffee")
    with pytest.raises(BadAnswer) as caught:
        store.apply(plan(store, price_change(before, price)))
    assert caught.value.code == "store_rejected"
    assert store.product(before.id) == before


def test_a_write_needs_the_version_it_was_made_from(store: Store) -> None:
    before = named(store, "Coffee")
    with pytest.raises(BadAnswer):
        store.apply(plan(store, replace(price_change(before, "1.95"), version=None)))
    assert store.product(before.id) == before


def test_a_cashier_orders_and_changes_no_price(sign_in: SignIn) -> None:
    store = sign_in("cashier")
    coffee = named(store, "Coffee")
    with pytest.raises(NotAllowed):
        store.apply(plan(store, price_change(coffee, "0.01")))
    assert store.product(coffee.id) == coffee
    assert len(add(store, new_line(coffee)).lines) == 1


@pytest.mark.parametrize(
    "foreign_to",
    [
        lambda plan: replace(plan, user="eve"),
        lambda plan: replace(plan, host="https://elsewhere.example"),
        lambda plan: replace(plan, till="till-elsewhere"),
    ],
)
def test_a_plan_of_another_person_store_or_till_is_never_sent(store: Store, foreign_to: Callable[[Plan], Plan]) -> None:
    before = named(store, "Coffee")
    foreign = foreign_to(plan(store, price_change(before, "9.99")))
    with pytest.raises(Refused) as caught:
        store.apply(foreign)
    assert caught.value.code == "plan_foreign"
    assert store.settle(foreign) == "unknown"
    assert store.product(before.id) == before


def test_an_expired_plan_is_never_sent(store: Store) -> None:
    before = named(store, "Coffee")
    late = replace(plan(store, price_change(before, "9.99")), expires=datetime.now(UTC))
    with pytest.raises(Refused) as caught:
        store.apply(late)
    assert caught.value.code == "plan_expired"
    assert store.product(before.id) == before


def test_several_prices_change_together(store: Store) -> None:
    coffee, cappuccino = named(store, "Coffee"), named(store, "Cappuccino")
    changes = PriceChanges(tuple(price_change(each, another_price(each)) for each in (coffee, cappuccino)))
    agreed = plan(store, changes)
    assert store.apply(agreed) is None
    after = [store.product(each.product_id) for each in changes.changes]
    assert [each.price for each in after] == [change.new for change in changes.changes]
    assert [each.version for each in after] != [change.version for change in changes.changes]
    store.apply(agreed)
    assert store.settle(agreed) == "done"
    assert [store.product(each.id) for each in after] == after


def test_several_prices_change_all_or_none(store: Store) -> None:
    coffee, cappuccino = named(store, "Coffee"), named(store, "Cappuccino")
    dearer = price_change(coffee, another_price(coffee))
    stale = replace(price_change(cappuccino, "9.99"), version=f'"p-{cappuccino.id}-999"')
    with pytest.raises(Conflict) as caught:
        store.apply(plan(store, PriceChanges((dearer, stale))))
    assert caught.value.code == "store_changed"
    for wrong in (price_change(cappuccino, "0"), price_change(cappuccino, "1.005"), dearer):
        with pytest.raises(BadAnswer):
            store.apply(plan(store, PriceChanges((dearer, wrong))))
    with pytest.raises(BadAnswer):
        store.apply(plan(store, PriceChanges(())))
    assert (store.product(coffee.id), store.product(cappuccino.id)) == (coffee, cappuccino)


def test_a_cashier_changes_no_prices(sign_in: SignIn) -> None:
    store = sign_in("cashier")
    coffee = named(store, "Coffee")
    with pytest.raises(NotAllowed):
        store.apply(plan(store, PriceChanges((price_change(coffee, "0.01"),))))
    assert store.product(coffee.id) == coffee


def test_settling_does_what_never_left_and_repeats_nothing(store: Store) -> None:
    before = named(store, "Coffee")
    agreed = plan(store, price_change(before, another_price(before)))
    assert store.settle(agreed) == "done"
    once = store.product(before.id)
    assert once.price.amount == Decimal(another_price(before))
    assert store.settle(agreed) == "done"
    assert store.product(before.id) == once


def test_settling_tells_what_was_refused_and_what_is_too_old(store: Store) -> None:
    before = named(store, "Coffee")
    store.apply(plan(store, price_change(before, another_price(before))))
    stale = plan(store, price_change(before, "9.99"))
    assert store.settle(stale) == "refused"
    now = store.product(before.id)
    old = replace(plan(store, price_change(now, "9.99")), created=datetime.now(UTC) - timedelta(days=1))
    assert store.settle(old) == "unknown"
    assert store.product(before.id) == now


def test_an_hour_later_only_what_its_versions_protect_is_settled(store: Store) -> None:
    def an_hour_old(action: Action) -> Plan:
        return replace(plan(store, action), created=datetime.now(UTC) - timedelta(hours=1))

    coffee, cola = named(store, "Coffee"), named(store, "Coca-Cola 33")
    dearer = price_change(coffee, another_price(coffee))
    assert store.settle(an_hour_old(PriceChanges((dearer,)))) == "done"
    assert store.settle(an_hour_old(dearer)) == "refused"
    known_there = known(store, CustomerCreation(Customer("", f"Ana {uuid.uuid4().hex}")))
    moved = replace(known_there, address="Calle Mayor 4")
    assert store.settle(an_hour_old(CustomerUpdate(known_there, moved))) == "done"
    assert store.customer(known_there.id).address == moved.address

    order, stranger = store.order(), Customer("", f"Eva {uuid.uuid4().hex}")
    late: tuple[Action, ...] = (
        StockMovement(cola.id, cola.name, "set", Decimal(1), cola.stock or Decimal(0), Decimal(1)),
        OrderEdit((new_line(store.product(coffee.id)),), (), order.version),
        CustomerCreation(stranger),
    )
    assert [store.settle(an_hour_old(action)) for action in late] == ["unknown"] * 3
    assert (store.product(cola.id), store.order(), store.customers(stranger.name)) == (cola, order, [])
