"""What stands on the shelves, and finding it."""

import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.store.conftest import Person

COFFEES = (
    "Coffee",
    "House coffee",
    "Drip coffee",
    "Iced coffee",
    "Cappuccino",
    "Latte",
    "Espresso",
    "Americano",
    "Mocha",
    "Iced mocha",
)
CHOICES = {
    "size": ["small", "medium", "large", "eight ounce", "twelve ounce", "sixteen ounce", "twenty ounce"],
    "roast": ["light roast", "medium roast", "dark roast"],
    "shots": ["single shot", "double shot", "triple shot"],
    "milk": ["milk", "skim milk", "whole milk", "almond milk", "soy milk", "cream"],
    "sweetener": ["sugar", "brown sugar", "sweetener"],
}
TWINS = (
    "Coca-Cola 33 cl can",
    "Coca-Cola 50 cl bottle",
    "Coca-Cola 2 l bottle",
    "Coca-Cola Zero 33 cl can",
    "Whole milk 1 l",
    "Semi-skimmed milk 1 l",
    "Oat milk 1 l",
    "Soya milk 1 l",
    "Lactose-free milk 1 l",
    *(f"{kind} water {size}" for kind in ("Still", "Sparkling") for size in ("33 cl", "50 cl", "1.5 l")),
)


def valid_ean13(code: str) -> bool:
    """True where the digits weighted 1, 3, 1, 3, … add up to a multiple of ten."""
    return len(code) == 13 and sum(int(digit) * (1, 3)[place % 2] for place, digit in enumerate(code)) % 10 == 0


def test_shelves_are_full(manager: Person) -> None:
    page = manager.get("/api/products/", page_size=500).json()
    products, categories = page["results"], manager.get("/api/categories/").json()["results"]
    assert page["count"] == len(products) >= 250
    assert len(categories) == 15
    assert min(Counter(product["category"]["id"] for product in products).values()) >= 10
    for field in ("name", "sku", "barcode"):
        assert len({product[field] for product in products}) == len(products)
    for product in products:
        assert valid_ean13(product["barcode"])
        assert product["barcode"].startswith("20")
        assert product["name_es"]
        assert Decimal(product["price"]) > 0
        assert product["currency"] == "EUR"


def test_near_twins_and_coffees_are_there_and_in_stock(manager: Person) -> None:
    for name in (*TWINS, *COFFEES):
        assert Decimal(manager.named(name)["stock"] or 1) > 0, name
    assert manager.named("Coca-Cola 33 cl can")["price"] == "1.10"


def test_every_coffee_comes_with_every_choice(manager: Person) -> None:
    groups = {group["id"]: group for group in manager.get("/api/modifier-groups/").json()["results"]}
    for name in COFFEES:
        offered = [groups[group] for group in manager.named(name)["modifier_groups"]]
        assert {group["name"]: [modifier["name"] for modifier in group["modifiers"]] for group in offered} == CHOICES
        assert {group["name"] for group in offered if group["takes_amount"]} == {"milk", "sweetener"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("coca cola zero", "Coca-Cola Zero 33 cl can"),
        ("CROISSANT almond", "Almond croissant"),
        ("cruasán", "Croissant"),
        ("cruasan", "Croissant"),
        ("leche avena", "Oat milk 1 l"),
        ("can of coke", "Coca-Cola 33 cl can"),
        ("COF-0006", "Latte"),
    ],
)
def test_search_reads_both_languages_and_aliases(manager: Person, words: str, name: str) -> None:
    found = manager.get("/api/products/", search=words).json()["results"]
    assert name in [product["name"] for product in found]


def test_search_that_fits_nothing_is_empty(manager: Person) -> None:
    assert manager.get("/api/products/", search="unicorn").json()["results"] == []


def test_narrowing_by_barcode_sku_and_category(manager: Person) -> None:
    can = manager.named("Coca-Cola 33 cl can")
    for field in ("barcode", "sku"):
        assert manager.get("/api/products/", **{field: can[field]}).json()["results"] == [can]
    shelf = manager.get("/api/products/", category=can["category"]["id"]).json()["results"]
    assert can in shelf
    assert {product["category"]["name"] for product in shelf} == {"Soft drinks"}


