"""The catalogue follows the store in quiet moments, and answers for it while it is away."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from kiosk_app.core.errors import SignInNeeded, StoreAway, StoreError
from kiosk_app.core.events import Answered, Asked, Ended, Failed, State
from kiosk_app.core.sound_ports import Vocabulary
from kiosk_app.core.types import Intent
from kiosk_app.core.upkeep.catalogue_keeper import CHANGES_SECONDS, PAGE_SECONDS, WHOLE_SECONDS, CatalogueKeeper
from kiosk_app.core.upkeep.chores import FIRST_PAUSE_SECONDS, QUIET_SECONDS
from kiosk_app.core.wire import Close, Submit
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.clock import Clock
from tests.contracts.acting import another_price, plan, price_change
from tests.fake_copy import FakeCopy
from tests.fakes import FakeStore, cafe, product
from tests.turns.scripted import PRICE, Bench, Conversation, ScriptedRecogniser, meant

COLA = "5"


class Learning(ScriptedRecogniser):
    """A recogniser that remembers what it was told to listen for."""

    def __init__(self) -> None:
        super().__init__()
        self.learnt: list[Vocabulary] = []
        self.free = Event()
        """Whether it has what it needs to work new words out."""
        self.free.set()

    def prepare(self, vocabulary: Vocabulary) -> Callable[[], None]:
        self.free.wait()
        return lambda: self.learnt.append(vocabulary)


class Kept:
    """A keeper by itself, on a store in memory."""

    def __init__(self, copy: FakeCopy | None = None) -> None:
        self.store, self.clock, self.copy, self.recogniser = FakeStore(), Clock(1000.0), copy or FakeCopy(), Learning()
        self.catalogue = ProductCatalogue("en")
        self.keeper = CatalogueKeeper(self.catalogue, self.copy, self.recogniser, self.clock)

    def start(self) -> None:
        self.keeper.restore()
        self.keeper.signed_in(self.store)

    def work(self) -> int:
        """Do all that is due now; gives back the number of steps."""
        steps = 0
        while self.keeper.due_in() == 0:
            self.keeper.work(self.store)
            steps += 1
        return steps

    def wait(self, seconds: float) -> None:
        self.clock.now += seconds
        self.work()

    def price(self) -> str:
        return str(next(each.price.amount for each in self.catalogue.products if each.id == COLA))

    def reprice(self) -> None:
        cola = self.store.product(COLA)
        self.store.apply(plan(self.store, price_change(cola, another_price(cola))))


@pytest.fixture
def kept() -> Kept:
    return Kept()


def an_old_copy(hours: int = 26) -> FakeCopy:
    copy = FakeCopy()
    copy.write([replace(each, version=None) for each in cafe()], datetime.now(UTC) - timedelta(hours=hours))
    return copy


def test_the_first_time_everything_is_read_at_once_and_copied(kept: Kept) -> None:
    kept.start()
    assert len(kept.catalogue.products) == len(cafe())
    assert kept.copy.kept == (kept.catalogue.products, kept.catalogue.as_of)
    assert kept.keeper.due_in() == CHANGES_SECONDS


def test_later_starts_begin_with_the_copy_and_ask_the_store_in_quiet_moments() -> None:
    copy = an_old_copy()
    assert copy.kept is not None
    kept = Kept(copy)
    kept.keeper.restore()
    kept.store.fault = StoreAway("store_away")
    assert kept.catalogue.products == copy.kept[0]
    assert kept.catalogue.as_of == copy.kept[1]
    assert len(kept.recogniser.learnt) == 1
    kept.keeper.signed_in(kept.store)  # asks the store for nothing
    kept.store.fault = None
    kept.work()
    assert kept.catalogue.products == tuple(kept.store.products())
    assert datetime.now(UTC) - kept.catalogue.as_of < timedelta(minutes=1)
    assert copy.kept == (kept.catalogue.products, kept.catalogue.as_of)
    assert len(kept.recogniser.learnt) == 1


def test_each_step_is_one_request_at_most_and_keeps_nobody_waiting(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.start()
    asked: list[bool] = []
    monkeypatch.setattr(kept.store, "_arrive", lambda *_: asked.append(kept.store.hurried))
    kept.work()
    kept.clock.now += WHOLE_SECONDS
    while kept.keeper.due_in() == 0:
        before = len(asked)
        kept.keeper.work(kept.store)
        assert len(asked) - before <= 1
    assert asked == [True] * 3  # eight products, three a page


def test_what_has_changed_is_asked_for_every_minute(kept: Kept) -> None:
    kept.start()
    kept.work()
    kept.wait(CHANGES_SECONDS)
    kept.reprice()
    kept.wait(CHANGES_SECONDS - 1)
    assert kept.price() == "1.10"
    kept.wait(1)
    assert kept.price() == "1.15"
    assert len(kept.catalogue.products) == len(cafe())


def test_what_is_deleted_disappears_when_everything_is_read_again(kept: Kept) -> None:
    kept.start()
    kept.work()
    kept.store.remove(COLA)
    kept.wait(CHANGES_SECONDS)
    assert kept.catalogue.find("coca cola 33")
    for _ in range(int(WHOLE_SECONDS / CHANGES_SECONDS)):
        kept.wait(CHANGES_SECONDS)
    assert COLA not in {match.product.id for match in kept.catalogue.find("coca cola 33")}
    assert kept.copy.kept is not None
    assert kept.copy.kept[0] == kept.catalogue.products


def test_a_store_that_cannot_tell_is_read_as_a_whole_now_and_then(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.store.tells_changes = False
    kept.start()
    kept.work()
    kept.reprice()
    asked: list[object] = []
    with monkeypatch.context() as watched:
        watched.setattr(kept.store, "_arrive", lambda *_: asked.append(None))
        while kept.clock.now < 1000 + WHOLE_SECONDS - CHANGES_SECONDS:
            kept.wait(CHANGES_SECONDS)
    assert (asked, kept.price()) == ([], "1.10")
    kept.wait(CHANGES_SECONDS)
    assert kept.price() == "1.15"


def test_a_large_catalogue_is_read_more_seldom(kept: Kept) -> None:
    kept.store = FakeStore(catalogue=[product(number, f"Tea {number}") for number in range(300)])
    kept.start()
    kept.work()
    kept.wait(WHOLE_SECONDS)
    pages = 100
    assert kept.keeper._whole_at == kept.clock.now + PAGE_SECONDS * pages


def test_the_recogniser_is_told_only_of_new_words(kept: Kept) -> None:
    kept.start()
    kept.work()
    kept.reprice()
    kept.wait(CHANGES_SECONDS)
    assert len(kept.recogniser.learnt) == 1
    kept.store._products["9"] = product(9, "Green tea")
    kept.wait(CHANGES_SECONDS)
    assert [("Green tea" in learnt.products) for learnt in kept.recogniser.learnt] == [False, True]
    assert kept.catalogue.find("green tea")


def test_nobody_waits_for_the_recogniser_to_work_new_words_out(kept: Kept) -> None:
    kept.start()
    kept.work()
    kept.store._products["9"] = product(9, "Green tea")
    kept.recogniser.free.clear()
    kept.clock.now += CHANGES_SECONDS
    for _ in range(8):
        kept.keeper.work(kept.store)
    assert kept.catalogue.find("green tea")
    assert len(kept.recogniser.learnt) == 1
    kept.recogniser.free.set()
    kept.work()
    assert "Green tea" in kept.recogniser.learnt[-1].products


def test_words_that_cannot_be_worked_out_are_tried_again(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.start()
    kept.work()
    kept.store._products["9"] = product(9, "Green tea")
    with monkeypatch.context() as failing:
        failing.setattr(kept.recogniser, "prepare", None)
        kept.wait(CHANGES_SECONDS)
    assert len(kept.recogniser.learnt) == 1
    kept.wait(CHANGES_SECONDS + FIRST_PAUSE_SECONDS)
    assert "Green tea" in kept.recogniser.learnt[-1].products


def test_the_recogniser_is_told_of_the_moods_of_the_store_alone(kept: Kept) -> None:
    kept.store.moods = {"cosy": ("soup",), "hungover": ("soup",), "bored": ()}
    kept.start()
    assert kept.recogniser.learnt[-1].moods == ("hungover",)


def test_a_failure_changes_nothing_and_is_tried_again_ever_later(kept: Kept) -> None:
    kept.start()
    kept.work()
    as_of = kept.catalogue.as_of
    kept.store.fault = StoreAway("store_away")
    kept.wait(CHANGES_SECONDS)
    assert kept.keeper.due_in() == FIRST_PAUSE_SECONDS
    kept.wait(FIRST_PAUSE_SECONDS)
    assert kept.keeper.due_in() == 2 * FIRST_PAUSE_SECONDS
    assert (len(kept.catalogue.products), kept.catalogue.as_of) == (len(cafe()), as_of)
    kept.store.fault = None
    kept.reprice()
    kept.wait(2 * FIRST_PAUSE_SECONDS)
    assert kept.price() == "1.15"


def test_a_bug_in_it_stops_nothing(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    kept.start()
    kept.work()
    monkeypatch.setattr(kept.catalogue, "load", lambda *_: 1 / 0)
    kept.wait(CHANGES_SECONDS)
    assert kept.keeper.due_in() == FIRST_PAUSE_SECONDS


def test_after_a_turn_it_waits_for_a_quiet_moment_and_goes_on(kept: Kept) -> None:
    kept.start()
    kept.work()
    kept.clock.now += WHOLE_SECONDS
    kept.keeper.work(kept.store)
    kept.keeper.turn_ended()
    assert kept.keeper.due_in() == QUIET_SECONDS
    kept.clock.now += QUIET_SECONDS
    assert kept.work() == 5  # the other two pages, then loading, learning, and copying


def test_nobody_signed_in_nothing_is_due(kept: Kept) -> None:
    kept.keeper.turn_ended()
    assert kept.keeper.due_in() is None


# Turns while the store is away


@pytest.fixture
def away() -> Bench:
    """A till that has a copy of yesterday's catalogue, and a store that does not answer at its start, nor now."""
    return Bench(copy=an_old_copy(), away=[StoreAway("store_away")] * 9)


