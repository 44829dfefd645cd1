"""The till knows which pieces are its own words, and takes no name for one of them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.saying.frequent import frequent, is_frequent
from kiosk_app.core.saying.phrases import sentence
from kiosk_app.core.saying.say import pieces
from kiosk_app.core.types import Language, Money

LANGUAGES: tuple[Language, ...] = ("en", "es")
languages = st.sampled_from(LANGUAGES)
amounts = st.decimals(min_value=0, max_value=9_999, places=2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_the_same_each_time_is_frequent(language: Language) -> None:
    said = frequent(language)
    assert 50 < len(said) < 300
    assert len(set(said)) == len(said)
    assert all(is_frequent(piece, language) for piece in said)
    assert set(pieces(sentence("cancelled", language), language)) <= set(said)
    assert not any("{" in piece or "}" in piece for piece in said)


@given(st.integers(0, 9_999), amounts, languages)
def test_sentences_of_numbers_alone_are_frequent(number: int, amount: Decimal, language: Language) -> None:
    total = Money(amount, "EUR")
    for code in ("done_place", "order_is", "done_order"):
        said = pieces(sentence(code, language, number=number, count=number, total=total), language)
        assert all(is_frequent(piece, language) for piece in said), said


@given(amounts, languages)
def test_of_a_price_only_the_product_is_not(amount: Decimal, language: Language) -> None:
    said = pieces(sentence("price_is", language, product="Latte", price=Money(amount, "EUR")), language)
    assert [is_frequent(piece, language) for piece in said] == [False, True]


@pytest.mark.parametrize("name", ["Ana Belén", "Will", "Euro Smith", "Mr. Two", "Álvaro y Cía"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_with_a_name_is_not(language: Language, name: str) -> None:
    for code in ("customer_is", "done_customer_new", "done_customer", "customer_is_already", "signed_out"):
        said = pieces(sentence(code, language, name=name, user=name), language)
        assert not any(is_frequent(piece, language) for piece in said), said
