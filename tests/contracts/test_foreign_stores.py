"""The same client on the demo store and on stores that we did not write: by what `connect` finds, and safely."""

import json
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial

import pytest

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    OrderEdit,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.errors import Conflict, NotAllowed, NotFound, NotOffered, OutcomeUnknown, SignInNeeded
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.store_api import NEEDS, SignIn, StoreApi
from kiosk_app.core.types import Customer, Money, Product
from kiosk_app.engines.http import TRIES, Http
from kiosk_app.engines.store import UNDER_WAY, DrfStore
from kiosk_app.engines.store.checking import check_intents
from kiosk_app.engines.store.connecting import look_around, tried
from tests.contracts.acting import another_price, impatient, known, named, plan, price_change
from tests.demo_store import DemoStore
from tests.faulty_proxy import DROP_AFTER, DROP_BEFORE, HANG_BEFORE, FaultyProxy, answer
from tests.foreign_store import PASSWORD, SHAPES, running_foreign_store

Enter = Callable[..., DrfStore]
"""Signs somebody in to the store of a shape; takes the person, an address and a connection."""


@dataclass(frozen=True, slots=True)
class Found:
    """A store that is running, and what `connect` proposes for it."""

    url: str
    api: StoreApi
    passwords: Mapping[str, str]


class Stores:
    """One store of each shape, started when it is first asked for."""

    def __init__(self, folder: pytest.TempPathFactory) -> None:
        self._folder = folder
        self._running = ExitStack()
        self._found: dict[str, Found] = {}

    def get(self, shape: str, demo: DemoStore | None = None) -> Found:
        """The store of a shape; `demo` where it is the demo store, which runs already."""
        if shape not in self._found:
            if demo:
                url, passwords = demo.url, {"manager": demo.manager.password, "cashier": demo.cashier.password}
            else:
                log = self._folder.mktemp(shape) / "log"
                url = self._running.enter_context(running_foreign_store(shape, log))
                passwords = {"manager": PASSWORD, "cashier": PASSWORD}
            self._found[shape] = Found(url, found_mapping(url, passwords["manager"]), passwords)
        return self._found[shape]

    def close(self) -> None:
        self._running.close()


def found_mapping(url: str, password: str) -> StoreApi:
    """What `connect` proposes; nothing may be left to ask but what a bare store cannot tell."""
    http = Http(url)
    try:
        around = look_around(http, "manager", password, "", {})
        proposal = around.propose({})
        asked = {choice.setting for choice in proposal.unsure}
        assert asked <= {"currency"}
        assert all(ok for _, ok, _ in tried(around, proposal.api, "till-1", "en"))
        return proposal.api
    finally:
        http.close()


@pytest.fixture(scope="module")
def stores(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stores]:
    running = Stores(tmp_path_factory)
    yield running
    running.close()


@pytest.fixture
def enter(stores: Stores, request: pytest.FixtureRequest) -> Iterator[Enter]:
    opened: list[DrfStore] = []

    def sign_in(shape: str, who: str = "manager", url: str = "", connect: Callable[[str], Http] = Http) -> DrfStore:
        there = stores.get(shape, request.getfixturevalue(DEMOS[shape]) if shape in DEMOS else None)
        till = f"till-{uuid.uuid4().hex[:12]}"
        password = there.passwords[who]
        opened.append(DrfStore.sign_in(url or there.url, who, password, till, "en", connect, there.api))
        return opened[-1]

    yield sign_in
    for store in opened:
        store.close()


DEMOS = {"demo": "demo_store", "postgres": "postgres_demo_store"}
"""The demo store on each of its databases, and the fixture that it is."""
ALL = (*DEMOS, *SHAPES)
every_store = pytest.mark.parametrize("shape", ALL)
foreign_store = pytest.mark.parametrize("shape", SHAPES)


def dearer(product: Product) -> PriceChange:
    """Five cents more."""
    return price_change(product, another_price(product))


