"""The assistant's rules: No is the default, a write happens once and is never lost, and nothing stops the worker."""

from collections.abc import Callable, Iterator, Sequence
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
    Heard,
    Level,
    Listening,
    Partial,
    Planned,
    Ready,
    Settled,
    Spoke,
    State,
)
from kiosk_app.core.hearing import listening
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.inbox import Hear
from kiosk_app.core.types import SAMPLE_RATE, Audio, Speech
from kiosk_app.core.wire import Answer, Cancel, Close, Command, Listen, SetVolume, StopListening, Submit
from tests.fakes import FakeStore
from tests.turns.scripted import LOUD, PRICE, SECOND, Bench, ScriptedEarcons, ScriptedVoice


@pytest.fixture
def bench() -> Bench:
    return Bench()


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


# Sound


def test_push_to_talk(bench: Bench) -> None:
    assert bench.microphone is not None
    assert bench.recogniser is not None
    bench.recogniser.hears = [PRICE]
    bench.microphone.after = bench.post(StopListening())  # type: ignore[method-assign]
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Listen())
    assert bench.price == Decimal("1.20")
    (heard,) = bench.all(Heard)
    assert heard.engine == "sphinx"
    assert bench.all(Listening)
    assert [partial.product for partial in bench.all(Partial)] == ["", "Coca-Cola 33 cl can"]
    levels = bench.all(Level)
    assert len(levels) == 6  # one for all that was kept from before
    assert levels[0].rms == pytest.approx(0.5, abs=0.01)
    assert bench.microphone.closed


@pytest.mark.parametrize("command", [Cancel(), Close()])
def test_a_recording_is_thrown_away(bench: Bench, command: Command) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.post(command)  # type: ignore[method-assign]
    bench.run(Listen())
    assert bench.ended.outcome == "cancelled"
    assert bench.all(Heard) == []


def test_silence_is_nothing_heard(bench: Bench) -> None:
    bench.run(Hear(chunks(Speech(bytes(SAMPLE_RATE)))))
    assert bench.ended.code == "nothing_heard"
    assert bench.assistant.exit_code == 4


def test_what_the_recogniser_rejects_is_not_recognised(bench: Bench) -> None:
    assert bench.recogniser is not None
    bench.recogniser.hears = [""]
    bench.run(Hear(chunks(SECOND)))
    assert bench.ended.code == "not_recognised"


def test_a_button_held_for_ever_ends_at_the_cap(bench: Bench) -> None:
    assert bench.microphone is not None
    assert bench.recogniser is not None
    bench.microphone.sound = LOUD * 200
    bench.recogniser.hears = [PRICE]
    bench.on = {Asked: [bench.answer("no")]}
    bench.run(Listen(), StopListening())
    assert bench.recogniser.fed <= 15.5 * SAMPLE_RATE * 2


@pytest.mark.parametrize(("missing", "code"), [("microphone", "no_microphone"), ("recogniser", "no_recogniser")])
def test_a_missing_part_is_named(missing: str, code: str) -> None:
    bench = Bench(**{missing: None})  # type: ignore[arg-type]
    bench.run(Listen())
    assert bench.ended.code == code
    assert bench.assistant.exit_code == MissingPart.exit_code


def test_the_tills_own_voice_is_not_heard_as_an_order(bench: Bench) -> None:
    assert bench.microphone is not None
    assert bench.recogniser is not None
    bench.recogniser.hears = ["rubbish"]
    bench.microphone.after = bench.post(StopListening())  # type: ignore[method-assign]
    bench.on = {Ended: [bench.post(Listen()), bench.post(Close())]}
    bench.run(Submit("what"))  # whose answer has just been spoken when the button goes down
    assert bench.recogniser.fed < len(SECOND.pcm) * 0.85  # the first piece of it, and what comes with the echo


@pytest.mark.parametrize(("sound", "outcome", "listens_s"), [(LOUD * 10, "cancelled", 1.8), (b"", "not_understood", 5)])
def test_with_open_hands_a_pause_ends_the_turn(sound: bytes, outcome: str, listens_s: float) -> None:
    bench = Bench(open_hands=True)
    assert bench.microphone is not None
    assert bench.recogniser is not None
    bench.microphone.sound = sound + bytes(10 * SAMPLE_RATE * 2)
    bench.recogniser.hears = [PRICE]
    bench.on = {Asked: [bench.answer("no")]}
    bench.run(Listen())
    assert bench.all(State)[0].open_hands
    assert bench.ended.outcome == outcome
    assert len(bench.all(Level)) == pytest.approx(listens_s * 10 - 4, abs=1)


def test_earcons_are_no_part_of_the_utterance() -> None:
    earcons = ScriptedEarcons()
    bench = Bench(earcons=earcons)
    assert bench.microphone is not None
    assert bench.recogniser is not None
    bench.recogniser.hears = [""]
    bench.microphone.after = bench.post(StopListening())  # type: ignore[method-assign]
    bench.run(Listen())
    assert earcons.ups == 1
    missing = 1 - bench.recogniser.fed / len(SECOND.pcm)
    assert missing == pytest.approx(0.1 + listening.ECHO_SECONDS, abs=0.02)


