"""Who gets in, and what the store tells them about themselves."""

import httpx
import pytest

from tests.demo_store import DemoStore
from tests.store.conftest import Person

CASHIERS = {
    "orders.change_order",
    "stock.add_movement",
    "customers.view_customer",
    "customers.add_customer",
    "customers.change_customer",
}
MANAGERS = {"catalogue.change_product", "analytics.view_sales", "orders.view_order"}


def test_what_people_are_told_about_themselves(manager: Person, cashier: Person, newcomer: Person) -> None:
    me, other = manager.get("/api/me/").json(), cashier.get("/api/me/").json()
    assert (me["username"], me["groups"], other["groups"]) == ("manager", ["manager"], ["cashier"])
    assert me["store"]["currency"] == "EUR"
    assert set(me["permissions"]) > CASHIERS | MANAGERS
    assert set(other["permissions"]) > CASHIERS
    assert not MANAGERS & set(other["permissions"])
    assert newcomer.get("/api/me/").json()["permissions"] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/api/products/1/"),
        ("POST", "/api/products/prices/"),
        ("POST", "/api/stock/movements/"),
        ("PATCH", "/api/tills/nobodys/order/"),
        ("POST", "/api/tills/nobodys/order/place/"),
        ("POST", "/api/tills/nobodys/order/cancel/"),
        ("GET", "/api/customers/"),
        ("POST", "/api/customers/"),
        ("GET", "/api/customers/1/"),
        ("PATCH", "/api/customers/1/"),
        ("POST", "/api/analytics/query/"),
    ],
)
def test_nothing_without_the_right(newcomer: Person, method: str, path: str) -> None:
    answer = newcomer.write(path, {}, '"p-1-1"', method=method)
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"username": "manager", "password": "wrong"}, "wrong_credentials"),
        ({"username": "nobody", "password": "manager-demo"}, "wrong_credentials"),
        ({"username": "manager"}, "invalid"),
        (["manager"], "invalid"),
    ],
)
def test_wrong_credentials_get_no_token(store: DemoStore, body: object, code: str) -> None:
    answer = httpx.post(f"{store.url}/api/auth/token/", json=body, trust_env=False)
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("header", [{}, {"Authorization": "Token 0000"}, {"Authorization": "Bearer é"}])
@pytest.mark.parametrize(("method", "path"), [("GET", "/api/products/"), ("PATCH", "/api/products/1/")])
def test_nothing_without_a_token(store: DemoStore, header: dict[str, str], method: str, path: str) -> None:
    encoded = [(name.encode(), value.encode()) for name, value in header.items()]
    answer = httpx.request(method, store.url + path, headers=encoded, trust_env=False)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Token"
    assert set(answer.json()) == {"detail", "code"}


@pytest.mark.parametrize(
    ("path", "managers", "cashiers"),
    [
        ("/api/products/1/", {"GET", "PATCH"}, {"GET"}),
        ("/api/products/prices/", {"POST"}, set()),
        ("/api/customers/", {"GET", "POST"}, {"GET", "POST"}),
        ("/api/tills/till-1/order/", {"GET", "PATCH"}, {"GET", "PATCH"}),
        ("/api/price-changes/", {"GET"}, set()),
        ("/api/analytics/query/", {"POST"}, set()),
        ("/api/me/", {"GET"}, {"GET"}),
    ],
)
def test_what_people_may_do_is_told(
    manager: Person, cashier: Person, newcomer: Person, path: str, managers: set[str], cashiers: set[str]
) -> None:
    for person, may in ((manager, managers), (cashier, cashiers)):
        told = person.http.options(path).json()
        assert set(told["allowed"]) - {"HEAD", "OPTIONS"} == may
        assert set(told["missing_rights"]) - {"HEAD"} == managers - may
    refused = newcomer.http.options(path).json()["missing_rights"]
    for method, right in refused.items():
        assert newcomer.write(path, {}, None, method=method).status_code == 403
        assert right in manager.get("/api/me/").json()["permissions"]


def test_strangers_are_told_nothing(store: DemoStore) -> None:
    assert httpx.options(f"{store.url}/api/products/", trust_env=False).status_code == 401
    told = httpx.options(f"{store.url}/api/auth/token/", trust_env=False)
    assert (told.json()["allowed"], told.json()["missing_rights"]) == (["POST", "OPTIONS"], {})
