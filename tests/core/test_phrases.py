"""Every code that can be raised or said has its sentence, in every language, with the values that it needs."""

import ast
from collections.abc import Callable, Iterable
from dataclasses import fields
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from kiosk_app.core import errors
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.saying.phrases import SENTENCES, sentence, show_moment, show_money, show_quantity
from kiosk_app.core.types import Amount, Customer, Language, Money, OrderDetails
from kiosk_app.core.understanding import trigger_words

SOURCES = [path for path in Path("kiosk_app").rglob("*.py") if "demo_store" not in path.parts]
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}


Call = tuple[str, frozenset[str]]
"""A code, and the names of the values given with it."""


def _calls(is_meant: Callable[[ast.expr], bool]) -> list[Call]:
    """Every call in the sources of such a function with a literal code, or one of two, as its first argument."""
    calls = (
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and node.args and is_meant(node.func)
    )
    found = [
        (code.value, frozenset(keyword.arg for keyword in call.keywords if keyword.arg))
        for call in calls
        for code in _branches(call.args[0])
        if isinstance(code, ast.Constant) and isinstance(code.value, str)
    ]
    return sorted(set(found), key=repr)


def _branches(code: ast.expr) -> list[ast.expr]:
    return [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]


def _raises(function: ast.expr) -> bool:
    return isinstance(function, ast.Name) and function.id in ERRORS


def _says(function: ast.expr) -> bool:
    is_method = isinstance(function, ast.Attribute) and function.attr == "say"
    return is_method or (isinstance(function, ast.Name) and function.id == "sentence")


RAISED = _calls(_raises)
SAID = _calls(_says)
ASKED = sorted({argument.asked for spec in INTENTS.values() for argument in spec.arguments if argument.asked})
ENUMERATED: dict[str, Iterable[str]] = {
    "label_": {field.name for kind in (OrderDetails, Customer) for field in fields(kind)} - {"id", "version"},
    "metric_": trigger_words.METRIC,
    "period_": trigger_words.PERIOD,
    "status_": ("open", "placed", "ready", "delivered", "cancelled"),
    "fulfilment_": trigger_words.FULFILMENT,
    "title_stock_": trigger_words.STOCK_DIRECTION,
    "amount_": get_args(Amount),
    "kept_": ("keyring", "file", "nowhere"),
    "missing_": ("name", "phone", "address"),
}
"""Beginnings of codes whose ends are the values of something."""


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "values"), RAISED)
def test_every_error_that_is_raised_has_a_sentence_and_the_values_for_it(code: str, values: frozenset[str]) -> None:
    assert _placeholders(SENTENCES[code]["en"]) <= values
    assert all(text.endswith((".", "”.")) for text in SENTENCES[code].values())


@pytest.mark.parametrize(("code", "values"), SAID)
def test_every_sentence_that_is_said_is_there_and_has_its_values(code: str, values: frozenset[str]) -> None:
    assert _placeholders(SENTENCES[code]["en"]) <= values


def test_the_sources_say_and_raise_many_sentences() -> None:
    assert len(RAISED) > 50
    assert len(SAID) > 50


@pytest.mark.parametrize("code", ASKED)
def test_every_question_for_what_is_missing_is_one_and_needs_no_value(code: str) -> None:
    assert all(text.endswith("?") and not _placeholders(text) for text in SENTENCES[code].values())


@pytest.mark.parametrize("beginning", ENUMERATED)
def test_every_value_of_an_enumeration_has_its_words(beginning: str) -> None:
    ends = {code.removeprefix(beginning) for code in SENTENCES if code.startswith(beginning)}
    assert set(ENUMERATED[beginning]) <= ends


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_every_sentence_stands_in_every_language_with_the_same_values(code: str) -> None:
    texts = SENTENCES[code]
    assert texts.keys() == set(get_args(Language))
    values = [_placeholders(text) for text in texts.values()]
    assert all(names == values[0] for names in values)


def test_money_and_quantities_as_each_language_writes_them() -> None:
    price = Money(Decimal("1.2"), "EUR")
    assert show_money(price, "en") == "1.20 €"
    assert show_money(price, "es") == "1,20 €"
    assert show_money(Money(Decimal(3), "CHF"), "en") == "3.00 CHF"
    assert show_quantity(Decimal("2.500"), "en") == "2.5"
    assert show_quantity(Decimal("20"), "es") == "20"
    assert "1,20 €" in sentence("price_is", "es", product="Té", price=price)


@pytest.mark.parametrize(
    ("days", "english", "spanish"),
    [
        (0, "14:05 today", "hoy a las 14:05"),
        (1, "14:05 yesterday", "ayer a las 14:05"),
        (2, "7 November 2026", "el 7 de noviembre de 2026"),
        (-1, "7 November 2026", "el 7 de noviembre de 2026"),
    ],
)
def test_a_moment_as_the_till_sees_it(days: int, english: str, spanish: str) -> None:
    moment = datetime(2026, 11, 7, 14, 5).astimezone()
    now = moment.replace(hour=9, minute=0) + timedelta(days=days)
    assert (show_moment(moment, now, "en"), show_moment(moment, now, "es")) == (english, spanish)
