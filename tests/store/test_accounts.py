"""Who gets in, and what the store tells them about themselves."""

import httpx
import pytest

from tests.demo_store import DemoStore
from tests.store.conftest import Person


def test_manager_may_change_products_and_cashier_may_not(manager: Person, cashier: Person) -> None:
    me, other = manager.get("/api/me/").json(), cashier.get("/api/me/").json()
    assert (me["username"], me["groups"]) == ("manager", ["manager"])
    assert me["store"]["currency"] == "EUR"
    assert "catalogue.change_product" in me["permissions"]
    assert "orders.change_order" in me["permissions"]
    assert other["groups"] == ["cashier"]
    assert "orders.change_order" in other["permissions"]
    assert "catalogue.change_product" not in other["permissions"]


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
