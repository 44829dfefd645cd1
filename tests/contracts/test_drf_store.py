"""The real client when the network, or the store, misbehaves: nothing happens twice, and every failure has its name."""

import json
import socket
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

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
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.errors import (
    BadAnswer,
    Conflict,
    KioskError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    SignInNeeded,
    StoreAway,
    TooManyRequests,
)
from kiosk_app.core.saying.phrases import explain
from kiosk_app.core.types import Customer, Money, Option, Order, OrderDetails
from kiosk_app.engines.http import TRIES
from kiosk_app.engines.store import LATE, LATE_SET, DrfStore
from tests.contracts.acting import Enter, impatient, named, plan
from tests.contracts.conftest import ON_BOTH
from tests.demo_store import DemoStore
from tests.faulty_proxy import DROP_AFTER, DROP_BEFORE, HANG_AFTER, HANG_BEFORE, Fault, FaultyProxy, answer

COFFEE = "1"
"""Its id in the demo store."""


@pytest.fixture
def store(through_proxy: DrfStore) -> DrfStore:
    return through_proxy


def dearer(store: DrfStore) -> Plan:
    """Five cents more for a coffee."""
    coffee = store.product(COFFEE)
    new = Money(coffee.price.amount + Decimal("0.05"), "EUR")
    return plan(store, PriceChange(coffee.id, coffee.name, coffee.price, new, coffee.version))


def one_coffee(store: DrfStore) -> Plan:
    coffee = store.product(COFFEE)
    line = NewLine(coffee.id, coffee.name, Decimal(1), (), "", coffee.price)
    return plan(store, OrderEdit((line,), (), store.order().version))


def version(tag: str | None) -> int:
    assert tag is not None
    return int(tag.strip('"').split("-")[2])


@ON_BOTH
@pytest.mark.parametrize("fault", [DROP_BEFORE, DROP_AFTER, HANG_AFTER, answer(502, b"<html>", forward=True)])
@pytest.mark.parametrize("times", [1, TRIES - 1])
def test_a_dropped_answer_has_exactly_one_effect(store: DrfStore, proxy: FaultyProxy, fault: Fault, times: int) -> None:
    before = store.product(COFFEE)
    price, order = dearer(store), one_coffee(store)
    proxy.fail(fault, times=times, method="PATCH")
    store.apply(price)
    after = store.product(COFFEE)
    assert isinstance(price.action, PriceChange)
    assert after.price == price.action.new
    assert version(after.version) == version(before.version) + 1
    assert len({(sent.headers["idempotency-key"], sent.body) for sent in proxy.writes()}) == 1

    assert isinstance(order.action, OrderEdit)
    line = replace(order.action.added[0], unit_price=after.price)
    order = replace(order, action=replace(order.action, added=(line,)))
    proxy.fail(fault, times=times, method="PATCH")
    assert store.apply(order) == store.order()
    assert len(store.order().lines) == 1


@ON_BOTH
@pytest.mark.parametrize("fault", [DROP_BEFORE, DROP_AFTER])
def test_a_dropped_answer_moves_stock_and_takes_a_customer_in_once(
    store: DrfStore, proxy: FaultyProxy, fault: Fault
) -> None:
    cola, stranger = named(store, "Coca-Cola 33"), Customer("", f"Zoë {uuid.uuid4().hex}", notes="allergic to nuts")
    assert cola.stock is not None
    delivery = StockMovement(cola.id, cola.name, "in", Decimal(6), cola.stock, cola.stock + 6)
    proxy.fail(fault, method="POST")
    store.apply(plan(store, delivery))
    assert store.product(cola.id).stock == delivery.new
    proxy.fail(fault, method="POST")
    added = store.apply(plan(store, CustomerCreation(stranger)))
    assert isinstance(added, Customer)
    assert [customer.id for customer in store.customers(stranger.name)] == [added.id]


@ON_BOTH
@pytest.mark.parametrize(
    ("fault", "happened"), [(DROP_BEFORE, False), (HANG_BEFORE, False), (DROP_AFTER, True), (answer(500, {}), False)]
)
def test_no_answer_at_all_is_unknown_and_settled_later(
    store: DrfStore, proxy: FaultyProxy, fault: Fault, happened: bool
) -> None:
    before = store.product(COFFEE)
    agreed = dearer(store)
    proxy.fail(fault, times=TRIES, method="PATCH")
    with pytest.raises(OutcomeUnknown):
        store.apply(agreed)
    assert (store.product(COFFEE).version != before.version) is happened
    proxy.fail(fault, times=TRIES, method="PATCH")
    assert store.settle(agreed) == "unknown"
    assert store.settle(agreed) == "done"
    assert version(store.product(COFFEE).version) == version(before.version) + 1
    assert isinstance(agreed.action, PriceChange)
    assert store.product(COFFEE).price == agreed.action.new


