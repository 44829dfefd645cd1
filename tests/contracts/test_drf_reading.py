"""What the real client makes of what the store says: in the till's language, as plain text, or a bad answer."""

import json
from decimal import Decimal
from typing import Any

import pytest

from kiosk_app.core.actions import CustomerCreation
from kiosk_app.core.errors import BadAnswer, OutcomeUnknown
from kiosk_app.core.types import Customer, OrderDetails, SalesQuery, SalesReport
from kiosk_app.engines.store import MOST_FOUND, DrfStore
from tests.contracts.acting import Enter, plan
from tests.faulty_proxy import FaultyProxy, answer

COFFEE = "1"
"""Its id in the demo store."""


@pytest.fixture
def store(through_proxy: DrfStore) -> DrfStore:
    return through_proxy


def test_names_come_in_the_tills_language_and_are_found_in_the_other(enter: Enter) -> None:
    english, spanish = enter("en").product(COFFEE), enter("es").product(COFFEE)
    assert (english.name, spanish.name) == ("Coffee", "Café")
    assert english.translation == "Café"
    assert spanish.translation == "Coffee"
    assert [group.name for group in spanish.modifier_groups][:1] == ["tamaño"]
    assert spanish.modifier_groups[0].modifiers[0].name == "pequeño"


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
    "dietary": ["Egg-Free", "vegano"],
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
    assert product.dietary == ("egg free", "vegan")
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
        {"category": 3},
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


def test_a_product_without_a_category_is_a_product(store: DrfStore, proxy: FaultyProxy) -> None:
    store.order()
    proxy.fail(answer(200, PRODUCT | {"category": None}))
    assert store.product("7").category == ""


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


CUSTOMER: dict[str, Any] = {
    "id": 5,
    "name": "Ana\u202e\nGarcía",
    "phone": "+34600111222",
    "address": "",
    "notes": "\u0000" + "n" * 600,
    "version": 2,
}
DETAILS: dict[str, Any] = {
    "fulfilment": "delivery",
    "table": "",
    "name": "Zoë",
    "phone": "",
    "address": "",
    "notes": "",
}
ORDER: dict[str, Any] = {
    "id": 9,
    "number": "0009",
    "status": "delivered",
    "version": 4,
    "currency": "EUR",
    "total": "0.00",
    "lines": [],
    "details": DETAILS,
}
SALES: dict[str, Any] = {
    "metric": "revenue",
    "period": "this_week",
    "start": "2026-11-16",
    "end": "2026-11-21",
    "unit": "money",
    "total": "123.45",
    "rows": [{"label": "Coffee", "label_es": "Café", "value": "100.00"}, {"label": "08", "value": "-1.50"}],
    "definition": "Placed orders, by the\n day they were placed.",
    "definition_es": "Pedidos hechos, por el día en que se hicieron.",
}


def page(*results: object) -> dict[str, object]:
    return {"count": len(results), "next": "https://elsewhere.example/", "previous": None, "results": list(results)}


def test_customers_come_as_plain_text_and_no_more_than_a_screen_can_hold(store: DrfStore, proxy: FaultyProxy) -> None:
    proxy.fail(answer(200, page(*[CUSTOMER] * (MOST_FOUND + 1))))
    found = store.customers("ana garcía & co")
    assert found == [Customer("5", "Ana García", "+34600111222", "", "n" * 500, None)] * MOST_FOUND
    (sent,) = proxy.seen
    assert sent.path == "/api/customers/?search=ana+garc%C3%ADa+%26+co&page_size=20"
    proxy.fail(answer(200, CUSTOMER, {"ETag": '"c-5-2"'}))
    assert store.customer("../5").version == '"c-5-2"'
    assert proxy.seen[-1].path == "/api/customers/..%2F5/"


def test_orders_come_with_what_they_are_for(store: DrfStore, proxy: FaultyProxy) -> None:
    store.order()
    proxy.fail(answer(200, page(ORDER)), times=2)
    (order,) = store.orders("9")
    assert (order.id, order.status, order.details) == ("9", "delivered", OrderDetails("delivery", name="Zoë"))
    assert proxy.seen[-1].path == "/api/orders/?search=9&page_size=20"
    assert store.orders("") == [order]
    assert proxy.seen[-1].path == f"/api/orders/?till={store.till}&page_size=20"


def test_sales_are_asked_for_in_closed_words_and_read_in_the_tills_language(enter: Enter, proxy: FaultyProxy) -> None:
    english, spanish = enter("en"), enter("es")
    proxy.fail(answer(200, SALES), times=2)
    query = SalesQuery("revenue", "this_week", group_by="product", limit=3, category="Hot drinks")
    report = english.sales(query)
    rows = (("Coffee", Decimal("100.00")), ("08", Decimal("-1.50")))
    definition = "Placed orders, by the day they were placed."
    assert report == SalesReport(Decimal("123.45"), "money", rows, "2026-11-16", "2026-11-21", definition)
    assert (proxy.seen[-1].method, proxy.seen[-1].path) == ("POST", "/api/analytics/query/")
    asked = {"metric": "revenue", "period": "this_week", "limit": 3}
    assert json.loads(proxy.seen[-1].body) == asked | {"group_by": "product", "filters": {"category": "Hot drinks"}}
    report = spanish.sales(SalesQuery("revenue", "2026-11-16/2026-11-21", product_id="17"))
    assert report.rows[0] == ("Café", Decimal("100.00"))
    assert report.definition == SALES["definition_es"]
    asked = {"metric": "revenue", "period": "2026-11-16/2026-11-21", "limit": 10}
    assert json.loads(proxy.seen[-1].body) == asked | {"group_by": "", "filters": {"product": 17}}


@pytest.mark.parametrize(
    "broken",
    [
        {"total": 1.5},
        {"total": "NaN"},
        {"unit": "euros"},
        {"start": "yesterday"},
        {"end": None},
        {"rows": None},
        {"rows": [{"label": "Coffee"}]},
        {"rows": [{"label": 8, "value": "1"}]},
        {"definition": None},
    ],
)
def test_sales_that_are_none_are_a_bad_answer(store: DrfStore, proxy: FaultyProxy, broken: dict[str, object]) -> None:
    proxy.fail(answer(200, SALES | broken))
    with pytest.raises(BadAnswer):
        store.sales(SalesQuery("revenue", "today"))


@pytest.mark.parametrize("broken", [{"id": "5"}, {"name": None}, {"phone": 600}])
def test_a_customer_that_is_none_is_a_bad_answer(
    store: DrfStore, proxy: FaultyProxy, broken: dict[str, object]
) -> None:
    proxy.fail(answer(200, CUSTOMER | broken), times=2)
    with pytest.raises(BadAnswer):
        store.customer("5")
    with pytest.raises(OutcomeUnknown):
        store.apply(plan(store, CustomerCreation(Customer("", "Ana"))))


@pytest.mark.parametrize(
    "broken", [{"details": None}, {"details": DETAILS | {"fulfilment": "drone"}}, {"details": {"fulfilment": ""}}]
)
def test_an_order_that_is_none_is_a_bad_answer(store: DrfStore, proxy: FaultyProxy, broken: dict[str, object]) -> None:
    store.order()
    proxy.fail(answer(200, page(ORDER | broken)))
    with pytest.raises(BadAnswer):
        store.orders("")
