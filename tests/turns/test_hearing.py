"""What is heard, and what is not: the button, open hands, silence, a microphone that goes away."""

from decimal import Decimal

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.events import Asked, Ended, Heard, Level, Listening, Partial, State
from kiosk_app.core.hearing import listening
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.inbox import Hear
from kiosk_app.core.types import SAMPLE_RATE, Speech
from kiosk_app.core.wire import Cancel, Close, Command, Listen, StopListening, Submit
from tests.turns.scripted import LOUD, PRICE, SECOND, Bench, ScriptedEarcons


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
