"""From a Yes at the till to the store's log, and from the kitchen to the till: every real engine, on a real store."""

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from kiosk_app import build
from kiosk_app.__main__ import COMMANDS
from kiosk_app.cli.arguments import parse_arguments
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.errors import KioskError
from kiosk_app.core.events import Asked, Done, Ended, Executing, OrderChanged, Ready, Record, Spoke
from kiosk_app.core.types import Order
from kiosk_app.core.upkeep import chores
from kiosk_app.core.wire import Answer, Close, Submit
from kiosk_app.engines import http
from kiosk_app.settings import Settings
from tests.demo_store import DemoStore
from tests.faulty_proxy import Fault, FaultyProxy, answer
from tests.till import Till, Turns

PRICE = "coca cola 33 is 1.20 now"


class Manager:
    """The manager, at the store's API."""

    def __init__(self, http: httpx.Client) -> None:
        self._http = http

    def log(self) -> list[dict[str, Any]]:
        """The action log, oldest first."""
        found: list[dict[str, Any]] = self._http.get("/api/action-log/").json()["results"]
        return found[::-1]

    def ready(self, order: Order) -> None:
        """Say that an order is ready."""
        headers = {"If-Match": str(order.version), "Idempotency-Key": f"ready-{order.id}"}
        said = self._http.post(f"/api/orders/{order.id}/status/", json={"status": "ready"}, headers=headers)
        assert said.status_code == 200


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that is busy with other things is no store that is away."""
    monkeypatch.setattr(http, "PASSING_S", 20.0)
    monkeypatch.setattr(chores, "CLOSING_SECONDS", 20.0)


@pytest.fixture
def manager(store: DemoStore) -> Iterator[Manager]:
    credentials = {"username": store.manager.username, "password": store.manager.password}
    with httpx.Client(base_url=store.url, trust_env=False, timeout=20) as client:
        token = client.post("/api/auth/token/", json=credentials).json()["token"]
        client.headers["Authorization"] = f"Token {token}"
        yield Manager(client)


@dataclass
class Session(Turns):
    """A till that stays open: utterances one after the other, each question answered with Yes; then quiet."""

    utterances: list[str] = field(default_factory=list)
    on: dict[type, Callable[[Any], object]] = field(default_factory=dict)
    """What happens when an event of this kind is shown."""
    assistant: Assistant | None = None

    def emit(self, record: Record) -> None:
        super().emit(record)
        if self.assistant is None:
            return
        if isinstance(record.event, Asked):
            self.assistant.post(Answer(record.event.id, record.event.choices[0].value))
        if isinstance(record.event, Ready | Ended) and self.utterances:
            self.assistant.post(Submit(self.utterances.pop(0)))
        if act := self.on.get(type(record.event)):
            act(record.event)

    def close(self, _: object = None) -> None:
        assert self.assistant is not None
        self.assistant.post(Close())

    def run(self, till: Till) -> None:
        self.assistant = build.build(till.settings, None, till.access, till.sounds, self)
        self.assistant.run()


def with_fault(till: Till, faults: FaultyProxy, fault: Fault) -> Turns:
    """A price change whose post to the log meets a fault."""
    session = Session(utterances=[PRICE])
    session.on = {Executing: lambda _: faults.fail(fault, method="POST"), Ended: session.close}
    session.run(till)
    assert session.outcome == "done"
    return session


def test_a_write_stands_in_the_stores_log(typing_till: Till, manager: Manager) -> None:
    turns = typing_till.take(PRICE, answers="yes")
    (entry,) = manager.log()
    assert entry["plan"] == turns.plan.id
    assert "Coca-Cola 33 cl can: 1.10 € → 1.20 €" in entry["preview"]
    assert (entry["user"], entry["intent"], entry["outcome"]) == ("manager", "update_product_price", "done")
    assert entry["payload"]["new"] == {"amount": "1.20", "currency": "EUR"}


@pytest.mark.parametrize("forward", [False, True], ids=["never arrived", "answer lost"])
def test_a_log_that_is_away_gets_it_at_the_next_start_and_once(
    unlucky_till: Till, faults: FaultyProxy, manager: Manager, forward: bool
) -> None:
    turns = with_fault(unlucky_till, faults, answer(503, {}, forward=forward))
    assert len(manager.log()) == forward
    for _ in range(2):
        unlucky_till.take("what is on the order")
        assert [entry["plan"] for entry in manager.log()] == [turns.plan.id]


def test_a_store_without_a_log_is_not_asked_again(unlucky_till: Till, faults: FaultyProxy, manager: Manager) -> None:
    with_fault(unlucky_till, faults, answer(404, b"<html>"))
    faults.seen.clear()
    unlucky_till.take("add two croissants", answers="yes")
    assert [request.path for request in faults.writes() if "log" in request.path] == []
    assert manager.log() == []


def test_a_log_that_hangs_keeps_nobody_waiting_for_long(
    unlucky_till: Till, faults: FaultyProxy, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as hurried:
        hurried.setattr(http, "PASSING_S", 0.05)
        turns = with_fault(unlucky_till, faults, Fault(hang=True))
    unlucky_till.take("what is on the order")
    assert [entry["plan"] for entry in manager.log()] == [turns.plan.id]


def test_the_kitchens_word_is_shown_and_said_once(
    typing_till: Till, manager: Manager, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chores, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(chores, "LOOK_SECONDS", 0.02)
    session = Session(utterances=["add a croissant", "that is all place the order"])

    def ready(done: Done) -> None:
        if isinstance(done.read_back, Order) and done.read_back.status == "placed":
            manager.ready(done.read_back)

    def spoken(_: Spoke) -> None:
        if session.all(OrderChanged):
            session.close()

    session.on = {Done: ready, Spoke: spoken}
    session.run(typing_till)
    changed = session.one(OrderChanged)
    assert changed.status == "ready"
    assert changed.sentence == f"Order {changed.number} is ready."
    assert session.all(Spoke)[-1].text.endswith("is ready.")


# The commands


@pytest.fixture
def own_till(typing_till: Till, tmp_path: Path) -> Till:
    """The manager's till, whose journal is the one that the commands read."""
    return replace(typing_till, access=replace(typing_till.access, records=tmp_path / "home" / "data"))


