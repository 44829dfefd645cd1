"""Locked, the till takes nothing but a PIN; opened by another person it has their rights and begins anew."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest

from kiosk_app.core.door import Door
from kiosk_app.core.errors import Refused, SignInNeeded, StoreAway
from kiosk_app.core.events import Asked, Done, Ended, Failed, Listening, Locked, Ready, State
from kiosk_app.core.ports import Store
from kiosk_app.core.types import Intent
from kiosk_app.core.wire import Cancel, Close, Listen, Lock, Submit, Unlock
from tests.fakes import CASHIER, FakeStore
from tests.turns.scripted import PRICE, Bench, ScriptedMicrophone

UNDO = Intent("undo")


@dataclass
class Colleagues:
    """`ports.People` by a table."""

    stores: dict[str, Store]
    refusals: list[Refused] = field(default_factory=list)
    unlocked: list[str] = field(default_factory=list)

    def names(self) -> tuple[str, ...]:
        return tuple(self.stores)

    def unlock(self, user: str, pin: str) -> Callable[[], Store]:
        if self.refusals:
            raise self.refusals.pop(0)
        assert pin == "1234"

        def connect() -> Store:
            self.unlocked.append(user)
            return self.stores[user]

        return connect


@pytest.fixture
def store() -> FakeStore:
    return FakeStore()


@pytest.fixture
def people(store: FakeStore) -> Colleagues:
    return Colleagues({"manager": store, "cashier": FakeStore(user="cashier", permissions=CASHIER)})


@pytest.fixture
def bench(store: FakeStore, people: Colleagues) -> Bench:
    return Bench(store=store, people=people)


def kinds(bench: Bench) -> list[str]:
    return [type(event).__name__ for event in bench.events]


def test_a_till_that_starts_locked_takes_nothing_but_a_pin(store: FakeStore, people: Colleagues) -> None:
    bench = Bench(store=store, people=people, locked=True)
    bench.post(Submit(PRICE), Listen(), Cancel(), Unlock("manager", "1234"), Close())()
    bench.assistant.run()
    assert kinds(bench) == ["State", *["Locked"] * 4, "State", "Ready"]
    before, after = bench.all(State)
    assert (before.user, before.can_lock, after.user) == ("", True, "manager")
    assert bench.all(Locked)[0] == Locked(("manager", "cashier"), "manager")


def test_another_person_brings_their_own_rights_and_begins_anew(bench: Bench, people: Colleagues) -> None:
    def try_a_price() -> None:
        bench.intents.forced = None
        bench.assistant.post(Submit(PRICE))

    bench.on = {
        Asked: [bench.answer("yes"), bench.answer("yes")],
        Ready: [lambda: None, lambda: setattr(bench.intents, "forced", UNDO)],
        Ended: [
            bench.post(Lock(), Unlock("cashier", "1234"), Submit("undo that")),
            try_a_price,
            bench.post(Close()),
        ],
    }
    bench.post(Submit(PRICE))()
    bench.assistant.run()
    assert [state.user for state in bench.all(State)] == ["manager", "cashier"]
    assert len(bench.all(Done)) == 1
    assert [failed.code for failed in bench.all(Failed)] == ["nothing_to_undo", "not_allowed"]
    assert people.unlocked == ["cashier"]


def test_who_comes_back_goes_on(bench: Bench, people: Colleagues) -> None:
    bench.post(Lock(), Unlock("manager", "1234"), Close())()
    bench.assistant.run()
    assert kinds(bench) == ["State", "Ready", "Locked", "State", "Ready"]
    assert people.unlocked == []


def test_locking_means_no(bench: Bench) -> None:
    bench.on = {Asked: [bench.post(Lock())], Locked: [bench.post(Close())]}
    bench.post(Submit(PRICE))()
    bench.assistant.run()
    assert bench.ended.outcome == "cancelled"
    assert kinds(bench)[-1] == "Locked"
    assert bench.journalled == []


def test_locking_ends_a_recording(store: FakeStore, people: Colleagues) -> None:
    microphone = ScriptedMicrophone(sound=b"")
    bench = Bench(store=store, people=people, microphone=microphone)
    bench.on = {Listening: [bench.post(Lock())], Locked: [bench.post(Close())]}
    bench.post(Listen())()
    bench.assistant.run()
    assert bench.ended.outcome == "cancelled"
    assert kinds(bench)[-1] == "Locked"


def test_a_till_that_nobody_uses_locks_itself(store: FakeStore, people: Colleagues) -> None:
    bench = Bench(store=store, people=people, lock_after_s=0.01)
    bench.on = {Locked: [bench.post(Close())]}
    bench.assistant.run()
    assert kinds(bench) == ["State", "Ready", "Locked"]


def test_it_never_locks_out_who_has_no_pin(bench: Bench) -> None:
    parts = replace(bench.assistant._parts, lock_after_s=60.0)
    assert Door(parts).idle_s == 60
    assert Door(replace(parts, lock_after_s=None)).idle_s is None
    assert Door(replace(parts, person="somebody")).idle_s is None
    assert Door(replace(parts, people=None)).idle_s is None
    assert Door(replace(parts, people=Colleagues({}))).lock() is None
    locked = Door(replace(parts, connect=None))
    assert locked.idle_s is None
    with pytest.raises(SignInNeeded):
        locked.connect()


def test_a_till_without_colleagues_cannot_be_locked() -> None:
    bench = Bench()
    bench.post(Lock(), Unlock("manager", "1234"), Close())()
    bench.assistant.run()
    assert kinds(bench) == ["State", "Ready"]
    assert not bench.all(State)[0].can_lock


def test_a_wrong_pin_is_said_and_the_wait_too(bench: Bench, people: Colleagues) -> None:
    people.refusals = [Refused("pin_wrong"), Refused("pin_wait", seconds=20)]
    unlock = Unlock("cashier", "0000")
    bench.post(Lock(), unlock, unlock, Unlock("cashier", "1234"), Close())()
    bench.assistant.run()
    _, wrong, wait = bench.all(Locked)
    assert (wrong.user, wrong.sentence, wrong.wait_s) == ("cashier", "That is not the PIN. Try again.", 0)
    assert (wait.sentence, wait.wait_s) == ("Too many wrong PINs. Wait 20 seconds.", 20)
    assert bench.all(State)[-1].user == "cashier"


def test_a_store_that_is_away_keeps_nobody_out_of_the_till(bench: Bench, people: Colleagues) -> None:
    def away() -> Store:
        raise StoreAway("store_away")

    people.unlock = lambda *_: away  # type: ignore[method-assign]
    bench.post(Lock(), Unlock("cashier", "1234"), Close())()
    bench.assistant.run()
    assert kinds(bench)[-2:] == ["State", "Ready"]
    state = bench.all(State)[-1]
    assert (state.user, len(state.problems)) == ("", 1)


def test_a_pin_stands_in_no_text_of_its_command() -> None:
    assert "1234" not in repr(Unlock("ana", "1234"))
