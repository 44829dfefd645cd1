"""What people say at the till stands in the grammar, and what they say elsewhere does not."""

from dataclasses import replace
from random import Random
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk_app.core.hearing.compiling import compile_network
from kiosk_app.core.hearing.network import Network
from kiosk_app.core.hearing.patterns import Node, parse
from kiosk_app.core.hearing.speech_grammar import answers, grammar, products, sentences
from kiosk_app.core.hearing.speech_sentences import CORRECTIONS, NUMBERS
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import normalise
from kiosk_app.core.ports import Catalogue
from kiosk_app.core.sound_ports import Optioned, Options, Vocabulary
from kiosk_app.core.types import Intent
from kiosk_app.core.understanding.clarify import read
from kiosk_app.core.understanding.follow_up import continuation, correction
from kiosk_app.core.understanding.grammar import grammar as answer_grammar

SHOP = Vocabulary(
    products=(
        "Coca-Cola 33 cl can", "Coca-Cola 50 cl", "Coca-Cola 2 l", "Whole milk 1 l", "Oat milk 1 l", "Cappuccino",
        "Iced mocha", "Croissant", "Café crème", "Chicken Caesar wrap", "Still water 1.5 l", "Tuna 0.8 kg",
        "M&M's 45 g", "Free-range eggs 12 pack", "Blueberry muffin", "Water 0.33 l", "Cherry", "Café con leche",
    ),
    categories=("Hot drinks", "Sandwiches"),
    optioned=(
        Optioned(
            ("Cappuccino", "Iced mocha"),
            (
                Options((("small", False), ("large", False), ("sixteen ounce", False))),
                Options((("dark roast", False),)), Options((("double shot", False),)),
                Options((("whole milk", True),)), Options((("brown sugar", True),)),
            ),
        ),
    ),
)  # fmt: skip

NONE = products(Vocabulary((), (), ()))


@pytest.fixture(scope="module")
def shop() -> Network:
    return grammar(SHOP)


SAID = """
coca cola thirty three is one twenty now
set the price of coca cola thirty three to one twenty
change coca cola thirty three centilitres to two euros fifty
make the whole milk ninety nine cents
put croissant at one oh five
whole milk one litre goes up to a euro twenty
the new price of oat milk is two fifteen
coca cola two litres costs two point four nine
how much is the blueberry muffin
what's the price of oat milk
how many croissants do we have left
do we have oat milk
are there any croissants left
check the stock of whole milk
is the chicken caesar in stock
show me the sandwiches
find hot drinks
look for still water one point five litres
can i get a large dark roast cappuccino with a little bit of whole milk and lots of brown sugar
i'd like two cappuccinos with a double shot and a croissant
give me a sixteen ounce iced mocha please
could i please have an iced mocha with extra whole milk
two coca cola fifty and a blueberry muffin to go
add three croissants to the order
a cappuccino dark roast large
hi a cup of cappuccino without whole milk
cappuccino with two brown sugars
a dozen free range eggs
take the croissant off
remove two coca cola thirty three cans from the order
what's on the order
that's all place the order
place the order please
raise all the hot drinks by five percent
take twenty cents off the sandwiches
put the croissants up by ten cents
we received twenty four cans of coca cola thirty three
i threw away three croissants
a dozen croissants came in
set the stock of oat milk to twelve
what's on the menu
what would you recommend for a vegan
do we have anything gluten free
this is for pickup
it goes to table four
two cappuccinos for table four
cancel the whole order
is order forty two ready
find the customer with phone number six oh oh double one two three four
new customer
change the phone number of customer six oh oh one two three to six oh oh one two four
how much did we take yesterday
what are the sales this week by hour
what are the top five products this month
how many croissants did we sell today
what are the opening hours
when do we open on sunday
what's the return policy
what allergens are in the blueberry muffin
are there any nuts in the croissant
is the blueberry muffin vegan
say that again
undo that
take that back
what can i say
good morning
get me the manager
yes
yes please
no
no thanks
cancel that
the second one
number three
caesar wrap
m and m's
cafe creme
two cherries
water point thirty three litres
""".strip().splitlines()