def test_an_unplugged_microphone_is_shown_and_ends_the_recording(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.microphone.unplug  # type: ignore[method-assign]
    bench.on = {State: [lambda: None, bench.microphone.plug_in, bench.post(Close())]}
    bench.assistant.post(Listen())
    bench.assistant.run()
    assert bench.ended.code == "no_microphone"
    assert [state.microphone for state in bench.all(State)] == ["desk microphone", "", "desk microphone"]
    assert [len(state.problems) for state in bench.all(State)] == [0, 1, 0]


def test_a_microphone_unplugged_while_it_hears_an_answer_leaves_the_question_open(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.microphone.unplug  # type: ignore[method-assign]
    bench.on = {Asked: [bench.post(Listen())], State: [lambda: None, bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.price == Decimal("1.20")


def test_what_is_too_loud_or_lost_is_told(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.sound = b"\xff\x7f" * SAMPLE_RATE

    def after() -> None:
        assert bench.microphone is not None
        bench.microphone.dropped += 2
        bench.assistant.post(StopListening())

    bench.microphone.after = after  # type: ignore[method-assign]
    bench.recogniser.hears = [""]  # type: ignore[union-attr]
    bench.run(Listen())
    assert all(level.is_clipped for level in bench.all(Level))
    assert bench.all(Level)[-1].dropped == 2


# The voice


def test_any_command_silences_the_voice(bench: Bench) -> None:
    bench.run(Submit("what"))
    assert bench.voice.stopped == 2  # for Submit and Close
    assert bench.voice.played == 1


def test_a_voice_that_fails_stops_nothing(bench: Bench) -> None:
    bench.voice.fails = True
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "done"
    assert bench.all(Spoke) == []


def test_who_listens_next_is_not_spoken_over(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.post(Cancel())  # type: ignore[method-assign]
    bench.run(Submit("what"), Listen())
    assert bench.voice.played == 0


def test_what_is_said_is_made_and_played_piece_by_piece(bench: Bench) -> None:
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    (spoke,) = bench.all(Spoke)
    assert bench.voice.spoken == ["Coca-Cola thirty-three centilitre can is now", "one euro twenty."]
    assert spoke.text == " ".join(bench.voice.spoken)


def test_who_begins_to_speak_hears_no_further_sentence(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.post(Cancel())  # type: ignore[method-assign]
    bench.voice.while_it_sounds = bench.post(Listen())
    bench.run(Submit("what"))
    assert len(bench.voice.spoken) < 3  # the first, and the one that was in the making


def test_the_volume_is_set_at_once_and_disturbs_nothing(bench: Bench) -> None:
    bench.voice.while_it_sounds = bench.post(SetVolume(40))
    bench.run(Submit("what"))
    assert bench.voice.volume == 0.4
    assert bench.voice.stopped == 2  # for Submit and Close


@pytest.mark.parametrize(("percent", "volume"), [(-5, 0), (0, 0), (100, 1), (900, 1)])
def test_a_volume_is_never_louder_than_the_sound_itself(bench: Bench, percent: int, volume: float) -> None:
    bench.assistant.post(SetVolume(percent))
    assert bench.voice.volume == volume


def test_a_muted_till_shows_its_answers_without_waiting_for_a_voice(bench: Bench) -> None:
    bench.voice.volume = 0
    bench.run(Submit("what"))
    assert bench.voice.spoken == []
    assert bench.all(Spoke) == []


def test_an_idle_till_makes_ready_what_it_says_often() -> None:
    bench = Bench(frequent=("Done.", "The order is empty."))
    bench.voice.speak = _and_then(bench.voice.speak, bench, after=2)  # type: ignore[assignment, method-assign]
    bench.assistant.run()
    assert bench.voice.spoken == ["Done.", "The order is empty."]
    assert bench.voice.played == 0


def test_a_voice_that_fails_is_not_tried_again_and_again() -> None:
    bench = Bench(frequent=("Done.", "The order is empty."), voice=ScriptedVoice(fails=True))
    bench.voice.speak = _and_then(bench.voice.speak, bench, after=1)  # type: ignore[assignment, method-assign]
    bench.assistant.run()
    assert bench.voice.spoken == []


def _and_then(
    speak: Callable[[Sequence[str]], Iterator[Audio]], bench: Bench, after: int
) -> Callable[[Sequence[str]], Iterator[Audio]]:
    """The same; after so many calls, the till is closed."""
    left = [after]

    def spoken(pieces: Sequence[str]) -> Iterator[Audio]:
        left[0] -= 1
        if not left[0]:
            bench.assistant.post(Close())
        return speak(pieces)

    return spoken


def test_an_open_question_counts_down_on_repetition(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assistant_module, "ANSWER_SECONDS", 30)
    bench.on = {Asked: [bench.post(Submit("mumble")), bench.answer("no")]}
    bench.run(Submit(PRICE))
    first, second = bench.all(Asked)
    assert second.expires_in_s <= first.expires_in_s == 30
    assert replace(second, sentence=first.sentence, expires_in_s=30) == first