Command = Callable[..., tuple[int, str]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command; gives back its exit code and what it printed."""

    def run(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        parsed = parse_arguments(arguments)
        try:
            code = COMMANDS[parsed.command](parsed, Settings())
        except KioskError as error:
            code = error.exit_code
        return code, capsys.readouterr().out

    return run


def test_the_journal_is_listed_verified_and_exported(own_till: Till, command: Command) -> None:
    price = own_till.take(PRICE, answers="yes").plan
    person = own_till.take(
        "new customer anna smith phone six double oh one two three four five six", answers="yes"
    ).plan
    code, out = command("journal", "list", "--json")
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert (first["id"], first["intent"], first["outcome"], first["log"]) == (price.id, price.intent, "done", "posted")
    assert first["action"]["new"] == {"amount": "1.20", "currency": "EUR"}
    assert second["id"] == person.id
    assert second["action"]["customer"]["name"].startswith("sha256:")
    code, out = command("journal", "list")
    assert (code, len(out.splitlines())) == (0, 2)
    assert "update_product_price" in out
    assert "done" in out

    code, out = command("journal", "verify", "--json")
    verdict = json.loads(out)
    assert (code, verdict["ok"], verdict["entries"], verdict["waiting"]) == (0, True, 6, 0)
    assert command("journal", "verify")[0] == 0

    code, out = command("journal", "export", "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["outcome"] for row in rows] == ["sending", "done", "posted"] * 2
    assert rows[-1]["digest"] == verdict["last"]
    code, out = command("journal", "export")
    assert [row["digest"] for row in csv.DictReader(io.StringIO(out))] == [row["digest"] for row in rows]
    assert "anna" not in out.lower()

    with closing(sqlite3.connect(own_till.access.records / "journal.sqlite3")) as file, file:
        file.execute("UPDATE entries SET detail = replace(detail, '1.20', '2.10') WHERE seq = 1")
    code, out = command("journal", "verify", "--json")
    assert (code, json.loads(out)) == (7, {"entries": 6, "changed": 1, "ok": False})


def test_a_till_that_has_done_nothing(command: Command) -> None:
    assert command("journal", "list", "--json") == (0, "")
    assert command("journal", "export", "--json") == (0, "")
    code, out = command("journal", "verify", "--json")
    assert (code, json.loads(out)) == (0, {"entries": 0, "unsettled": 0, "waiting": 0, "last": "", "ok": True})
    assert command("stats", "--json") == (0, "")


def test_stats_count_each_intent_and_hold_nothing_that_was_said(own_till: Till, command: Command) -> None:
    own_till.take(PRICE, "how much is the carrot cake", "how much is the carrot cake", answers="no")
    own_till.take("")
    code, out = command("stats", "--json")
    assert code == 0
    figures = {line["intent"]: line for line in map(json.loads, out.splitlines())}
    assert list(figures) == ["retrieve_product", "", "update_product_price", "all"]
    keys = ["intent", "count", "success", "asked_again", "rejected", "p95_ms"]
    assert all(list(line) == keys for line in figures.values())
    assert (figures["retrieve_product"]["count"], figures["retrieve_product"]["success"]) == (2, 2)
    assert (figures["update_product_price"]["success"], figures["update_product_price"]["rejected"]) == (0, 1)
    assert (figures["all"]["count"], figures["all"]["rejected"]) == (4, 2)
    assert figures["retrieve_product"]["p95_ms"] > 0
    code, out = command("stats")
    assert code == 0
    assert "(not understood)" in out
    journal = (own_till.access.records / "journal.sqlite3").read_bytes()
    assert b"carrot" not in journal
    assert b"coca" not in journal.lower()
