"""What adding an intent takes: one entry in the table, and its handler."""

from dataclasses import replace

import pytest

from kiosk_app.core.intents import INTENTS, Argument, IntentSpec
from kiosk_app.core.numbers import normalise
from kiosk_app.core.plan import HANDLERS
from kiosk_app.core.situation import Reply, Situation
from kiosk_app.core.types import Intent
from kiosk_app.core.understanding.grammar import grammar
from kiosk_app.engines.llama import instructions
from tests import gbnf
from tests.fakes import FakeStore
from tests.turns.scripted import Conversation, meant

WAVE = IntentSpec(
    "wave",
    {"en": "wave at somebody", "es": "saludar a alguien"},
    (Argument("name", "words", asked="missing_name"),),
    {"en": ("wave at anna",), "es": ("saluda a ana",)},
    permission="customers.view_customer",
)


def wave(intent: Intent, _: Situation) -> Reply:
    return Reply(f"I wave at {intent.args['name']}.")


@pytest.fixture(autouse=True)
def _added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(INTENTS, "wave", WAVE)
    monkeypatch.setitem(HANDLERS, "wave", wave)


def test_it_is_understood_and_carried_out() -> None:
    till = Conversation()
    assert till.say("wave at anna", meant("wave", name="anna")).answer == "I wave at anna."
    assert till.say("say that again", meant("repeat")).answer == "I wave at anna."


def test_it_is_asked_about_where_the_till_is_unsure() -> None:
    unsure = replace(meant("wave", name="anna"), confidence=0.4)
    shown = Conversation().say("wave at anna", unsure, "yes")
    assert (shown.questions, shown.answer) == (["I am not sure: shall I wave at somebody?"], "I wave at anna.")


def test_what_it_lacks_is_asked_for() -> None:
    shown = Conversation().say("wave", meant("wave"), "bob")
    assert (shown.questions, shown.answer) == (["What is the name?"], "I wave at bob.")


def test_its_right_is_checked() -> None:
    till = Conversation(store=FakeStore(permissions=frozenset()))
    assert till.say("wave at anna", meant("wave", name="anna")).code == "not_allowed"
    assert "wave at anna" not in str(till.say("help", meant("help")).rows)


def test_grammar_instructions_and_help_follow() -> None:
    heard = normalise("wave at anna")
    rules = gbnf.read(grammar(heard, "en", INTENTS))
    assert gbnf.accepts(rules, '{"intent":"wave","args":{"name":" anna"}}')
    assert not gbnf.accepts(rules, '{"intent":"wave","args":{"name":" bob"}}')
    assert "wave(name): wave at anna" in instructions(heard.text, "en", INTENTS)
    assert "wave at anna" in str(Conversation().say("help", meant("help")).rows)
