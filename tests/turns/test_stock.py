"""Stock by whole turns: looked up, come in, gone out, counted."""

from decimal import Decimal

import pytest

from kiosk_app.core.actions import StockMovement
from kiosk_app.core.events import Planned
from tests.fakes import FakeStore, product
from tests.turns.scripted import Conversation, meant


@pytest.fixture
def till() -> Conversation:
    return Conversation()


def stock(till: Conversation, number: str = "4") -> Decimal | None:
    """By default of the croissants, of which there are 12."""
    return till.store.product(number).stock


def test_how_many_there_are(till: Conversation) -> None:
    shown = till.say("how many croissants are left", meant("check_stock", query="croissants"))
    assert (shown.answer, shown.rows) == ("Butter croissant: 12 in stock.", [("Butter croissant", "", "12")])
    uncounted = till.say("how many coffees are left", meant("check_stock", query="coffee"))
    assert uncounted.answer == "The store does not count Coffee."
    assert till.say("how many", meant("check_stock"), "croissants").answer == "Butter croissant: 12 in stock."
    assert till.say("how many unicorns", meant("check_stock", query="unicorns")).code == "unknown_product"


@pytest.mark.parametrize(
    ("direction", "said", "title", "after"),
    [
        ("in", "24", "Stock in: +24", "36"),
        ("out", "3", "Stock out: −3", "9"),
        ("set", "10", "Counted: 10", "10"),
        ("set", "0", "Counted: 0", "0"),
        ("out", "12", "Stock out: −12", "0"),
    ],
)
def test_movements(till: Conversation, direction: str, said: str, title: str, after: str) -> None:
    intent = meant("adjust_stock", query="croissants", quantity=said, direction=direction)
    shown = till.say(f"{said} croissants", intent, "yes")
    assert (shown.planned.title, shown.rows) == (title, [("Butter croissant", "12", after)])
    assert shown.done.sentence == f"Butter croissant: {after} in stock now."
    assert shown.done.read_back == stock(till) == Decimal(after)
    assert isinstance(shown.planned.plan.action, StockMovement)


def test_what_was_not_said_is_asked_for(till: Conversation) -> None:
    shown = till.say("croissants", meant("adjust_stock", query="croissants"), "six", "they came in", "yes")
    assert shown.questions == ["How many?", "Did they come in, go out, or is it a count?", "Change the stock?"]
    assert stock(till) == 18


def test_no_changes_nothing(till: Conversation) -> None:
    intent = meant("adjust_stock", query="croissants", quantity="3", direction="out")
    assert till.say("threw away 3 croissants", intent).outcome == "cancelled"
    assert stock(till) == 12


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ({"query": "croissants", "quantity": "13", "direction": "out"}, "stock_too_low"),
        ({"query": "croissants", "quantity": "0", "direction": "in"}, "quantity_not_positive"),
        ({"query": "coffee", "quantity": "3", "direction": "in"}, "stock_is_not_counted"),
        ({"query": "unicorns", "quantity": "3", "direction": "in"}, "unknown_product"),
    ],
)
def test_a_movement_that_cannot_be_is_refused(till: Conversation, args: dict[str, str], code: str) -> None:
    shown = till.say("stock", meant("adjust_stock", **args))
    assert (shown.outcome, shown.code) == ("refused", code)


def test_without_the_right_nothing_is_asked() -> None:
    till = Conversation(store=FakeStore(permissions=frozenset()))
    shown = till.say("3 croissants came in", meant("adjust_stock", query="croissants"))
    assert (shown.code, shown.questions) == ("not_allowed", [])


@pytest.mark.parametrize("unit", ["cans", "can", "units", "pieces"])
def test_a_unit_that_is_the_product_itself_asks_nothing(till: Conversation, unit: str) -> None:
    intent = meant("adjust_stock", query="coca cola 33", quantity="24", unit=unit, direction="in")
    assert till.say(f"24 {unit} of coca cola 33 came in", intent, "yes").questions == ["Change the stock?"]
    assert stock(till, "5") == 72


def test_of_any_other_unit_the_till_asks_what_it_holds(till: Conversation) -> None:
    intent = meant("adjust_stock", query="coca cola 33", quantity="2", unit="crates", direction="in")
    shown = till.say("2 crates of coca cola 33 came in", intent, "twenty four", "yes")
    assert shown.questions[0] == "Coca-Cola 33 cl can: how many pieces does each hold (crates)?"
    assert shown.rows == [("Coca-Cola 33 cl can", "48", "96")]
    assert till.say("2 crates of coca cola 33 came in", intent, "a lot").code == "pack_size_unknown"
    assert till.say("2 crates of coca cola 33 came in", intent, "zero").code == "quantity_not_positive"


def test_a_quantity_or_pack_that_may_be_misheard_is_asked_about(till: Conversation) -> None:
    intent = meant("adjust_stock", query="croissants", quantity="13", direction="in")
    shown = till.say("thirteen croissants came in", intent, "the first one", "yes", spoken=True)
    assert shown.cards == [["13", "30"]]
    assert stock(till) == 25
    crates = meant("adjust_stock", query="croissants", quantity="2", unit="trays", direction="in")
    shown = till.say("two trays of croissants came in", crates, "fifteen", "the second one", "yes", spoken=True)
    assert shown.cards == [["15", "50"]]
    assert stock(till) == 125


def test_a_huge_quantity_is_asked_about_again(till: Conversation) -> None:
    intent = meant("adjust_stock", query="croissants", quantity="900", direction="in")
    assert till.say("900 croissants came in", intent, "yes", "no").cards == [["900"]]


def test_a_count_of_what_has_moved_meanwhile_is_refused_by_the_store(till: Conversation) -> None:
    sold = StockMovement("4", "", "out", Decimal(1), Decimal(12), Decimal(11))
    till.bench.on = {Planned: [till.elsewhere(sold)]}
    intent = meant("adjust_stock", query="croissants", quantity="10", direction="set")
    shown = till.say("there are 10 croissants", intent, "yes")
    assert (shown.outcome, shown.code) == ("failed", "stock_changed")
    assert stock(till) == 11


def test_in_spanish() -> None:
    till = Conversation("es", FakeStore(catalogue=(product(1, "Cola lata 33 cl", stock="5"),)))
    intent = meant("adjust_stock", query="cola", quantity="24", unit="latas", direction="in")
    shown = till.say("han llegado 24 latas de cola", intent, "sí")
    assert shown.planned.title == "Entrada: +24"
    assert shown.done.sentence == "Cola lata 33 cl: ahora hay 29."
    asked = till.say(
        "han llegado 2 cajas de cola",
        meant("adjust_stock", query="cola", quantity="2", unit="cajas"),
        "entrada",
        "doce",
        "sí",
    )
    assert asked.questions[:2] == [
        "¿Es una entrada, una salida o un recuento?",
        "Cola lata 33 cl: ¿cuántas unidades trae cada uno (cajas)?",
    ]
    assert till.say("cuánta cola queda", meant("check_stock", query="cola")).answer == "Cola lata 33 cl: hay 53."
