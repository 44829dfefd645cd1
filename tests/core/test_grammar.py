"""The grammar of a transcript: what can be answered, and what cannot whatever the model."""

import json
import random
from collections.abc import Iterator

import llama_cpp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.intents import INTENTS, extended
from kiosk_app.core.numbers import Normalised, Word, normalise
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.grammar import MAX_CHARACTERS, MAX_ITEMS, MAX_OPTIONS, MAX_WORDS, grammar, shorten
from kiosk_app.core.understanding.trigger_words import NOTHING, Enumeration
from tests import contract, gbnf, untrained
from tests.transcripts import transcripts

SAID = "coca cola thirty three is one twenty now"


def accepted(said: str, answer: str, language: Language = "en") -> bool:
    return gbnf.accepts(gbnf.read(grammar(normalise(said, language), language, INTENTS)), answer)


def answer(intent: str, **args: str) -> str:
    members = ",".join(f'"{key}":"{value}"' for key, value in args.items())
    return f'{{"intent":"{intent}","args":{{{members}}}}}'


def price(query: str, new_price: str) -> str:
    return answer("update_product_price", query=f" {query}", new_price=f" {new_price}")


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


@pytest.mark.parametrize(
    ("said", "direction", "possible"),
    [
        ("put the teas up by 5 percent", "up", True),
        ("put the teas at 5 percent", "down", False),
        ("5 percent off the teas", "down", True),
        ("5 percent off the teas", "up", False),
        ("the teas 5 percent", "set", False),
    ],
)
def test_a_price_moves_only_where_a_word_for_it_was_said(said: str, direction: str, possible: bool) -> None:
    assert accepted(said, answer("adjust_prices", query=" teas", percent=" 5", direction=direction)) is possible
    assert accepted(said, answer("adjust_prices", query=" teas", percent=" 5"))


def test_a_closed_list_is_of_its_language() -> None:
    assert accepted("sube los tés", answer("adjust_prices", direction="up"), "es")
    assert not accepted("sube los tés", answer("adjust_prices", direction="up"), "en")
    assert not accepted("raise the teas", answer("adjust_prices", direction="up"), "es")


def test_a_closed_list_offers_nothing_of_its_own_words() -> None:
    assert not accepted("raise the teas", answer("adjust_prices", direction="raise"))
    assert not accepted("raise the teas", answer("adjust_prices", direction=" up"))


@pytest.mark.parametrize(
    ("said", "language", "percent", "possible"),
    [
        ("raise the teas by five percent", "en", "5", True),
        ("raise the teas by five", "en", "5", False),
        ("raise the 2 teas by five percent", "en", "2", False),
        ("raise the teas by two point five per cent", "en", "2.5", True),
        ("sube los tés un cinco por ciento", "es", "5", True),
        ("sube los tés cinco", "es", "5", False),
    ],
)
def test_a_share_stands_before_percent(said: str, language: Language, percent: str, possible: bool) -> None:
    assert accepted(said, answer("adjust_prices", percent=f" {percent}"), language) is possible


@pytest.mark.parametrize(("said", "possible"), [("5", True), ("5 percent", False), ("33 cl", False)])
def test_a_share_or_a_size_is_no_money(said: str, possible: bool) -> None:
    assert accepted(f"raise the teas by {said}", answer("adjust_prices", amount=f" {said.split()[0]}")) is possible


@pytest.mark.parametrize(
    ("said", "possible"), [("600123456", True), ("12345", True), ("1234", False), ("1.2345", False)]
)
def test_a_phone_has_at_least_five_digits(said: str, possible: bool) -> None:
    assert accepted(f"anna {said}", answer("create_customer", phone=f" {said}")) is possible


def test_arguments_keep_the_order_of_the_table() -> None:
    said = "raise the teas by 5 percent"
    assert accepted(said, answer("adjust_prices", query=" teas", percent=" 5", direction="up"))
    assert not accepted(said, answer("adjust_prices", percent=" 5", query=" teas", direction="up"))
    assert not accepted(said, answer("adjust_prices", query=" teas", query_=" teas").replace("query_", "query"))


