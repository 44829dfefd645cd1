"""The real client when the network, or the store, misbehaves: nothing happens twice, and every failure has its name."""

import json
import socket
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

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
from kiosk_app.core.types import (
    Action,
    Language,
    Money,
    NewLine,
    Option,
    Order,
    OrderEdit,
    OrderPlacement,
    Plan,
    PriceChange,
)
from kiosk_app.engines.http import TRIES, Http
from kiosk_app.engines.store import LATE, LATE_SET, DrfStore
from tests.demo_store import DemoStore, running_demo_store
from tests.faulty_proxy import DROP_AFTER, DROP_BEFORE, HANG_AFTER, HANG_BEFORE, Fault, FaultyProxy, answer

COFFEE = "1"
"""Its id in the demo store."""


def impatient(url: str) -> Http:
    return Http(url, timeout_s=0.5, sleep=lambda _: None)


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoStore]:
    with running_demo_store(tmp_path_factory.mktemp("store") / "store.sqlite3") as running:
        yield running


@pytest.fixture
def proxy(demo_store: DemoStore) -> Iterator[FaultyProxy]:
    with FaultyProxy(demo_store.url) as between:
        yield between


SignIn = Callable[..., DrfStore]


@pytest.fixture
def sign_in(demo_store: DemoStore, proxy: FaultyProxy) -> Iterator[SignIn]:
    opened: list[DrfStore] = []
    till = f"till-{uuid.uuid4().hex[:12]}"

    def enter(language: Language = "en", url: str = proxy.url) -> DrfStore:
        person = demo_store.manager
        opened.append(DrfStore.sign_in(url, person.username, person.password, till, language, impatient))
        return opened[-1]

    yield enter
    for store in opened:
        store.close()


@pytest.fixture
def store(sign_in: SignIn, proxy: FaultyProxy) -> DrfStore:
    signed_in = sign_in()
    proxy.seen.clear()
    return signed_in


def plan(store: DrfStore, action: Action) -> Plan:
    now = datetime.now(UTC)
    return Plan(str(uuid.uuid4()), "test", action, store.user, store.host, store.till, now, now + timedelta(seconds=60))


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
    (answer(401, {"detail": "Who?"}), SignInNeeded, "sign_in_needed"),
    (answer(403, {"detail": "No."}), NotAllowed, "not_allowed"),
    (answer(404, {"detail": "None."}), NotFound, "store_not_found"),
    (answer(409, {"detail": "Costs more.", "code": "price_changed"}), Conflict, "price_changed"),
    (answer(409, {"detail": "None left.", "code": "out_of_stock"}), Conflict, "store_out_of_stock"),
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
    assert len(proxy.writes()) == 1
    assert store.product(COFFEE) == before


@pytest.mark.parametrize("status", [401, 429])
def test_a_refusal_that_tells_nothing_of_the_first_try_settles_nothing(
    store: DrfStore, proxy: FaultyProxy, status: int
) -> None:
    agreed = dearer(store)
    store.apply(agreed)
    proxy.fail(answer(status, {}), method="PATCH")
    assert store.settle(agreed) == "unknown"


def test_late_orders_and_later_prices_are_left_to_a_person(store: DrfStore, proxy: FaultyProxy) -> None:
    price, order = dearer(store), one_coffee(store)
    proxy.seen.clear()
    for late, limit in ((price, LATE_SET), (order, LATE)):
        assert store.settle(replace(late, created=datetime.now(UTC) - limit)) == "unknown"
    assert proxy.seen == []


def test_another_currency_is_never_sent(store: DrfStore, proxy: FaultyProxy) -> None:
    agreed = dearer(store)
    assert isinstance(agreed.action, PriceChange)
    pesos = replace(agreed, action=replace(agreed.action, new=Money(Decimal("1.20"), "MXN")))
    with pytest.raises(KioskError, match="plan_foreign"):
        store.apply(pesos)
    assert proxy.writes() == []


