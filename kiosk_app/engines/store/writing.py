"""The request that carries an action out, in the words of the store's API."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import quote

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    NewLine,
    OrderCancellation,
    OrderEdit,
    OrderPlacement,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import NotOffered
from kiosk_app.core.records.entries import LogEntry
from kiosk_app.core.store_api import StoreApi, minor_unit
from kiosk_app.core.types import Customer, Money


@dataclass(frozen=True, slots=True)
class Request:
    """A write before it has its key."""

    method: str
    path: str
    body: dict[str, Any]
    version: str | None = None
    """What it was made from, for `If-Match`; None where the body says what must be so still, or nothing need be."""


def request(action: Action, till: str, api: StoreApi) -> Request:
    """The one request for `action` at `till`. Raises NotOffered where the store has nothing for it."""
    made = _request(action, till, api)
    if api.versions.how != "field" or made.version is None:
        return made
    return replace(made, body=_nested({api.versions.field: json.loads(made.version)}, made.body))


def _request(action: Action, till: str, api: StoreApi) -> Request:
    match action:
        case PriceChange(product_id=product_id, new=new, version=version):
            path = filled(api.paths.product, id=product_id)
            return Request("PATCH", path, _nested({api.product.price: money_out(new, api)}), version)
        case PriceChanges(changes=changes):
            prices = [
                {
                    "product": id_out(change.product_id, api),
                    "price": money_out(change.new, api),
                    "version": change.version,
                }
                for change in changes
            ]
            return Request("POST", filled(api.paths.prices), {"changes": prices})
        case StockMovement(product_id=product_id, direction=direction, quantity=quantity, old=old):
            movement = {"product": id_out(product_id, api), "direction": direction, "quantity": f"{quantity:f}"}
            expected = {"expected": f"{old:f}"} if direction == "set" else {}
            return Request("POST", filled(api.paths.movements), movement | expected)
        case OrderEdit(version=version):
            return Request("PATCH", filled(api.paths.order, till=till), _edit(action, api), version)
        case OrderPlacement(version=version):
            return Request("POST", filled(api.paths.place_order, till=till), {}, version)
        case OrderCancellation(version=version):
            return Request("POST", filled(api.paths.cancel_order, till=till), {}, version)
        case CustomerCreation(customer=customer):
            return Request("POST", filled(api.paths.customers), _nested(_known_of(customer, api)))
        case CustomerUpdate(old=old, new=new):
            before = _known_of(old, api)
            changed = {key: value for key, value in _known_of(new, api).items() if value != before[key]}
            return Request("PATCH", filled(api.paths.customer, id=old.id), _nested(changed), old.version)


def log_entry(entry: LogEntry) -> dict[str, Any]:
    """An entry of the action log."""
    plan = to_json(entry.plan)
    return {
        "plan": plan["id"],
        "user": plan["user"],
        "host": plan["host"],
        "till": plan["till"],
        "intent": plan["intent"],
        "payload": plan["action"],
        "preview": entry.preview,
        "created": plan["created"],
        "sent": entry.sent.isoformat(),
        "settled": entry.settled.isoformat(),
        "outcome": entry.outcome,
        "detail": entry.detail,
        "salt": entry.salt,
    }


def filled(path: str, **values: str) -> str:
    """A path of the mapping with its ids. Raises NotOffered where the store has no such thing."""
    if not path:
        raise NotOffered("store_cannot")
    return path.format(**{name: quote(value, safe="") for name, value in values.items()})


def id_out(value: str, api: StoreApi) -> int | str:
    """An id as the store writes it."""
    return int(value) if api.ids == "integer" else value


def money_out(money: Money, api: StoreApi) -> str | int | float:
    """Money as the store writes it. Raises NotOffered for less than the currency's smallest coin."""
    match api.money:
        case "string":
            return f"{money.amount:f}"
        case "number":
            return float(money.amount)  # its shortest form is the amount: no shop's price has 15 digits
        case "minor":
            minor = money.amount / minor_unit(money.currency)
            if minor != int(minor):
                raise NotOffered("store_cannot")
            return int(minor)


def _nested(values: dict[str, Any], into: dict[str, Any] | None = None) -> dict[str, Any]:
    """Values by their dotted paths, as an object."""
    nested = into or {}
    for path, value in values.items():
        *outer, last = path.split(".")
        inner = nested
        for key in outer:
            inner = inner.setdefault(key, {})
        inner[last] = value
    return nested


def _edit(edit: OrderEdit, api: StoreApi) -> dict[str, Any]:
    lines = {
        "add": [_new_line(line, api) for line in edit.added],
        "change": [{"line": id_out(line.line_id, api), "quantity": f"{line.new_quantity:f}"} for line in edit.changed],
    }
    return lines if edit.details is None else lines | {"details": asdict(edit.details)}


def _new_line(line: NewLine, api: StoreApi) -> dict[str, Any]:
    return {
        "product": id_out(line.product_id, api),
        "quantity": f"{line.quantity:f}",
        "unit_price": money_out(line.unit_price, api),
        "notes": line.notes,
        "options": [{"modifier": id_out(option.modifier_id, api), "amount": option.amount} for option in line.options],
    }


def _known_of(customer: Customer, api: StoreApi) -> dict[str, str]:
    """What is known of a customer by the store's own fields. Raises NotOffered for what it cannot keep."""
    fields = api.customer
    known = {}
    for path, value in (
        (fields.name, customer.name),
        (fields.phone, customer.phone),
        (fields.address, customer.address),
        (fields.notes, customer.notes),
    ):
        if path:
            known[path] = value
        elif value:
            raise NotOffered("store_cannot_keep", what=value)
    return known
