"""Signing in with a session: its cookie, its CSRF token, its end."""

import uuid
from collections.abc import Iterator

import httpx
import pytest

from tests.demo_store import DemoStore
from tests.store.conftest import Person


@pytest.fixture
def browser(store: DemoStore) -> Iterator[httpx.Client]:
    """Somebody who keeps cookies and is not signed in."""
    with httpx.Client(base_url=store.url, trust_env=False, timeout=20) as http:
        yield http


def log_in(browser: httpx.Client, store: DemoStore, **wrong: str) -> httpx.Response:
    """Sign in; from then on, the session's CSRF token goes with everything."""
    browser.headers["X-CSRFToken"] = browser.get("/api/auth/login/").json()["csrf_token"]
    body = {"username": store.cashier.username, "password": store.cashier.password} | wrong
    answer = browser.post("/api/auth/login/", json=body)
    if answer.status_code == 200:
        browser.headers["X-CSRFToken"] = answer.json()["csrf_token"]
    return answer


def test_a_session_lasts_from_login_to_logout(browser: httpx.Client, store: DemoStore) -> None:
    assert browser.get("/api/me/").status_code == 401
    assert log_in(browser, store).status_code == 200
    assert browser.get("/api/me/").json()["username"] == "cashier"
    cookies = dict(browser.cookies)
    assert browser.post("/api/auth/logout/").status_code == 204
    browser.cookies.update(cookies)
    assert browser.get("/api/me/").status_code == 401
    assert browser.post("/api/auth/logout/").status_code == 401


def test_wrong_credentials_get_no_session(browser: httpx.Client, store: DemoStore) -> None:
    answer = log_in(browser, store, password="guess")
    assert (answer.status_code, answer.json()["code"]) == (400, "wrong_credentials")
    assert "sessionid" not in browser.cookies


def test_nobody_is_signed_in_or_out_from_another_page(browser: httpx.Client, store: DemoStore) -> None:
    body = {"username": store.cashier.username, "password": store.cashier.password}
    answer = browser.post("/api/auth/login/", json=body)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")
    log_in(browser, store)
    browser.headers["X-CSRFToken"] = "made up"
    assert browser.post("/api/auth/logout/").json()["code"] == "csrf_failed"
    assert browser.get("/api/me/").status_code == 200


def test_writes_of_a_session_need_its_csrf_token_and_happen_once(
    browser: httpx.Client, store: DemoStore, till: str
) -> None:
    log_in(browser, store)
    person, espresso = Person(browser), Person(browser).named("Espresso")
    body = {"add": [{"product": espresso["id"], "quantity": "1", "unit_price": espresso["price"]}]}
    key, token = str(uuid.uuid4()), browser.headers.pop("X-CSRFToken")
    refused = person.write(till, body, '"o-none-0"', key=key)
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    browser.headers["X-CSRFToken"] = token
    assert browser.patch(till, json=body).json()["code"] == "idempotency_key_missing"
    first, second = (person.write(till, body, '"o-none-0"', key=key) for _ in range(2))
    assert (first.status_code, "Idempotent-Replayed" in first.headers) == (200, False)
    assert (second.content, second.headers["Idempotent-Replayed"]) == (first.content, "true")
    form = browser.post(
        "/api/stock/movements/", data={"product": "1"}, files={"f": b"x"}, headers={"Idempotency-Key": "f"}
    )
    assert (form.status_code, form.json()["code"]) == (415, "unsupported_media_type")