@pytest.mark.parametrize("text", SAID)
def test_said_at_the_till(shop: Network, text: str) -> None:
    assert shop.accepts(text)


@pytest.mark.parametrize("text", ["what is the weather like today", "cafe con leche", "set the price", "how much", ""])
def test_not_said_at_the_till(shop: Network, text: str) -> None:
    assert not shop.accepts(text)


def test_goods_take_only_options_of_their_own(shop: Network) -> None:
    assert not shop.accepts("a large croissant")
    toasted = Optioned(("Croissant",), (Options((("toasted", False),)),))
    both = grammar(replace(SHOP, optioned=(*SHOP.optioned, toasted)))
    assert both.accepts("a toasted croissant")
    assert both.accepts("a large cappuccino and a croissant toasted")
    assert not both.accepts("a toasted cappuccino")


def test_one_of_each_kind_of_option_unless_a_line_takes_more(shop: Network) -> None:
    assert shop.accepts("a large dark roast double shot cappuccino with brown sugar and whole milk")
    assert not shop.accepts("a large small cappuccino")
    assert not shop.accepts("a cappuccino with whole milk and with a lot of whole milk")
    extras = Options((("egg", False), ("bacon", False)), at_most=2)
    breakfast = grammar(Vocabulary(("Roll", "Toast"), (), (Optioned(("Roll",), (extras,)),)))
    assert breakfast.accepts("a roll with egg and bacon")


def test_several_are_said_in_the_plural(shop: Network) -> None:
    assert shop.accepts("two large cappuccinos with whole milk")
    assert shop.accepts("a large cappuccino")
    assert not shop.accepts("eight large cappuccino")


def test_of_too_many_groups_any_may_be_said_again() -> None:
    groups = tuple(Options(((word, False),)) for word in ["red", "blue", "green", "white", "black", "small", "large"])
    made = grammar(Vocabulary(("Pen",), (), (Optioned(("Pen",), groups),)))
    assert made.accepts("a small red pen")
    assert made.accepts("a small small pen")


def test_products_of_too_many_kinds_share_their_options() -> None:
    names = ["egg", "jam", "ham", "tea", "pie", "bun", "nut", "oat", "rye", "fig", "pea", "cod", "yam", "rum"]
    names += ["gin", "ale", "cola", "milk", "rice", "salt", "soup", "kiwi", "plum", "pear", "lime", "mint"]
    kinds = tuple(Optioned((name,), (Options(((f"number {name}", False),)),)) for name in names)
    made = grammar(Vocabulary(tuple(names), (), kinds))
    assert made.accepts("a number lime lime")
    assert made.accepts("a number mint lime")
    assert not made.accepts("a number egg lime")


def test_of_too_many_names_those_that_sell_are_listened_for() -> None:
    letters = "bcdfghjklmnprstvw"
    names = tuple(f"{one}a{two}e{three}o" for one in letters for two in letters for three in letters)
    many = products(Vocabulary(names, (), (), (("wawewo", 2),)))
    assert many.accepts("wawewo")
    assert many.accepts("babebo")
    assert not many.accepts("wawevo")


def test_what_sells_often_is_likelier() -> None:
    plain, often = (products_of(Vocabulary(("Tea", "Latte"), (), (), often)) for often in ((), (("Latte", 8),)))
    assert plain["latte"] == plain["tea"]
    assert often["latte"] > 4 * often["tea"]


def products_of(vocabulary: Vocabulary) -> dict[str, float]:
    """How likely each is to follow "another" in an order."""
    made = compile_network(sentences(vocabulary)["add_to_order"])
    (after,) = {arc.to for state in made.silently(0) for arc in made.arcs[state] if arc.word == "another"}
    reached = made.silently(after)
    likely: dict[str, float] = {}
    for state, way in reached.items():
        for arc in made.arcs[state]:
            likely[arc.word] = max(likely.get(arc.word, 0.0), way * arc.likelihood)
    return likely


