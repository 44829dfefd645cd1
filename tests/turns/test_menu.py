"""The menu and what to recommend of it."""

from dataclasses import replace

import pytest

from kiosk_app.core.intents import INTENTS
from tests.fakes import FakeStore, product
from tests.turns.scripted import Conversation, meant


def tea_room() -> FakeStore:
    vegan = ("vegan", "vegetarian")
    return FakeStore(
        catalogue=(
            replace(product(1, "Ginger tea", "2.00", category="Tea"), dietary=vegan),
            replace(product(2, "Chai latte", "3.00", category="Tea"), dietary=("vegetarian",)),
            replace(product(3, "Hot chocolate", "3.50"), dietary=("vegetarian", "gluten free")),
            replace(product(4, "Tomato soup", "5.00", stock="3", category="Food"), dietary=vegan),
            replace(product(5, "Carrot cake", "3.20", stock="0", category="Food"), dietary=vegan),
        )
    )


@pytest.fixture
def till() -> Conversation:
    return Conversation(store=tea_room())


def test_the_sections_of_the_menu(till: Conversation) -> None:
    shown = till.say("what is on the menu", meant("list_menu"))
    assert shown.answer == "These are the sections of the menu: 3. Ask for one of them."
    assert shown.rows == [("Tea", "", "2"), ("Drinks", "", "1"), ("Food", "", "2")]


def test_one_section(till: Conversation) -> None:
    shown = till.say("which teas are there", meant("list_menu", category="tea"))
    assert shown.answer == "I found 2 products."
    assert shown.rows == [("Ginger tea", "", "2.00 €"), ("Chai latte", "", "3.00 €")]
    assert till.say("which drinks", meant("list_menu", category="drinks")).answer == "I found Hot chocolate, at 3.50 €."


def test_a_section_that_is_none(till: Conversation) -> None:
    shown = till.say("which tractors are there", meant("list_menu", category="tractors"))
    assert (shown.outcome, shown.code) == ("refused", "unknown_category")
    assert "“tractors”" in shown.failure


@pytest.mark.parametrize(
    ("args", "names"),
    [
        ({}, ["Ginger tea", "Hot chocolate", "Tomato soup", "Chai latte"]),
        ({"dietary": "vegan"}, ["Ginger tea", "Tomato soup"]),
        ({"dietary": "gluten free"}, ["Hot chocolate"]),
        ({"mood": "cosy"}, ["Hot chocolate", "Tomato soup", "Ginger tea", "Chai latte"]),
        ({"mood": "cosy", "dietary": "vegan"}, ["Tomato soup", "Ginger tea"]),
        ({"query": "tea"}, ["Ginger tea", "Chai latte"]),
        ({"query": "something with ginger"}, []),
        ({"mood": "celebratory"}, []),
        ({"dietary": "halal"}, []),
        ({"query": "carrot cake"}, []),
    ],
)
def test_what_is_recommended(till: Conversation, args: dict[str, str], names: list[str]) -> None:
    shown = till.say("what would you recommend", meant("recommend_items", **args))
    if not names:
        assert (shown.outcome, shown.code) == ("refused", "nothing_to_recommend")
        return
    assert shown.answer == f"I recommend {names[0]}."
    assert {row[0] for row in shown.rows} == set(names)
    assert shown.rows[0][0] == names[0]


@pytest.mark.parametrize(("mood", "best"), [("cosy", "Tomato soup"), ("stressed", "Hot chocolate")])
def test_the_stores_own_words_for_a_mood_go_first(mood: str, best: str) -> None:
    store = tea_room()
    store.moods = {"cosy": ("soup",), "sleepy": ("unheard of",)}
    shown = Conversation(store=store).say("what would you recommend", meant("recommend_items", mood=mood))
    assert shown.rows[0][0] == best


def test_what_only_the_store_knows_is_understood_by_its_name() -> None:
    store = tea_room()
    fish = replace(product(6, "Fish cakes", "6.00", category="Food"), dietary=("pescatarian",))
    store = FakeStore(catalogue=(*store.products(), fish), moods={"hungover": ("soup",)})
    till = Conversation(store=store)
    assert till.say("something pescatarian", meant("search_products", query="pescatarian")).answer == (
        "I recommend Fish cakes."
    )
    assert till.bench.intents.more["dietary"].keys() == {"pescatarian"}
    assert till.say("something for a hungover customer", meant("out_of_scope")).answer == "I recommend Tomato soup."
    assert till.say("something vegan", meant("search_products", query="something vegan")).rows[0][0] == "Ginger tea"


def test_without_advice_a_diet_is_searched_for_as_any_word() -> None:
    known = {name: spec for name, spec in INTENTS.items() if name != "recommend_items"}
    till = Conversation(store=tea_room(), known=known)
    assert till.say("something vegan", meant("search_products", query="something vegan")).code == "unknown_product"


def test_advice_is_short() -> None:
    till = Conversation(store=FakeStore(catalogue=[product(number, f"Tea {number}") for number in range(1, 20)]))
    assert len(till.say("what is good", meant("recommend_items")).rows) == 5


def test_in_spanish() -> None:
    store = FakeStore(catalogue=(replace(product(1, "Sopa de tomate", "5.00"), dietary=("vegan",)), product(2, "Té")))
    till = Conversation("es", store)
    assert till.say("qué me recomiendas para un vegano", meant("recommend_items", dietary="vegan")).answer == (
        "Recomiendo Sopa de tomate."
    )
    assert till.say("algo calentito", meant("recommend_items", mood="cosy")).rows[0] == ("Sopa de tomate", "", "5,00 €")
    assert till.say("qué hay en la carta", meant("list_menu")).answer == (
        "Estas son las secciones de la carta: 1. Pregunta por una."
    )