@every_store
def test_the_catalogue_is_whole_and_each_product_can_be_read_live(enter: Enter, shape: str) -> None:
    store = enter(shape)
    products = store.products()
    assert len({product.id for product in products}) == len(products) >= 7
    live = store.product(products[0].id)
    assert replace(live, version=None) == products[0]
    assert (live.version is None) == (shape == "bare")
    assert live.price.currency == "EUR"
    with pytest.raises(NotFound):
        store.product(str(uuid.UUID(int=7)) if shape == "cursor" else "987654321")


def test_each_shape_is_read_exactly(enter: Enter) -> None:
    price = Money(Decimal("1.40"), "EUR")
    offset, cursor, bare = (named(enter(shape), "Lemonade") for shape in SHAPES)
    assert (offset.price, cursor.price, bare.price) == (price, price, price)
    assert (offset.stock, cursor.stock, bare.stock) == (Decimal(12),) * 3
    assert (offset.sku, cursor.sku, bare.sku) == ("S-3", "S-3", "")
    assert (offset.category, cursor.category, bare.category) == ("Drinks", "Drinks", "")
    assert uuid.UUID(cursor.id)
    assert named(enter("bare"), "Gift card").stock is None


def test_each_way_to_sign_in_is_found(stores: Stores) -> None:
    offset, cursor, bare = (stores.get(shape).api.sign_in for shape in SHAPES)
    assert offset == SignIn("jwt", "/auth/jwt/create/", "/auth/jwt/refresh/")
    assert (cursor.kind, cursor.path) == ("session", "/accounts/login/")
    assert bare == SignIn("token", "/api-token-auth/", scheme="Bearer", token="key")


@every_store
def test_a_price_changes_and_a_newer_one_is_never_overwritten(enter: Enter, shape: str) -> None:
    store, other = enter(shape), enter(shape)
    before = store.products()[0]
    before = store.product(before.id)
    ours, theirs = dearer(before), price_change(before, str(before.price.amount + Decimal("0.10")))
    assert store.apply(plan(store, ours)) is None
    assert store.product(before.id).price == ours.new
    with pytest.raises(Conflict) as caught:
        other.apply(plan(other, theirs))
    assert caught.value.code == "store_changed"
    assert store.product(before.id).price == ours.new
    now = other.product(before.id)
    other.apply(plan(other, replace(theirs, old=now.price, version=now.version)))
    assert store.product(before.id).price == theirs.new


@every_store
def test_the_store_says_what_a_cashier_may_not_do(enter: Enter, shape: str) -> None:
    store = enter(shape, "cashier")
    before = store.product(store.products()[0].id)
    with pytest.raises(NotAllowed):
        store.apply(plan(store, dearer(before)))
    assert store.product(before.id).price == before.price


@foreign_store
def test_what_a_store_lacks_is_not_offered(enter: Enter, shape: str) -> None:
    store = enter(shape)
    cola = store.product(store.products()[0].id)
    assert cola.stock is not None
    lacked: list[Action] = [
        PriceChanges((dearer(cola),)),
        StockMovement(cola.id, cola.name, "in", Decimal(1), cola.stock, cola.stock + 1),
        OrderEdit((), (), None),
        CustomerCreation(Customer("", "Ana", address="Calle Mayor 4")),
    ]
    for action in lacked[:2] + lacked[3:]:
        with pytest.raises(NotOffered):
            store.apply(plan(store, action))
    for read in (store.order, lambda: store.orders("1"), lambda: store.orders("")):
        with pytest.raises(NotOffered):
            read()
    possible = {name for name, needed in NEEDS.items() if store.lacks.isdisjoint(needed)}
    assert {"search_products", "update_product_price", "check_stock", "find_customer"} <= possible
    assert not {"adjust_stock", "add_to_order", "query_sales", "order_status"} & possible
    assert ("update_customer" in possible) == (shape == "bare")


@foreign_store
def test_customers_are_found_whether_the_store_searches_or_the_till(enter: Enter, shape: str) -> None:
    store = enter(shape)
    assert [customer.phone for customer in store.customers("ana")] == ["+34600111222"]
    assert store.customers("nobody at all") == []
    if shape != "cursor":
        assert [customer.name for customer in store.customers("garcia ana")] == ["Ana García"]
        assert [customer.name for customer in store.customers("600 111")] == ["Ana García"]


