"""What an order is for as a whole: pickup, delivery or a table; whose, and where to."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from typing import Any

from kiosk_app.core.actions import OrderEdit
from kiosk_app.core.errors import Refused
from kiosk_app.core.handlers.customers import proper, written_down
from kiosk_app.core.situation import Proposal, Reply, Situation, pick_number
from kiosk_app.core.types import Intent, Order, OrderDetails, Row

_NEEDED = {"delivery": ("address", "phone"), "pickup": ("name",), "table": (), "": ()}
"""What is asked for when an order leaves in this way."""


def set_order_details(intent: Intent, situation: Situation) -> Proposal | Reply:
    """Say what the open order is for; a note is added to those that are there."""
    order = situation.store.order()
    details = said_details(intent.args, order.details, situation)
    if details == order.details:
        return Reply(situation.say("details_are_already" if intent.args else "details_missing"))
    return changed_details(order, details, situation)


def changed_details(order: Order, details: OrderDetails, situation: Situation) -> Proposal:
    """A change of the open order's details, as it is to be shown."""
    return Proposal(
        OrderEdit((), (), order.version, details),
        title=situation.say("title_details"),
        question=situation.say("confirm_order"),
        rows=detail_rows(order.details, details, situation),
        before=order,
    )


def said_details(args: Mapping[str, object], before: OrderDetails, situation: Situation) -> OrderDetails:
    """The details with what was said, and with the answers to what is missing. `before` where nothing was said."""
    said = {name: str(args[name]) for name in asdict(before) if name in args}
    if not said:
        return before
    if "table" in said:
        said["table"] = _table(said["table"], situation)
    kept: dict[str, Any] = written_down(said, before.notes)
    details = replace(before, **kept)
    if "fulfilment" in said:
        if details.fulfilment != "table":
            details = replace(details, table="")
        for name in _NEEDED[details.fulfilment]:
            if not getattr(details, name):
                answer: dict[str, Any] = {name: _answer(name, situation)}
                details = replace(details, **answer)
    return details


def detail_rows(before: OrderDetails, after: OrderDetails, situation: Situation) -> tuple[Row, ...]:
    """A row for each detail that changes."""
    old, new = asdict(before), asdict(after)
    return tuple(
        Row(situation.say(f"label_{name}"), _shown(name, old[name], situation), _shown(name, new[name], situation))
        for name in old
        if old[name] != new[name]
    )


def _shown(name: str, value: str, situation: Situation) -> str:
    return situation.say(f"fulfilment_{value}") if name == "fulfilment" and value else value


def _table(said: str, situation: Situation) -> str:
    """A table's number, asked where it may have been misheard. Raises `Refused` for what is none."""
    if not said.isdecimal():
        raise Refused("no_table", query=said)
    candidates = [said, *situation.alternatives(said)]
    if len(candidates) == 1:
        return said
    question = situation.say("ask_table")
    return f"{pick_number([Decimal(number) for number in candidates], question, str, situation)}"


def _answer(name: str, situation: Situation) -> str:
    """What is answered to the question for one detail."""
    answer = situation.ask(situation.say(f"missing_{name}"))
    if name != "phone":
        return proper(answer.text)
    digits = "".join(answer.numbers)
    if not digits.isdecimal():
        raise Refused("no_phone")
    return digits
