"""What every store does; on the fake, and on the real client with the demo store behind it over loopback HTTP."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from kiosk_app.core.errors import BadAnswer, Conflict, NotAllowed, NotFound, Refused
from kiosk_app.core.ports import Store
from kiosk_app.core.types import (
    Action,
    LineChange,
    Money,
    NewLine,
    Option,
    Order,
    OrderEdit,
    OrderPlacement,
    Plan,
    PriceChange,
    Product,
)
from kiosk_app.engines.store import DrfStore
from tests.demo_store import DemoStore, running_demo_store
from tests.fakes import CASHIER, FakeStore

SignIn = Callable[[str], Store]


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStore]:
    with running_demo_store(tmp_path_factory.mktemp("store") / "store.sqlite3") as running:
        yield running


@pytest.fixture(params=["fake", "real"])
def sign_in(request: pytest.FixtureRequest) -> Iterator[SignIn]:
    """Signs `manager` or `cashier` in, at a till of the test's own."""
    if request.param == "fake":
        yield lambda who: FakeStore(user=who) if who == "manager" else FakeStore(user=who, rights=CASHIER)
        return
    demo: DemoStore = request.getfixturevalue("demo_store")
    till = f"till-{uuid.uuid4().hex[:12]}"
    opened: list[DrfStore] = []

    def enter(who: str) -> Store:
        person = demo.manager if who == "manager" else demo.cashier
        opened.append(DrfStore.sign_in(demo.url, person.username, person.password, till, "en"))
        return opened[-1]

    yield enter
    for store in opened:
        store.close()


@pytest.fixture
def store(sign_in: SignIn) -> Store:
    return sign_in("manager")


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
    order = store.apply(plan(store, OrderEdit(lines, (), store.order().version)))
    assert order is not None
    return order


def place(store: Store, order: Order) -> Order:
    assert order.id is not None
    placed = store.apply(plan(store, OrderPlacement(order.id, order.lines, order.total, order.version)))
    assert placed is not None
    return placed


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
    after = store.apply(plan(store, OrderEdit((), changes, order.version)))
    assert after is not None
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
    emptied = store.apply(plan(store, OrderEdit((), (removal,), order.version)))
    assert emptied is not None
    with pytest.raises(Conflict) as caught:
        place(store, emptied)
    assert caught.value.code == "empty_order"


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