def test_a_customer_of_a_store_without_versions_is_compared_before_it_is_written(enter: Enter) -> None:
    store = enter("bare")
    bo = store.customer("2")
    moved = known(store, CustomerUpdate(bo, replace(bo, notes="likes tea")))
    assert moved == store.customer("2") == replace(bo, notes="likes tea")
    with pytest.raises(Conflict):
        store.apply(plan(store, CustomerUpdate(bo, replace(bo, notes="likes coffee"))))
    added = known(store, CustomerCreation(Customer("", "Cy Ro", "0700")))
    assert store.customer(added.id).name == "Cy Ro"


class Interrupted(Http):
    """A connection on which something else happens just before a write leaves."""

    meanwhile: Callable[[], object]

    def write(self, *args: object, **kwargs: object):  # type: ignore[no-untyped-def]
        """First the other thing."""
        self.meanwhile()
        return super().write(*args, **kwargs)  # type: ignore[arg-type]


@every_store
def test_two_tills_race_and_only_a_store_that_compares_nothing_leaves_one_round_trip(enter: Enter, shape: str) -> None:
    first, before = enter(shape), None
    connections: list[Interrupted] = []

    def connect(url: str) -> Http:
        connections.append(Interrupted(url))
        return connections[-1]

    second = enter(shape, connect=connect)
    before = first.product(first.products()[1].id)
    theirs = dearer(before)
    connections[0].meanwhile = partial(first.apply, plan(first, theirs))
    ours = price_change(before, str(before.price.amount + Decimal("0.20")))
    if shape == "bare":  # read again and found unchanged, then overtaken: the window that the dialog tells of
        assert not second.guards
        second.apply(plan(second, ours))
        assert first.product(before.id).price == ours.new
        return
    with pytest.raises(Conflict):
        second.apply(plan(second, ours))
    assert first.product(before.id).price == theirs.new


def test_only_a_store_with_etags_is_said_to_guard(enter: Enter) -> None:
    assert [enter(shape).guards for shape in ALL] == [True, True, False, True, False]


@pytest.fixture
def flaky(stores: Stores, enter: Enter) -> Iterator[tuple[DrfStore, FaultyProxy]]:
    """The bare store behind a proxy that fails, and a till that waits for nothing long."""
    with FaultyProxy(stores.get("bare").url) as proxy:
        store = enter("bare", url=proxy.url, connect=impatient)
        proxy.seen.clear()
        yield store, proxy


def test_reads_of_a_slow_and_flaky_store_are_tried_again(flaky: tuple[DrfStore, FaultyProxy]) -> None:
    store, proxy = flaky
    for fault in (DROP_BEFORE, HANG_BEFORE, answer(503, {})):
        proxy.fail(fault)
        proxy.fail(fault)
        assert len(store.products()) == 7


def test_a_slow_and_flaky_store_is_connected_and_checked(stores: Stores) -> None:
    found = stores.get("bare")
    with FaultyProxy(found.url) as proxy, closing(impatient(proxy.url)) as http:
        proxy.fail(DROP_BEFORE, method="POST")
        proxy.fail(answer(503, {}), method="GET")
        proxy.fail(HANG_BEFORE, method="GET")
        proxy.fail(DROP_AFTER, method="OPTIONS")
        assert look_around(http, "manager", PASSWORD, "", {}).propose({}).api == found.api
        store = DrfStore.signed_in(http, "manager", "till-1", "en", found.api)
        proxy.fail(HANG_BEFORE, method="GET")
        proxy.fail(answer(502, b"<html>"), method="OPTIONS")
        can = {check.intent: check.can for check in check_intents(http, found.api, store, INTENTS.values())}
        assert can["search_products"] == can["update_product_price"] == can["create_customer"] == "yes"


