"""What follows from what went before: continued, corrected, replaced, and over in good time."""

from decimal import Decimal

import pytest

from kiosk_app.core.actions import NewLine, OrderEdit
from kiosk_app.core.events import Planned
from kiosk_app.core.understanding.context import LIFETIME_SECONDS, Context
from tests.clock import Clock
from tests.fakes import euro
from tests.turns.scripted import Conversation, meant

COLA = meant("update_product_price", query="coca cola 33", new_price="1.20")


def coffee(quantity: str = "1", *options: str) -> dict[str, object]:
    return {"query": "coffee", "quantity": quantity, "options": list(options)}


@pytest.fixture
def clock() -> Clock:
    return Clock(0.0)


@pytest.fixture
def till(clock: Clock) -> Conversation:
    return Conversation(context=Context(clock))


def ordered(till: Conversation) -> list[tuple[int, str]]:
    return [(int(line.quantity), line.name) for line in till.store.order().lines]


def price(till: Conversation, number: str) -> Decimal:
    return till.store.product(number).price.amount


# Once more, about another thing


def test_and_the_zero_too(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "yes")
    shown = till.say("and the zero too", None, "yes")
    assert not shown.model_asked
    assert shown.understood.origins == {"new_price": "context", "currency": "default"}
    assert (price(till, "5"), price(till, "7")) == (Decimal("1.20"), Decimal("1.20"))


def test_and_the_zero_at_another_price(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "yes")
    till.say("and the zero one thirty", None, "yes")
    assert (price(till, "5"), price(till, "7")) == (Decimal("1.20"), Decimal("1.30"))


def test_questions_go_on(till: Conversation) -> None:
    till.say("how much is the coffee", meant("retrieve_product", query="coffee"))
    assert till.say("and the croissant").answer == "Butter croissant costs 1.60 €."
    till.say("how many croissants are left", meant("check_stock", query="croissants"))
    assert till.say("same for the carrot cake").answer == "Carrot cake slice: 2 in stock."


def test_stock_goes_on(till: Conversation) -> None:
    came = meant("adjust_stock", query="coca cola 33", quantity="24", direction="in")
    till.say("24 coca cola 33 came in", came, "yes")
    assert till.say("same for the zero", None, "yes").rows == [("Coca-Cola Zero 33 cl can", "36", "60")]


def test_orders_go_on(till: Conversation) -> None:
    till.say("two coffees", meant("add_to_order", items=[coffee("2")]), "yes")
    till.say("and the croissant too", None, "yes")
    till.say("same for the cappuccino", None, "yes")
    assert ordered(till) == [(2, "Coffee"), (1, "Butter croissant"), (1, "Cappuccino")]


def test_what_was_declined_can_be_continued_all_the_same(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "no")
    assert till.say("and the zero too").rows == [("Coca-Cola Zero 33 cl can", "1.10 €", "1.20 €")]


# No, something else


def test_a_number_corrects_what_is_to_be_confirmed(till: Conversation) -> None:
    shown = till.say("coca cola 33 is 1.20", COLA, "no, one thirty", "yes")
    assert [planned.rows[0].after for planned in shown.all(Planned)] == ["1.20 €", "1.30 €"]
    assert price(till, "5") == Decimal("1.30")
    assert till.bench.journalled == ["sending", "done", "posted"]


def test_another_thing_corrects_what_is_to_be_confirmed(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "no, the zero", "yes")
    assert (price(till, "5"), price(till, "7")) == (Decimal("1.10"), Decimal("1.20"))


def test_one_of_several_kinds_is_asked_about(till: Conversation) -> None:
    shown = till.say("coca cola 33 is 1.20", COLA, "no, the big one", "Coca-Cola 50 cl", "yes")
    assert len(shown.cards[0]) == 3
    assert price(till, "6") == Decimal("1.20")


def test_a_size_is_an_option_where_the_menu_has_it(till: Conversation) -> None:
    add = meant("add_to_order", items=[coffee()])
    shown = till.say("a coffee", add, "no, the big one", "yes")
    assert shown.rows[0] == ("1 × Coffee: large", "", "2.40 €")


def test_a_continuation_is_no_answer_to_a_question(till: Conversation) -> None:
    shown = till.say("coca cola 33 is 1.20", COLA, "and the zero too", "yes")
    assert shown.questions[1].startswith("Answer this first.")
    assert (price(till, "5"), price(till, "7")) == (Decimal("1.20"), Decimal("1.10"))


def test_an_order_is_not_placed_by_correcting_what_came_before(till: Conversation) -> None:
    till.say("a coffee", meant("add_to_order", items=[coffee()]), "yes")
    shown = till.say("that is all", meant("place_order"), "make it two")
    assert shown.questions[1].startswith("Answer this first.")
    assert shown.outcome == "cancelled"
    assert ordered(till) == [(1, "Coffee")]


def test_make_it_two_replaces_what_was_just_added(till: Conversation) -> None:
    till.say("a cappuccino", meant("add_to_order", items=[{"query": "cappuccino"}]), "yes")
    till.say("a large coffee", meant("add_to_order", items=[coffee("1", "large")]), "yes")
    shown = till.say("make it two", None, "yes")
    assert shown.rows == [
        ("Coffee", "1", "removed"),
        ("2 × Coffee: large", "", "4.80 €"),
        ("Total", "5.30 €", "7.70 €"),
    ]
    assert ordered(till) == [(1, "Cappuccino"), (2, "Coffee")]
    till.say("no, three", None, "yes")
    assert ordered(till) == [(1, "Cappuccino"), (3, "Coffee")]
    till.say("undo that", meant("undo"), "yes")
    assert ordered(till) == [(1, "Cappuccino"), (2, "Coffee")]


