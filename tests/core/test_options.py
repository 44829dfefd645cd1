"""What is said of a line becomes the product's own modifiers, or a note, and nothing else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.types import Modifier, ModifierGroup, Money, Product
from kiosk_app.core.understanding.options import crowded_groups, find_options

NOTHING = Money(Decimal("0.00"), "EUR")


def group(name: str, *modifiers: str, takes_amount: bool = False) -> ModifierGroup:
    made = tuple(Modifier(f"{name}-{modifier}", modifier, NOTHING, takes_amount) for modifier in modifiers)
    return ModifierGroup(name, made, at_most=1)


LATTE = Product(
    id="1",
    name="Latte",
    sku="L",
    barcode="",
    category="Coffee",
    price=Money(Decimal("2.50"), "EUR"),
    stock=None,
    version=None,
    modifier_groups=(
        group("size", "small", "medium", "large", "eight ounce", "twelve ounce", "sixteen ounce", "twenty ounce"),
        group("roast", "light roast", "medium roast", "dark roast"),
        group("shots", "single shot", "double shot", "triple shot"),
        group("milk", "milk", "skim milk", "whole milk", "almond milk", "soy milk", "cream", takes_amount=True),
        group("sweetener", "sugar", "brown sugar", "sweetener", takes_amount=True),
    ),
)


def read(*phrases: str) -> tuple[set[tuple[str, str]], str]:
    found = find_options(phrases, LATTE, "en")
    return {(option.name, option.amount) for option in found.options}, found.notes


@pytest.mark.parametrize(
    ("phrases", "options", "notes"),
    [
        (["large", "dark roast"], {("large", "normal"), ("dark roast", "normal")}, ""),
        (["a little bit of skim milk"], {("skim milk", "little")}, ""),
        (["a bit of cream"], {("cream", "little")}, ""),
        (["lots of brown sugar"], {("brown sugar", "extra")}, ""),
        (["a lot of milk"], {("milk", "extra")}, ""),
        (["some sugar"], {("sugar", "normal")}, ""),
        (["sixteen ounce"], {("sixteen ounce", "normal")}, ""),
        (["16 ounce", "medium"], {("sixteen ounce", "normal"), ("medium", "normal")}, ""),
        (["medium roast medium"], {("medium roast", "normal"), ("medium", "normal")}, ""),
        (["double"], {("double shot", "normal")}, ""),
        (["almond"], {("almond milk", "normal")}, ""),
        (["soya milk"], {("soy milk", "normal")}, ""),
        (["with whole milk and lots of sugar"], {("whole milk", "normal"), ("sugar", "extra")}, ""),
        (["light roast"], {("light roast", "normal")}, ""),
        (["no sugar"], set(), "no sugar"),
        (["large", "without milk"], {("large", "normal")}, "without milk"),
        (["extra hot"], set(), "extra hot"),
        (["extra large"], {("large", "normal")}, "extra"),
        (["to go"], set(), "to go"),
        ([], set(), ""),
    ],
)  # fmt: skip
def test_phrases(phrases: list[str], options: set[tuple[str, str]], notes: str) -> None:
    assert read(*phrases) == (options, notes)


def test_the_same_option_twice_is_one_and_keeps_its_amount() -> None:
    assert read("milk", "a little milk") == ({("milk", "little")}, "")
    assert read("a little milk", "milk") == ({("milk", "little")}, "")


def test_more_than_a_group_takes_is_reported() -> None:
    options = find_options(["large", "small", "dark roast"], LATTE, "en").options
    ((crowded, said),) = crowded_groups(options, LATTE)
    assert crowded.name == "size"
    assert {option.name for option in said} == {"large", "small"}


@given(st.lists(st.text(max_size=20), max_size=4))
def test_nothing_is_put_on_a_line_that_was_not_said(phrases: list[str]) -> None:
    said = {word for phrase in phrases for word in phrase.lower().split()}
    for option in find_options(phrases, LATTE, "en").options:
        assert said, option