def test_a_till_starts_without_the_store_and_searches_by_the_copy(away: Bench) -> None:
    away.intents.forced = meant("search_products", query="coca cola 33")
    away.run(Submit("do you have coca cola 33"))
    (answered,) = away.all(Answered)
    assert away.ended.outcome == "answered"
    assert answered.sentence.startswith("I found 2 products. This is from the catalogue as of ")
    assert "today" not in answered.sentence
    assert [row.label for row in answered.rows] == ["Coca-Cola 33 cl can", "Coca-Cola Zero 33 cl can"]
    assert away.all(State)[0].problems  # the window says that the store is away


@pytest.mark.parametrize(
    "intent",
    [
        meant("update_product_price", query="coca cola 33", new_price="1.20"),
        meant("retrieve_product", query="coca cola 33"),
        meant("check_stock", query="coca cola 33"),
        meant("add_to_order", items=[{"query": "coca cola", "quantity": "1"}]),
        meant("show_order"),
        meant("query_sales", metric="revenue", period="today"),
    ],
    ids=lambda intent: intent.name,
)
def test_what_needs_the_store_is_refused_without_a_question(away: Bench, intent: Intent) -> None:
    away.intents.forced = intent
    away.run(Submit("whatever it is"))
    assert (away.ended.code, away.all(Asked), away.journalled) == ("store_away", [], [])
    assert away.all(Failed)[0].sentence.startswith("The store does not answer. Nothing was changed.")


