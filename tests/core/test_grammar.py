"""The grammar of a transcript: what can be answered, and what cannot whatever the model."""

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.grammar import MAX_CHARACTERS, MAX_ITEMS, MAX_OPTIONS, MAX_WORDS, grammar, shorten
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import Normalised, Word, normalise
from tests import contract, gbnf

SAID = "coca cola thirty three is one twenty now"


def accepted(said: str, answer: str) -> bool:
    return gbnf.accepts(gbnf.read(grammar(normalise(said), "en", INTENTS)), answer)


def price(query: str, new_price: str) -> str:
    return f'{{"intent":"update_product_price","args":{{"query":" {query}","new_price":" {new_price}"}}}}'


@pytest.mark.parametrize("query", ["coca cola 33", "coca", "is", "now", "coca cola 33 is 1.20 now"])
@pytest.mark.parametrize("value", ["1.20", "120", "33"])
def test_a_run_of_words_and_a_reading_can_be_answered(query: str, value: str) -> None:
    assert accepted(SAID, price(query, value))


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ("cola coca", "1.20"),
        ("coca 33", "1.20"),
        ("pepsi", "1.20"),
        ("coca col", "1.20"),
        ("", "1.20"),
        ("coca cola 33", "1.2"),
        ("coca cola 33", "0.12"),
        ("coca cola 33", ""),
    ],
)
def test_nothing_else_can_be_answered(query: str, value: str) -> None:
    assert not accepted(SAID, price(query, value))


def test_a_price_needs_a_number() -> None:
    assert "new_price" in grammar(normalise(SAID), "en", INTENTS)
    assert "new_price" not in grammar(normalise("the coca cola costs more now"), "en", INTENTS)


def test_what_is_asked_for_may_be_missing_but_items_may_not() -> None:
    assert accepted("change a price", '{"intent":"update_product_price","args":{}}')
    assert accepted("coca cola costs more", '{"intent":"update_product_price","args":{"query":" coca cola"}}')
    assert not accepted("add something", '{"intent":"add_to_order","args":{}}')


@pytest.mark.parametrize(
    ("said", "direction", "possible"),
    [
        ("raise the teas by five percent", "up", True),
        ("raise the teas by five percent", "down", False),
        ("take five percent off the teas", "down", True),
        ("the teas five percent", "up", False),
    ],
)
def test_a_direction_needs_one_of_its_words(said: str, direction: str, possible: bool) -> None:
    answer = f'{{"intent":"adjust_prices","args":{{"query":" teas","percent":" 5","direction":"{direction}"}}}}'
    assert accepted(said, answer) is possible


def test_a_share_needs_percent_and_a_phone_number_enough_digits() -> None:
    assert not accepted("raise the teas by five", '{"intent":"adjust_prices","args":{"percent":" 5"}}')
    phone = '{"intent":"create_customer","args":{"name":" anna","phone":" %s"}}'
    assert accepted("new customer anna 600123456", phone % "600123456")
    assert not accepted("new customer anna 1234", phone % "1234")


def test_a_place_needs_an_ordinal_or_a_small_number() -> None:
    assert accepted("the second one", '{"intent":"choose","args":{"ordinal":" 2"}}')
    assert accepted("number three", '{"intent":"choose","args":{"ordinal":" 3"}}')
    assert accepted("the can", '{"intent":"choose","args":{"query":" can"}}')
    assert accepted("the second can", '{"intent":"choose","args":{"ordinal":" 2","query":" can"}}')
    assert not accepted("the second one", '{"intent":"choose","args":{"ordinal":" 3"}}')
    assert not accepted("the can", '{"intent":"choose","args":{"ordinal":" 1"}}')
    assert accepted("the can", '{"intent":"choose","args":{}}')


@pytest.mark.parametrize(
    ("said", "possible"),
    [
        ("place the order", True),
        ("that's all thanks", True),
        ("set the price", False),
        ("what is on the order", False),
        ("i had a lovely holiday", False),
    ],
)
def test_an_order_is_placed_only_when_it_was_said(said: str, possible: bool) -> None:
    assert accepted(said, '{"intent":"place_order","args":{}}') is possible


@pytest.mark.parametrize(("said", "possible"), [("yes do it", True), ("the croissant", False), ("no no no", False)])
def test_only_a_yes_confirms(said: str, possible: bool) -> None:
    assert accepted(said, '{"intent":"confirm","args":{}}') is possible


