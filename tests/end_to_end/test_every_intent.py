"""A day at the counter, typed: every intent with the bundled model, to what the store then holds."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk_app import build
from kiosk_app.core.actions import (
    CustomerCreation,
    CustomerUpdate,
    OrderCancellation,
    OrderEdit,
    OrderPlacement,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.events import Answered, Asked, Planned, Spoke, Understood
from kiosk_app.settings import IntentSettings, TillSettings
from tests.till import Till, Turns


def understood(turns: Turns) -> list[str]:
    return [event.intent for event in turns.all(Understood)]


def test_prices_of_a_kind_and_back(typing_till: Till) -> None:
    turns = typing_till.take("raise all the teas by 10 percent", "undo that", answers="yes,yes")
    assert understood(turns) == ["adjust_prices", "undo"]
    assert turns.exit_code == 0
    there, back = (planned.plan.action for planned in turns.all(Planned))
    assert isinstance(there, PriceChanges)
    assert isinstance(back, PriceChanges)
    assert len(there.changes) > 3
    for change, undone in zip(there.changes, back.changes, strict=True):
        assert change.new.amount == round(change.old.amount * Decimal("1.1") + Decimal("0.0001"), 2)
        assert (undone.old, undone.new) == (change.new, change.old)


def test_goods_in_out_and_counted(typing_till: Till) -> None:
    turns = typing_till.take(
        "12 croissants came in this morning",
        "we threw away 2 croissants",
        "we have 30 croissants now",
        answers="yes,yes,yes",
    )
    assert understood(turns) == ["adjust_stock"] * 3
    movements = [planned.plan.action for planned in turns.all(Planned)]
    assert all(isinstance(movement, StockMovement) for movement in movements)
    assert [(m.direction, m.quantity) for m in movements if isinstance(m, StockMovement)] == [
        ("in", Decimal(12)),
        ("out", Decimal(2)),
        ("set", Decimal(30)),
    ]
    assert turns.exit_code == 0


def test_an_order_from_the_first_line_to_its_status(typing_till: Till) -> None:
    turns = typing_till.take(
        "2 lattes and a croissant for table 4",
        "deliver it to 12 oak street",
        "that's all place the order",
        "is my order ready",
        answers="yes,600123456,yes,yes",
    )
    assert understood(turns)[:2] == ["add_to_order", "set_order_details"]
    assert turns.exit_code == 0
    first, second, third = (planned.plan.action for planned in turns.all(Planned))
    assert isinstance(first, OrderEdit)
    assert first.details
    assert first.details.table == "4"
    assert [(line.product_name, line.quantity) for line in first.added] == [
        ("Latte", Decimal(2)),
        ("Croissant", Decimal(1)),
    ]
    assert isinstance(second, OrderEdit)
    assert second.details
    assert (second.details.fulfilment, second.details.address) == ("delivery", "12 Oak Street")
    assert (second.details.phone, second.details.table) == ("600123456", "")
    assert isinstance(third, OrderPlacement)
    assert "placed" in turns.one(Answered).sentence


def test_an_order_thrown_away(typing_till: Till) -> None:
    turns = typing_till.take("a croissant", "cancel the whole order", answers="yes,yes")
    assert isinstance(turns.all(Planned)[-1].plan.action, OrderCancellation)
    assert turns.exit_code == 0


def test_a_customer_found_taken_in_and_changed(typing_till: Till) -> None:
    turns = typing_till.take(
        "new customer anna smith phone six double oh one two three four five six",
        "find the customer anna smith",
        "change the address of anna smith to 5 church road",
        answers="yes,yes",
    )
    assert understood(turns) == ["create_customer", "find_customer", "update_customer"]
    new, change = (planned.plan.action for planned in turns.all(Planned))
    assert isinstance(new, CustomerCreation)
    assert isinstance(change, CustomerUpdate)
    assert (new.customer.name, new.customer.phone) == ("Anna Smith", "600123456")
    assert change.new.address == "5 Church Road"
    assert turns.exit_code == 0


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what is on the menu", "list_menu"),
        ("what would you recommend for a vegan", "recommend_items"),
        ("how much did we take yesterday", "query_sales"),
        ("top 5 products last week", "query_sales"),
        ("what can i say", "help"),
        ("good morning", "greet"),
        ("get me a manager", "escalate"),
        ("say that again", "repeat"),
        ("do we have oat milk", "search_products"),
    ],
)
def test_what_is_only_answered(typing_till: Till, text: str, intent: str) -> None:
    turns = typing_till.take(text)
    assert understood(turns) == [intent]
    assert turns.one(Answered).sentence
    assert turns.outcome == "answered"


def test_a_question_is_answered_from_the_stores_own_documents(typing_till: Till) -> None:
    turns = typing_till.take("how long do people have to bring things back")
    assert (understood(turns), turns.code) == (["ask_knowledge"], "")
    assert any(row.label.startswith("Returns and refunds: “Packaged goods") for row in turns.one(Answered).rows)


def test_a_question_is_answered_from_the_documents_that_were_added(typing_till: Till, tmp_path: Path) -> None:
    file = tmp_path / "returns.md"
    file.write_text("# Returns\n\nPeople have seven days to bring things back, with the receipt.")
    shelf = build.open_shelf(typing_till.settings, None, typing_till.access.records)
    shelf.knowledge.add(build.read_document(file))
    shelf.close()
    turns = typing_till.take("how long do people have to bring things back")
    assert (understood(turns), turns.outcome) == (["ask_knowledge"], "answered")
    answered = turns.one(Answered)
    quoted = "People have seven days to bring things back, with the receipt."
    assert (answered.sentence, answered.note) == (f"Returns says: “{quoted}”", "From: Returns")
    assert "seven days" in turns.one(Spoke).text


def test_what_is_missing_is_asked_for(typing_till: Till) -> None:
    turns = typing_till.take("change the price of the carrot cake slice", answers="three fifty,no")
    assert [asked.kind for asked in turns.all(Asked)][:2] == ["clarify", "confirm"]
    assert turns.outcome == "cancelled"


def test_the_same_in_spanish(typing_till: Till) -> None:
    spanish = replace(typing_till.settings, till=TillSettings(language="es"))
    turns = replace(typing_till, settings=spanish).take(
        "sube todos los tés un 10 por ciento",
        "han llegado 12 cruasanes",
        "ponme 2 cafés con leche y un cruasán",
        "cuánto vendimos ayer",
        "y el agua",
        answers="no,no,no",
    )
    assert understood(turns)[:4] == ["adjust_prices", "adjust_stock", "add_to_order", "query_sales"]


def test_an_intent_that_is_switched_off_is_not_there(typing_till: Till) -> None:
    off = replace(typing_till.settings, intents=IntentSettings(off=("query_sales",)))
    turns = replace(typing_till, settings=off).take("how much did we take yesterday", "what can i say")
    assert "query_sales" not in understood(turns)
    assert "how much did we take yesterday" not in str(turns.all(Answered)[-1].rows)
