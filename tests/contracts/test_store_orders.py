"""What every store does with orders; on the fake, and on the real client with the demo store behind it."""

import uuid
from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk_app.core.actions import LineChange, OrderCancellation, OrderEdit
from kiosk_app.core.errors import BadAnswer, Conflict
from kiosk_app.core.ports import Store
from kiosk_app.core.types import Money, Order, OrderDetails
from tests.contracts.acting import add, named, new_line, ordered, place


def test_lines_with_options_go_on_the_order(store: Store) -> None:
    nothing = store.order()
    assert nothing == Order(None, "", "open", (), Money(Decimal("0.00"), "EUR"), nothing.version)
    cappuccino, coffee = named(store, "Cappuccino"), named(store, "Coffee")
    added = new_line(cappuccino, "2", ("large", "whole milk"), notes="no lid")
    order = add(store, added, new_line(coffee))
    assert order == store.order()
    first, second = order.lines
    assert (first.name, first.quantity, first.notes) == (cappuccino.name, Decimal(2), "no lid")
    assert {(option.group, option.name, option.amount) for option in first.options} == {
        ("size", "large", "normal"),
        ("milk", "whole milk", "normal"),
    }
    assert first.unit_price == added.unit_price
    assert order.total.amount == 2 * added.unit_price.amount + second.unit_price.amount
    assert (order.status, bool(order.number), order.version != nothing.version) == ("open", True, True)


def test_lines_go_down_and_away(store: Store) -> None:
    coffee, cappuccino = named(store, "Coffee"), named(store, "Cappuccino")
    order = add(store, new_line(coffee, "3"), new_line(cappuccino))
    fewer, gone = order.lines
    changes = (
        LineChange(fewer.id, fewer.name, fewer.quantity, Decimal(1)),
        LineChange(gone.id, gone.name, gone.quantity, Decimal(0)),
    )
    after = ordered(store, OrderEdit((), changes, order.version))
    assert [(line.id, line.quantity) for line in after.lines] == [(fewer.id, Decimal(1))]
    assert after.total == fewer.unit_price


def test_a_line_at_another_price_takes_the_whole_edit_back(store: Store) -> None:
    coffee, cappuccino = named(store, "Coffee"), named(store, "Cappuccino")
    wrong = replace(new_line(cappuccino), unit_price=Money(Decimal("0.01"), "EUR"))
    with pytest.raises(Conflict) as caught:
        add(store, new_line(coffee), wrong)
    assert caught.value.code == "price_changed"
    assert store.order().lines == ()


def test_more_than_there_is_is_refused(store: Store) -> None:
    cake = named(store, "Carrot cake")
    assert cake.stock is not None
    with pytest.raises(Conflict) as caught:
        add(store, new_line(cake, str(cake.stock + 1)))
    assert caught.value.code == "store_out_of_stock"
    assert store.order().lines == ()


@pytest.mark.parametrize("quantity", ["0", "-1", "1000"])
def test_what_is_no_quantity_is_rejected(store: Store, quantity: str) -> None:
    with pytest.raises(BadAnswer):
        add(store, new_line(named(store, "Coffee"), quantity))
    assert store.order().lines == ()


def test_only_the_products_own_options_and_no_more_of_a_group_than_it_takes(store: Store) -> None:
    cappuccino, cake = named(store, "Cappuccino"), named(store, "Carrot cake")
    large = new_line(cappuccino, options=("large",)).options
    with pytest.raises(BadAnswer):
        add(store, replace(new_line(cake), options=large))
    with pytest.raises(BadAnswer):
        add(store, new_line(cappuccino, options=("small", "large")))
    assert store.order().lines == ()


def test_placing_takes_the_stock_and_leaves_no_open_order(store: Store) -> None:
    cake = named(store, "Carrot cake")
    order = add(store, new_line(cake))
    placed = place(store, order)
    assert (placed.id, placed.status, placed.total) == (order.id, "placed", order.total)
    assert store.order().id is None
    left = store.product(cake.id).stock
    assert (left, cake.stock) == (cake.stock - 1 if cake.stock else None, cake.stock)
    with pytest.raises(Conflict):
        place(store, order)