@ON_BOTH
def test_what_was_lost_and_is_out_of_date_is_settled_as_refused(store: DrfStore, proxy: FaultyProxy) -> None:
    agreed = dearer(store)
    proxy.fail(DROP_BEFORE, times=TRIES, method="PATCH")
    with pytest.raises(OutcomeUnknown):
        store.apply(agreed)
    store.apply(dearer(store))
    now = store.product(COFFEE)
    assert store.settle(agreed) == "refused"
    assert store.product(COFFEE) == now


STATUSES: list[tuple[Fault, type[KioskError], str]] = [
    (answer(400, {"detail": "No."}), BadAnswer, "store_rejected"),
    (answer(403, {"detail": "No."}), NotAllowed, "not_allowed"),
    (answer(404, {"detail": "None."}), NotFound, "store_not_found"),
    (answer(409, {"detail": "Costs more.", "code": "price_changed"}), Conflict, "price_changed"),
    (answer(409, {"detail": "None left.", "code": "out_of_stock"}), Conflict, "store_out_of_stock"),
    (answer(409, {"detail": "It is 7.", "code": "stock_changed"}), Conflict, "stock_changed"),
    (answer(409, {"detail": "No count.", "code": "not_counted"}), Conflict, "not_counted"),
    (answer(409, {"detail": "Known.", "code": "customer_exists"}), Conflict, "customer_exists"),
    (answer(409, {"detail": "Something.", "code": "ünheard of"}), Conflict, "store_conflict"),
    (answer(412, {"detail": "Changed."}), Conflict, "store_changed"),
    (answer(429, {"detail": "Wait."}, {"Retry-After": "5"}), TooManyRequests, "store_busy"),
]


@pytest.mark.parametrize(("fault", "kind", "code"), STATUSES)
def test_a_refused_write_says_why_and_changes_nothing(
    store: DrfStore, proxy: FaultyProxy, fault: Fault, kind: type[KioskError], code: str
) -> None:
    before = store.product(COFFEE)
    agreed = dearer(store)
    proxy.fail(fault, method="PATCH")
    with pytest.raises(kind) as caught:
        store.apply(agreed)
    assert caught.value.code == code
    assert explain(caught.value, "es") != explain(caught.value, "en")
    assert len(proxy.writes()) == 1
    assert store.product(COFFEE) == before


def test_who_was_forgotten_signs_in_once_more_and_writes_once(store: DrfStore, proxy: FaultyProxy) -> None:
    before = store.product(COFFEE)
    proxy.fail(answer(401, {"detail": "Who?"}), times=2, method="PATCH")
    with pytest.raises(SignInNeeded):
        store.apply(dearer(store))
    assert [sent.method for sent in proxy.writes()] == ["PATCH", "POST", "PATCH"]
    assert store.product(COFFEE) == before
    proxy.fail(answer(401, {"detail": "Who?"}), method="PATCH")
    store.apply(dearer(store))
    assert version(store.product(COFFEE).version) == version(before.version) + 1


@pytest.mark.parametrize("status", [401, 429])
def test_a_refusal_that_tells_nothing_of_the_first_try_settles_nothing(
    store: DrfStore, proxy: FaultyProxy, status: int
) -> None:
    agreed = dearer(store)
    store.apply(agreed)
    proxy.fail(answer(status, {}), times=2, method="PATCH")
    assert store.settle(agreed) == "unknown"


ANA = Customer("5", "Ana", "600111222", version='"c-5-2"')
TEA = PriceChange("17", "Tea", Money(Decimal("1.10"), "EUR"), Money(Decimal("1.20"), "EUR"), '"p-17-3"')
LATE_ACTIONS: list[tuple[Action, timedelta]] = [
    (TEA, LATE_SET),
    (PriceChanges((TEA,)), LATE_SET),
    (CustomerUpdate(ANA, replace(ANA, notes="new")), LATE_SET),
    (StockMovement("17", "Tea", "set", Decimal(7), Decimal(8), Decimal(7)), LATE),
    (OrderEdit((), (), '"o-none-0"', OrderDetails("table", "4")), LATE),
    (OrderPlacement("5", (), TEA.new, '"o-5-2"'), LATE),
    (OrderCancellation("5", (), TEA.new, '"o-5-2"'), LATE),
    (CustomerCreation(ANA), LATE),
]


@pytest.mark.parametrize(("action", "limit"), LATE_ACTIONS, ids=lambda value: type(value).__name__)
def test_what_comes_too_late_is_left_to_a_person(
    store: DrfStore, proxy: FaultyProxy, action: Action, limit: timedelta
) -> None:
    agreed = plan(store, action)
    assert store.settle(replace(agreed, created=datetime.now(UTC) - limit)) == "unknown"
    assert proxy.seen == []
    proxy.fail(answer(404, {}))
    assert store.settle(replace(agreed, created=datetime.now(UTC) - limit + timedelta(minutes=1))) == "refused"


def test_another_currency_is_never_sent(store: DrfStore, proxy: FaultyProxy) -> None:
    agreed = dearer(store)
    assert isinstance(agreed.action, PriceChange)
    pesos = replace(agreed.action, new=Money(Decimal("1.20"), "MXN"))
    for action in (pesos, PriceChanges((agreed.action, pesos))):
        with pytest.raises(KioskError, match="plan_foreign"):
            store.apply(plan(store, action))
    assert proxy.writes() == []


