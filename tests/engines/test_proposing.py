"""What is proposed for a store: right or asked about, each choice explained, and total whatever the store says."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.store_api import Proposal, StoreApi
from kiosk_app.engines.store.proposing import propose
from kiosk_app.engines.store.schema import Kind, Listing, listing_of_answer, listings_of, paths_of, takers_of

PRODUCTS = Listing(
    "/api/products/",
    {"id": "integer", "name": "text", "price": "decimal", "currency": "text", "stock": "integer"},
    detail="/api/products/{id}/",
    id_name="id",
    results="results",
    next="next",
    params=frozenset({"page"}),
)

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=25,
)
NAMES = st.sampled_from(
    ["id", "uuid", "name", "title", "price", "unit_price", "net_price", "price_cents", "cost", "stock", "qty", "ean"]
) | st.sampled_from(["category", "category.name", "supplier.name", "pricing.amount", "status", "total", "phone"])
KINDS: st.SearchStrategy[Kind] = st.sampled_from(["text", "decimal", "number", "integer", "list", "other"])
LISTINGS = st.builds(
    Listing,
    path=st.sampled_from(["/api/products/", "/api/items/", "/v1/customers/", "/x/orders/", "/thing"]),
    fields=st.dictionaries(NAMES, KINDS, max_size=12),
    title=st.sampled_from(["", "Product", "Client", "Order"]),
    detail=st.sampled_from(["", "/api/products/{id}/", "/v1/x/{id}"]),
    id_name=st.sampled_from(["", "id", "uuid", "product_id"]),
    results=st.sampled_from(["", "results"]),
    next=st.sampled_from(["", "next"]),
    params=st.frozensets(st.sampled_from(["page", "limit", "offset", "cursor", "search", "q", "page_size"])),
    written=st.frozensets(NAMES),
    guarded=st.booleans(),
    etag=st.booleans(),
    key_header=st.sampled_from(["", "Idempotency-Key"]),
)


def value(proposal: Proposal, setting: str) -> str:
    (choice,) = [choice for choice in proposal.choices if choice.setting == setting]
    return choice.value


@given(JSON)
def test_any_json_is_read_as_a_schema_or_as_an_answer(document: Any) -> None:
    assert isinstance(listings_of(document), tuple)
    assert isinstance(listings_of({"paths": document, "components": document}), tuple)
    listing_of_answer("/x/", document)
    list(takers_of(document, "username", "password"))
    paths_of(document)


@given(st.lists(LISTINGS, max_size=4, unique_by=lambda listing: listing.path))
def test_every_choice_is_explained_and_stands_in_what_was_found(listings: list[Listing]) -> None:
    proposal = propose(listings, (), {})
    assert isinstance(proposal.api, StoreApi)
    fields = {name for listing in listings for name in listing.fields} | {"id", ""}
    for choice in proposal.choices:
        table = choice.setting.partition(".")[0]
        assert choice.why
        assert choice.value not in choice.others
        assert choice.sure or choice.others
        if table in ("product", "customer", "order"):
            assert {choice.value, *choice.others} <= fields
        if table == "paths" and choice.value:
            assert choice.value in {listing.path for listing in listings} | {listing.detail for listing in listings}


@given(st.lists(LISTINGS, max_size=4, unique_by=lambda listing: listing.path))
def test_asking_comes_to_an_end_and_what_is_said_wins(listings: list[Listing]) -> None:
    said: dict[str, str] = {}
    while unsure := propose(listings, (), said).unsure:
        assert unsure[0].setting not in said
        said[unsure[0].setting] = unsure[0].others[-1] or unsure[0].value
    final = propose(listings, (), said)
    assert {choice.setting: choice.value for choice in final.choices} | said == {
        choice.setting: choice.value for choice in final.choices
    }


@given(st.permutations(sorted(PRODUCTS.fields)))
def test_the_order_of_fields_changes_nothing(order: list[str]) -> None:
    shuffled = replace(PRODUCTS, fields={name: PRODUCTS.fields[name] for name in order})
    assert propose([shuffled], (), {}) == propose([PRODUCTS], (), {})


def test_a_plain_store_is_sure() -> None:
    proposal = propose([PRODUCTS], (), {})
    assert proposal.unsure == ()
    assert proposal.api.paths.product == "/api/products/{id}/"
    assert (proposal.api.versions.how, proposal.api.idempotency_header, proposal.api.guards) == ("none", "", False)


@pytest.mark.parametrize(
    ("fields", "asked", "among"),
    [
        ({"name": "text", "unit_price": "decimal", "sale_price": "decimal"}, "product.price", {"sale_price", ""}),
        ({"name": "text", "price_gross": "decimal", "price_net": "decimal"}, "product.price", {"price_net", ""}),
        ({"name": "text", "price": "integer"}, "money", {"number"}),
        ({"name": "text", "price": "decimal", "qty": "integer", "on_hand": "integer"}, "product.stock", {"qty", ""}),
        ({"name": "text", "price": "decimal"}, "currency", {"GBP", "USD"}),
    ],
)
def test_what_may_be_one_thing_or_another_is_asked(fields: dict[str, Kind], asked: str, among: set[str]) -> None:
    unsure = {choice.setting: choice for choice in propose([replace(PRODUCTS, fields=fields)], (), {}).unsure}
    assert among <= set(unsure[asked].others)


@pytest.mark.parametrize(
    ("name", "kind", "money"),
    [("price", "decimal", "string"), ("price", "number", "number"), ("price_cents", "integer", "minor")],
)
def test_the_form_of_money_is_read_from_type_and_name(name: str, kind: Kind, money: str) -> None:
    proposal = propose([replace(PRODUCTS, fields={"name": "text", "currency": "text", name: kind})], (), {})
    assert (proposal.api.money, proposal.unsure) == (money, ())


def test_what_a_product_cost_the_shop_is_no_price_and_a_suppliers_name_is_no_products_name() -> None:
    fields: dict[str, Kind] = {
        "cost_price": "decimal",
        "old_price": "decimal",
        "supplier.name": "text",
        "id": "integer",
    }
    assert value(propose([replace(PRODUCTS, fields=fields)], (), {}), "paths.products") == ""


def test_two_lists_that_may_be_the_products_are_asked_about() -> None:
    items = replace(PRODUCTS, path="/api/items/")
    (choice,) = propose([items, PRODUCTS], (), {}).unsure
    assert (choice.setting, choice.value, choice.others) == ("paths.products", "/api/products/", ("/api/items/", ""))
    said = propose([items, PRODUCTS], (), {"paths.products": "/api/items/"})
    assert (said.unsure, said.api.paths.products) == ((), "/api/items/")


def test_an_etag_that_nobody_says_is_compared_is_asked_about_and_not_relied_on() -> None:
    (choice,) = propose([replace(PRODUCTS, etag=True)], (), {}).unsure
    assert (choice.setting, choice.value, choice.others) == ("versions.how", "none", ("etag",))
    assert propose([replace(PRODUCTS, guarded=True)], (), {}).api.guards


@pytest.mark.parametrize("said", [{"prices": "x"}, {"paths": "x"}, {"money": "shells"}, {"paths.product": "x"}])
def test_what_is_said_must_be_a_setting_that_fits(said: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        propose([PRODUCTS], (), said)


def test_references_and_nullable_parts_of_a_schema_are_followed() -> None:
    schema = {
        "paths": {
            "/g/": {
                "get": {"responses": {"200": _json({"type": "array", "items": {"$ref": "#/components/schemas/G"}})}}
            }
        },
        "components": {
            "schemas": {
                "G": {
                    "properties": {
                        "id": {"type": ["string", "null"], "format": "uuid"},
                        "kind": {"oneOf": [{"type": "string"}, {"type": "null"}]},
                        "inner": {"allOf": [{"$ref": "#/components/schemas/H"}], "nullable": True},
                        "again": {"$ref": "#/components/schemas/G"},
                    }
                },
                "H": {"properties": {"price": {"type": "string", "format": "decimal"}}},
            }
        },
    }
    (listing,) = listings_of(schema)
    assert listing.title == "G"
    assert listing.fields["inner.price"] == "decimal"
    assert (listing.fields["id"], listing.fields["kind"]) == ("text", "text")


def test_a_version_that_cannot_be_written_guards_nothing() -> None:
    def proposed(**version: object) -> Proposal:
        fields = {"id": {"type": "integer"}, "name": {"type": "string"}, "currency": {"type": "string"}}
        product = {"properties": {**fields, "price": {"type": "number"}, "version": {"type": "integer", **version}}}
        answer = {"get": {"responses": {"200": _json({"type": "array", "items": product})}}}
        return propose(
            listings_of({"paths": {"/p/": answer, "/p/{id}/": {"patch": {"requestBody": _json(product)}}}}),
            (),
            {"paths.products": "/p/"},
        )

    assert proposed().api.versions.field == "version"
    assert proposed(readOnly=True).api.versions.how == "none"


def _json(schema: object) -> object:
    return {"content": {"application/json": {"schema": schema}}}