def test_diets_and_moods_that_only_the_store_knows_are_listened_for() -> None:
    made = grammar(replace(SHOP, diets=("pescatarian", "low-carb", "sin huevo", "★", ""), moods=("hungover",)))
    for text in (
        "recommend something pescatarian",
        "do we have something low carb",
        "is the croissant pescatarian",
        "what would you recommend for someone hungover",
        "recommend something vegan",
    ):
        assert made.accepts(text)
    assert not made.accepts("recommend something low")
    assert not made.accepts("recommend something sin huevo")


def test_a_shop_without_words_still_takes_answers() -> None:
    empty = grammar(Vocabulary((), (), ()))
    assert empty.accepts("yes please")
    assert empty.accepts("place the order")
    assert not empty.accepts("a coffee")


@pytest.mark.parametrize(
    "text",
    [
        "yes",
        "no",
        "the first one",
        "number two",
        "the can",
        "thirty three",
        "coca cola fifty",
        "the two litres",
        "cola please",
    ],
)
def test_answers(text: str) -> None:
    assert answers(["Coca-Cola 33 cl can", "Coca-Cola 50 cl", "Coca-Cola 2 l"], NONE).accepts(text)


def test_answers_take_nothing_else() -> None:
    small = answers(["Latte", "yes"], NONE)
    assert not small.accepts("set the price of latte to one twenty")
    assert not small.accepts("mocha")


def test_every_intent_can_be_spoken() -> None:
    assert set(INTENTS) - set(sentences(SHOP)) == {"out_of_scope"}


def _said(node: Node, count: int) -> list[str]:
    """Some of what a node describes."""
    network, source = compile_network(node), Random(0)
    said = []
    for _ in range(count):
        state, words = 0, []
        while network.arcs[state] and (state not in network.finals or source.random() < 0.5):
            arc = source.choice(network.arcs[state])
            state = arc.to
            words += [arc.word] if arc.word else []
        said.append(" ".join(words))
    return said


@pytest.mark.parametrize("intent", sorted(set(INTENTS) - {"out_of_scope"}))
def test_sentences_are_offered_to_the_model_as_their_intent(intent: str) -> None:
    for text in _said(sentences(SHOP)[intent], 40):
        assert f'{{\\"intent\\":\\"{intent}\\"' in answer_grammar(normalise(text, "en"), "en", INTENTS), text


@pytest.mark.parametrize(
    ("intent", "argument"),
    [
        ("adjust_stock", "direction"),
        ("adjust_stock", "quantity"),
        ("order_status", "query"),
        ("find_customer", "query"),
        ("update_customer", "phone"),
        ("query_sales", "metric"),
    ],
)
def test_what_an_intent_needs_is_said_with_it(intent: str, argument: str) -> None:
    for text in _said(sentences(SHOP)[intent], 40):
        only = {intent: INTENTS[intent], "out_of_scope": INTENTS["out_of_scope"]}
        assert f'"\\"{argument}\\":' in answer_grammar(normalise(text, "en"), "en", only), text


RISE = Intent("adjust_prices", {"query": "tea", "percent": "5", "amount": "0.20", "direction": "up"})
SOLD = cast(Catalogue, SimpleNamespace(find=lambda words: [words]))


def test_corrections_are_read_as_such() -> None:
    parts: dict[str, Node] = {"product": products(Vocabulary(("Oat milk", "Croissant"), (), ()))}
    for name, text in NUMBERS.items():
        parts[name] = parse(text, parts)
    for text in _said(parse(CORRECTIONS, parts), 200):
        heard = normalise(text, "en")
        if "point" not in text:  # what is no number of one word is asked again
            assert correction(heard, "en", RISE, SOLD), text


