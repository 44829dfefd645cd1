"""Who asks too often is told when to come back."""

import uuid
from pathlib import Path

import httpx

from tests.demo_store import running_demo_store
from tests.store.conftest import Person, signed_in


def told_to_wait(answer: httpx.Response) -> bool:
    """True where this says, in the one shape of errors, that it was too much."""
    if answer.status_code != 429:
        return False
    assert answer.json()["code"] == "throttled"
    assert set(answer.json()) == {"detail", "code"}
    assert 0 < int(answer.headers["Retry-After"]) <= 24 * 60 * 60
    return True


def test_reads_writes_and_sign_ins_each_have_an_end(tmp_path: Path) -> None:
    with (
        running_demo_store(tmp_path / "store.sqlite3", settings="tests.impatient_store") as store,
        signed_in(store, store.manager) as manager,
        signed_in(store, store.cashier) as cashier,
    ):
        assert [told_to_wait(manager.get("/api/me/")) for _ in range(6)] == [False] * 4 + [True] * 2
        assert not told_to_wait(cashier.get("/api/me/"))
        assert [told_to_wait(move(manager)) for _ in range(4)] == [False] * 2 + [True] * 2
        assert not told_to_wait(move(cashier))
        credentials = {"username": "manager", "password": "guess"}
        for address, expected in ((None, False), ("10.0.0.1", True)):
            made_up = {"X-Forwarded-For": address} if address else {}
            answer = manager.http.post("/api/auth/token/", json=credentials, headers=made_up)
            assert told_to_wait(answer) == expected
        assert told_to_wait(manager.http.get("/api/auth/login/"))


def move(person: Person, key: str | None = None) -> httpx.Response:
    body = {"product": 100, "direction": "in", "quantity": "1"}
    return person.write("/api/stock/movements/", body, None, key=key, method="POST")


def test_a_write_that_came_too_early_is_done_later_under_the_same_key(tmp_path: Path) -> None:
    database, key = tmp_path / "store.sqlite3", str(uuid.uuid4())
    with (
        running_demo_store(database, settings="tests.impatient_store") as store,
        signed_in(store, store.cashier) as cashier,
    ):
        answers = [move(cashier, key if turn == 2 else None).status_code for turn in range(3)]
        assert answers[2] == 429
    with running_demo_store(database) as store, signed_in(store, store.cashier) as cashier:
        later = move(cashier, key)
        assert "Idempotent-Replayed" not in later.headers
        assert later.status_code == answers[0] != 429