def test_a_trigger_of_another_language_does_not_count() -> None:
    rules = gbnf.read(grammar(normalise("place the order", "es"), "es", INTENTS))
    assert not gbnf.accepts(rules, '{"intent":"place_order","args":{}}')


def test_items_carry_options_and_a_quantity_where_one_was_said() -> None:
    said = "two large lattes with oat milk and a croissant"
    latte = '{"query":" lattes","quantity":" 2","options":[" large"," oat milk"]}'
    assert accepted(said, f'{{"intent":"add_to_order","args":{{"items":[{latte},{{"query":" croissant"}}]}}}}')
    assert not accepted(said, '{"intent":"add_to_order","args":{"items":[]}}')
    assert not accepted(said, '{"intent":"add_to_order","args":{"items":[{"query":" lattes","quantity":" 3"}]}}')
    assert not accepted(said, '{"intent":"add_to_order","args":{"items":[{"query":" lattes","options":[]}]}}')
    one = '{"intent":"add_to_order","args":{"items":[{"query":" latte","quantity":" 1"}]}}'
    assert not accepted("a latte", one)


def test_items_and_options_are_bounded() -> None:
    def answer(items: int, options: int) -> str:
        item = f'{{"query":" tea","options":[{",".join([chr(34) + " tea" + chr(34)] * options)}]}}'
        return f'{{"intent":"add_to_order","args":{{"items":[{",".join([item] * items)}]}}}}'

    assert accepted("tea", answer(MAX_ITEMS, MAX_OPTIONS))
    assert not accepted("tea", answer(MAX_ITEMS + 1, 1))
    assert not accepted("tea", answer(1, MAX_OPTIONS + 1))


def test_silence_allows_only_what_needs_no_word() -> None:
    rules = gbnf.read(grammar(Normalised(()), "en", INTENTS))
    assert gbnf.accepts(rules, '{"intent":"out_of_scope","args":{}}')
    answers = grammar(Normalised(()), "en", INTENTS)
    assert not any(f'\\"{argument}\\":' in answers for argument in ("query", "items", "ordinal"))


def test_the_grammar_grows_with_the_words_not_with_their_square() -> None:
    short, long = (len(grammar(normalise("word " * n), "en", INTENTS)) for n in (20, 40))
    assert long < 2.5 * short


WORDS = st.text(st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp"]), min_size=1, max_size=8)
ODD = st.sampled_from(
    ['"', "\\", '\\"', "{", '"}}', "\n", "\0", "😀", "ñandú", "ß", "|", "(", "::=", "<answer>", "1.20"]
)


@given(st.lists(WORDS | ODD, max_size=12), st.integers(0, 2**32))
def test_every_derivation_is_the_contract_whatever_the_words(words: list[str], seed: int) -> None:
    heard = Normalised(tuple(Word(word, (word,) if word == "1.20" else (), word) for word in words))
    answer = json.loads(gbnf.derive(gbnf.read(grammar(heard, "en", INTENTS)), random.Random(seed)))
    assert list(answer) == ["intent", "args"]
    contract.check(answer["intent"], contract.unspaced(answer["intent"], answer["args"]), heard, "en")


@given(
    st.lists(
        st.sampled_from(
            [
                "set",
                "two",
                "one",
                "fifty",
                "coffee",
                "first",
                "the",
                "yes",
                "place",
                "order",
                "milk",
                "3",
                "2.50",
                "thirty",
            ]
        )
    )
)
def test_every_derivation_of_ordinary_speech_is_grounded(words: list[str]) -> None:
    heard = normalise(" ".join(words))
    rules = gbnf.read(grammar(heard, "en", INTENTS))
    for seed in range(10):
        answer = json.loads(gbnf.derive(rules, random.Random(seed)))
        contract.check(answer["intent"], contract.unspaced(answer["intent"], answer["args"]), heard, "en")


@given(st.lists(st.text("abc 12", min_size=1), max_size=200))
def test_a_long_transcript_is_cut_at_a_word(words: list[str]) -> None:
    heard = Normalised(tuple(Word(word) for word in words))
    short = shorten(heard)
    assert heard.words[: len(short.words)] == short.words
    assert len(short.words) <= MAX_WORDS
    assert len(short.text) <= MAX_CHARACTERS
    assert short == heard or len(short.words) == MAX_WORDS or len(heard.text) > MAX_CHARACTERS
