"""Customers by whole turns: found, taken in, changed."""

import pytest

from kiosk_app.core.actions import CustomerUpdate
from kiosk_app.core.events import Planned
from kiosk_app.core.types import Customer
from tests.fakes import FakeStore
from tests.turns.scripted import Conversation, meant


@pytest.fixture
def till() -> Conversation:
    return Conversation()


def known(till: Conversation, number: str) -> Customer:
    return till.store.customer(number)


def test_one_who_is_found(till: Conversation) -> None:
    shown = till.say("find aoife", meant("find_customer", query="aoife"))
    assert shown.answer == "Here is Aoife Byrne."
    assert shown.rows == [("Name", "", "Aoife Byrne"), ("Phone", "", "0871234567"), ("Address", "", "12 Dame Street")]
    assert till.say("find aoife's number", meant("find_customer", query="aoife's")).answer == "Here is Aoife Byrne."
    assert till.say("who is 0871234567", meant("find_customer", query="0871234567")).answer == "Here is Aoife Byrne."


def test_several_who_are_found(till: Conversation) -> None:
    shown = till.say("find garcia", meant("find_customer", query="garcia"))
    assert shown.answer == "I found 2 customers."
    assert shown.rows == [("María García", "", "+34600111222"), ("Mario García", "", "600333444")]


def test_nobody_is_found(till: Conversation) -> None:
    shown = till.say("find zoe", meant("find_customer", query="zoe"))
    assert (shown.outcome, shown.code) == ("refused", "unknown_customer")


def test_whom_is_asked_for(till: Conversation) -> None:
    shown = till.say("find a customer", meant("find_customer"), "aoife")
    assert shown.questions == ["Which customer?"]
    assert shown.answer == "Here is Aoife Byrne."


def test_a_new_one(till: Conversation) -> None:
    intent = meant("create_customer", name="anna de la torre", phone="600123456", address="main street 4")
    shown = till.say("new customer anna de la torre phone 600123456 main street 4", intent, "yes")
    assert shown.planned.title == "New customer"
    assert shown.rows == [
        ("Name", "", "Anna de la Torre"),
        ("Phone", "", "600123456"),
        ("Address", "", "Main Street 4"),
    ]
    assert shown.done.sentence == "Anna de la Torre is saved as a customer."
    assert known(till, "4").name == "Anna de la Torre"


def test_the_name_of_a_new_one_is_asked_for(till: Conversation) -> None:
    shown = till.say("new customer", meant("create_customer"), "jean o'neill", "yes")
    assert shown.questions == ["What is the name?", "Add this customer?"]
    assert known(till, "4").name == "Jean O'neill"


def test_no_takes_nobody_in(till: Conversation) -> None:
    assert till.say("new customer bob", meant("create_customer", name="bob")).outcome == "cancelled"
    assert till.store.customers("bob") == []


def test_the_same_one_twice_is_refused_by_the_store(till: Conversation) -> None:
    intent = meant("create_customer", name="aoife byrne", phone="0871234567")
    assert till.say("new customer aoife byrne", intent, "yes").code == "customer_exists"


def test_a_change(till: Conversation) -> None:
    shown = till.say("aoife has a new number", meant("update_customer", query="aoife", phone="0879999999"), "yes")
    assert shown.planned.title == "Customer Aoife Byrne"
    assert shown.rows == [("Phone", "0871234567", "0879999999")]
    assert shown.done.sentence == "The details of Aoife Byrne are saved."
    assert known(till, "3").phone == "0879999999"


def test_a_note_is_added_to_the_others(till: Conversation) -> None:
    intent = meant("update_customer", query="maria", notes="likes window seats")
    shown = till.say("maria likes window seats", intent, "yes")
    assert shown.rows == [("Notes", "allergic to nuts", "allergic to nuts; likes window seats")]


def test_of_several_one_is_picked(till: Conversation) -> None:
    intent = meant("update_customer", query="garcia", address="calle luna 3")
    shown = till.say("garcia moved to calle luna 3", intent, "the second one", "yes")
    assert shown.cards == [["María García", "Mario García"]]
    assert known(till, "2").address == "Calle Luna 3"


def test_nothing_to_change(till: Conversation) -> None:
    assert till.say("change aoife", meant("update_customer", query="aoife")).code == "customer_change_missing"
    same = till.say("aoife byrne", meant("update_customer", query="aoife", name="aoife byrne"))
    assert same.answer == "Aoife Byrne is already saved that way."


def test_a_change_of_what_somebody_changed_meanwhile_is_shown_anew(till: Conversation) -> None:
    old = known(till, "3")
    till.bench.on = {Planned: [till.elsewhere(CustomerUpdate(old, Customer("3", "Aoife Walsh")))]}
    shown = till.say("aoife has a new number", meant("update_customer", query="aoife", phone="0879999999"), "yes", "no")
    assert shown.questions[1] == f"Somebody has changed it meanwhile. {shown.questions[0]}"
    assert [planned.title for planned in shown.all(Planned)] == ["Customer Aoife Byrne", "Customer Aoife Walsh"]
    assert known(till, "3").phone == ""


@pytest.mark.parametrize(
    ("name", "args"),
    [
        ("find_customer", {"query": "aoife"}),
        ("create_customer", {"name": "bob"}),
        ("update_customer", {"query": "aoife", "phone": "0879999999"}),
    ],
)
def test_without_the_right(name: str, args: dict[str, str]) -> None:
    till = Conversation(store=FakeStore(permissions=frozenset()))
    shown = till.say("customer", meant(name, **args))
    assert (shown.code, shown.questions) == ("not_allowed", [])


def test_in_spanish() -> None:
    till = Conversation("es")
    assert till.say("busca a aoife", meant("find_customer", query="aoife")).answer == "Aquí está Aoife Byrne."
    shown = till.say("nuevo cliente", meant("create_customer"), "ana garcía y lópez", "sí")
    assert shown.questions == ["¿A qué nombre?", "¿Dar de alta a este cliente?"]
    assert shown.done.sentence == "Ana García y López ya está entre los clientes."