def test_narrowing_by_diet_and_by_what_is_not_in_it(manager: Person) -> None:
    def names(*asked: tuple[str, str]) -> set[str]:
        answer = manager.http.get("/api/products/", params=[("page_size", "500"), *asked])
        return {product["name"] for product in answer.json()["results"]}

    everything = manager.get("/api/products/", page_size=500).json()["results"]
    for diets, allergens in (
        (["vegan"], []),
        (["vegan", "gluten free"], []),
        ([], ["milk", "eggs"]),
        (["vegan"], ["nuts"]),
    ):
        expected = {
            product["name"]
            for product in everything
            if set(diets) <= set(product["dietary"]) and not set(allergens) & set(product["allergens"])
        }
        assert 0 < len(expected) < len(everything)
        asked = [*(("dietary", diet) for diet in diets), *(("without", allergen) for allergen in allergens)]
        assert names(*asked) == expected
    for parameter in ("dietary", "without"):
        refused = manager.get("/api/products/", **{parameter: "unicorn"})
        assert (refused.status_code, list(refused.json()["fields"])) == (400, [parameter])


def test_pages_add_up_to_the_whole(manager: Person) -> None:
    whole = manager.get("/api/products/", page_size=500).json()["results"]
    address, gathered = "/api/products/?page_size=70", []
    while address:
        page = manager.http.get(address).json()
        assert len(page["results"]) <= 70
        gathered += page["results"]
        address = page["next"]
    assert gathered == whole
    assert len(manager.get("/api/products/").json()["results"]) == 100


def test_unchanged_product_is_not_sent_again(manager: Person) -> None:
    path = f"/api/products/{manager.named('Espresso')['id']}/"
    etag = manager.get(path).headers["ETag"]
    again = manager.http.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert manager.http.get(path, headers={"If-None-Match": '"p-0-0"'}).status_code == 200


def test_a_page_is_not_sent_again_while_nothing_on_it_changes(manager: Person) -> None:
    path = "/api/products/?page=2&page_size=3"
    etag = manager.http.get(path).headers["ETag"]
    again = manager.http.get(path, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert manager.http.get("/api/products/?page=3&page_size=3", headers={"If-None-Match": etag}).status_code == 200
    product = manager.http.get(path).json()["results"][1]
    reprice(manager, product["id"])
    assert manager.http.get(path, headers={"If-None-Match": etag}).status_code == 200


def test_narrowing_to_what_has_changed(manager: Person) -> None:
    moment = datetime.now(UTC)
    product = manager.named("Americano")
    reprice(manager, product["id"])
    changed = manager.get("/api/products/", updated_after=moment.isoformat()).json()["results"]
    assert [each["id"] for each in changed] == [product["id"]]
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert manager.get("/api/products/", updated_after=later.isoformat()).json()["results"] == []
    assert manager.get("/api/products/", updated_after="yesterday").status_code == 400


def reprice(manager: Person, number: int) -> None:
    """Set a product's price to what it is, which is a change all the same."""
    path = f"/api/products/{number}/"
    now = manager.get(path)
    headers = {"If-Match": now.headers["ETag"], "Idempotency-Key": str(uuid.uuid4())}
    assert manager.http.patch(path, json={"price": now.json()["price"]}, headers=headers).status_code == 200


def test_stock_of_counted_and_uncounted_products(manager: Person) -> None:
    can, latte = manager.named("Coca-Cola 50 cl bottle"), manager.named("Latte")
    assert manager.get("/api/stock/", product=can["id"]).json()["results"] == [
        {"product": can["id"], "quantity": can["stock"], "unit": "each"}
    ]
    assert manager.get("/api/stock/", product=latte["id"]).json()["results"][0]["quantity"] is None


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/products/?category=tea", 400, "invalid"),
        ("/api/products/?category=99999999999999999999", 400, "invalid"),
        ("/api/products/?search=%00", 400, "invalid"),
        ("/api/products/?page=99", 404, "not_found"),
        ("/api/products/0/", 404, "not_found"),
        ("/api/products/99999999999999999999/", 404, "not_found"),
        ("/api/products", 404, "not_found"),
        ("/api/tills/no%20spaces/order/", 404, "not_found"),
        ("/elsewhere", 404, "not_found"),
    ],
)
def test_errors_have_one_shape(manager: Person, path: str, status: int, code: str) -> None:
    answer = manager.http.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Content-Type"] == "application/json"
    assert set(answer.json()) - {"fields"} == {"detail", "code"}


def test_a_page_from_elsewhere_cannot_pretend_to_be_ours(manager: Person) -> None:
    answer = manager.http.get("/api/me/", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_request")


@pytest.mark.parametrize("path", ["/api/products/", "/api/products/0/", "/static/admin/css/base.css"])
def test_head_is_get_without_the_body(manager: Person, path: str) -> None:
    head, get = manager.http.head(path), manager.http.get(path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers["Content-Length"] == get.headers["Content-Length"] == str(len(get.content))
