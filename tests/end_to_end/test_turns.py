"""What people say and type, through every real engine, to what the store then holds."""

from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk_app.cli.bench_speech import read_labels, split_amount
from kiosk_app.core.actions import OrderEdit, OrderPlacement, PriceChange
from kiosk_app.core.events import Answered, Asked, Done, Heard, Planned, Spoke, Understood
from kiosk_app.core.types import Money, Order
from kiosk_app.engines.audio import read_speech
from kiosk_app.engines.store import DrfStore
from tests.contracts.acting import named, plan, price_change
from tests.demo_store import DemoStore
from tests.faulty_proxy import DROP_AFTER, FaultyProxy, answer
from tests.speech import flite, noise, silence
from tests.till import Till

COLA = "Coca-Cola 33 cl can"
SPOKEN_PRICE = "coca cola thirty three is one twenty now"


def price_of(name: str, till: Till) -> Decimal:
    """What the store itself says."""
    store = DrfStore.sign_in(till.access.url, till.access.username, till.access.password, "other", "en")
    (product,) = [product for product in store.products() if product.name == name]
    store.close()
    return product.price.amount


def order_of(till: Till) -> Order:
    """The till's open order, as the store itself says."""
    store = DrfStore.sign_in(till.access.url, till.access.username, till.access.password, "till-1", "en")
    order = store.order()
    store.close()
    return order


# The main job


@pytest.mark.parametrize("voice", ["slt", "rms"])
def test_a_spoken_price_change_confirmed(till: Till, voice: str) -> None:
    turns = till.take(flite(SPOKEN_PRICE, voice), answers="yes")
    assert turns.exit_code == 0
    assert turns.one(Heard).engine == "sphinx"
    action = turns.plan.action
    assert isinstance(action, PriceChange)
    assert (action.product_name, action.old.amount, action.new.amount) == (COLA, Decimal("1.10"), Decimal("1.20"))
    assert turns.one(Done).read_back == Money(Decimal("1.20"), "EUR")
    assert price_of(COLA, till) == Decimal("1.20")
    assert read_speech(Path(turns.one(Spoke).wav)).seconds > 1


def test_the_same_refused_leaves_the_store_untouched(till: Till) -> None:
    turns = till.take(flite(SPOKEN_PRICE), answers="no")
    assert turns.outcome == "cancelled"
    assert turns.exit_code == 3
    assert price_of(COLA, till) == Decimal("1.10")


def test_a_price_that_another_till_was_faster_with_is_shown_anew_and_confirmed_again(typing_till: Till) -> None:
    access = typing_till.access
    with closing(DrfStore.sign_in(access.url, access.username, access.password, "till-2", "en")) as other:
        faster = plan(other, price_change(named(other, COLA), "1.15"))
        turns = typing_till.take(SPOKEN_PRICE, answers="yes,yes", meanwhile=lambda: other.apply(faster))
    assert [planned.rows[0].before for planned in turns.all(Planned)] == ["1.10 €", "1.15 €"]
    assert turns.outcome == "done"
    assert price_of(COLA, typing_till) == Decimal("1.20")


def test_an_ambiguous_product_chosen_then_confirmed(typing_till: Till) -> None:
    turns = typing_till.take("coca cola is 1.35 now", answers="2,yes")
    choose, confirm = turns.all(Asked)
    assert (choose.kind, confirm.kind) == ("choose", "confirm")
    assert len(choose.choices) >= 4
    assert turns.outcome == "done"
    assert price_of(choose.choices[1].label, typing_till) == Decimal("1.35")


def test_a_spoken_order_of_two_items_with_options(till: Till) -> None:
    spoken = "can i have a large cappuccino with whole milk and two croissants"
    turns = till.take(flite(spoken), answers="yes")
    assert turns.outcome == "done"
    order = order_of(till)
    assert [(line.name, line.quantity) for line in order.lines] == [
        ("Cappuccino", Decimal(1)),
        ("Croissant", Decimal(2)),
    ]
    assert {option.name for option in order.lines[0].options} == {"large", "whole milk"}


