"""What is said to the till itself."""

import pytest

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.types import Intent
from tests.fakes import CASHIER, FakeStore
from tests.turns.scripted import Conversation, meant


@pytest.fixture
def till() -> Conversation:
    return Conversation()


def test_a_greeting(till: Conversation) -> None:
    assert till.say("good morning", meant("greet")).answer == "Hello! What shall I do?"
    assert Conversation("es").say("buenos días", meant("greet")).answer == "¡Hola! ¿Qué hago?"


def test_help_shows_an_example_of_everything_that_this_person_may_do(till: Conversation) -> None:
    rows = till.say("what can i say", meant("help")).rows
    assert ("“coca cola 33 is 1.20 now”", "", "") in rows
    assert len(rows) == len(INTENTS) - 6
    cashier = Conversation(store=FakeStore(permissions=CASHIER)).say("help", meant("help")).rows
    assert {row[0] for row in rows} - {row[0] for row in cashier} == {
        f"“{INTENTS[name].examples['en'][0]}”" for name in ("update_product_price", "adjust_prices", "query_sales")
    }


def test_help_leaves_out_what_the_shop_has_switched_off() -> None:
    known = {name: spec for name, spec in INTENTS.items() if name != "undo"}
    rows = Conversation(known=known).say("help", meant("help")).rows
    assert "“undo that”" not in {row[0] for row in rows}


def test_help_in_spanish() -> None:
    rows = Conversation("es").say("qué puedo decir", meant("help")).rows
    assert ("“pon la coca cola a 1.20”", "", "") in rows


def test_the_last_answer_once_more(till: Conversation) -> None:
    assert till.say("say that again", meant("repeat")).answer == "I have said nothing yet."
    first = till.say("how much is the coffee", meant("retrieve_product", query="coffee"))
    again = till.say("say that again", meant("repeat"))
    assert (again.answer, again.rows) == (first.answer, first.rows)


def test_what_was_done_and_what_went_wrong_are_repeated_too(till: Conversation) -> None:
    done = till.say("coffee is 2", meant("update_product_price", query="coffee", new_price="2"), "yes")
    assert till.say("say that again", meant("repeat")).answer == done.done.sentence
    failed = till.say("how much is the unicorn", meant("retrieve_product", query="unicorn"))
    assert till.say("say that again", meant("repeat")).answer == failed.failure


def test_what_a_till_cannot_do(till: Conversation) -> None:
    assert till.say("get me a manager", meant("escalate")).answer == (
        "I cannot call anybody from here. Please get a manager."
    )
    documents = till.say("how long can people return things", meant("ask_knowledge"))
    assert (documents.outcome, documents.code) == ("refused", "no_documents")
    weather = till.say("what is the weather like", meant("out_of_scope"))
    assert (weather.outcome, weather.code) == ("not_understood", "out_of_scope")


@pytest.mark.parametrize("name", ["confirm", "cancel", "choose"])
def test_an_answer_when_nothing_was_asked(till: Conversation, name: str) -> None:
    assert till.say("yes", meant(name)).answer == ("There is nothing waiting for an answer. Say what you want to do.")


# How sure the till must be


PRICE_OF_COFFEE = {"query": "coffee"}


@pytest.mark.parametrize(("confidence", "questions"), [(0.9, 0), (0.5, 0), (0.49, 1), (0.3, 1)])
def test_a_doubtful_question_is_asked_back(till: Conversation, confidence: float, questions: int) -> None:
    intent = Intent("retrieve_product", PRICE_OF_COFFEE, confidence)
    shown = till.say("how much is the coffee", intent, *["yes"] * questions)
    assert shown.questions == ["I am not sure: shall I say a price?"] * questions
    assert shown.answer == "Coffee costs 1.80 €."


def test_no_to_what_was_meant(till: Conversation) -> None:
    assert till.say("how much is the coffee", Intent("retrieve_product", PRICE_OF_COFFEE, 0.4), "no").outcome == (
        "cancelled"
    )


def test_a_doubtful_write_is_shown_and_asked_about_once(till: Conversation) -> None:
    intent = Intent("update_product_price", {"query": "coffee", "new_price": "2"}, 0.4)
    assert till.say("coffee is 2", intent, "yes").questions == ["I may have misunderstood. Change the price?"]


@pytest.mark.parametrize("name", ["retrieve_product", "update_product_price"])
def test_what_is_too_doubtful_is_not_understood(till: Conversation, name: str) -> None:
    shown = till.say("mumble", Intent(name, {"query": "coffee", "new_price": "2"}, 0.29))
    assert (shown.outcome, shown.code) == ("not_understood", "unsure")


def test_the_recognisers_own_doubt_counts(till: Conversation) -> None:
    intent = Intent("retrieve_product", PRICE_OF_COFFEE, 0.55)
    shown = till.say("how much is the coffee", intent, "yes", spoken=True)
    assert shown.understood.confidence == pytest.approx(0.55 * 0.9)
    assert len(shown.questions) == 1


def test_doubt_is_told_in_spanish() -> None:
    shown = Conversation("es").say("el café", Intent("check_stock", {"query": "coffee"}, 0.4), "sí")
    assert shown.questions == ["No estoy seguro: ¿debo mirar las existencias?"]
