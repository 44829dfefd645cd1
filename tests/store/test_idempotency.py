"""A write that is sent twice happens once."""

import uuid
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path
from threading import Barrier, Event, Lock
from typing import Any

import httpx
import pytest

from tests.databases import Database, PostgresServer, looking_into, new_name, nobody_writes_orders
from tests.demo_store import running_demo_store
from tests.store.conftest import ON_BOTH, Person, signed_in


@pytest.fixture
def espresso(cashier: Person) -> dict[str, Any]:
    """An edit that adds an espresso."""
    product = cashier.named("Espresso")
    return {"add": [{"product": product["id"], "quantity": "1", "unit_price": product["price"]}]}


@ON_BOTH
def test_a_write_needs_a_key(cashier: Person, till: str, espresso: dict[str, Any]) -> None:
    match = {"If-Match": '"o-none-0"'}
    for key, code in (("", "idempotency_key_missing"), ("k" * 256, "idempotency_key_too_long")):
        answer = cashier.http.patch(till, json=espresso, headers=match | {"Idempotency-Key": key})
        assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert cashier.http.patch(till, json=espresso, headers=match).json()["code"] == "idempotency_key_missing"
    assert cashier.get(till).json()["id"] is None


@ON_BOTH
def test_the_same_request_gets_the_same_answer(cashier: Person, till: str, espresso: dict[str, Any]) -> None:
    key = str(uuid.uuid4())
    first, second = (cashier.write(till, espresso, '"o-none-0"', key=key) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert (second.content, second.headers["ETag"]) == (first.content, first.headers["ETag"])
    assert "Idempotent-Replayed" not in first.headers
    assert second.headers["Idempotent-Replayed"] == "true"
    assert cashier.get(till).json() == first.json()


@ON_BOTH
def test_refusals_are_kept_too(cashier: Person, till: str, espresso: dict[str, Any]) -> None:
    key = str(uuid.uuid4())
    first = cashier.write(till, espresso, '"o-1-999"', key=key)
    second = cashier.write(till, espresso, '"o-none-0"', key=key)
    assert (first.status_code, second.status_code, second.content) == (412, 412, first.content)
    assert cashier.get(till).json()["id"] is None


@ON_BOTH
def test_a_key_is_for_one_request_of_one_person(
    cashier: Person, manager: Person, till: str, espresso: dict[str, Any]
) -> None:
    key = str(uuid.uuid4())
    made = cashier.write(till, espresso, '"o-none-0"', key=key)
    other_body = cashier.write(till, espresso | {"change": []}, made.headers["ETag"], key=key)
    other_path = cashier.write(f"/api/tills/{uuid.uuid4().hex}/order/", espresso, '"o-none-0"', key=key)
    other_method = cashier.write(till, espresso, made.headers["ETag"], key=key, method="POST")
    for answer in (other_body, other_path, other_method):
        assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    managers = manager.write(till, espresso, '"o-none-0"', key=key)
    assert (managers.status_code, "Idempotent-Replayed" in managers.headers) == (412, False)


@ON_BOTH
def test_requests_at_the_same_time_have_one_effect(cashier: Person, till: str, espresso: dict[str, Any]) -> None:
    key, start = str(uuid.uuid4()), Barrier(8)

    def send() -> httpx.Response:
        start.wait()
        return cashier.write(till, espresso, '"o-none-0"', key=key)

    with ThreadPoolExecutor(8) as pool:
        answers = [sent.result() for sent in [pool.submit(send) for _ in range(8)]]
    assert {answer.status_code for answer in answers} <= {200, 409}
    done = [answer for answer in answers if answer.status_code == 200]
    assert sum("Idempotent-Replayed" not in answer.headers for answer in done) == 1
    assert len(cashier.get(till).json()["lines"]) == 1


@ON_BOTH
def test_a_request_that_is_still_at_work(
    cashier: Person, till: str, espresso: dict[str, Any], store_database: Database
) -> None:
    key = str(uuid.uuid4())
    with ThreadPoolExecutor(2) as pool:
        with nobody_writes_orders(store_database):
            sent = [pool.submit(cashier.write, till, espresso, '"o-none-0"', key=key) for _ in range(2)]
            settled, waiting = wait(sent, return_when=FIRST_COMPLETED)
        (early,), (late,) = settled, waiting
        assert (early.result().status_code, early.result().json()["code"]) == (409, "in_progress")
        assert late.result().status_code == 200


@pytest.fixture(params=["sqlite", "postgres"])
def own_database(request: pytest.FixtureRequest, tmp_path: Path) -> Database:
    """A database that no other test uses."""
    if request.param == "sqlite":
        return tmp_path / "store.sqlite3"
    server: PostgresServer = request.getfixturevalue("postgres")
    return server.database(new_name())


def test_a_failure_of_the_store_is_told_and_not_kept(own_database: Database) -> None:
    database = own_database
    with running_demo_store(database, may_fail=True) as store, signed_in(store, store.manager) as person:
        espresso = person.named("Espresso")
        path, etag = f"/api/products/{espresso['id']}/", f'"p-{espresso["id"]}-{espresso["version"]}"'
        with looking_into(database) as other:
            other.execute("ALTER TABLE catalogue_pricechange RENAME TO away")
            failed = person.write(path, {"price": "1.70"}, etag, key="k")
            assert (failed.status_code, failed.json()["code"]) == (500, "error")
            other.execute("ALTER TABLE away RENAME TO catalogue_pricechange")
        assert person.get(path).json() == espresso
        assert person.write(path, {"price": "1.70"}, etag, key="k").status_code == 200
    assert "Traceback" in store.record.read_text()


def test_no_effect_without_its_key(tmp_path: Path) -> None:
    database = tmp_path / "store.sqlite3"
    with running_demo_store(database, may_fail=True) as store, signed_in(store, store.manager) as person:
        espresso = person.named("Espresso")
        path, etag = f"/api/products/{espresso['id']}/", f'"p-{espresso["id"]}-{espresso["version"]}"'
        with looking_into(database) as other:
            other.execute(
                "CREATE TRIGGER no_keys BEFORE INSERT ON idempotency_storedanswer"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        assert person.write(path, {"price": "1.70"}, etag).status_code == 500
        assert person.get(path).json() == espresso


def test_a_crash_leaves_both_key_and_effect_or_neither(own_database: Database) -> None:
    """Writes on many tills at once, the store killed among them; sent again, each has happened exactly once.

    An effect without its key would now meet a 412; a key without its effect would leave the till empty.
    """
    database, tills = own_database, [f"/api/tills/till-{number}/order/" for number in range(80)]
    answered, enough, guard = [], Event(), Lock()
    with running_demo_store(database, may_fail=True) as store, signed_in(store, store.cashier) as person:
        product = person.named("Espresso")
        body = {"add": [{"product": product["id"], "quantity": "1", "unit_price": product["price"]}]}

        def send(address: str) -> None:
            with suppress(httpx.TransportError):
                person.write(address, body, '"o-none-0"', key=address)
                with guard:
                    answered.append(address)
                if len(answered) >= 30:
                    enough.set()

        with ThreadPoolExecutor(4) as pool:
            sent = [pool.submit(send, address) for address in tills]
            assert enough.wait(60)
            store.process.kill()
        for each in sent:
            each.result()
    with running_demo_store(database) as store, signed_in(store, store.cashier) as person:
        for address in tills:
            again = person.write(address, body, '"o-none-0"', key=address)
            assert again.status_code == 200
            assert again.headers.get("Idempotent-Replayed") == "true" or address not in answered
            assert len(person.get(address).json()["lines"]) == 1


def test_two_stores_on_one_database_do_a_request_once(postgres: PostgresServer, till: str) -> None:
    database, key = postgres.database(new_name()), str(uuid.uuid4())
    with (
        running_demo_store(database) as one,
        running_demo_store(database) as two,
        signed_in(one, one.cashier) as here,
        signed_in(two, two.cashier) as there,
    ):
        product = here.named("Espresso")
        body = {"add": [{"product": product["id"], "quantity": "1", "unit_price": product["price"]}]}
        with ThreadPoolExecutor(2) as pool:
            with nobody_writes_orders(database):
                sent = [pool.submit(person.write, till, body, '"o-none-0"', key=key) for person in (here, there)]
                settled, waiting = wait(sent, return_when=FIRST_COMPLETED)
            (early,), (late,) = settled, waiting
            assert (early.result().status_code, early.result().json()["code"]) == (409, "in_progress")
            assert late.result().status_code == 200
        again = [person.write(till, body, '"o-none-0"', key=key) for person in (here, there)]
        assert [answer.headers["Idempotent-Replayed"] for answer in again] == ["true", "true"]
        assert len(here.get(till).json()["lines"]) == 1
