"""What is found out about the demo store by its own schema and its own answers, and what each person can do there."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

import pytest

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.store_api import NEEDS, Paths, StoreApi
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from kiosk_app.engines.store.checking import check_intents, protections
from kiosk_app.engines.store.connecting import look_around, tried
from kiosk_app.engines.store.proposing import propose
from kiosk_app.engines.store.schema import listings_of, paths_of
from kiosk_app.engines.store.sign_in import authorise
from tests.contracts.conftest import ON_BOTH
from tests.demo_store import Credentials, DemoStore

OWN = asdict(Paths()).keys() - {"products", "product", "orders", "customers", "customer"}
"""Paths behind which the till knows the demo store's form only."""
KITCHEN = Credentials("kitchen", "kitchen-demo")
UNNAMED = replace(StoreApi(), currency="EUR", paths=replace(Paths(), person=""))
"""The demo store, if it did not tell who is signed in."""


@pytest.fixture
def http(demo_store: DemoStore) -> Iterator[Http]:
    connection = Http(demo_store.url)
    yield connection
    connection.close()


@pytest.fixture(params=["manager", "cashier"])
def person(request: pytest.FixtureRequest, demo_store: DemoStore) -> Credentials:
    found: Credentials = getattr(demo_store, request.param)
    return found


@ON_BOTH
def test_everything_is_found_and_each_thing_is_shown(http: Http, person: Credentials) -> None:
    around = look_around(http, person.username, person.password, "", {})
    proposal = around.propose({})
    assert (proposal.api, proposal.unsure) == (StoreApi(), ())
    shown = {choice.setting: choice.value for choice in proposal.choices}
    assert {setting for setting in shown if setting.startswith("paths.")} == {
        f"paths.{path}" for path in asdict(Paths())
    }
    missing = [setting for setting, value in shown.items() if not value]
    assert missing == ["product.description", "currency"]  # each product says its own currency
    assert (shown["sign_in.kind"], shown["money"], shown["pages.style"]) == ("token", "string", "page")
    assert (shown["versions.how"], shown["idempotency_header"]) == ("etag", "Idempotency-Key")
    trial = {what: (ok, detail) for what, ok, detail in tried(around, proposal.api, "till-1", "en")}
    assert list(trial) == ["products", "product", "customers", "orders", "order", "sales"]
    assert all(ok for ok, _ in trial.values())
    assert ("manager" in trial["sales"][1]) == (person.username == "cashier")


def test_who_may_read_little_connects_all_the_same(http: Http) -> None:
    around = look_around(http, KITCHEN.username, KITCHEN.password, "", {})
    api = around.propose({}).api
    assert api == StoreApi()
    trial = {what: detail for what, ok, detail in tried(around, api, "till-1", "en") if ok}
    assert trial["customers"] == trial["sales"] == "You may not do that in this store. Ask a manager."
    assert "Coffee" in trial["product"]


@pytest.mark.parametrize(
    ("gone", "lacks"),
    [
        ("/api/analytics/query/", {"sales"}),
        ("/api/action-log/", {"action_log"}),
        ("/api/modifier-groups/", {"modifier_groups"}),
        ("/api/customers/{id}/", {"customer"}),
        ("/api/orders/", {"orders"}),
        ("/api/stock/movements/", OWN),
    ],
)
def test_what_the_schema_leaves_out_is_not_there(http: Http, gone: str, lacks: set[str]) -> None:
    """Without what tells the demo store's form, nothing is taken to be of that form."""
    schema: dict[str, Any] = http.read("/api/schema/").body
    paths = {path: item for path, item in schema["paths"].items() if path != gone}
    cut = {**schema, "paths": paths}
    api = propose(listings_of(cut), paths_of(cut), {}).api
    assert api.lacks == lacks
    assert bool(api.product.modifier_groups) == bool(api.paths.modifier_groups)
    assert (api.paths.products, api.product, api.pages) == (
        "/api/products/",
        replace(StoreApi().product, modifier_groups=api.product.modifier_groups),
        StoreApi().pages,
    )


@ON_BOTH
@pytest.mark.parametrize("api", [StoreApi(), UNNAMED], ids=["named", "unnamed"])
def test_what_each_person_can_do_is_told_by_the_store(http: Http, person: Credentials, api: StoreApi) -> None:
    authorise(http, api.sign_in, person.username, person.password)
    store = DrfStore.signed_in(http, person.username, "till-1", "en", api)
    checks = {check.intent: check for check in check_intents(http, api, store, INTENTS.values())}
    assert checks.keys() == NEEDS.keys()
    denied = {intent: check.why for intent, check in checks.items() if check.can != "yes"}
    assert {check.can for check in checks.values()} <= {"yes", "no"}
    if person.username == "manager":
        assert denied == {}
    else:
        assert denied.keys() == {"update_product_price", "adjust_prices", "query_sales"}
        assert all(why.endswith("catalogue.change_product") for intent, why in denied.items() if "price" in intent)
        assert denied["query_sales"].endswith("analytics.view_sales")
        assert all(why.startswith("the store") for why in denied.values()) == (api == UNNAMED)


def test_how_writes_are_guarded_and_recorded_is_said() -> None:
    guarded, keyed, recorded = protections(StoreApi())
    assert "If-Match" in guarded
    assert "Idempotency-Key" in keyed
    assert "/api/action-log/" in recorded