@pytest.mark.parametrize("recording", ["05c641eb", "06fcc9ca", "07c2c646", "0ec187f5"])
def test_a_real_persons_order_is_on_the_stores_order(till: Till, speech_data: Path, recording: str) -> None:
    (order,) = [order for order in read_labels(speech_data / "coffee.jsonl") if order.file.name.startswith(recording)]
    assert till.take(read_speech(order.file), answers="yes").outcome == "done"
    (line,) = order_of(till).lines
    assert line.name.lower() == order.slots["coffeeDrink"]
    wanted = {split_amount(said) for slot, said in order.slots.items() if slot != "coffeeDrink"}
    assert {(option.amount, option.name) for option in line.options} == wanted


def test_an_order_from_the_first_item_to_placing_it(typing_till: Till) -> None:
    turns = typing_till.take(
        "a medium dark roast latte with a little soy milk and lots of brown sugar",
        "add two croissants",
        "take one croissant off",
        "what is on the order",
        "place the order",
        answers="yes,yes,yes,yes",
    )
    assert turns.exit_code == 0
    shown = turns.one(Answered)
    assert [row.label for row in shown.rows] == [
        "1 × Latte: medium, dark roast, a little soy milk, extra brown sugar",
        "1 × Croissant",
        "Total",
    ]
    placed = turns.all(Done)[-1].read_back
    assert isinstance(placed, Order)
    assert placed.status == "placed"
    assert order_of(typing_till).lines == ()


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("how much is a cappuccino", "Cappuccino costs"),
        ("how many croissants are left", "Croissant: 30 in stock."),
        ("do we have oat milk", "oat"),
        ("what is on the order", "The order is empty."),
    ],
)
def test_questions_are_answered_from_the_store(typing_till: Till, text: str, answered: str) -> None:
    turns = typing_till.take(text)
    assert turns.outcome == "answered"
    reply = turns.one(Answered)
    assert answered.lower() in f"{reply.sentence} {[row.label for row in reply.rows]}".lower()


def test_a_cashier_hears_that_the_store_does_not_allow_it(typing_till: Till, store: DemoStore) -> None:
    access = replace(typing_till.access, username=store.cashier.username, password=store.cashier.password)
    turns = replace(typing_till, access=access).take("coca cola 33 is 1.20 now", answers="yes")
    assert turns.code == "not_allowed"
    assert turns.exit_code == 5
    assert price_of(COLA, typing_till) == Decimal("1.10")


# Bad sound


@pytest.mark.parametrize(
    ("sound", "codes"),
    [
        (silence(2), {"nothing_heard"}),
        (noise(3), {"nothing_heard", "not_recognised"}),
        (flite("the parliament will discuss the new budget on thursday"), {"not_recognised", "out_of_scope", "unsure"}),
    ],
    ids=["silence", "noise", "from outside"],
)
def test_sound_that_is_no_order(till: Till, sound: object, codes: set[str]) -> None:
    turns = till.take(sound, answers="yes")  # type: ignore[arg-type]
    assert turns.code in codes
    assert turns.exit_code == 4


# Bad input


@pytest.mark.parametrize(
    ("text", "code", "exit_code"),
    [
        ("", "nothing_typed", 4),
        ("coca cola " * 100, "text_too_long", 4),
        ("what is the weather like in madrid", "out_of_scope", 4),
        ("how much is the unicorn steak", "unknown_product", 3),
        ("add a black forest cake", "out_of_stock", 3),
        ("coca cola 33 is 0 euros", "price_not_positive", 3),
        ("set the price of coca cola 33 to -1.20", "price_not_positive", 3),
        ("place the order", "empty_order", 3),
    ],
)
def test_input_that_cannot_be_done(typing_till: Till, text: str, code: str, exit_code: int) -> None:
    turns = typing_till.take(text, answers="yes")
    assert turns.code == code
    assert turns.exit_code == exit_code
    assert price_of(COLA, typing_till) == Decimal("1.10")


