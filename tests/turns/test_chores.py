"""What the till does between its turns: it posts what was done, counts its turns, and tells of its orders."""

from collections.abc import Callable

import pytest

from kiosk_app.core.errors import MissingPart, StoreAway
from kiosk_app.core.events import Answered, Asked, Ended, OrderChanged, Record, Spoke
from kiosk_app.core.types import Language, Order
from kiosk_app.core.upkeep import chores as chores_module
from kiosk_app.core.wire import Close, Submit
from tests.contracts.acting import placed
from tests.fake_journal import FakeJournal
from tests.turns.scripted import PRICE, Bench


def test_a_till_that_nobody_is_signed_in_at_rests() -> None:
    bench = Bench(away=[StoreAway("store_away"), StoreAway("store_away")])
    bench.run(Submit(PRICE))
    assert bench.ended.code == "store_away"
    assert bench.assistant._background.due_in() is None


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chores_module, "QUIET_SECONDS", 0.0)
    monkeypatch.setattr(chores_module, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(chores_module, "FIRST_PAUSE_SECONDS", 0.01)


class Watched(FakeJournal):
    """A journal that says when something was posted."""

    def __init__(self) -> None:
        super().__init__()
        self.on_posted: Callable[[], None] = lambda: None

    def posted(self, plan_id: str) -> None:
        super().posted(plan_id)
        self.on_posted()


@pytest.mark.usefixtures("no_waiting")
def test_a_write_reaches_the_log_after_its_turn() -> None:
    journal = Watched()
    bench = Bench(journal=journal)
    journal.on_posted = bench.post(Close())
    bench.on = {Asked: [bench.answer("yes")], Ended: [lambda: None]}
    bench.post(Submit(PRICE))()
    bench.assistant.run()
    assert bench.journalled == ["sending", "done", "posted"]
    assert bench.store.action_log is not None
    (entry,) = bench.store.action_log
    assert entry.preview.splitlines() == ["New price", "Coca-Cola 33 cl can: 1.10 € → 1.20 €"]
    assert entry.plan.intent == "update_product_price"


def test_a_till_that_is_closed_after_a_turn_posts_it_first() -> None:
    bench = Bench()
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.journalled == ["sending", "done", "posted"]


def test_a_refusal_is_logged_too(bench_without_right: Bench) -> None:
    bench_without_right.run(Submit(PRICE))
    assert bench_without_right.journalled == ["sending", "refused", "posted"]


@pytest.fixture
def bench_without_right() -> Bench:
    """A till whose person loses the right just before the Yes."""
    bench = Bench()

    def lose_the_right() -> None:
        bench.store.permissions = frozenset()
        bench.answer("yes")()

    bench.on = {Asked: [lose_the_right]}
    return bench


def test_every_turn_is_counted() -> None:
    bench = Bench()
    nexts = [bench.post(command) for command in (Submit("what"), Submit(""), Close())]
    bench.on = {Asked: [bench.answer("yes")], Ended: [*nexts]}
    bench.run(Submit(PRICE))
    assert [(turn.intent, turn.outcome) for turn in bench.journal.turns()] == [
        ("update_product_price", "done"),
        ("out_of_scope", "not_understood"),
        ("", "not_understood"),
    ]


def test_a_turn_that_cannot_be_counted_is_a_turn_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench()

    def full(_: object) -> None:
        raise MissingPart("journal_failed", reason="disk full")

    monkeypatch.setattr(bench.journal, "count", full)
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "done"


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(("language", "sentence"), [("en", "Order {} is ready."), ("es", "El pedido {} está listo.")])
def test_news_of_an_order_is_shown_said_and_can_be_repeated(language: Language, sentence: str) -> None:
    bench = Bench(language=language)
    number = placed(bench.store)
    orders = bench.store.orders

    def look(words: str) -> list[Order]:
        found = orders(words)
        bench.store.become(number, "ready")  # after the first look, and no news to the second
        return found

    bench.store.orders = look  # type: ignore[method-assign]
    bench.on = {Spoke: [bench.post(Close())]}
    bench.assistant.run()
    (changed,) = bench.all(OrderChanged)
    assert changed == OrderChanged(number, "ready", sentence.format(number))
    assert bench.context.said == Answered(changed.sentence)
    assert bench.voice.played == 1


@pytest.mark.usefixtures("no_waiting")
def test_news_stands_outside_the_turns() -> None:
    bench = Bench()
    records: list[Record] = []
    emit = bench.emit

    def keep(record: Record) -> None:
        records.append(record)
        emit(record)

    bench.emit = keep  # type: ignore[method-assign]
    number = placed(bench.store)
    orders = bench.store.orders
    first_look = iter([bench.post(Submit("what"))])

    def look(words: str) -> list[Order]:
        next(first_look, lambda: None)()
        return orders(words)

    bench.store.orders = look  # type: ignore[method-assign]
    bench.on = {Ended: [lambda: bench.store.become(number, "ready")], OrderChanged: [bench.post(Close())]}
    bench.assistant.run()
    turns = {type(record.event): record.turn for record in records}
    assert (turns[Ended], turns[OrderChanged]) == (1, 0)
