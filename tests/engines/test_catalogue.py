"""Products are found by what people say of them: freely where it is spelling, never where it is a number."""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.numbers import normalise
from kiosk_app.core.ports import Match
from kiosk_app.core.sound_ports import Optioned, Options
from kiosk_app.core.types import Modifier, ModifierGroup, Product
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.fakes import euro, product

SIZE = ModifierGroup(
    "size",
    (
        Modifier("1", "small", euro("0"), False),
        Modifier("2", "large", euro("0.6"), False),
        Modifier("3", "twelve ounce", euro("0.3"), False),
    ),
    at_most=1,
)
MILK = ModifierGroup(
    "milk", (Modifier("4", "whole milk", euro("0"), True), Modifier("5", "oat milk", euro("0.4"), True)), at_most=1
)
DRINK = (SIZE, MILK)

SHOP = (
    product(1, "Coca-Cola 33 cl can", aliases=("coke", "can of coke", "Coca-Cola lata 33 cl")),
    product(2, "Coca-Cola 50 cl bottle", aliases=("coke",)),
    product(3, "Coca-Cola 2 l bottle", aliases=("coke",)),
    product(4, "Coca-Cola Zero 33 cl can", aliases=("coke zero",)),
    product(5, "Whole milk 1 l", aliases=("Leche entera 1 l",)),
    product(6, "Semi-skimmed milk 1 l"),
    product(7, "Skimmed milk 1 l"),
    product(8, "Oat milk 1 l"),
    product(9, "Coffee", groups=DRINK),
    product(10, "Iced coffee", groups=DRINK),
    product(11, "Cappuccino", groups=DRINK),
    product(12, "Decaf cappuccino", groups=DRINK),
    product(13, "Latte", groups=DRINK),
    product(14, "Butter croissant", aliases=("croissant", "cruasán")),
    product(15, "Chocolate croissant"),
    product(16, "Carrot cake slice"),
    product(17, "Chocolate cake"),
    product(18, "Bag of ice 2 kg"),
    product(19, "Bag of ice 5 kg"),
    product(20, "7UP 33 cl can", aliases=("seven up",)),
    product(21, "Crème brûlée"),
    product(22, "Free range eggs dozen"),
    product(23, "Agua con gas 50 cl"),
    product(24, "Agua sin gas 50 cl"),
    product(25, "Sugar 1 kg"),
    product(26, "Brown sugar 1 kg"),
)


@pytest.fixture(scope="module")
def catalogue() -> ProductCatalogue:
    return stocked(SHOP)


def stocked(products: Sequence[Product]) -> ProductCatalogue:
    catalogue = ProductCatalogue("en")
    catalogue.load(products)
    return catalogue


def names(matches: list[Match]) -> list[str]:
    return [match.product.name for match in matches]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("coca cola 33", "Coca-Cola 33 cl can"),
        ("coca cola thirty three", "Coca-Cola 33 cl can"),
        ("the coca cola 33 cl", "Coca-Cola 33 cl can"),
        ("coca cola zero", "Coca-Cola Zero 33 cl can"),
        ("coca cola 0.5 l", "Coca-Cola 50 cl bottle"),
        ("coca cola 500 ml", "Coca-Cola 50 cl bottle"),
        ("coca colas 2 l", "Coca-Cola 2 l bottle"),
        ("can of coke", "Coca-Cola 33 cl can"),
        ("coffee", "Coffee"),
        ("iced coffee", "Iced coffee"),
        ("capuccino", "Cappuccino"),
        ("cap uccino", "Cappuccino"),
        ("lates", "Latte"),
        ("lattes", "Latte"),
        ("croisant", "Butter croissant"),
        ("cruasan", "Butter croissant"),
        ("chocolate croissants", "Chocolate croissant"),
        ("carrot cake", "Carrot cake slice"),
        ("skimmed milk", "Skimmed milk 1 l"),
        ("seven up", "7UP 33 cl can"),
        ("7up", "7UP 33 cl can"),
        ("creme brulee", "Crème brûlée"),
        ("sugar", "Sugar 1 kg"),
        ("SKU-0016", "Carrot cake slice"),
        ("sku 16", "Carrot cake slice"),
        ("5400000000016", "Carrot cake slice"),
    ],
)
def test_the_whole_name_is_exact_and_alone_so(catalogue: ProductCatalogue, words: str, name: str) -> None:
    matches = catalogue.find(words)
    assert names(matches)[0] == name
    assert [match.exact for match in matches] == [True] + [False] * (len(matches) - 1)
    assert matches[0].left_over == ()


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("coca cola", {1, 2, 3, 4}),
        ("cocacola", {1, 2, 3, 4}),
        ("milk", {5, 6, 7, 8}),
        ("cake", {16, 17}),
        ("bags of ice", {18, 19}),
        ("agua con gas", {23}),
        ("agua sin gas", {24}),
        ("12 eggs", {22}),
        ("semi skimmed", {6}),
        ("leche entera", {5}),
    ],
)
def test_part_of_a_name_is_near_to_all_that_have_it(catalogue: ProductCatalogue, words: str, near: set[int]) -> None:
    matches = catalogue.find(words)
    assert {int(match.product.id) for match in matches} == near
    if len(near) > 1:
        assert not any(match.exact for match in matches)