def test_a_price_a_hundred_times_the_old_one_is_asked_again(typing_till: Till) -> None:
    turns = typing_till.take("coca cola 33 is 110 euros now", answers="no")
    (asked,) = turns.all(Asked)
    assert asked.kind == "choose"
    assert "really" in asked.sentence
    assert price_of(COLA, typing_till) == Decimal("1.10")


# A store that fails


@pytest.mark.parametrize(
    ("status", "code", "exit_code"),
    [
        (401, "sign_in_needed", 5),
        (403, "not_allowed", 5),
        (404, "store_not_found", 5),
        (409, "store_conflict", 5),
        (429, "store_busy", 5),
    ],
)
def test_the_store_refuses_a_write(
    unlucky_till: Till, faults: FaultyProxy, till: Till, status: int, code: str, exit_code: int
) -> None:
    faults.fail(answer(status, {"detail": "No.", "code": "no"}), times=20, method="PATCH")
    turns = unlucky_till.take("coca cola 33 is 1.20 now", answers="yes")
    assert turns.code == code
    assert turns.exit_code == exit_code
    assert price_of(COLA, till) == Decimal("1.10")


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]"])
def test_the_store_answers_a_write_with_what_is_no_answer(unlucky_till: Till, faults: FaultyProxy, body: bytes) -> None:
    faults.fail(answer(500, body), times=20, method="PATCH")
    turns = unlucky_till.take("coca cola 33 is 1.20 now", answers="yes")
    assert turns.outcome == "unknown"
    assert turns.exit_code == 6


@pytest.mark.parametrize("fault", [answer(500, b"oops"), answer(200, b"not json")], ids=["500", "no JSON"])
def test_the_store_answers_a_read_with_what_is_no_answer(
    unlucky_till: Till, faults: FaultyProxy, fault: object
) -> None:
    faults.fail(fault, times=20, method="GET")  # type: ignore[arg-type]
    turns = unlucky_till.take("how much is a cappuccino")
    assert turns.outcome == "failed"
    assert turns.exit_code == 5


def test_an_answer_that_is_lost_makes_one_change_and_one_story(
    unlucky_till: Till, faults: FaultyProxy, till: Till
) -> None:
    faults.fail(DROP_AFTER, times=2, method="PATCH")
    turns = unlucky_till.take("add two croissants", answers="yes")
    assert turns.outcome == "done"
    (line,) = order_of(till).lines
    assert line.quantity == 2
    keys = {request.headers["idempotency-key"] for request in faults.writes() if request.method == "PATCH"}
    assert keys == {turns.plan.id}


def test_a_write_without_any_answer_is_settled_at_the_next_start(
    unlucky_till: Till, faults: FaultyProxy, till: Till
) -> None:
    faults.fail(DROP_AFTER, times=20, method="PATCH")
    turns = unlucky_till.take("add two croissants", answers="yes")
    assert turns.outcome == "unknown"
    assert turns.exit_code == 6
    again = unlucky_till.take("what is on the order")
    assert again.outcome == "answered"
    (line,) = order_of(till).lines
    assert line.quantity == 2


def test_a_store_that_is_down(typing_till: Till) -> None:
    with FaultyProxy() as gone:
        url = gone.url
    turns = replace(typing_till, access=replace(typing_till.access, url=url)).take("how much is a cappuccino")
    assert turns.code == "store_away"
    assert turns.exit_code == 5


# Other intents' shapes


def test_what_was_understood_is_the_contracts_json(typing_till: Till) -> None:
    turns = typing_till.take("add a large cappuccino with whole milk", answers="no")
    understood = turns.one(Understood)
    assert understood.intent == "add_to_order"
    (item,) = understood.args["items"]  # type: ignore[misc]
    assert item.keys() <= {"query", "quantity", "options"}  # type: ignore[has-type]


def test_placing_shows_the_whole_order_first(typing_till: Till) -> None:
    turns = typing_till.take("add a croissant", "that is all place the order", answers="yes,no")
    plans = [event.plan for event in turns.events if hasattr(event, "plan")]
    assert isinstance(plans[0].action, OrderEdit)
    assert isinstance(plans[1].action, OrderPlacement)
    assert [line.name for line in order_of(typing_till).lines] == ["Croissant"]
