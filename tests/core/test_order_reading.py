"""Orders that are read word for word, and all that is left to the intent model."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.order_reading import order_read
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.fakes import cafe


def read(said: str, language: Language = "en") -> Intent | None:
    catalogue = ProductCatalogue(language)
    catalogue.load(cafe())
    return order_read(normalise(said, language), language, catalogue)


@pytest.mark.parametrize(
    ("said", "items"),
    [
        ("can i get a large cappuccino with soy milk", [("cappuccino", "1", ["large", "soy milk"])]),
        (
            "gimme a small coffee plus a little bit of soy milk please",
            [("coffee", "1", ["small", "a little bit of soy milk"])],
        ),
        ("i'd like two iced coffees and a croissant", [("iced coffees", "2", []), ("croissant", "1", [])]),
        (
            "get me a coffee with soy milk and a large cappuccino",
            [("coffee", "1", ["soy milk"]), ("cappuccino", "1", ["large"])],
        ),
        ("a large coffee of soy milk", [("coffee", "1", ["large", "soy milk"])]),
        ("order coffee", [("coffee", "1", [])]),
    ],
)
def test_an_order_is_read_word_for_word(said: str, items: list[tuple[str, str, list[str]]]) -> None:
    intent = read(said)
    assert intent is not None
    assert intent.name == "add_to_order"
    assert intent.args == {
        "items": [{"query": query, "quantity": quantity, "options": options} for query, quantity, options in items]
    }
    assert intent.confidence == 1
    assert intent.origins == {"items": "default"}


def test_a_spanish_order_is_read_too() -> None:
    intent = read("ponme dos cappuccino con large por favor", "es")
    assert intent is not None
    assert intent.args["items"] == [{"query": "cappuccino", "quantity": "2", "options": ["large"]}]


@pytest.mark.parametrize(
    "said",
    [
        "coffee",  # may be a search
        "twelve croissants",  # may be a delivery
        "get me a coffee with honey",  # a word that the shop does not have
        "get me a coffee without soy milk",
        "get me a croissant with soy milk",  # of which that one has none
        "get me a cofee",  # nobody knows what that is
        "get me a coffee large cappuccino",  # large coffee or large cappuccino?
        "get me a coffee with two soy milk",
        "a coffee for table four",
        "make the cappuccino two",
        "how much is the coffee",
        "coffee is one twenty now",
        "",
    ],
)
def test_all_else_is_left_to_the_model(said: str) -> None:
    assert read(said) is None


# fmt: off
WORDS = [
    "can", "i", "get", "me", "a", "an", "the", "with", "and", "of", "two", "33",
    "please", "no", "in", "large", "small", "soy", "milk", "coffee", "iced", "croissant", "coke",
]
# fmt: on


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_what_is_read_was_said_and_nothing_else_was(said: str) -> None:
    intent = read(said)
    if intent is not None:
        heard = normalise(said, "en").text
        for item in intent.args["items"]:  # type: ignore[attr-defined]
            for value in (item["query"], *item["options"]):
                assert f" {value} " in f" {heard} "
                heard = heard.replace(value, "", 1)
        assert not set(heard.split()) & {"soy", "milk", "large", "small", "coffee", "iced", "croissant", "coke", "no"}
