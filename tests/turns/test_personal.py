"""What people tell the till of themselves: on its disk until the store has it, and then nowhere."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from kiosk_app.core.actions import Plan
from kiosk_app.core.events import Asked
from kiosk_app.core.types import Customer, Intent, Order
from kiosk_app.core.upkeep import chores
from kiosk_app.core.wire import Submit
from kiosk_app.engines.journal import SqliteJournal
from tests.fake_journal import FakeJournal
from tests.fakes import FakeStore
from tests.turns.scripted import Bench, meant

PHONE, NAME, STREET = "0879998887", "Begoña Núñez", "77 elm street"

NEW_CUSTOMER = meant("create_customer", name=NAME, phone=PHONE, address=STREET)
DELIVERY = meant("set_order_details", fulfilment="delivery", name=NAME, phone=PHONE, address=STREET)


def on_disk(folder: Path) -> bool:
    """Whether anything of it can be found in any of the journal's files, whatever SQLite calls them."""
    content = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    assert b"sha256:" in content
    return any(text.encode() in content for text in (PHONE, "Begoña", "elm street"))


def without_any_log() -> FakeStore:
    return FakeStore(action_log=None)


def without_a_path_for_it() -> FakeStore:
    return FakeStore(lacks=frozenset({"action_log"}))


def that_declines() -> FakeStore:
    return FakeStore(declines=True)


@pytest.mark.parametrize("intent", [NEW_CUSTOMER, DELIVERY], ids=lambda intent: intent.name)
@pytest.mark.parametrize("store", [FakeStore, without_any_log, without_a_path_for_it, that_declines])
def test_it_is_there_while_it_is_needed_and_then_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Callable[[], FakeStore], intent: Intent
) -> None:
    journal = SqliteJournal(tmp_path / "journal.sqlite3")
    bench = Bench(store=store(), journal=cast(FakeJournal, journal))
    bench.intents.forced = intent
    seen: list[bool] = []
    apply = bench.store.apply

    def looking(plan: Plan) -> Order | Customer | None:
        seen.append(on_disk(tmp_path))
        return apply(plan)

    monkeypatch.setattr(bench.store, "apply", looking)
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit("put this down"))
    assert bench.ended.outcome == "done"
    assert seen == [True]
    assert not on_disk(tmp_path)


def test_it_waits_for_a_store_that_is_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores, "CLOSING_SECONDS", 0)
    bench = Bench(journal=cast(FakeJournal, SqliteJournal(tmp_path / "journal.sqlite3")))
    bench.intents.forced = NEW_CUSTOMER
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit("put this down"))
    assert on_disk(tmp_path)