@pytest.mark.parametrize("text", ["and the oat milk too", "same for the whole milk", "and the croissant one thirty"])
def test_continuations_are_heard_and_read(shop: Network, text: str) -> None:
    assert shop.accepts(text)
    assert continuation(normalise(text, "en"), "en", RISE, SOLD)


@pytest.mark.parametrize(
    "text",
    ["no the oat milk", "make it one thirty", "no one thirty", "i meant the cappuccino", "two euros fifty instead"],
)
def test_a_plan_that_waits_can_be_corrected(text: str) -> None:
    assert answers(["yes", "no"], products(SHOP)).accepts(text)
    assert not answers(["no", "Cappuccino"], products(SHOP)).accepts(text)


@pytest.mark.parametrize(
    ("intent", "text"),
    [
        ("adjust_prices", "up"),
        ("adjust_prices", "down"),
        ("adjust_stock", "they came in"),
        ("adjust_stock", "they were delivered"),
        ("adjust_stock", "we threw them away"),
        ("adjust_stock", "i counted them"),
        ("update_product_price", "one twenty"),
        ("adjust_stock", "twelve"),
    ],
)
def test_free_replies_are_heard_and_read(shop: Network, intent: str, text: str) -> None:
    assert shop.accepts(text)
    asked = [argument for argument in INTENTS[intent].arguments if argument.asked]
    assert any(read(argument, normalise(text, "en"), "en") for argument in asked if argument.kind != "words")


@given(st.integers(1, 9999), st.sampled_from(["cl", "ml", "l", "kg", "g", "oz", "%", "", "zz"]))
def test_any_size_is_said_in_words(number: int, unit: str) -> None:
    made = answers([f"juice {number}{unit}"], NONE)
    assert all(word.replace("'", "").isalpha() for word in made.words)
    assert "juice" in made.words


_PIECES = ["cola", "can", "box", "&", "1", "33 cl", "1.5l", "2,75 kg", "1984", "x" * 30]
_NAMES = st.one_of(
    st.text(max_size=80),
    st.text("0123456789.,", max_size=40),
    st.lists(st.sampled_from(_PIECES), max_size=20).map(" ".join),
)
_ARCS_OF_A_NAME = 4000


def _arcs(network: Network) -> int:
    return sum(map(len, network.arcs))


@settings(max_examples=6, deadline=None)
@given(st.lists(_NAMES, max_size=50))
@example(["9" * 5000])
@example(["0." + "9" * 5000])
@example(["word " * 500])
@example([" ".join(f"{first}{second}" for first in "abcdefghijklmn" for second in "abcdefghijklmn")])
@example(["1999 l 2999 kg 3999 g 4999 cl 5999 ml 6999 oz 7999 % 8999 l 9999 kg"])
@example([f"{'12345678901234567890 ' * 8}{number}" for number in range(10)])
@example(["\ufdfa" * 500, "½ ¼ ٣ Ⅻ", "\x00\ud800"])
def test_the_grammar_grows_with_the_names_however_odd_they_are(shop: Network, names: list[str]) -> None:
    options = Options(tuple((name, True) for name in names[:5]))
    everywhere = Vocabulary(tuple(names), tuple(names[:5]), (Optioned(tuple(names), (options,)),))
    assert _arcs(grammar(everywhere)) <= _arcs(shop) + _ARCS_OF_A_NAME * len(names)
    assert _arcs(answers(names, products(SHOP))) <= 1000 + _ARCS_OF_A_NAME * len(names)


def test_a_long_name_is_said_by_its_beginning() -> None:
    made = grammar(Vocabulary((" ".join(f"{first}olly" for first in "abcdefghijklmnop"),), (), ()))
    assert made.accepts("aolly bolly colly dolly eolly folly golly holly")
    assert not made.accepts("iolly jolly")


def test_what_nobody_can_say_is_left_out_of_a_name() -> None:
    made = grammar(Vocabulary((f"{'hm' * 20} tea {'7' * 30}", "東京"), (), ()))
    assert made.accepts("how much is the tea")
