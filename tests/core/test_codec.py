"""What is written as JSON is read back the same, and what does not fit is refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    LineChange,
    NewLine,
    OrderCancellation,
    OrderEdit,
    OrderPlacement,
    Plan,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.events import Record
from kiosk_app.core.types import Audio, Customer, Intent, Money, Option, Order, OrderDetails, Product, SalesReport

PLAIN: dict[object, st.SearchStrategy[Any]] = {
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    datetime: st.datetimes(timezones=st.just(UTC)),
    float: st.floats(allow_nan=False),
    object: st.text() | st.lists(st.dictionaries(st.text(), st.text())),
}


def any_of(hint: Any) -> st.SearchStrategy[Any]:
    """Every finite value of a hint."""
    if hint in PLAIN:
        return PLAIN[hint]
    if isinstance(hint, UnionType):
        return st.one_of(*(any_of(member) for member in get_args(hint)))
    if get_origin(hint) is tuple:
        inner = get_args(hint)
        return st.lists(any_of(inner[0]), max_size=3).map(tuple) if ... in inner else st.tuples(*map(any_of, inner))
    if get_origin(hint) in (dict, Mapping):
        return st.dictionaries(st.text(), any_of(get_args(hint)[1]), max_size=3)
    if is_dataclass(hint):
        build: Any = hint
        return st.builds(build, **{name: any_of(inner) for name, inner in get_type_hints(hint).items()})
    return st.from_type(hint)


@given(st.one_of(*(any_of(cls) for cls in (Plan, Product, Order, Customer, SalesReport, Intent, Audio, Record))))
def test_what_is_written_is_read_back_the_same(value: object) -> None:
    text = json.dumps(to_json(value))
    assert from_json(type(value), json.loads(text)) == value


EURO = Money(Decimal("1.20"), "EUR")
WHEN = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def plan(action: Action) -> Plan:
    return Plan("p1", "x", action, "ana", "http://127.0.0.1:1", "till-1", WHEN, WHEN)


def test_money_is_two_strings_and_an_action_says_its_type() -> None:
    change = PriceChange("17", "Oat milk", Money(Decimal("1.10"), "EUR"), EURO, '"p-17-3"')
    written = to_json(plan(change))
    assert written["action"]["type"] == "PriceChange"
    assert written["action"]["new"] == {"amount": "1.20", "currency": "EUR"}
    assert written["created"] == "2026-11-21T09:30:00+00:00"


ANA = Customer("3", "Ana", "600111222", "Calle Mayor 4", "", '"c-3-1"')
ACTIONS: tuple[Action, ...] = (
    PriceChange("17", "Oat milk", EURO, EURO, '"p-17-3"'),
    PriceChanges(
        (PriceChange("17", "Oat milk", EURO, EURO, '"p-17-3"'), PriceChange("18", "Rice milk", EURO, EURO, None))
    ),
    StockMovement("17", "Oat milk", "set", Decimal("7.5"), Decimal(8), Decimal("7.5")),
    OrderEdit((NewLine("1", "Tea", Decimal(2), (Option("5", "size", "large"),), "", EURO),), (), None),
    OrderEdit((), (LineChange("9", "Tea", Decimal(2), Decimal(0)),), '"o-1-1"', OrderDetails("table", "12")),
    OrderPlacement("4", (), EURO, '"o-4-2"'),
    OrderCancellation("4", (), EURO, '"o-4-2"'),
    CustomerCreation(ANA),
    CustomerUpdate(ANA, Customer("3", "Ana", "", "", "pays cash")),
)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: type(action).__name__)
def test_every_action_survives(action: Action) -> None:
    assert from_json(Plan, json.loads(json.dumps(to_json(plan(action))))) == plan(action)


def test_there_is_an_example_of_every_action() -> None:
    assert {type(action) for action in ACTIONS} == set(get_args(Action))


def test_a_plan_that_was_journalled_before_orders_had_details_is_read() -> None:
    edit = OrderEdit((), (LineChange("9", "Tea", Decimal(2), Decimal(0)),), '"o-1-1"')
    written = to_json(plan(edit))
    del written["action"]["details"]
    assert from_json(Plan, written) == plan(edit)


@pytest.mark.parametrize(
    "broken",
    [
        [],
        {},
        {"amount": "1.20"},
        {"amount": 1.2, "currency": "EUR"},
        {"amount": "one", "currency": "EUR"},
        {"amount": "1.20", "currency": None},
        {"amount": "1.20", "currency": "EUR", "more": 1},
    ],
)
def test_what_does_not_fit_is_refused(broken: object) -> None:
    with pytest.raises(ValueError, match=r"fit|decimal|missing"):
        from_json(Money, broken)


def test_an_unknown_action_is_refused() -> None:
    written = to_json(plan(OrderPlacement("4", (), EURO, None)))
    written["action"]["type"] = "DropEverything"
    with pytest.raises(ValueError, match="DropEverything"):
        from_json(Plan, written)


def test_a_class_without_a_json_form_is_refused() -> None:
    @dataclass(frozen=True)
    class Odd:
        thing: object

    with pytest.raises(TypeError, match="complex"):
        to_json(Odd(1j))
