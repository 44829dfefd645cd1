"""Questions about what was sold, counted by the store."""

from decimal import Decimal

import pytest

from kiosk_app.core.events import Answered
from tests.fakes import CASHIER, FakeStore
from tests.turns.scripted import Conversation, meant


@pytest.fixture
def till() -> Conversation:
    """Two coffees and a croissant were sold."""
    till = Conversation()
    items = [{"query": "coffee", "quantity": "2"}, {"query": "croissant", "quantity": "1"}]
    till.say("two coffees and a croissant", meant("add_to_order", items=items), "yes")
    assert till.say("place the order", meant("place_order"), "yes").outcome == "done"
    return till


@pytest.mark.parametrize(
    ("args", "answer"),
    [
        ({}, "Sales today: 5.20 €."),
        ({"metric": "revenue", "period": "yesterday"}, "Sales yesterday: 0.00 €."),
        ({"metric": "units", "period": "this_week"}, "Units sold this week: 3."),
        ({"metric": "orders"}, "Orders today: 1."),
        ({"metric": "average_ticket", "period": "this_month"}, "Average order this month: 5.20 €."),
        ({"period": "2026-10-31/2026-11-01"}, "Sales from 31 October 2026 to 1 November 2026: 0.00 €."),
        ({"query": "coffee"}, "Sales of Coffee today: 3.60 €."),
        ({"query": "drinks"}, "Sales of Drinks today: 3.60 €."),
        ({"query": "drinks", "metric": "units"}, "Units sold of Drinks today: 2."),
    ],
)
def test_one_figure(till: Conversation, args: dict[str, str], answer: str) -> None:
    shown = till.say("how much did we sell", meant("query_sales", **args))
    assert (shown.answer, shown.rows) == (answer, [])


def test_the_best_sellers(till: Conversation) -> None:
    shown = till.say("top products", meant("query_sales", group_by="product"))
    assert shown.answer == "Units sold today: 3."
    assert shown.rows == [("Coffee", "", "2"), ("Butter croissant", "", "1")]
    assert till.say("top one", meant("query_sales", group_by="product", limit="1")).rows == [("Coffee", "", "2")]
    by_money = till.say("sales by category", meant("query_sales", group_by="category", metric="revenue"))
    assert by_money.rows == [("Drinks", "", "3.60 €"), ("Bakery", "", "1.60 €")]


def test_figures_come_as_numbers_too_and_again_when_they_are_repeated(till: Conversation) -> None:
    shown = till.say("sales by category", meant("query_sales", group_by="category", metric="revenue"))
    table = shown.all(Answered)[-1].table
    assert table.columns == ("Category", "Sales (EUR)", "First day", "Last day")
    assert table.rows == (("Drinks", Decimal("3.60")), ("Bakery", Decimal("1.60")))
    assert (table.start, table.end) == (table.end, table.start)
    assert table.name == f"revenue-category-{table.start}"
    assert till.say("say that again", meant("repeat")).all(Answered)[-1].table == table
    assert till.say("how much did we sell", meant("query_sales")).all(Answered)[-1].table is None


@pytest.mark.parametrize("limit", ["0", "2.5", "100000"])
def test_an_odd_number_of_rows_is_mended(till: Conversation, limit: str) -> None:
    assert till.say("top sellers", meant("query_sales", group_by="product", limit=limit)).outcome == "answered"


def test_an_unclear_product_is_asked_about(till: Conversation) -> None:
    shown = till.say("how much coca cola with a hat", meant("query_sales", query="iced coffee large"), "yes")
    assert shown.answer == "Sales of Iced coffee today: 0.00 €."


def test_an_unknown_product_is_refused(till: Conversation) -> None:
    assert till.say("how many unicorns", meant("query_sales", query="unicorns")).code == "unknown_product"


def test_a_cashier_may_not_see_figures() -> None:
    till = Conversation(store=FakeStore(permissions=CASHIER))
    shown = till.say("how much did we take", meant("query_sales"))
    assert (shown.outcome, shown.code) == ("failed", "not_allowed")
    assert shown.failure == "You may not do that in this store. Ask a manager."


def test_in_spanish() -> None:
    till = Conversation("es")
    asked = meant("query_sales", metric="revenue", period="last_week")
    assert till.say("cuánto vendimos la semana pasada", asked).answer == "Ventas la semana pasada: 0,00 €."
    asked = meant("query_sales", metric="revenue", period="2026-10-31/2026-11-01")
    days = "del 31 de octubre de 2026 al 1 de noviembre de 2026"
    assert till.say("cuánto vendimos en el puente", asked).answer == f"Ventas {days}: 0,00 €."
