"""The assistant's rules: No is the default, a write happens once and is never lost, and nothing stops the worker."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kiosk_app.core import assistant as assistant_module
from kiosk_app.core.actions import Plan
from kiosk_app.core.errors import MissingPart, NotAllowed, StoreAway
from kiosk_app.core.events import (
    Asked,
    Done,
    Ended,
    Executing,
    Failed,
    Planned,
    Ready,
    Settled,
    State,
)
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.inbox import Hear
from kiosk_app.core.wire import Answer, Cancel, Close, Command, Submit
from tests.fakes import FakeStore
from tests.turns.scripted import PRICE, SECOND, Bench


def test_a_price_change_from_text_to_the_stores_answer(bench: Bench) -> None:
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.20")
    assert bench.journalled == ["sending", "done", "posted"]
    assert bench.ended.outcome == "done"
    assert bench.assistant.exit_code == 0
    kinds = [type(event).__name__ for event in bench.events]
    assert kinds == [
        *["State", "Ready", "Heard", "Understood", "Planned", "Asked", "Settled"],
        *["Executing", "Done", "Spoke", "Ended"],
    ]
    assert {"understand", "plan", "answer", "store", "read_back", "voice"} <= bench.ended.stages_ms.keys()
    (done,) = bench.all(Done)
    assert done.read_back.amount == Decimal("1.20")


def test_what_was_shown_is_what_is_journalled_and_sent(bench: Bench) -> None:
    sent: list[Plan] = []
    apply = bench.store.apply
    bench.store.apply = lambda plan: (sent.append(plan), apply(plan))[1]  # type: ignore[method-assign,func-returns-value]
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    (planned,) = bench.all(Planned)
    assert sent == [planned.plan]
    assert bench.journal.entries[0][0] == planned.plan.id
    assert (planned.plan.user, planned.plan.host, planned.plan.till) == ("manager", bench.store.host, "till-1")


@pytest.mark.parametrize("command", [Cancel(), Close(), Submit("no"), Submit("cancel that")])
def test_no_in_every_form_leaves_the_store_untouched(bench: Bench, command: Command) -> None:
    bench.on = {Asked: [bench.post(command)]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.10")
    assert bench.journalled == []
    assert bench.ended.outcome == "cancelled"
    assert bench.assistant.exit_code == 3


def test_no_answer_in_time_is_no(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant_module, "ANSWER_SECONDS", 0)
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.10")
    assert bench.all(Settled)[0].value == "no"


def test_an_answer_to_another_question_or_of_another_value_counts_for_nothing(bench: Bench) -> None:
    bench.on = {
        Asked: [
            bench.post(Answer("another question", "yes")),
        ]
    }
    wrong_value = bench.answer("perhaps")
    bench.on[Asked][0] = lambda: (bench.post(Answer("another question", "yes"))(), wrong_value(), bench.answer("no")())
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.10")


def test_enter_on_its_own_is_no_yes(bench: Bench) -> None:
    bench.on = {Asked: [bench.post(Submit("")), bench.post(Submit("5449000000996")), bench.post(Cancel())]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.10")
    assert len({asked.id for asked in bench.all(Asked)}) == 1
    assert bench.all(Asked)[1].sentence.startswith("Answer this first.")


def test_a_spoken_yes_confirms_and_is_listened_for(bench: Bench) -> None:
    assert bench.recogniser is not None
    bench.recogniser.hears = ["yes please"]
    bench.on = {Asked: [bench.post(Hear(chunks(SECOND)))]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.20")
    assert "yes" in bench.recogniser.answers[0]


def test_noise_while_a_question_is_open_asks_again(bench: Bench) -> None:
    assert bench.recogniser is not None
    bench.recogniser.hears = ["", "no"]
    bench.on = {Asked: [bench.post(Hear(chunks(SECOND))), bench.post(Hear(chunks(SECOND)))]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.10")
    assert len(bench.all(Asked)) == 2


def test_cancelled_while_thinking(bench: Bench) -> None:
    bench.intents.during = bench.post(Cancel())
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "cancelled"
    assert bench.all(Planned) == []


def test_what_was_sent_can_no_longer_be_cancelled(bench: Bench) -> None:
    bench.on = {Asked: [bench.answer("yes")], Executing: [bench.post(Cancel())]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "done"
    assert bench.price == Decimal("1.20")


def test_no_answer_from_the_store_stays_unknown_until_the_next_start(bench: Bench) -> None:
    bench.store.drop_answer = True
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "unknown"
    assert bench.assistant.exit_code == 6
    assert bench.journalled == ["sending", "unknown"]
    again = Bench(store=bench.store, journal=bench.journal)
    again.on = {Ready: [again.post(Close())]}
    again.assistant.run()
    assert again.journalled == ["sending", "unknown", "done", "posted"]
    assert again.price == Decimal("1.20")


def test_a_plan_of_another_user_is_not_settled(bench: Bench) -> None:
    bench.store.drop_answer = True
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    other = Bench(store=FakeStore(user="cashier"), journal=bench.journal)
    other.on = {Ready: [other.post(Close())]}
    other.assistant.run()
    assert other.journalled == ["sending", "unknown"]


def test_who_may_not_do_it_is_not_even_asked(bench: Bench) -> None:
    bench.store.permissions = frozenset()
    bench.run(Submit(PRICE))
    assert bench.ended.code == "not_allowed"
    assert bench.all(Planned) == bench.all(Asked) == bench.journalled == []


def test_the_store_says_no(bench: Bench) -> None:
    def lose_the_right() -> None:
        bench.store.permissions = frozenset()
        bench.answer("yes")()

    bench.on = {Asked: [lose_the_right]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "failed"
    assert bench.ended.code == NotAllowed("not_allowed").code
    assert bench.assistant.exit_code == 5
    assert bench.journalled == ["sending", "refused", "posted"]


def test_a_journal_that_fails_before_sending_stops_the_write(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MissingPart("journal_failed", reason="disk full")

    monkeypatch.setattr(bench.journal, "sending", full)
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.10")
    assert bench.ended.code == "journal_failed"


def test_a_journal_that_fails_afterwards_does_not_hide_what_was_done(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: str) -> None:
        raise MissingPart("journal_failed", reason="disk full")

    monkeypatch.setattr(bench.journal, "settle", full)
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "done"
    assert len(bench.journal.unsettled()) == 1


def test_a_value_that_cannot_be_read_back_is_done_all_the_same(bench: Bench) -> None:
    def lose() -> None:
        bench.store.fault = StoreAway("store_away")

    apply = bench.store.apply

    def apply_then_lose(plan: Plan) -> None:
        apply(plan)
        lose()

    bench.store.apply = apply_then_lose  # type: ignore[method-assign]
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    (done,) = bench.all(Done)
    assert done.read_back is None
    assert "did not answer" in done.sentence


def test_a_bug_is_one_sentence_and_the_worker_goes_on(bench: Bench) -> None:
    def bug() -> None:
        bench.intents.during = lambda: None
        raise RuntimeError("a bug")

    bench.intents.during = bug
    bench.on = {Asked: [bench.answer("yes")], Ended: [bench.post(Submit(PRICE)), bench.post(Close())]}
    bench.run(Submit(PRICE))
    (failed,) = bench.all(Failed)
    assert failed.code == "internal"
    assert bench.ended.outcome == "done"


def test_a_bug_after_sending_is_unknown(bench: Bench) -> None:
    def bug(_: Plan) -> None:
        raise RuntimeError("a bug")

    bench.store.apply = bug  # type: ignore[method-assign,assignment]
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "unknown"
    assert len(bench.journal.unsettled()) == 1


def test_a_store_that_is_away_at_the_start_is_tried_again(bench: Bench) -> None:
    bench.away = [StoreAway("store_away")]
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    (state, *_) = bench.all(State)
    assert state.user == ""
    assert state.problems == (
        "The store does not answer. Nothing was changed. Check its network and try again.",
    )  # fmt: skip
    assert bench.ended.outcome == "done"


@pytest.mark.parametrize("text", ["", "   ", "x" * 500])
def test_empty_and_huge_text(bench: Bench, text: str) -> None:
    bench.run(Submit(text))
    assert bench.ended.outcome == "not_understood"
    assert bench.assistant.exit_code == 4


def test_too_little_confidence_is_not_understood(bench: Bench) -> None:
    bench.intents.confidence = 0.2
    bench.run(Submit(PRICE))
    assert bench.ended.code == "unsure"


def test_an_open_question_counts_down_on_repetition(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant_module, "ANSWER_SECONDS", 30)
    bench.on = {Asked: [bench.post(Submit("mumble")), bench.answer("no")]}
    bench.run(Submit(PRICE))
    first, second = bench.all(Asked)
    assert second.expires_in_s <= first.expires_in_s == 30
    assert replace(second, sentence=first.sentence, expires_in_s=30) == first
