"""Orders by whole turns: what they are for, placing, cancelling, and how far they are."""

from decimal import Decimal

import pytest

from kiosk_app.core.actions import NewLine, OrderEdit
from kiosk_app.core.events import Planned
from kiosk_app.core.types import OrderDetails
from tests.fakes import FakeStore, euro
from tests.turns.scripted import Conversation, Shown, meant

COFFEE = {"query": "coffee", "quantity": "1", "options": []}


@pytest.fixture
def till() -> Conversation:
    """One coffee is on the order."""
    till = Conversation()
    add(till)
    return till


def add(till: Conversation, *answers: str, **details: str) -> Shown:
    return till.say("a coffee", meant("add_to_order", items=[COFFEE], **details), *(answers or ["yes"]))


def details(till: Conversation) -> OrderDetails:
    return till.store.order().details


def test_a_table(till: Conversation) -> None:
    shown = till.say("it goes to table 4", meant("set_order_details", table="4", fulfilment="table"), "yes")
    assert shown.planned.title == "About the order"
    assert shown.rows == [("For", "", "table"), ("Table", "", "4")]
    assert shown.done.sentence == "Done. The order comes to 1.80 €."
    assert details(till) == OrderDetails(fulfilment="table", table="4")


def test_what_a_delivery_needs_is_asked_for(till: Conversation) -> None:
    shown = till.say(
        "this is for delivery",
        meant("set_order_details", fulfilment="delivery"),
        "twelve main street",
        "six hundred one two three four five six",
        "yes",
    )
    assert shown.questions == ["What is the address?", "What is the phone number?", "Change the order?"]
    assert details(till) == OrderDetails(fulfilment="delivery", address="12 Main Street", phone="600123456")


def test_a_pickup_needs_a_name(till: Conversation) -> None:
    asked = till.say("it is for pickup", meant("set_order_details", fulfilment="pickup"), "anna", "yes")
    assert asked.questions == ["What is the name?", "Change the order?"]
    told = till.say("pickup for bob", meant("set_order_details", fulfilment="pickup", name="bob"), "yes")
    assert told.rows == [("Name", "Anna", "Bob")]


def test_another_way_out_forgets_the_table(till: Conversation) -> None:
    till.say("table 4", meant("set_order_details", fulfilment="table", table="4"), "yes")
    shown = till.say("no they collect it", meant("set_order_details", fulfilment="pickup", name="anna"), "yes")
    assert shown.rows == [("For", "table", "pickup"), ("Table", "4", ""), ("Name", "", "Anna")]


def test_a_note_is_added_to_the_others(till: Conversation) -> None:
    till.say("note no cutlery", meant("set_order_details", notes="no cutlery"), "yes")
    till.say("note ring twice", meant("set_order_details", notes="ring twice"), "yes")
    assert details(till).notes == "no cutlery; ring twice"


def test_details_come_with_the_things_ordered() -> None:
    till = Conversation()
    shown = add(till, "yes", table="7", fulfilment="table")
    assert shown.rows == [
        ("1 × Coffee", "", "1.80 €"),
        ("For", "", "table"),
        ("Table", "", "7"),
        ("Total", "", "1.80 €"),
    ]
    assert details(till).table == "7"


def test_nothing_new(till: Conversation) -> None:
    same = meant("set_order_details", fulfilment="table", table="4")
    till.say("table 4", same, "yes")
    assert till.say("table 4", same).answer == "The order already says that."
    empty = till.say("set the details", meant("set_order_details"))
    assert empty.answer == "Say what the order is for: pickup, delivery with its address, or a table."


def test_a_table_that_may_be_misheard_is_asked_about(till: Conversation) -> None:
    intent = meant("set_order_details", fulfilment="table", table="13")
    shown = till.say("table thirteen", intent, "the second one", "yes", spoken=True)
    assert shown.cards == [["13", "30"]]
    assert details(till).table == "30"


@pytest.mark.parametrize(
    ("args", "answers", "code"),
    [
        ({"table": "4.50", "fulfilment": "table"}, [], "no_table"),
        ({"fulfilment": "delivery", "address": "main street"}, ["dunno"], "no_phone"),
        ({"fulfilment": "delivery", "address": "main street"}, ["one fifty"], "no_phone"),
    ],
)
def test_details_that_cannot_be_are_refused(
    till: Conversation, args: dict[str, str], answers: list[str], code: str
) -> None:
    assert till.say("the order", meant("set_order_details", **args), *answers).code == code
    assert details(till) == OrderDetails()


