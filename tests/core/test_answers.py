"""Replies to an open question are taken word for word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.events import Asked, Choice
from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.answers import NO, YES, phrases, read_answer

CONFIRM = Asked("1", "confirm", "Change the price?", (Choice("yes", "Yes"), Choice("no", "No")), 60)
COLAS = Asked(
    "2",
    "choose",
    "Which “coca cola”?",
    (
        Choice("1", "Coca-Cola 33 cl can", "1.10 €"),
        Choice("2", "Coca-Cola 50 cl bottle", "1.60 €"),
        Choice("3", "Coca-Cola Zero 33 cl can", "1.10 €"),
    ),
    60,
)
ONE = Asked("3", "choose", "Do you mean this?", (Choice("1", "Whole milk 1 l"),), 60)
LANGUAGES: tuple[Language, ...] = ("en", "es")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_that_the_recogniser_listens_for_is_an_answer(language: Language) -> None:
    for phrase in phrases(CONFIRM, language):
        assert read_answer(phrase, CONFIRM, language) in ("yes", "no")
    for phrase in phrases(COLAS, language):
        assert read_answer(phrase, COLAS, language) in ("1", "2", "3", "no")


@pytest.mark.parametrize("said", ["Yes!", "yes please", "YEAH", "OK"])
def test_yes_is_yes(said: str) -> None:
    assert read_answer(said, CONFIRM, "en") == "yes"


@pytest.mark.parametrize(
    "said", ["yesterday", "yes but change it", "not yes", "coca cola 33 is 1.20", "", "one", "yes no"]
)
def test_what_only_contains_a_yes_is_none(said: str) -> None:
    assert read_answer(said, CONFIRM, "en") is None


@given(st.text(max_size=40))
def test_no_other_text_ever_confirms(text: str) -> None:
    agreed = {normalise(phrase, "en").text for phrase in YES["en"]}
    if normalise(text, "en").text not in agreed:
        assert read_answer(text, CONFIRM, "en") != "yes"


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("the second one", "2"),
        ("number three", "3"),
        ("1", "1"),
        ("the bottle", "2"),
        ("the zero", "3"),
        ("zero please", "3"),
        ("coca cola fifty", "2"),
        ("none of them", "no"),
        ("the can", None),
        ("the seventh", None),
        ("coca cola", None),
        ("pepsi", None),
    ],
)
def test_a_card_is_picked_by_place_or_by_words_that_only_it_has(said: str, value: str | None) -> None:
    assert read_answer(said, COLAS, "en") == value


def test_yes_picks_the_only_card() -> None:
    assert read_answer("yes", ONE, "en") == "1"
    assert read_answer("no", ONE, "en") == "no"


def test_no_phrase_means_both() -> None:
    for language in LANGUAGES:
        assert not set(YES[language]) & set(NO[language])
