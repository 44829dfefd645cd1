"""What the window asks besides utterances: a manager looks at what was learnt, and takes it back."""

import pytest

from kiosk_app.core.events import Event, Failed, Result, State
from kiosk_app.core.ports import Alias
from kiosk_app.core.wire import Call, Close, decode_command, encode_command
from tests.fakes import CASHIER, FakeStore
from tests.turns.scripted import Bench


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


@pytest.mark.parametrize("call", [Call("aliases.burn"), Call("aliases.forget"), Call("aliases.forget", {"word": "x"})])
def test_an_unknown_call_is_an_error_and_nothing_more(bench: Bench, call: Call) -> None:
    (failed,) = ask(bench, call)
    assert isinstance(failed, Failed)
    assert failed.code == "internal"
    assert len(bench.aliases.all()) == 3
