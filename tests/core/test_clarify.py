"""Answers to the question for what is missing, and what they say."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.errors import NotUnderstood
from kiosk_app.core.intents import INTENTS, Argument
from kiosk_app.core.numbers import Normalised, normalise
from kiosk_app.core.situation import Limits, Situation
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding import trigger_words as said
from kiosk_app.core.understanding.clarify import clarified, read
from kiosk_app.core.understanding.context import Context
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.fake_aliases import FakeAliases
from tests.fakes import FakeStore

WORDS = Argument("query", "words", asked="missing_product")
MONEY = Argument("new_price", "money", asked="missing_price")
UP_OR_DOWN = Argument("direction", "one_of", asked="missing_price_direction", values=said.PRICE_DIRECTION)


@pytest.mark.parametrize(
    ("argument", "answer", "language", "value"),
    [
        (WORDS, "The can", "en", "the can"),
        (WORDS, "...", "en", None),
        (MONEY, "two fifty", "en", "2.50"),
        (MONEY, "it is one euro twenty now", "en", "1.20"),
        (MONEY, "uno con veinte", "es", "1.20"),
        (MONEY, "cheaper", "en", None),
        (MONEY, "two or three", "en", None),
        (UP_OR_DOWN, "up please", "en", "up"),
        (UP_OR_DOWN, "make them cheaper", "en", "down"),
        (UP_OR_DOWN, "all of them down", "en", "down"),
        (UP_OR_DOWN, "bájalos", "es", "down"),
        (UP_OR_DOWN, "up or down", "en", None),
        (UP_OR_DOWN, "sideways", "en", None),
        (UP_OR_DOWN, "arriba", "en", None),
    ],
)
def test_what_an_answer_says(argument: Argument, answer: str, language: Language, value: str | None) -> None:
    assert read(argument, normalise(answer, language), language) == value


@given(st.text(max_size=40), st.sampled_from([WORDS, MONEY, UP_OR_DOWN]))
def test_no_answer_says_what_was_not_said(answer: str, argument: Argument) -> None:
    heard = normalise(answer)
    value = read(argument, heard, "en")
    if value is not None and argument is MONEY:
        assert [word.readings[0] for word in heard.words if word.readings] == [value]
    elif value is not None and argument is WORDS:
        assert value == heard.text


def situation(*answers: str) -> tuple[Situation, list[str]]:
    """A till that is answered so, and what it asked."""
    asked: list[str] = []
    left: Iterator[str] = iter(answers)

    def ask(question: str) -> Normalised:
        asked.append(question)
        return normalise(next(left))

    def choose(*_: Any) -> int:
        raise AssertionError

    return (
        Situation(
            heard=normalise("change the price"),
            spoken=False,
            language="en",
            catalogue=ProductCatalogue("en"),
            aliases=FakeAliases(),
            store=FakeStore(),
            choose=choose,
            ask=ask,
            limits=Limits(),
            moods={},
            intents=INTENTS,
            context=Context(),
        ),
        asked,
    )


def test_everything_that_is_needed_is_asked_for_in_the_tables_order() -> None:
    start, asked = situation("coffee", "two fifty")
    intent, after = clarified(Intent("update_product_price", needs_clarification=True), start)
    assert asked == ["Which product?", "What is the new price?"]
    assert intent.args == {"query": "coffee", "new_price": "2.50"}
    assert intent.origins == {"query": "asked", "new_price": "asked"}
    assert not intent.needs_clarification
    assert after.heard.text == "change the price coffee 2.50"
    assert after.readings("2.50") == ("2.50", "250")


def test_what_is_there_is_not_asked_for() -> None:
    start, asked = situation()
    intent = Intent("update_product_price", {"query": "coffee", "new_price": "2"})
    assert clarified(intent, start) == (intent, start)
    assert asked == []


def test_an_answer_that_is_none() -> None:
    start, _ = situation("cheap")
    with pytest.raises(NotUnderstood):
        clarified(Intent("update_product_price", {"query": "coffee"}), start)