def test_a_till_without_a_copy_says_that_the_store_is_away() -> None:
    bench = Bench(away=[StoreAway("store_away")] * 2)
    bench.intents.forced = meant("search_products", query="coca cola 33")
    bench.run(Submit("do you have coca cola 33"))
    assert bench.ended.code == "store_away"


def test_credentials_that_are_refused_are_no_store_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(copy=an_old_copy())

    def refuse() -> None:
        raise SignInNeeded("sign_in_needed")

    monkeypatch.setattr(bench.assistant._door, "connect", refuse)
    bench.intents.forced = meant("search_products", query="coca cola 33")
    bench.run(Submit("do you have coca cola 33"))
    assert bench.ended.code == "sign_in_needed"


def test_once_the_store_is_back_everything_works_and_the_copy_is_renewed() -> None:
    bench = Bench(copy=an_old_copy(), away=[StoreAway("store_away")])
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "done"


@pytest.fixture
def talk() -> Conversation:
    return Conversation()


MENU = [
    (meant("search_products", query="coca cola 33"), "I found 2 products."),
    (meant("search_products", query="carrot cake"), "I found Carrot cake slice, at 3.20 €."),
    (meant("list_menu", category="drinks"), "I found 6 products."),
    (meant("list_menu"), "These are the sections of the menu: 3. Ask for one of them."),
    (meant("recommend_items", query="coffee"), "I recommend "),
]


@pytest.mark.parametrize(("intent", "sentence"), MENU)
@pytest.mark.parametrize("fault", [StoreAway("store_away"), None])
def test_an_age_is_said_where_the_store_is_away(
    talk: Conversation, intent: Intent, sentence: str, fault: StoreError | None
) -> None:
    talk.say("hello", meant("greet"))
    talk.store.fault = fault
    shown = talk.say("whatever it is", intent)
    assert shown.answer.startswith(sentence)
    assert ("This is from the catalogue as of" in shown.answer) == (fault is not None)


def test_the_age_of_other_prices_stands_beside_them(talk: Conversation) -> None:
    shown = talk.say("cola", meant("search_products", query="coca cola 33"))
    (answered,) = shown.all(Answered)
    assert answered.note.startswith("This is from the catalogue as of ")
    (answered,) = talk.say("cake", meant("search_products", query="carrot cake")).all(Answered)
    assert answered.note == ""


def test_one_product_that_is_found_is_read_live(talk: Conversation) -> None:
    talk.say("hello", meant("greet"))
    cake = talk.store.product("8")
    talk.store.apply(plan(talk.store, price_change(cake, "4.00")))
    assert talk.say("cake", meant("search_products", query="carrot cake")).answer == (
        "I found Carrot cake slice, at 4.00 €."
    )


def test_in_spanish_too() -> None:
    talk = Conversation("es")
    talk.say("hola", meant("greet"))
    talk.store.fault = StoreAway("store_away")
    shown = talk.say("qué coca cola hay", meant("search_products", query="carrot cake"))
    assert "Es lo que decía el catálogo hoy a las " in shown.answer or "catálogo ayer" in shown.answer


def test_cards_show_no_old_prices() -> None:
    bench = Bench(copy=an_old_copy())
    bench.on = {Asked: [bench.answer("no")], Ended: [bench.post(Close())]}
    bench.intents.forced = meant("retrieve_product", query="coca cola")
    bench.post(Submit("coca cola"))()
    bench.assistant.run()
    (asked,) = bench.all(Asked)
    assert {choice.detail for choice in asked.choices} == {""}
