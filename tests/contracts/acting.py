"""What the contract tests of stores do over and over: find a product, make a plan of an action, carry it out."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    NewLine,
    OrderCancellation,
    OrderEdit,
    OrderPlacement,
    Plan,
    PriceChange,
)
from kiosk_app.core.ports import Store
from kiosk_app.core.types import Customer, Money, Option, Order, Product
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore

SignIn = Callable[[str], Store]
"""Signs `manager` or `cashier` in."""
Enter = Callable[..., DrfStore]
"""Signs the manager in through the proxy; takes a language and an address."""


def impatient(url: str) -> Http:
    """A connection that gives up soon and tries again at once."""
    return Http(url, timeout_s=0.5, sleep=lambda _: None)


def named(store: Store, start: str) -> Product:
    """The first product whose name begins so, read live."""
    return store.product(next(product.id for product in store.products() if product.name.startswith(start)))


def plan(store: Store, action: Action) -> Plan:
    now = datetime.now(UTC)
    return Plan(str(uuid.uuid4()), "test", action, store.user, store.host, store.till, now, now + timedelta(seconds=60))


def price_change(product: Product, new: str) -> PriceChange:
    return PriceChange(
        product.id, product.name, product.price, Money(Decimal(new), product.price.currency), product.version
    )


def another_price(product: Product) -> str:
    return str(product.price.amount + Decimal("0.05"))


def new_line(product: Product, quantity: str = "1", options: tuple[str, ...] = (), notes: str = "") -> NewLine:
    """A line at the price that the product and its options cost."""
    chosen = [
        (group, modifier)
        for name in options
        for group in product.modifier_groups
        for modifier in group.modifiers
        if modifier.name == name
    ]
    assert len(chosen) == len(options)
    price = product.price
    for _, modifier in chosen:
        price += modifier.surcharge
    picked = tuple(Option(modifier.id, group.name, modifier.name) for group, modifier in chosen)
    return NewLine(product.id, product.name, Decimal(quantity), picked, notes, price)


def add(store: Store, *lines: NewLine) -> Order:
    return ordered(store, OrderEdit(lines, (), store.order().version))


def place(store: Store, order: Order) -> Order:
    assert order.id is not None
    return ordered(store, OrderPlacement(order.id, order.lines, order.total, order.version))


def placed(store: Store) -> str:
    """The number of a new order."""
    return place(store, add(store, new_line(named(store, "Coffee")))).number


def ordered(store: Store, action: OrderEdit | OrderPlacement | OrderCancellation) -> Order:
    """The order as the action leaves it."""
    order = store.apply(plan(store, action))
    assert isinstance(order, Order)
    return order


def known(store: Store, action: CustomerCreation | CustomerUpdate) -> Customer:
    """The customer as the action leaves them."""
    customer = store.apply(plan(store, action))
    assert isinstance(customer, Customer)
    return customer
