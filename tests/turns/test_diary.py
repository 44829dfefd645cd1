"""What the till remembers of a person until the next sign-in: what they left open, and what they said today."""

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.events import LeftOpen, Result
from kiosk_app.core.records.diary import Diary
from kiosk_app.core.types import Intent
from kiosk_app.core.wire import Call, Close
from tests.fake_memories import FakeMemories
from tests.fakes import FakeStore
from tests.turns.scripted import Bench, Conversation, meant

TEA = meant("add_to_order", items=[{"query": "carrot cake", "quantity": "2"}])


class Person:
    """Signs in again and again at a till with a memory."""

    def __init__(self, user: str = "manager") -> None:
        self.memories = FakeMemories()
        self.store = FakeStore(user=user)

    def say(self, text: str, intent: Intent, *answers: str) -> None:
        conversation = Conversation(store=self.store, diary=Diary(self.memories, "en"))
        conversation.say(text, intent, *answers)

    def sign_in(self, *calls: Call) -> Bench:
        bench = Bench(store=self.store, diary=Diary(self.memories, "en"))
        bench.post(*calls, Close())()
        bench.assistant.run()
        return bench

    @property
    def told(self) -> list[str]:
        """What was left open, without the time."""
        return [left.sentence.partition(",")[0] for left in self.sign_in().all(LeftOpen)]

    @property
    def said(self) -> list[tuple[str, str, str]]:
        return [(each.words, each.answer, each.outcome) for each in self.memories.said(self.store.user)]


@pytest.fixture
def person() -> Person:
    return Person()


def test_an_order_that_was_not_placed_is_told_of_at_the_next_sign_in(person: Person) -> None:
    assert person.told == []
    person.say("2 carrot cakes", TEA, "yes")
    assert person.told == person.told == ["You left an order open"]
    person.say("place it", meant("place_order"), "yes")
    assert person.told == []


def test_what_somebody_else_has_placed_is_not_open(person: Person) -> None:
    person.say("2 carrot cakes", TEA, "yes")
    other = Person("ana")
    other.store = person.store
    Conversation(store=person.store).say("place it", meant("place_order"), "yes")
    assert person.told == []
    assert person.memories.left("manager") == []


def test_a_call_for_somebody_is_told_of_once_by_what_it_was_about(person: Person) -> None:
    person.say("do we have beer", meant("check_stock", query="coffee"))
    person.say("get me the manager for mrs lopez", meant("escalate"))
    (left,) = person.sign_in().all(LeftOpen)
    assert left.sentence.startswith("You called for somebody, ")
    assert "lopez" not in left.sentence
    assert person.told == []


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("find maria lopez", meant("find_customer", query="maria lopez")),
        ("the order is for maria lopez", meant("set_order_details", name="maria lopez")),
        ("2 carrot cakes for maria lopez", meant("add_to_order", items=[{"query": "carrot cake"}], name="maria lopez")),
        ("mumble maria lopez", meant("out_of_scope")),
        ("call maria lopez", meant("escalate")),
        ("say that about maria lopez again", meant("repeat")),
    ],
)
def test_nothing_of_a_customers_is_kept(person: Person, text: str, intent: Intent) -> None:
    person.say(text, intent)
    ((words, answer, _),) = person.said
    assert (words[0], words[-1], answer) == ("(", ")", "")
    assert "lopez" not in words


def test_what_was_said_is_read_back_and_can_be_forgotten(person: Person) -> None:
    person.say("hello", meant("greet"))
    ((words, answer, outcome),) = person.said
    assert (words, outcome) == ("hello", "answered")
    assert answer
    bench = person.sign_in(Call("memory.list"), Call("memory.forget"))
    listed = [(result.name, len(result.value)) for result in bench.all(Result)]
    assert listed == [("memory.list", 1), ("memory.list", 1), ("memory.forget", 0)]
    assert person.sign_in().all(Result) == []


def test_a_memory_that_fails_costs_nothing_else(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MissingPart("memories_failed", file="m")

    for name in ("note", "said"):
        monkeypatch.setattr(person.memories, name, fail)
    person.say("hello", meant("greet"))
    assert person.told == []


def test_a_till_without_a_memory_has_nothing_to_read_back() -> None:
    bench = Bench()
    bench.post(Call("memory.list"), Close())()
    bench.assistant.run()
    assert bench.all(Result) == [Result("memory.list", ())]
