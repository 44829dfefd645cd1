"""Every code that can be raised has its sentence, in every language, with what to do next."""

import ast
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from kiosk_app.core import errors
from kiosk_app.core.phrases import SENTENCES, sentence, show_money, show_quantity
from kiosk_app.core.types import Language, Money

SOURCES = [path for path in Path("kiosk_app").rglob("*.py") if "demo_store" not in path.parts]
ERRORS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}


def _raised() -> list[tuple[str, frozenset[str]]]:
    """Every `SomeError("code", value=...)` in the sources: the code, and the names of its values."""
    calls = [
        node
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    ]
    return [
        (call.args[0].value, frozenset(keyword.arg for keyword in call.keywords if keyword.arg))
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in ERRORS
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    ]


RAISED = sorted(_raised(), key=repr)


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("code", "values"), RAISED)
def test_every_error_that_is_raised_has_a_sentence_and_the_values_for_it(code: str, values: frozenset[str]) -> None:
    assert _placeholders(SENTENCES[code]["en"]) <= values
    assert all(text.endswith((".", "”.")) for text in SENTENCES[code].values())


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