def test_a_correction_that_was_corrected_or_declined_replaces_all_the_same(till: Conversation) -> None:
    till.say("a coffee", meant("add_to_order", items=[coffee()]), "yes")
    till.say("make it two", None, "no, three", "no")
    assert ordered(till) == [(1, "Coffee")]
    till.say("make it four", None, "yes")
    assert ordered(till) == [(4, "Coffee")]


def test_what_somebody_changed_since_is_not_replaced(till: Conversation) -> None:
    till.say("a coffee", meant("add_to_order", items=[coffee()]), "yes")
    line = NewLine("1", "Cappuccino", Decimal(1), (), "", euro("2.90"))
    till.elsewhere(OrderEdit((line,), (), till.store.order().version))()
    assert till.say("make it two").code == "changed_since"


def test_after_another_write_there_is_nothing_to_replace(till: Conversation) -> None:
    till.say("a coffee", meant("add_to_order", items=[coffee()]), "yes")
    till.say("a croissant", meant("add_to_order", items=[{"query": "croissant"}]), "no")
    till.say("make it two", None, "yes")
    assert ordered(till) == [(1, "Coffee"), (2, "Butter croissant")]


def test_a_price_that_was_set_can_be_set_again(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "yes")
    till.say("no, one thirty", None, "yes")
    assert price(till, "5") == Decimal("1.30")


@pytest.mark.parametrize(
    ("intent", "said"),
    [
        (COLA, "no, the zero"),
        (meant("adjust_stock", query="croissant", quantity="24", direction="in"), "no, twenty"),
        (meant("adjust_prices", query="coca cola", percent="5", direction="up"), "make it 10 percent"),
        (meant("adjust_prices", query="coca cola", amount="0.05", direction="up"), "make it 10 cents"),
    ],
)
def test_what_would_be_done_on_top_of_what_was_done_is_not(till: Conversation, intent: object, said: str) -> None:
    till.say("do it", intent, "yes")  # type: ignore[arg-type]
    before = [product.price for product in till.store.products()], till.store.product("4").stock
    shown = till.say(said)
    assert (shown.outcome, shown.code) == ("refused", "done_already")
    assert before == ([product.price for product in till.store.products()], till.store.product("4").stock)


def test_what_was_declined_is_corrected_afterwards(till: Conversation) -> None:
    till.say("5 croissants came in", meant("adjust_stock", query="croissant", quantity="5", direction="in"), "no")
    assert till.say("make it six", None, "yes").rows == [("Butter croissant", "12", "18")]
    till.say("coca cola up", meant("adjust_prices", query="coca cola", percent="5", direction="up"), "no")
    assert till.say("make it 10 percent").rows[0] == ("Coca-Cola 33 cl can", "1.10 €", "1.21 €")


# When it is over


def over(till: Conversation) -> bool:
    return till.say("and the zero too").model_asked


def test_after_two_minutes(till: Conversation, clock: Clock) -> None:
    till.say("coca cola 33 is 1.20", COLA, "no")
    clock.now = LIFETIME_SECONDS - 1
    assert not over(till)
    clock.now += LIFETIME_SECONDS
    assert over(till)


@pytest.mark.parametrize("name", ["place_order", "cancel_order"])
def test_with_the_sale(till: Conversation, name: str) -> None:
    till.say("a coffee", meant("add_to_order", items=[coffee()]), "yes")
    till.say("that is all", meant(name), "yes")
    assert over(till)


def test_with_another_person(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "no")
    till.store.user = "cashier"
    assert over(till)


def test_undoing_outlives_the_two_minutes(till: Conversation, clock: Clock) -> None:
    till.say("coca cola 33 is 1.20", COLA, "yes")
    clock.now = 10 * LIFETIME_SECONDS
    assert till.say("undo that", meant("undo"), "yes").outcome == "done"


def test_small_talk_in_between_changes_nothing(till: Conversation) -> None:
    till.say("coca cola 33 is 1.20", COLA, "no")
    till.say("hello", meant("greet"))
    till.say("what is on the order", meant("show_order"))
    assert not over(till)


def test_at_the_start_there_is_nothing_to_follow(till: Conversation) -> None:
    assert over(till)


# In Spanish


def test_in_spanish() -> None:
    till = Conversation("es")
    till.say("la coca cola 33 a 1,20", COLA, "sí")
    assert till.say("y la zero también", None, "sí").done.sentence == "Coca-Cola Zero 33 cl can cuesta ahora 1,20 €."
    till.say("un café", meant("add_to_order", items=[coffee()]), "sí")
    assert till.say("que sean dos", None, "sí").rows[:2] == [("Coffee", "1", "fuera"), ("2 × Coffee", "", "3,60 €")]
    assert ordered(till) == [(2, "Coffee")]
    till.say("cuánto cuesta el café", meant("retrieve_product", query="coffee"))
    assert till.say("y el croissant").answer == "Butter croissant cuesta 1,60 €."
    dearer = meant("update_product_price", query="coca cola 33", new_price="1.40")
    till.say("la coca cola 33 a 1,40", dearer, "no, la zero", "sí")
    assert (price(till, "5"), price(till, "7")) == (Decimal("1.20"), Decimal("1.40"))
