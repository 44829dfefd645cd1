"""The journal's entries: whatever was changed in them is seen, and no personal text stands in them."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    NewLine,
    OrderEdit,
    OrderPlacement,
    Plan,
    PriceChange,
)
from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.records.entries import JournalEntry, chained, first_changed, without_personal
from kiosk_app.core.types import Customer, Money, OrderDetails, OrderLine

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
EURO = Money(Decimal("1.20"), "EUR")
TEXT = st.text(min_size=1, max_size=20)


def entries(details: list[str]) -> list[JournalEntry]:
    """A journal of entries with these details."""
    made: list[JournalEntry] = []
    for number, detail in enumerate(details, start=1):
        digest = chained(made[-1].digest if made else "", "p", NOW.isoformat(), "done", detail)
        made.append(JournalEntry(number, "p", NOW.isoformat(), "done", detail, digest))
    return made


@given(details=st.lists(st.text(), min_size=1, max_size=6), data=st.data())
def test_what_was_changed_put_in_or_taken_out_is_seen(details: list[str], data: st.DataObject) -> None:
    journal = entries(details)
    assert first_changed(journal) is None
    place = data.draw(st.integers(0, len(journal) - 1))
    name = data.draw(st.sampled_from(["plan_id", "at", "outcome", "detail", "digest"]))
    changed = replace(journal[place], **{name: asdict(journal[place])[name] + "x"})
    assert first_changed([*journal[:place], changed, *journal[place + 1 :]]) == changed
    assert first_changed([*journal[: place + 1], *journal[place:]]) == journal[place]
    if place + 1 < len(journal):
        assert first_changed([*journal[:place], *journal[place + 1 :]]) == journal[place + 1]


def actions(name: str, phone: str, address: str, notes: str) -> list[Action]:
    """Every action that may tell of a person, with these texts in it."""
    customer = Customer("7", name, phone, address, notes, '"c-7-1"')
    line = OrderLine("1", "2", "Coffee", Decimal(1), (), notes, EURO)
    return [
        CustomerCreation(customer),
        CustomerUpdate(customer, customer),
        OrderEdit(
            (NewLine("2", "Coffee", Decimal(1), (), notes, EURO),),
            (),
            None,
            OrderDetails("delivery", "", name, phone, address, notes),
        ),
        OrderPlacement("1", (line,), EURO, None),
    ]


@given(texts=st.tuples(TEXT, TEXT, TEXT, TEXT), which=st.integers(0, 3))
def test_personal_texts_become_hashes_that_only_the_salt_makes_again(
    texts: tuple[str, str, str, str], which: int
) -> None:
    marked = [f"«{text}»" for text in texts]
    plan = Plan("p", "test", actions(*marked)[which], "ana", "http://h", "till-1", NOW, NOW)
    hashed = without_personal(plan, "salt")
    written = json.dumps(to_json(hashed), ensure_ascii=False)
    assert "«" not in written
    assert "sha256:" in written
    assert from_json(Plan, json.loads(written)) == hashed
    assert without_personal(plan, "salt") == hashed
    assert without_personal(plan, "pepper") != hashed


def test_what_is_not_personal_stays() -> None:
    change = PriceChange("17", "Coca-Cola 33 cl can", EURO, EURO, '"p-17-1"')
    plan = Plan("p", "test", change, "ana", "http://h", "till-1", NOW, NOW)
    assert without_personal(plan, "salt") == plan
    details = OrderDetails("table", table="4")
    at_table = replace(plan, action=OrderEdit((), (), None, details))
    assert without_personal(at_table, "salt") == at_table


@pytest.mark.parametrize("journal", [[], entries(["one"])])
def test_a_short_journal_is_whole(journal: list[JournalEntry]) -> None:
    assert first_changed(journal) is None