def test_an_alias_of_several_is_exact_for_each(catalogue: ProductCatalogue) -> None:
    exact = [match.product.id for match in catalogue.find("coke") if match.exact]
    assert sorted(exact) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("words", "name", "left_over"),
    [
        ("large cappuccino", "Cappuccino", ("large",)),
        ("large cappuccino with oat milk", "Cappuccino", ("large", "with", "oat", "milk")),
        ("twelve ounce latte", "Latte", ("12", "ounce")),
        ("latte no milk", "Latte", ("no", "milk")),
        ("bottle of coca cola 33", "Coca-Cola 33 cl can", ("bottle",)),
    ],
)
def test_what_the_name_does_not_account_for_is_left_over(
    catalogue: ProductCatalogue, words: str, name: str, left_over: tuple[str, ...]
) -> None:
    best = catalogue.find(words)[0]
    assert (best.product.name, best.left_over, best.exact) == (name, left_over, False)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "the",
        "unicorn cake",
        "carrot croissant",
        "coca cola 50 33",
        "coca cola 12",
        "coca cola 33 kg",
        "30 cl coca cola",
        "thirteen ounce latte",
        "large",
        "large carrot cake unicorn",
        "wine",
        "\u202e\x00",
    ],
)
def test_what_is_not_there_is_not_found(catalogue: ProductCatalogue, words: str) -> None:
    assert catalogue.find(words) == []


def test_an_extra_word_in_the_name_counts_against_it(catalogue: ProductCatalogue) -> None:
    plain, zero = catalogue.find("coca cola 33")
    assert plain.score - zero.score > 0.1
    coffee, iced = catalogue.find("large coffee")
    assert coffee.score - iced.score > 0.12


def test_an_empty_shop_has_nothing() -> None:
    assert ProductCatalogue("en").find("coffee") == []


def test_no_more_than_asked_for(catalogue: ProductCatalogue) -> None:
    assert len(catalogue.find("coca cola", limit=2)) == 2


def test_one_barcode_may_be_on_two_products() -> None:
    twins = (product(1, "Red pen"), replace(product(2, "Blue pen"), barcode="5400000000001"))
    assert names(stocked(twins).find("5400000000001")) == ["Red pen", "Blue pen"]


def test_the_vocabulary_is_the_shops_own(catalogue: ProductCatalogue) -> None:
    vocabulary = catalogue.vocabulary({})
    assert vocabulary.products[:3] == ("Coca-Cola 33 cl can", "coke", "can of coke")
    assert len(set(vocabulary.products)) == len(vocabulary.products)
    assert vocabulary.categories == ("Drinks",)
    sizes, milk = (
        (("small", False), ("large", False), ("twelve ounce", False)),
        (("whole milk", True), ("oat milk", True)),
    )
    coffees = ("Coffee", "Iced coffee", "Cappuccino", "Decaf cappuccino", "Latte")
    assert vocabulary.optioned == (Optioned(coffees, (Options(sizes), Options(milk))),)


def test_options_are_known_as_transcripts_have_them() -> None:
    catalogue = stocked(SHOP)
    assert catalogue.options == {"small", "large", "12 ounce", "whole milk", "oat milk"}
    catalogue.load(catalogue.products[:1])
    assert not catalogue.options


def test_diets_are_known_the_commonest_first_and_those_of_the_store_alone_are_listened_for() -> None:
    tags = [(f"tag {number}",) for number in range(150)] + [("vegan",), ("organic", "vegan"), ("organic", "vegan")]
    made = stocked([replace(product(number, f"Tea {number}"), dietary=diets) for number, diets in enumerate(tags)])
    assert made.diets[:3] == ("vegan", "organic", "tag 0")
    assert made.vocabulary({}).diets == made.diets[1:]
    assert len(made.diets) == 100


def test_the_vocabulary_knows_how_much_oftener_something_is_sold(catalogue: ProductCatalogue) -> None:
    sold = {"Latte": Decimal(90), "Cappuccino": Decimal(13), "Coca-Cola 33 cl can": Decimal(10), "Gone": Decimal(900)}
    assert catalogue.vocabulary(sold).often == (("Latte", 8),)
    aliased = catalogue.vocabulary({"Coca-Cola 33 cl can": Decimal(40), "Latte": Decimal(10)})
    assert dict(aliased.often)["can of coke"] == 4


WORDS = ("oat", "milk", "crème", "Coca-Cola", "zero", "apple", "tart", "jalapeño", "red", "wine", "half-fat", "cheese")
PACKS = ("", "33 cl can", "50 cl bottle", "1 l", "1,5 l", "250 g", "pack of 4", "slice")

shop_names = st.lists(
    st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), st.sampled_from(PACKS)).map(
        lambda parts: " ".join([*parts[0], parts[1]]).strip()
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda name: plain(normalise(name).text),
)


def plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


@given(shop_names, st.data(), st.sampled_from((str, str.upper, str.title, plain, lambda text: text.replace("-", " "))))
def test_every_product_is_found_first_by_its_own_name(
    shop: list[str], data: st.DataObject, spell: Callable[[str], str]
) -> None:
    wanted = data.draw(st.sampled_from(shop))
    catalogue = stocked([product(number, name) for number, name in enumerate(shop)])
    for words in (spell(wanted), normalise(spell(wanted)).text):
        best = catalogue.find(words)[0]
        assert (best.product.name, best.exact, best.left_over) == (wanted, True, ())


@given(shop_names, st.sampled_from(WORDS), st.integers(0, 2000))
def test_a_number_is_never_taken_for_another(shop: list[str], word: str, number: int) -> None:
    catalogue = stocked([product(index, name) for index, name in enumerate(shop)])
    for match in catalogue.find(f"{word} {number}"):
        assert str(number) in normalise(match.product.name).text.split()


@given(shop_names, st.text(max_size=40))
def test_whatever_is_said_scores_between_none_and_one(shop: list[str], words: str) -> None:
    matches = stocked([product(index, name) for index, name in enumerate(shop)]).find(words)
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=8))
def test_an_unknown_word_beside_a_known_one_finds_nothing(word: str) -> None:
    catalogue = stocked([product(1, "Carrot cake"), product(2, "Apple tart")])
    assert catalogue.find(f"xx{word} cake") == []
