"""Every code that can be raised has its sentence, in every language, with what to do next."""

import re
from decimal import Decimal
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from kiosk_app.core import errors
from kiosk_app.core.phrases import _SENTENCES, sentence, show_money, show_quantity
from kiosk_app.core.types import Language, Money

SOURCES = [path for path in Path("kiosk_app").rglob("*.py") if "demo_store" not in path.parts]
ERRORS = "|".join(name for name, kind in vars(errors).items() if isinstance(kind, type))
RAISED = {
    code
    for path in SOURCES
    for code in re.findall(rf'(?:{ERRORS})\(\s*"([a-z_]+)"', path.read_text(encoding="utf-8"))
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(RAISED))
def test_every_code_that_is_raised_has_a_sentence(code: str) -> None:
    assert code in _SENTENCES


@pytest.mark.parametrize("code", sorted(_SENTENCES))
def test_every_sentence_stands_in_every_language_with_the_same_values(code: str) -> None:
    texts = _SENTENCES[code]
    assert texts.keys() == set(get_args(Language))
    values = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts.values()]
    assert all(names == values[0] for names in values)


def test_every_error_sentence_is_one_that_ends() -> None:
    for code in RAISED:
        assert all(text.endswith(".") for text in _SENTENCES[code].values()), code


def test_money_and_quantities_as_each_language_writes_them() -> None:
    price = Money(Decimal("1.2"), "EUR")
    assert show_money(price, "en") == "1.20 €"
    assert show_money(price, "es") == "1,20 €"
    assert show_money(Money(Decimal(3), "CHF"), "en") == "3.00 CHF"
    assert show_quantity(Decimal("2.500"), "en") == "2.5"
    assert show_quantity(Decimal("20"), "es") == "20"
    assert "1,20 €" in sentence("price_is", "es", product="Té", price=price)