def test_a_store_that_is_down_is_away(sign_in: SignIn) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(StoreAway):
            sign_in(url=f"http://127.0.0.1:{held.getsockname()[1]}")


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
def test_a_sign_in_that_is_none(sign_in: SignIn, proxy: FaultyProxy, body: object) -> None:
    proxy.fail(answer(200, body), method="POST")
    proxy.fail(answer(200, {"username": 3}), method="GET")
    with pytest.raises(BadAnswer):
        sign_in()


def test_names_come_in_the_tills_language_and_are_found_in_the_other(sign_in: SignIn) -> None:
    english, spanish = sign_in("en").product(COFFEE), sign_in("es").product(COFFEE)
    assert (english.name, spanish.name) == ("Coffee", "Café")
    assert english.translation == "Café"
    assert spanish.translation == "Coffee"
    assert [group.name for group in spanish.modifier_groups][:1] == ["tamaño"]
    assert spanish.modifier_groups[0].modifiers[0].name == "pequeño"


def test_an_orders_options_come_in_the_tills_language(sign_in: SignIn) -> None:
    store = sign_in("es")
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


PRODUCT: dict[str, Any] = {
    "id": 7,
    "sku": "S-7",
    "barcode": "",
    "name": "Oat\u202e milk\n<b>1 l</b>" + "x" * 500,
    "name_es": "",
    "aliases": ["a\u0000vena", ""],
    "category": {"id": 1, "name": "Milk", "name_es": "Leche"},
    "price": "1.95",
    "currency": "EUR",
    "stock": None,
    "dietary": [],
    "allergens": [],
    "modifier_groups": [],
    "version": 1,
}


def test_the_stores_text_is_kept_as_plain_text(store: DrfStore, proxy: FaultyProxy) -> None:
    store.order()
    proxy.fail(answer(200, PRODUCT, {"ETag": '"p-7-1"'}))
    product = store.product("7")
    assert product.name.startswith("Oat milk <b>1 l</b>x")
    assert len(product.name) == 120
    assert (product.aliases, product.stock, product.version) == (("avena",), None, '"p-7-1"')


@pytest.mark.parametrize(
    "broken",
    [
        {"id": None},
        {"id": True},
        {"id": "7"},
        {"name": 7},
        {"price": 1.95},
        {"price": "NaN"},
        {"price": "1e999999"},
        {"price": "free"},
        {"category": None},
        {"aliases": 3},
        {"modifier_groups": [987654]},
        {"stock": "many"},
    ],
)
def test_what_breaks_the_promise_of_the_api_is_a_bad_answer(
    store: DrfStore, proxy: FaultyProxy, broken: dict[str, object]
) -> None:
    store.order()
    proxy.fail(answer(200, PRODUCT | broken))
    with pytest.raises(BadAnswer, match="store_bad_answer"):
        store.product("7")


@pytest.mark.parametrize("page", [{}, [], {"results": 1, "next": None}, {"results": [1], "next": None}])
def test_a_list_that_is_none_is_a_bad_answer(store: DrfStore, proxy: FaultyProxy, page: object) -> None:
    store.order()
    proxy.fail(answer(200, page))
    with pytest.raises(BadAnswer):
        store.products()


def test_an_address_in_an_answer_is_never_followed(store: DrfStore, proxy: FaultyProxy) -> None:
    elsewhere = "https://elsewhere.example/api/products/?page=2"
    first = {"count": 2, "results": [PRODUCT | {"modifier_groups": []}], "next": elsewhere, "previous": None}
    second = {"count": 2, "results": [PRODUCT | {"id": 8}], "next": None, "previous": None}
    groups = {"count": 0, "results": [], "next": None, "previous": None}
    for page in (groups, first, second):
        proxy.fail(answer(200, page))
    assert [product.id for product in store.products()] == ["7", "8"]
    assert [seen.path.split("?")[0] for seen in proxy.seen[-2:]] == ["/api/products/"] * 2
    assert "page=2" in proxy.seen[-1].path


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
