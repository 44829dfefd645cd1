"""Diets and moods that are named: the till's own, and those that only the store knows."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import Normalised, normalise
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.wishes import diet_of, said_values, wished
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.fakes import FakeStore, product
from tests.transcripts import LANGUAGES, transcripts

SHOP = (
    replace(product(1, "Tomato soup", category="Food"), dietary=("pescatarian", "vegan", "egg free")),
    replace(product(2, "Organic milk"), dietary=("organic", "gluten free", "sin huevo", "ecológico")),
    replace(product(3, "Carrot cake", category="Cakes"), dietary=("organic", "★", 'the "club" \\')),
)
STORE = FakeStore(moods={"hungover": ("soup",), "romantic": (), "cosy": ("soup",)})


def stocked(language: Language = "en") -> ProductCatalogue:
    catalogue = ProductCatalogue(language)
    catalogue.load(SHOP)
    return catalogue


CATALOGUES = {language: stocked(language) for language in LANGUAGES}


def read(said: str, intent: Intent, language: Language = "en") -> Intent:
    heard, catalogue = normalise(said, language), CATALOGUES[language]
    return wished(intent, heard, language, catalogue, said_values(heard, language, catalogue, STORE))


def search(query: str) -> Intent:
    return Intent("search_products", {"query": query}, 0.8)


@pytest.mark.parametrize(
    ("tag", "diet"),
    [
        ("Vegan", "vegan"),
        ("gluten-free", "gluten free"),
        ("Sin_Gluten", "gluten free"),
        ("vegetariano", "vegetarian"),
        ("Egg-Free", "egg free"),
        ("organic", "organic"),
    ],
)
def test_a_tag_is_the_tills_own_diet_where_it_has_one(tag: str, diet: str) -> None:
    assert diet_of(tag) == diet
    assert diet_of(diet) == diet


@pytest.mark.parametrize(
    ("said", "language", "diets"),
    [
        ("something pescatarian", "en", {"pescatarian"}),
        ("for two pescatarians", "en", {"pescatarian"}),
        ("algo sin huevo", "es", {"sin huevo"}),
        ("algo sin huevo", "en", {"sin huevo"}),
        ("galletas ecologicas", "es", {"ecológico"}),
        ("algo vegano", "es", {"vegan"}),
        ("sin gluten y organic", "es", {"gluten free", "organic"}),
        ("something egg freeze", "en", set()),
        ("organically grown", "en", set()),
        ("something halal", "en", set()),  # no product is
    ],
)
def test_a_diet_is_there_where_it_was_named(said: str, language: Language, diets: set[str]) -> None:
    values = said_values(normalise(said, language), language, CATALOGUES[language], STORE)
    assert set(values["dietary"]) == diets


def test_a_mood_of_the_stores_is_there_where_it_has_something_for_it() -> None:
    heard = normalise("something cosy and romantic for a hungover customer")
    assert set(said_values(heard, "en", CATALOGUES["en"], STORE)["mood"]) == {"hungover"}


@pytest.mark.parametrize(
    ("said", "intent", "args"),
    [
        ("something pescatarian", search("pescatarian"), {"dietary": "pescatarian"}),
        ("do you have anything vegan", search("anything vegan"), {"dietary": "vegan"}),
        ("what is organic on the menu", Intent("list_menu", {"category": "organic"}), {"dietary": "organic"}),
        ("which cakes are egg free", search("cakes"), {"query": "cakes", "dietary": "egg free"}),
        (
            "recommend an organic cake",
            Intent("recommend_items", {"query": "organic cake"}),
            {"query": "cake", "dietary": "organic"},
        ),
        ("something for a hungover customer", Intent("recommend_items", {"mood": "tired"}), {"mood": "hungover"}),
        ("are any of the cakes organic", Intent("out_of_scope"), {"query": "cakes", "dietary": "organic"}),
        ("the organic ones please", Intent("set_order_details", {"notes": "organic"}, 0.3), {"dietary": "organic"}),
    ],
)
def test_a_search_for_what_was_named_is_advice(said: str, intent: Intent, args: dict[str, str]) -> None:
    assert read(said, intent) == Intent("recommend_items", args)


def test_a_word_that_is_not_accounted_for_leaves_the_models_doubt() -> None:
    assert read("an organic cake for the vicar", search("organic cake")).confidence == 0.8
    assert read("any organic sushi", search("organic sushi")) == Intent(
        "recommend_items", {"query": "sushi", "dietary": "organic"}, 0.8
    )


@pytest.mark.parametrize(
    ("said", "language"), [("is the tomato soup pescatarian", "en"), ("la tomato soup es vegana", "es")]
)
def test_asked_of_one_product_it_is_a_question(said: str, language: Language) -> None:
    intent = read(said, Intent("out_of_scope"), language)
    assert (intent.name, intent.args) == ("ask_knowledge", {"question": said})


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("have we got organic milk", search("organic milk")),  # a product is called so
        ("something not organic", search("something not organic")),
        ("something organic and egg free", search("something organic")),  # two of one list
        ("is it organic", Intent("out_of_scope")),
        (
            "set the organic milk to 1.20",
            Intent("update_product_price", {"query": "organic milk", "new_price": "1.20"}),
        ),
        ("an organic cake", Intent("add_to_order", {"items": [{"query": "organic cake", "quantity": "1"}]})),
        ("how many organic cakes do we have", Intent("check_stock", {"query": "organic cakes"})),
        ("any organic milk", Intent("check_stock", {"query": "organic milk"})),
        ("two organic milks", Intent("add_to_order", {"items": [{"query": "organic milks", "quantity": "2"}]})),
        ("something halal", search("something halal")),
    ],
)
def test_all_else_is_the_models(said: str, intent: Intent) -> None:
    assert read(said, intent) is intent


@given(
    transcripts(12),
    st.lists(st.sampled_from(["organic", "pescatarians", "sin huevo", "hungover", "vegan", "egg", "is", "the"])),
    st.sampled_from(["search_products", "list_menu", "recommend_items", "add_to_order", "out_of_scope"]),
)
def test_nothing_is_wished_for_that_was_not_said(
    said: tuple[Normalised, Language], names: list[str], intent: str
) -> None:
    heard, language = normalise(f"{said[0].text} {' '.join(names)}", said[1]), said[1]
    argument = {"search_products": "query", "recommend_items": "query", "list_menu": "category"}.get(intent)
    args = {argument: " ".join(word.text for word in heard.words[:3])} if argument and heard.words else {}
    values = said_values(heard, language, CATALOGUES[language], STORE)
    found = wished(Intent(intent, args), heard, language, CATALOGUES[language], values)
    assert found.name in INTENTS
    assert f" {found.args.get('query', '')} " in f" {heard.text} " or "query" not in found.args
    for name in {"dietary", "mood"} & found.args.keys():
        assert found.args[name] in values[name]
