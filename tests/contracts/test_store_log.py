"""What every store does with the action log and with an order's status; on the fake, and on the real client."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from kiosk_app.core.actions import CustomerCreation, PriceChange
from kiosk_app.core.errors import Conflict, NotAllowed, NotFound
from kiosk_app.core.ports import Store
from kiosk_app.core.records.entries import LogEntry
from kiosk_app.core.types import Customer
from kiosk_app.engines.store import DrfStore
from tests.contracts.acting import SignIn, add, named, new_line, place, plan
from tests.demo_store import DemoStore
from tests.fakes import FakeStore, euro
from tests.faulty_proxy import DROP_AFTER, FaultyProxy, answer


def entry(store: Store) -> LogEntry:
    """A write that this person has done."""
    now = datetime.now(UTC)
    made = plan(store, PriceChange("5", "Coca-Cola 33 cl can", euro("1.10"), euro("1.20"), '"p-5-1"'))
    return LogEntry(made, "New price", now, now + timedelta(seconds=1), "done", "", "5a17")


def test_the_same_entry_is_taken_any_number_of_times(store: Store) -> None:
    made = entry(store)
    store.log(made)
    with store.in_passing():
        store.log(made)


def test_another_entry_of_the_same_plan_is_not_taken(store: Store) -> None:
    made = entry(store)
    store.log(made)
    if isinstance(store, DrfStore):
        # Its key is that of the first, too: what another till would send has another one.
        store = replace_key(store)
    with pytest.raises(Conflict):
        store.log(replace(made, outcome="refused"))


def replace_key(store: DrfStore) -> DrfStore:
    """The store, to which every key is new."""
    write = store._http.write

    def with_new_key(method: str, path: str, body: object, headers: dict[str, str], **more: bool) -> object:
        return write(method, path, body, headers | {"Idempotency-Key": str(uuid.uuid4())}, **more)

    store._http.write = with_new_key  # type: ignore[method-assign,assignment]
    return store


def test_nobody_posts_for_somebody_else(sign_in: SignIn) -> None:
    made = entry(sign_in("cashier"))
    with pytest.raises(NotAllowed):
        sign_in("manager").log(made)


def test_the_store_keeps_what_was_shown_and_who_did_it(
    demo_store: DemoStore, through_proxy: DrfStore, proxy: FaultyProxy
) -> None:
    made = entry(through_proxy)
    customer = replace(made.plan, action=CustomerCreation(Customer("", "Anna", "+353 87 123")))
    proxy.fail(DROP_AFTER, method="POST")
    through_proxy.log(replace(made, plan=customer))
    credentials = {"username": demo_store.manager.username, "password": demo_store.manager.password}
    with httpx.Client(base_url=demo_store.url, trust_env=False, timeout=20) as http:
        token = http.post("/api/auth/token/", json=credentials).json()["token"]
        kept = http.get(f"/api/action-log/{made.plan.id}/", headers={"Authorization": f"Token {token}"}).json()
    assert (kept["user"], kept["till"], kept["host"]) == ("manager", through_proxy.till, proxy.url)
    assert (kept["preview"], kept["outcome"], kept["salt"]) == ("New price", "done", "5a17")
    assert kept["payload"]["type"] == "CustomerCreation"
    assert kept["payload"]["customer"]["name"] == "Anna"
    assert datetime.fromisoformat(kept["settled"]) == made.settled


def test_a_store_without_a_log_says_so(through_proxy: DrfStore, proxy: FaultyProxy) -> None:
    made = entry(through_proxy)
    proxy.fail(answer(404, b"<html>"), method="POST")
    with pytest.raises(NotFound):
        through_proxy.log(made)


def test_the_till_sees_how_far_its_orders_are(store: Store) -> None:
    order = place(store, add(store, new_line(named(store, "Coffee"))))
    assert [(each.number, each.status) for each in store.orders("")] == [(order.number, "placed")]
    if isinstance(store, FakeStore):
        store.become(order.number, "ready")
    else:
        with httpx.Client(base_url=store.host, trust_env=False, timeout=20) as http:
            credentials = {"username": "kitchen", "password": "kitchen-demo"}
            token = http.post("/api/auth/token/", json=credentials).json()["token"]
            said = http.post(
                f"/api/orders/{order.id}/status/",
                json={"status": "ready"},
                headers={
                    "Authorization": f"Token {token}",
                    "If-Match": str(order.version),
                    "Idempotency-Key": str(uuid.uuid4()),
                },
            )
            assert said.status_code == 200
    with store.in_passing():
        assert [(each.number, each.status) for each in store.orders("")] == [(order.number, "ready")]