def test_a_store_that_is_down_is_away(enter: Enter) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(StoreAway):
            enter(url=f"http://127.0.0.1:{held.getsockname()[1]}")


def test_a_store_that_went_down_is_away(store: DrfStore, demo_store: DemoStore) -> None:
    with FaultyProxy(demo_store.url) as other:
        gone = DrfStore.sign_in(
            other.url, demo_store.manager.username, demo_store.manager.password, store.till, "en", impatient
        )
        agreed = dearer(gone)
    for attempt in (gone.products, gone.order, lambda: gone.product(COFFEE), lambda: gone.apply(agreed)):
        with pytest.raises(StoreAway):
            attempt()
    assert gone.settle(agreed) == "unknown"
    gone.close()


def test_wrong_credentials(demo_store: DemoStore) -> None:
    with pytest.raises(SignInNeeded, match="sign_in_wrong"):
        DrfStore.sign_in(demo_store.url, demo_store.manager.username, "guess", "till-1", "en", impatient)


@pytest.mark.parametrize("body", [[], {}, {"token": 1}, {"token": None}, b"<html>"])
def test_a_sign_in_that_is_none(enter: Enter, proxy: FaultyProxy, body: object) -> None:
    proxy.fail(answer(200, body), method="POST")
    proxy.fail(answer(200, {"username": 3}), method="GET")
    with pytest.raises(BadAnswer):
        enter()


def test_an_orders_options_come_in_the_tills_language(enter: Enter) -> None:
    store = enter("es")
    coffee = store.product(COFFEE)
    order = one_coffee(store)
    assert isinstance(order.action, OrderEdit)
    milk = next(group for group in coffee.modifier_groups if group.name == "leche").modifiers[0]
    with_milk = replace(order.action.added[0], options=(Option(milk.id, "leche", milk.name, "little"),))
    written = store.apply(replace(order, action=replace(order.action, added=(with_milk,))))
    assert isinstance(written, Order)
    assert written.lines[0].options == with_milk.options
    assert written == store.order()
    assert written.id is not None
    placed = store.apply(plan(store, OrderPlacement(written.id, written.lines, written.total, written.version)))
    assert isinstance(placed, Order)
    assert placed.lines == written.lines


def test_a_written_order_that_cannot_be_read_is_unknown(store: DrfStore, proxy: FaultyProxy) -> None:
    agreed = one_coffee(store)
    proxy.fail(answer(200, {"lines": "?"}, forward=True), method="PATCH")
    with pytest.raises(OutcomeUnknown):
        store.apply(agreed)
    assert store.settle(agreed) == "done"
    assert len(store.order().lines) == 1


def test_a_write_carries_the_persons_credentials_the_version_and_the_key(store: DrfStore, proxy: FaultyProxy) -> None:
    agreed = dearer(store)
    store.apply(agreed)
    (sent,) = proxy.writes()
    assert isinstance(agreed.action, PriceChange)
    assert sent.headers["authorization"].startswith("Token ")
    assert sent.headers["if-match"] == agreed.action.version
    assert sent.headers["idempotency-key"] == agreed.id
    assert json.loads(sent.body) == {"price": str(agreed.action.new.amount)}


BODIES: list[tuple[Action, str, dict[str, object]]] = [
    (
        PriceChanges((TEA,)),
        "POST /api/products/prices/",
        {"changes": [{"product": 17, "price": "1.20", "version": '"p-17-3"'}]},
    ),
    (
        StockMovement("17", "Tea", "in", Decimal("0.5"), Decimal(8), Decimal("8.5")),
        "POST /api/stock/movements/",
        {"product": 17, "direction": "in", "quantity": "0.5"},
    ),
    (
        StockMovement("17", "Tea", "set", Decimal("1E+1"), Decimal("8.000"), Decimal(10)),
        "POST /api/stock/movements/",
        {"product": 17, "direction": "set", "quantity": "10", "expected": "8.000"},
    ),
    (
        CustomerCreation(ANA),
        "POST /api/customers/",
        {"name": "Ana", "phone": "600111222", "address": "", "notes": ""},
    ),
    (CustomerUpdate(ANA, replace(ANA, notes="new")), "PATCH /api/customers/5/", {"notes": "new"}),
]


@pytest.mark.parametrize(("action", "request_line", "body"), BODIES)
def test_each_action_is_one_request(
    store: DrfStore, proxy: FaultyProxy, action: Action, request_line: str, body: dict[str, object]
) -> None:
    proxy.fail(answer(404, {}))
    with pytest.raises(NotFound):
        store.apply(plan(store, action))
    (sent,) = proxy.writes()
    assert f"{sent.method} {sent.path}" == request_line
    assert json.loads(sent.body) == body
    assert sent.headers.get("if-match") == (ANA.version if isinstance(action, CustomerUpdate) else None)
