"""Prices changed by a whole turn: one, or those of a kind of products, all or none."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.actions import PriceChange, PriceChanges
from kiosk_app.core.events import Planned
from kiosk_app.core.handlers.prices import MOST_PRICES
from tests.fakes import CASHIER, FakeStore, euro, product
from tests.turns.scripted import Conversation, meant

CENT = Decimal("0.01")


@pytest.fixture
def till() -> Conversation:
    return Conversation()


def prices(store: FakeStore) -> dict[str, Decimal]:
    return {each.name: each.price.amount for each in store.products()}


def test_one_price(till: Conversation) -> None:
    shown = till.say("coffee is 2 now", meant("update_product_price", query="coffee", new_price="2"), "yes")
    assert shown.outcome == "done"
    assert shown.rows == [("Coffee", "1.80 €", "2.00 €")]
    assert shown.done.sentence == "Coffee is now 2.00 €."
    assert prices(till.store)["Coffee"] == 2


def test_a_price_that_was_not_said_is_asked_for(till: Conversation) -> None:
    shown = till.say("change the price of coffee", meant("update_product_price", query="coffee"), "one ninety", "yes")
    assert shown.questions == ["What is the new price?", "Change the price?"]
    assert shown.understood.args == {"query": "coffee", "new_price": "1.90"}
    assert shown.understood.origins == {"new_price": "asked"}
    assert prices(till.store)["Coffee"] == Decimal("1.90")


@pytest.mark.parametrize("answer", ["no", "never mind"])
def test_no_ends_the_question_for_what_is_missing(till: Conversation, answer: str) -> None:
    shown = till.say("change the price of coffee", meant("update_product_price", query="coffee"), answer)
    assert shown.outcome == "cancelled"


@pytest.mark.parametrize("answer", ["cheaper", "two or three"])
def test_an_answer_without_one_price_is_not_understood(till: Conversation, answer: str) -> None:
    shown = till.say("change the price of coffee", meant("update_product_price", query="coffee"), answer)
    assert (shown.outcome, shown.code) == ("not_understood", "unsure")


def test_a_cashier_may_not_change_a_price() -> None:
    till = Conversation(store=FakeStore(permissions=CASHIER))
    for intent in (
        meant("update_product_price", query="coffee", new_price="2"),
        meant("adjust_prices", query="coffee", percent="5", direction="up"),
    ):
        shown = till.say("coffee is 2 now", intent)
        assert (shown.outcome, shown.code) == ("failed", "not_allowed")
        assert shown.questions == []


def test_a_kind_of_products_goes_up_together(till: Conversation) -> None:
    shown = till.say(
        "raise the coca cola by 10 percent",
        meant("adjust_prices", query="coca cola", percent="10", direction="up"),
        "yes",
    )
    assert shown.planned.title == "3 new prices"
    assert shown.rows == [
        ("Coca-Cola 33 cl can", "1.10 €", "1.21 €"),
        ("Coca-Cola 50 cl", "1.60 €", "1.76 €"),
        ("Coca-Cola Zero 33 cl can", "1.10 €", "1.21 €"),
    ]
    assert shown.done.sentence == "3 prices are changed."
    assert prices(till.store)["Coca-Cola Zero 33 cl can"] == Decimal("1.21")
    assert isinstance(shown.planned.plan.action, PriceChanges)


def test_a_category_goes_down_by_an_amount(till: Conversation) -> None:
    shown = till.say(
        "take 20 cents off the drinks", meant("adjust_prices", query="drinks", amount="0.20", direction="down"), "yes"
    )
    assert len(shown.rows) == 6
    assert prices(till.store)["Coffee"] == Decimal("1.60")
    assert prices(till.store)["Butter croissant"] == Decimal("1.60")


def test_all_of_a_kind_are_set_to_one_price(till: Conversation) -> None:
    till.say("all coca cola are 1.50", meant("adjust_prices", query="coca cola", amount="1.50", direction="set"), "yes")
    assert {price for name, price in prices(till.store).items() if "Cola" in name} == {Decimal("1.50")}


def test_of_one_product_it_is_a_change_of_one_price(till: Conversation) -> None:
    shown = till.say(
        "raise the croissant by 10 cents",
        meant("adjust_prices", query="croissant", amount="0.10", direction="up"),
        "yes",
    )
    assert isinstance(shown.planned.plan.action, PriceChange)
    assert shown.questions == ["Change the price?"]


def test_only_prices_that_change_are_shown(till: Conversation) -> None:
    intent = meant("adjust_prices", query="coca cola", amount="1.10", direction="set")
    assert [row[0] for row in till.say("set all coca cola to 1.10", intent, "yes").rows] == ["Coca-Cola 50 cl"]
    again = till.say("set all coca cola to 1.10", intent)
    assert again.answer == "That leaves every price of “coca cola” as it is."


def test_what_was_not_said_is_asked_for(till: Conversation) -> None:
    shown = till.say(
        "change the prices of the coca cola", meant("adjust_prices", query="coca cola"), "up", "5 percent", "no"
    )
    assert shown.questions == [
        "Shall the price go up or down?",
        "By how much? Say a percentage or an amount.",
        "Change these 3 prices?",
    ]
    assert shown.rows[1] == ("Coca-Cola 50 cl", "1.60 €", "1.68 €")
    by_amount = till.say("lower the coca cola", meant("adjust_prices", query="coca cola", direction="down"), "10 cents")
    assert by_amount.rows[1] == ("Coca-Cola 50 cl", "1.60 €", "1.50 €")
    to_one = till.say("all coca cola", meant("adjust_prices", query="coca cola", direction="set"), "two euros")
    assert to_one.questions[0] == "What is the new price?"
    assert {row[2] for row in to_one.rows} == {"2.00 €"}


@pytest.mark.parametrize(
    ("args", "answers", "code"),
    [
        ({"query": "coca cola", "direction": "up"}, ["a little"], "price_change_missing"),
        ({"query": "coca cola", "percent": "5", "direction": "set"}, [], "price_change_missing"),
        ({"query": "coca cola"}, ["sideways"], "unsure"),
        ({"query": "spaceship", "percent": "5", "direction": "up"}, [], "unknown_product"),
        ({"query": "everything", "amount": "0", "direction": "set"}, [], "unknown_product"),
        ({"query": "coca cola", "amount": "0", "direction": "set"}, [], "price_not_positive"),
        ({"query": "coca cola", "amount": "0.055", "direction": "up"}, [], "price_too_fine"),
        ({"query": "coca cola", "amount": "1.10", "direction": "down"}, [], "price_change_too_far"),
        ({"query": "coca cola", "amount": "500", "direction": "up"}, [], "price_change_too_far"),
        ({"query": "coca cola", "percent": "100", "direction": "down"}, [], "price_change_too_far"),
        ({"query": "coca cola", "percent": "0", "direction": "up"}, [], "price_change_too_far"),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    till: Conversation, args: dict[str, str], answers: list[str], code: str
) -> None:
    before = prices(till.store)
    assert till.say("change the prices", meant("adjust_prices", **args), *answers).code == code
    assert prices(till.store) == before


def test_a_cent_that_would_vanish_is_refused() -> None:
    till = Conversation(store=FakeStore(catalogue=(product(1, "Sweet", "0.01"), product(2, "Big sweet", "1.00"))))
    shown = till.say(
        "sweets 60 percent off", meant("adjust_prices", query="sweet", percent="60", direction="down"), "yes"
    )
    assert shown.code == "price_change_too_far"


def test_a_negative_price_is_refused(till: Conversation) -> None:
    shown = till.say(
        "raise the coca cola by minus 1", meant("adjust_prices", query="coca cola", amount="1", direction="up")
    )
    assert shown.code == "price_not_positive"


def test_too_many_at_once_are_refused() -> None:
    many = tuple(product(number, f"Tea number {number}") for number in range(1, MOST_PRICES + 2))
    till = Conversation(store=FakeStore(catalogue=many))
    shown = till.say("raise the drinks 5 percent", meant("adjust_prices", query="drinks", percent="5", direction="up"))
    assert shown.code == "too_many_prices"
    assert "61 prices; at most 60" in shown.failure


def test_a_large_share_is_asked_about_again(till: Conversation) -> None:
    shown = till.say(
        "coca cola 80 percent off",
        meant("adjust_prices", query="coca cola", percent="80", direction="down"),
        "yes",
        "no",
    )
    assert shown.cards == [["80 %"]]


def test_a_share_that_sounds_like_another_is_asked_about_when_spoken(till: Conversation) -> None:
    shown = till.say(
        "raise the coca cola fifteen percent",
        meant("adjust_prices", query="coca cola", percent="15", direction="up"),
        "the second one",
        "no",
        spoken=True,
    )
    assert shown.cards == [["15 %", "50 %"]]
    assert shown.rows[1][2] == "2.40 €"


def test_an_amount_that_sounds_like_another_is_asked_about_when_spoken(till: Conversation) -> None:
    shown = till.say(
        "raise the coca cola by thirteen cents",
        meant("adjust_prices", query="coca cola", amount="0.13", direction="up"),
        "the first one",
        "yes",
        spoken=True,
    )
    assert shown.cards == [["0.13 €", "0.30 €"]]
    assert prices(till.store)["Coca-Cola 50 cl"] == Decimal("1.73")


def test_several_prices_of_which_one_changed_meanwhile_are_shown_anew(till: Conversation) -> None:
    zero = till.store.product("7")
    till.bench.on = {Planned: [till.elsewhere(PriceChange("7", "", zero.price, euro("9.00"), zero.version))]}
    shown = till.say(
        "coca cola up 5 percent", meant("adjust_prices", query="coca cola", percent="5", direction="up"), "yes", "no"
    )
    assert shown.outcome == "cancelled"
    assert [row[1] for row in shown.rows] == ["1.10 €", "1.60 €", "9.00 €"]
    assert {till.store.product(number).price.amount for number in "56"} == {Decimal("1.10"), Decimal("1.60")}


def test_in_spanish() -> None:
    till = Conversation("es")
    shown = till.say(
        "sube la coca cola un diez por ciento",
        meant("adjust_prices", query="coca cola", percent="10", direction="up"),
        "sí",
    )
    assert shown.planned.title == "3 precios nuevos"
    assert shown.rows[0] == ("Coca-Cola 33 cl can", "1,10 €", "1,21 €")
    assert shown.done.sentence == "Se han cambiado 3 precios."
    asked = till.say(
        "baja la coca cola", meant("adjust_prices", query="coca cola", direction="down"), "veinte céntimos", "sí"
    )
    assert asked.questions == ["¿Cuánto? Di un porcentaje o una cantidad.", "¿Cambiar estos 3 precios?"]
    alike = till.say(
        "sube la coca cola sesenta céntimos",
        meant("adjust_prices", query="coca cola", amount="0.60", direction="up"),
        "la segunda",
        "no",
        spoken=True,
    )
    assert alike.cards == [["0,60 €", "0,70 €"]]


MONEY = st.decimals(min_value="0.01", max_value="400", places=2)


@given(
    st.lists(MONEY, min_size=1, max_size=4),
    st.sampled_from(["percent", "amount"]),
    st.sampled_from(["up", "down", "set"]),
    st.decimals(min_value="0.01", max_value="120", places=2),
)
def test_whatever_is_said_prices_stay_prices_and_change_together(
    olds: list[Decimal], kind: str, direction: str, number: Decimal
) -> None:
    store = FakeStore(catalogue=[product(n, f"Tea {'abcd'[n]}", f"{old}") for n, old in enumerate(olds)])
    till = Conversation(store=store)
    said = f"{number.normalize():f}"
    # The model may only answer numbers of the transcript, as they are read there.
    text = f"{direction} the drinks {said}" + (" percent" if kind == "percent" else "")
    intent = meant("adjust_prices", query="drinks", direction=direction, **{kind: said})
    shown = till.say(text, intent, *["yes"] * 3, all_asked=False)
    after = list(prices(store).values())
    if shown.outcome != "done":
        assert after == olds
        return
    assert all(price > 0 and price == price.quantize(CENT) for price in after)
    sign = -1 if direction == "down" else 1
    for old, new in zip(olds, after, strict=True):
        if direction == "set":
            assert new == number
        elif kind == "amount":
            assert new == old + sign * number
        else:
            assert new == (old * (100 + sign * number) / 100).quantize(CENT, ROUND_HALF_UP)
