"""What the window asks besides utterances: a manager looks at what was learnt, and takes it back."""

import pytest

from kiosk_app.core.events import Event, Failed, Level, Result, State
from kiosk_app.core.hearing.input_test import InputFacts, verdict
from kiosk_app.core.ports import Alias
from kiosk_app.core.types import SAMPLE_RATE
from kiosk_app.core.wire import Call, Close, decode_command, encode_command
from tests.fakes import CASHIER, FakeStore
from tests.turns.scripted import LOUD, Bench


def ask(bench: Bench, *calls: Call) -> list[Event]:
    """What the assistant answers, one after the other."""
    for call in calls:
        bench.assistant.post(decode_command(encode_command(call)))
    bench.assistant.post(Close())
    bench.assistant.run()
    return [event for event in bench.events if isinstance(event, Result | Failed)]


@pytest.fixture
def bench() -> Bench:
    """A till that has learnt three things."""
    made = Bench()
    cola, small, *_ = made.store.products()
    for words, product in (("coke", cola), ("coke", small), ("milk", small)):
        made.aliases.learn(words, product)
    return made


def test_a_manager_sees_what_was_learnt_and_takes_it_back(bench: Bench) -> None:
    listed, left = ask(bench, Call("aliases.list"), Call("aliases.forget", {"words": "coke"}))
    assert bench.all(State)[-1].can_manage
    assert isinstance(listed, Result)
    assert [(alias.words, alias.picks) for alias in listed.value] == [("coke", 1), ("coke", 1), ("milk", 1)]  # type: ignore[attr-defined]
    assert left == Result("aliases.forget", (Alias("milk", "2", "Coffee", 1),))
    assert [alias.words for alias in bench.aliases.all()] == ["milk"]


def test_nobody_else_does() -> None:
    bench = Bench(store=FakeStore(user="cashier", permissions=CASHIER))
    bench.aliases.learn("coke", next(iter(bench.store.products())))
    answers = ask(bench, Call("aliases.list"), Call("aliases.forget", {"words": "coke"}))
    assert [event.code for event in answers if isinstance(event, Failed)] == ["not_allowed", "not_allowed"]
    assert not bench.all(State)[-1].can_manage
    assert len(bench.aliases.all()) == 1


def input_facts(bench: Bench, *names: str) -> list[InputFacts]:
    """What is answered to these calls, each made after the one before was answered: a command ends a test."""
    bench.events.clear()
    later = [bench.post(Call(f"microphone.{name}")) for name in names[1:]]
    bench.on = {Result: [*later, bench.post(Close())]}
    bench.assistant.post(Call(f"microphone.{names[0]}"))
    bench.assistant.run()
    return [result.value for result in bench.all(Result)]


def test_a_manager_tries_the_microphone_and_hears_it_only_when_asked(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.sound = LOUD * 40
    before, tried = input_facts(bench, "list", "test")
    assert (before.name, before.can_play, before.devices) == ("desk microphone", False, ("desk microphone", "headset"))
    assert (tried.sentence, tried.can_play) == ("That was good.", True)
    assert bench.all(Level)
    assert bench.voice.played == 0
    input_facts(bench, "play")
    assert bench.voice.played == 1
    (again,) = input_facts(bench, "list")
    assert not again.can_play


def test_a_microphone_is_chosen_and_remembered(bench: Bench) -> None:
    assert bench.microphone is not None
    ask(bench, Call("microphone.choose", {"name": "headset"}), Call("microphone.record", {"on": "yes"}))
    assert bench.microphone.wanted == "headset"
    assert bench.saved == [("audio", "microphone", "headset"), ("recordings", "on", True)]


@pytest.mark.parametrize(
    ("peak", "code"), [(0, "silent"), (50, "silent"), (300, "soft"), (9_000, "good"), (32_767, "loud")]
)
def test_how_well_it_hears(peak: int, code: str) -> None:
    assert verdict(peak.to_bytes(2, "little") * SAMPLE_RATE) == f"input_{code}"


@pytest.mark.parametrize(
    "call",
    [Call("aliases.burn"), Call("microphone.burn"), Call("aliases.forget"), Call("aliases.forget", {"word": "x"})],
)
def test_an_unknown_call_is_an_error_and_nothing_more(bench: Bench, call: Call) -> None:
    (failed,) = ask(bench, call)
    assert isinstance(failed, Failed)
    assert failed.code == "internal"
    assert len(bench.aliases.all()) == 3