def test_whatever_may_be_missing_can_be_left_out() -> None:
    rules = gbnf.read(grammar(normalise("place it yes undo the whole order for table 4"), "en", INTENTS))
    for spec in INTENTS.values():
        possible = not any(argument.required for argument in spec.arguments)
        assert gbnf.accepts(rules, answer(spec.name)) is possible


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
    def ordered(items: int, options: int) -> str:
        item = f'{{"query":" tea","options":[{",".join([chr(34) + " tea" + chr(34)] * options)}]}}'
        return f'{{"intent":"add_to_order","args":{{"items":[{",".join([item] * items)}]}}}}'

    assert accepted("tea", ordered(MAX_ITEMS, MAX_OPTIONS))
    assert not accepted("tea", ordered(MAX_ITEMS + 1, 1))
    assert not accepted("tea", ordered(1, MAX_OPTIONS + 1))


def test_silence_allows_only_what_needs_no_word() -> None:
    rules = gbnf.read(grammar(Normalised(()), "en", INTENTS))
    assert gbnf.accepts(rules, '{"intent":"out_of_scope","args":{}}')
    answers = grammar(Normalised(()), "en", INTENTS)
    assert not any(f'\\"{argument}\\":' in answers for argument in ("query", "items", "ordinal"))


def test_the_grammar_grows_with_the_words_not_with_their_square() -> None:
    short, long = (len(grammar(normalise("word " * n), "en", INTENTS)) for n in (20, 40))
    assert long < 2.5 * short


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[object]:
    """llama.cpp's, to let it read grammars."""
    path = untrained.write(tmp_path_factory.mktemp("model") / "m.gguf")
    model = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)
    yield llama_cpp.llama_model_get_vocab(model.model)
    model.close()


def read_by_llama(vocabulary: object, rules: str) -> bool:
    sampler = llama_cpp.llama_sampler_init_grammar(vocabulary, rules.encode(), b"root")
    if sampler:
        llama_cpp.llama_sampler_free(sampler)
    return bool(sampler)


@given(transcripts(), st.integers(0, 2**32))
def test_every_derivation_is_the_contract_whatever_was_said(
    vocabulary: object, said: tuple[Normalised, Language], seed: int
) -> None:
    heard, language = shorten(said[0]), said[1]
    written = grammar(heard, language, INTENTS)
    assert read_by_llama(vocabulary, written)
    rules, rng = gbnf.read(written), random.Random(seed)
    for _ in range(5):
        name, args = contract.read(gbnf.derive(rules, rng))
        contract.check(name, args, heard, language)


def test_a_value_that_the_store_adds_is_offered_where_its_words_were_said(vocabulary: object) -> None:
    own: Enumeration = {'the "raw" \\ club': {"en": ("raw club",), "es": ("raw club",)}}
    longer = extended(INTENTS, {"dietary": own, "mood": {}})
    for said, possible in (("something for the raw club", True), ("something raw", False)):
        written = grammar(normalise(said), "en", longer)
        assert read_by_llama(vocabulary, written)
        assert gbnf.accepts(gbnf.read(written), answer("recommend_items", dietary=json.dumps(*own)[1:-1])) is possible
    vegan = grammar(normalise("something vegan"), "en", longer)
    assert vegan == grammar(normalise("something vegan"), "en", INTENTS)
    assert extended(INTENTS, NOTHING) is INTENTS


@given(st.lists(st.text("abc 12", min_size=1), max_size=200))
def test_a_long_transcript_is_cut_at_a_word(words: list[str]) -> None:
    heard = Normalised(tuple(Word(word) for word in words))
    short = shorten(heard)
    assert heard.words[: len(short.words)] == short.words
    assert len(short.words) <= MAX_WORDS
    assert len(short.text) <= MAX_CHARACTERS
    assert short == heard or len(short.words) == MAX_WORDS or len(heard.text) > MAX_CHARACTERS