def test_an_empty_order_is_not_placed(store: Store) -> None:
    order = add(store, new_line(named(store, "Coffee")))
    (line,) = order.lines
    removal = LineChange(line.id, line.name, line.quantity, Decimal(0))
    emptied = ordered(store, OrderEdit((), (removal,), order.version))
    with pytest.raises(Conflict) as caught:
        place(store, emptied)
    assert caught.value.code == "empty_order"


DELIVERY = OrderDetails("delivery", "", "Zoë Núñez", "+34 600 111 222", "Calle Mayor 4, 2.º B", "ring twice")


def test_details_are_set_with_lines_and_without(store: Store) -> None:
    begun = ordered(store, OrderEdit((), (), store.order().version, DELIVERY))
    assert (begun.details, begun.lines, begun.status, bool(begun.id)) == (DELIVERY, (), "open", True)
    assert store.order() == begun
    line = new_line(named(store, "Coffee"))
    filled = ordered(store, OrderEdit((line,), (), begun.version))
    assert filled.details == DELIVERY
    at_table = OrderDetails("table", "12")
    moved = ordered(store, OrderEdit((line,), (), filled.version, at_table))
    assert (moved.details, len(moved.lines)) == (at_table, 2)
    assert place(store, moved).details == at_table


@pytest.mark.parametrize(
    "wrong",
    [
        OrderDetails(table="123456789"),
        OrderDetails(name="n" * 81),
        OrderDetails(phone="call me"),
        OrderDetails(address="a" * 201),
        OrderDetails(notes="n" * 201),
    ],
)
def test_details_that_do_not_fit_take_the_whole_edit_back(store: Store, wrong: OrderDetails) -> None:
    with pytest.raises(BadAnswer):
        ordered(store, OrderEdit((new_line(named(store, "Coffee")),), (), store.order().version, wrong))
    assert store.order().id is None


def test_an_edit_of_nothing_is_rejected(store: Store) -> None:
    with pytest.raises(BadAnswer):
        ordered(store, OrderEdit((), (), store.order().version))


def test_a_line_goes_up_as_far_as_there_is_stock(store: Store) -> None:
    cake = named(store, "Carrot cake")
    assert cake.stock is not None
    order = add(store, new_line(cake))
    (line,) = order.lines
    everything = LineChange(line.id, line.name, line.quantity, cake.stock)
    raised = ordered(store, OrderEdit((), (everything,), order.version))
    assert [each.quantity for each in raised.lines] == [cake.stock]
    one_more = replace(everything, new_quantity=cake.stock + 1)
    with pytest.raises(Conflict) as caught:
        ordered(store, OrderEdit((), (one_more,), raised.version))
    assert caught.value.code == "store_out_of_stock"
    assert store.order() == raised


def cancellation(order: Order) -> OrderCancellation:
    return OrderCancellation(order.id or "", order.lines, order.total, order.version)


def test_an_order_is_cancelled_and_takes_no_stock(store: Store) -> None:
    cake = named(store, "Carrot cake")
    order = add(store, new_line(cake))
    with pytest.raises(Conflict) as stale:
        ordered(store, replace(cancellation(order), version='"o-none-0"'))
    assert stale.value.code == "store_changed"
    cancelled = ordered(store, cancellation(order))
    assert (cancelled.id, cancelled.status, cancelled.lines) == (order.id, "cancelled", order.lines)
    assert (store.order().id, store.product(cake.id).stock) == (None, cake.stock)
    with pytest.raises(Conflict) as caught:
        ordered(store, cancellation(store.order()))
    assert caught.value.code == "empty_order"


def test_orders_are_found_by_number_and_name_and_a_tills_last_ones_without(store: Store) -> None:
    who = f"Zoë {uuid.uuid4().hex[:12]}"
    line = new_line(named(store, "Coffee"))
    orders = [
        place(store, ordered(store, OrderEdit((line,), (), store.order().version, OrderDetails(name=name))))
        for name in ("", who, who)
    ]
    add(store, line)
    newest_first = [order.id for order in reversed(orders)]
    assert [order.id for order in store.orders("")] == newest_first
    assert [order.id for order in store.orders(who.upper().replace("Ë", "E"))] == newest_first[:2]
    found = next(order for order in store.orders(orders[0].number) if order.id == orders[0].id)
    assert found == replace(orders[0], version=None)
    assert found.id in [order.id for order in store.orders(orders[0].number.lstrip("0"))]
    assert store.orders("nobody of that name") == []
