"""Utterances that make sense only after another one, and all those that do not."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.follow_up import continuation, correction, corrects_order, is_settable
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.fakes import cafe

COLA = Intent("update_product_price", {"query": "coca cola 33 cl", "new_price": "1.20"}, 0.6)
STOCK = Intent("adjust_stock", {"query": "croissant", "quantity": "5", "direction": "in"})
RAISE = Intent("adjust_prices", {"query": "coca cola", "percent": "5", "direction": "up"})
TABLE = Intent("set_order_details", {"fulfilment": "table", "table": "4"})
ORDER = Intent("add_to_order", {"items": [{"query": "croissant"}, {"query": "coffee", "quantity": "1"}]})
FOUND = Intent("find_customer", {"query": "anna"})

LANGUAGES: tuple[Language, ...] = ("en", "es")


def corrected(said: str, last: Intent | None, language: Language = "en") -> Intent | None:
    catalogue = ProductCatalogue(language)
    catalogue.load(cafe())
    return correction(normalise(said, language), language, last, catalogue)


def continued(said: str, last: Intent | None, language: Language = "en") -> Intent | None:
    catalogue = ProductCatalogue(language)
    catalogue.load(cafe())
    return continuation(normalise(said, language), language, last, catalogue)


@pytest.mark.parametrize(
    ("language", "said", "last", "changed"),
    [
        ("en", "make it one thirty", COLA, {"new_price": "1.30"}),
        ("en", "no, one thirty", COLA, {"new_price": "1.30"}),
        ("en", "sorry I meant one thirty", COLA, {"new_price": "1.30"}),
        ("en", "one thirty instead", COLA, {"new_price": "1.30"}),
        ("en", "actually make that six", STOCK, {"quantity": "6"}),
        ("en", "make it ten percent", RAISE, {"percent": "10"}),
        ("en", "make it ten", RAISE, {"percent": "10"}),
        ("en", "no, seven", TABLE, {"table": "7"}),
        ("en", "no, the zero", COLA, {"query": "coca cola 0"}),
        ("en", "no, the zero one", COLA, {"query": "coca cola 0"}),
        ("en", "not that one, the 50 cl one", COLA, {"query": "coca cola 50 cl"}),
        ("en", "no I meant the croissant", COLA, {"query": "croissant"}),
        ("en", "no, the big one", COLA, {"query": "coca cola"}),
        ("es", "que sea uno treinta", COLA, {"new_price": "1.30"}),
        ("es", "no, uno treinta", COLA, {"new_price": "1.30"}),
        ("es", "mejor diez por ciento", RAISE, {"percent": "10"}),
        ("es", "no, la zero", COLA, {"query": "coca cola 0"}),
        ("es", "quise decir el croissant", COLA, {"query": "croissant"}),
    ],
)
def test_corrections(language: Language, said: str, last: Intent, changed: Mapping[str, str]) -> None:
    intent = corrected(said, last, language)
    assert intent is not None
    assert intent.args == {**last.args, **changed}
    assert intent.origins == {name: "context" for name in last.args if name not in changed}
    assert intent.confidence == 1.0


@pytest.mark.parametrize(
    ("language", "said", "item"),
    [
        ("en", "make it two", {"query": "coffee", "quantity": "2"}),
        ("en", "no the cappuccino", {"query": "cappuccino", "quantity": "1"}),
        ("en", "no, the large one", {"query": "coffee large", "quantity": "1"}),
        ("en", "no, the big one", {"query": "coffee large", "quantity": "1"}),
        ("es", "que sean dos", {"query": "coffee", "quantity": "2"}),
        ("es", "no, el cappuccino", {"query": "cappuccino", "quantity": "1"}),
    ],
)
def test_a_correction_of_an_order_is_about_its_last_thing(
    language: Language, said: str, item: Mapping[str, str]
) -> None:
    intent = corrected(said, ORDER, language)
    assert intent is not None
    assert intent.args == {"items": [{"query": "croissant"}, item]}
    assert corrects_order(intent)


@pytest.mark.parametrize(
    ("language", "said", "last", "changed"),
    [
        ("en", "and the zero too", COLA, {"query": "0"}),
        ("en", "the croissant as well", COLA, {"query": "croissant"}),
        ("en", "and the croissant is one thirty", COLA, {"query": "croissant", "new_price": "1.30"}),
        ("en", "same for the carrot cake", STOCK, {"query": "carrot cake"}),
        ("en", "and the croissant", RAISE, {"query": "croissant"}),
        ("en", "same again for the croissant", ORDER, {"items": [{"query": "croissant", "quantity": "1"}]}),
        ("en", "and the croissant too", ORDER, {"items": [{"query": "croissant"}]}),
        ("es", "y la zero también", COLA, {"query": "0"}),
        ("es", "lo mismo para el croissant", COLA, {"query": "croissant"}),
        ("es", "igual con el croissant", STOCK, {"query": "croissant"}),
    ],
)
def test_continuations(language: Language, said: str, last: Intent, changed: Mapping[str, object]) -> None:
    intent = continued(said, last, language)
    assert intent is not None
    assert intent.args == {**last.args, **changed}
    assert not corrects_order(intent)


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("make it two", None),
        ("and the zero too", None),
        ("make it blue", COLA),
        ("make it two", FOUND),
        ("no the smith", FOUND),
        ("and the croissant too", FOUND),
        ("and the unicorn too", COLA),
        ("and the price of tea", COLA),
        ("no the unicorn", STOCK),
        ("no the order is for the second table", ORDER),
        ("make it ten percent", COLA),
        ("two large cappuccinos", ORDER),
        ("a croissant too", ORDER),
        ("coca cola 33 is one thirty", COLA),
        ("no", COLA),
        ("yes", COLA),
        ("", COLA),
    ],
)
def test_what_stands_for_itself(said: str, last: Intent | None) -> None:
    assert corrected(said, last) is None
    assert continued(said, last) is None


@pytest.mark.parametrize(
    ("said", "last", "settable"),
    [
        ("no, one thirty", COLA, True),
        ("no, the zero", COLA, False),
        ("no, six", STOCK, False),
        ("no, six", Intent("adjust_stock", {**STOCK.args, "direction": "set"}), True),
        ("make it ten percent", RAISE, False),
        ("no, seven", TABLE, True),
        ("make it two", ORDER, True),
    ],
)
def test_what_may_be_done_after_what_was_done(said: str, last: Intent, settable: bool) -> None:
    intent = corrected(said, last)
    assert intent is not None
    assert is_settable(intent, last) is settable


PIECES = st.sampled_from(
    ["no", "the", "and", "make", "it", "that", "same", "for", "too", "one", "big", "zero", "two", "coffee", "instead"]
) | st.sampled_from(["1.30", "percent", "la", "y"])


@given(
    st.lists(PIECES, max_size=8), st.sampled_from([COLA, STOCK, RAISE, TABLE, ORDER, FOUND]), st.sampled_from(LANGUAGES)
)
def test_nothing_is_made_up(words: list[str], last: Intent, language: Language) -> None:
    said = " ".join(words)
    heard = normalise(said, language)
    readings = {reading for word in heard.words for reading in word.readings}
    for intent in (corrected(said, last, language), continued(said, last, language)):
        if intent is None:
            continue
        assert intent.name == last.name
        for name, value in intent.args.items():
            if name in ("new_price", "quantity", "percent", "table"):
                assert value == last.args[name] or value in readings