def test_without_a_key_a_write_leaves_once_and_what_it_set_tells_what_became_of_it(
    flaky: tuple[DrfStore, FaultyProxy],
) -> None:
    store, proxy = flaky
    milk = named(store, "Oat milk")
    proxy.fail(DROP_AFTER, method="PATCH")
    done = plan(store, dearer(milk))
    assert store.apply(done) is None
    assert store.settle(done) == "done"
    assert len(proxy.writes()) == 1
    assert "idempotency-key" not in proxy.writes()[0].headers

    milk = store.product(milk.id)
    lost = plan(store, dearer(milk))
    proxy.fail(DROP_BEFORE, method="PATCH")
    with pytest.raises(OutcomeUnknown):
        store.apply(lost)
    assert len(proxy.writes()) == 2
    assert store.settle(lost) == "unknown"  # it may still be under way
    long_ago = datetime.now(UTC) - UNDER_WAY - timedelta(minutes=5)
    old = replace(lost, created=long_ago, expires=long_ago + timedelta(seconds=90))
    assert store.settle(old) == "refused"
    store.apply(plan(store, price_change(milk, "9.99")))
    assert store.settle(old) == "unknown"
    proxy.fail(DROP_BEFORE, times=TRIES)
    assert store.settle(old) == "unknown"
    assert store.settle(plan(store, CustomerCreation(Customer("", "Ana")))) == "unknown"
    assert len(proxy.writes()) == 3


def test_with_a_key_and_etags_an_answer_that_is_lost_is_asked_for_again(stores: Stores, enter: Enter) -> None:
    with FaultyProxy(stores.get("cursor").url) as proxy:
        store = enter("cursor", url=proxy.url, connect=impatient)
        milk = named(store, "Oat milk")
        agreed = plan(store, dearer(milk))
        proxy.fail(DROP_AFTER, method="PATCH")
        store.apply(agreed)
        assert store.settle(agreed) == "done"
        sent = [request for request in proxy.writes() if request.method == "PATCH"]
        assert {request.headers["x-idempotency-key"] for request in sent} == {agreed.id}
        assert not any("authorization" in request.headers for request in proxy.seen)
        assert all(request.headers["x-csrftoken"] and request.headers["cookie"] for request in sent)
        assert len(sent) == 3
        assert json.loads(sent[0].body) == {"pricing": {"price_cents": int(milk.price.amount * 100) + 5}}
        assert sent[0].path == f"/v2/articles/{milk.id}"


def test_a_version_field_goes_back_in_the_body(stores: Stores, enter: Enter) -> None:
    with FaultyProxy(stores.get("offset").url) as proxy:
        store = enter("offset", url=proxy.url)
        milk = named(store, "Oat milk")
        store.apply(plan(store, dearer(milk)))
        (sent,) = [request for request in proxy.writes() if request.method == "PATCH"]
        new = float(milk.price.amount + Decimal("0.05"))
        assert json.loads(sent.body) == {"unit_price": new, "version": json.loads(milk.version or "")}
        assert "if-match" not in sent.headers
        lists = [request.path.partition("?")[2] for request in proxy.seen if request.path.startswith("/api/products/?")]
        assert lists == ["limit=100", "offset=3&limit=100", "offset=6&limit=100"]


def test_a_search_that_the_store_ignores_is_not_relied_on(stores: Stores) -> None:
    said = {"searches.customers": "q"}
    with closing(Http(stores.get("bare").url)) as http:
        around = look_around(http, "manager", PASSWORD, "", said)
        trial = {what: (ok, detail) for what, ok, detail in tried(around, around.propose(said).api, "till-1", "en")}
    ok, detail = trial["customers"]
    assert (ok, "searches.customers" in detail) == (False, True)


def test_wrong_credentials_and_a_schema_that_is_not_there(stores: Stores) -> None:
    for shape in SHAPES:
        http = Http(stores.get(shape).url)
        with pytest.raises(SignInNeeded, match="sign_in_wrong"):
            look_around(http, "manager", "guess", "", {})
        with pytest.raises(NotFound, match="schema_not_found"):
            look_around(http, "manager", PASSWORD, "/nowhere/", {})
        with pytest.raises(SignInNeeded, match="sign_in_not_found"):
            look_around(http, "manager", PASSWORD, "", {"sign_in.path": "/nowhere/"})
        http.close()