def test_no_to_a_question_leaves_the_order(till: Conversation) -> None:
    assert till.say("delivery", meant("set_order_details", fulfilment="delivery"), "no").outcome == "cancelled"
    assert details(till) == OrderDetails()


def test_placing(till: Conversation) -> None:
    till.say("table 4", meant("set_order_details", fulfilment="table", table="4"), "yes")
    shown = till.say("that is all", meant("place_order"), "yes")
    assert shown.planned.title == "Place the order"
    assert shown.rows[1:] == [("For", "", "table"), ("Table", "", "4"), ("Total", "", "1.80 €")]
    assert shown.done.sentence.startswith("Order 000")
    assert till.store.order().lines == ()


def test_cancelling(till: Conversation) -> None:
    assert till.say("cancel the order", meant("cancel_order")).outcome == "cancelled"
    assert len(till.store.order().lines) == 1
    shown = till.say("cancel the order", meant("cancel_order"), "yes")
    assert shown.questions == ["Cancel the whole order?"]
    assert shown.rows == [("1 × Coffee", "", "1.80 €"), ("Total", "", "1.80 €")]
    assert shown.done.sentence == "The order is cancelled."
    assert till.store.order().lines == ()


@pytest.mark.parametrize("name", ["place_order", "cancel_order"])
def test_an_empty_order_is_neither_placed_nor_cancelled(name: str) -> None:
    assert Conversation().say("the order", meant(name)).code == "empty_order"


@pytest.mark.parametrize("name", ["place_order", "cancel_order"])
def test_an_order_that_somebody_changed_meanwhile_stays_as_it_is(till: Conversation, name: str) -> None:
    line = NewLine("1", "Cappuccino", Decimal(1), (), "", euro("2.90"))
    till.bench.on = {Planned: [till.elsewhere(OrderEdit((line,), (), till.store.order().version))]}
    shown = till.say("the order", meant(name), "yes", "no")
    assert shown.outcome == "cancelled"
    assert [len(planned.rows) for planned in shown.all(Planned)] == [2, 3]
    assert len(till.store.order().lines) == 2


@pytest.mark.parametrize("name", ["add_to_order", "set_order_details", "place_order", "cancel_order"])
def test_without_the_right(name: str) -> None:
    till = Conversation(store=FakeStore(permissions=frozenset()))
    assert till.say("the order", meant(name, items=[COFFEE])).code == "not_allowed"


def test_how_far_an_order_is(till: Conversation) -> None:
    none = till.say("how is the order", meant("order_status"))
    assert (none.outcome, none.code) == ("refused", "no_orders")
    till.say("for anna", meant("set_order_details", name="anna"), "yes")
    till.say("that is all", meant("place_order"), "yes")
    number = till.store.orders("")[0].number
    for query in ({}, {"query": "anna"}, {"query": number.lstrip("0")}):
        shown = till.say("how is the order", meant("order_status", **query))
        assert shown.answer == f"Order {number} is placed."
        assert shown.rows == [("1 × Coffee", "", "1.80 €"), ("Name", "", "Anna"), ("Total", "", "1.80 €")]
    assert till.say("how is order 999", meant("order_status", query="999")).code == "unknown_order"
    add(till)
    till.say("cancel the order", meant("cancel_order"), "yes")
    assert till.say("how is the order", meant("order_status")).answer.endswith(" is cancelled.")


def test_in_spanish() -> None:
    till = Conversation("es")
    add(till, "sí")
    shown = till.say(
        "es a domicilio", meant("set_order_details", fulfilment="delivery"), "calle mayor 4", "600123456", "sí"
    )
    assert shown.questions == ["¿Cuál es la dirección?", "¿Cuál es el teléfono?", "¿Cambiar el pedido?"]
    assert shown.rows == [
        ("Para", "", "entrega a domicilio"),
        ("Teléfono", "", "600123456"),
        ("Dirección", "", "Calle Mayor 4"),
    ]
    assert till.say("ciérralo", meant("place_order"), "sí").done.sentence.endswith("está cerrado: 1,80 €.")
    assert till.say("cómo va", meant("order_status")).answer.endswith("está en marcha.")
