"""The request that carries an action out, in the words of the store's API."""

from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import quote

from kiosk_app.core.codec import to_json
from kiosk_app.core.records import LogEntry
from kiosk_app.core.types import (
    Action,
    Customer,
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


@dataclass(frozen=True, slots=True)
class Request:
    """A write before it has its key."""

    method: str
    path: str
    body: dict[str, Any]
    version: str | None = None
    """For `If-Match`; None where the body says what must be as it was, or nothing need be."""


def request(action: Action, till: str) -> Request:
    """The one request for `action` at `till`."""
    match action:
        case PriceChange(product_id=product_id, new=new, version=version):
            return Request("PATCH", product_path(product_id), {"price": f"{new.amount:f}"}, version)
        case PriceChanges(changes=changes):
            prices = [
                {"product": int(change.product_id), "price": f"{change.new.amount:f}", "version": change.version}
                for change in changes
            ]
            return Request("POST", "/api/products/prices/", {"changes": prices})
        case StockMovement(product_id=product_id, direction=direction, quantity=quantity, old=old):
            movement = {"product": int(product_id), "direction": direction, "quantity": f"{quantity:f}"}
            expected = {"expected": f"{old:f}"} if direction == "set" else {}
            return Request("POST", "/api/stock/movements/", movement | expected)
        case OrderEdit(version=version):
            return Request("PATCH", order_path(till), _edit(action), version)
        case OrderPlacement(version=version):
            return Request("POST", order_path(till) + "place/", {}, version)
        case OrderCancellation(version=version):
            return Request("POST", order_path(till) + "cancel/", {}, version)
        case CustomerCreation(customer=customer):
            return Request("POST", "/api/customers/", _known_of(customer))
        case CustomerUpdate(old=old, new=new):
            before = _known_of(old)
            changed = {key: value for key, value in _known_of(new).items() if value != before[key]}
            return Request("PATCH", customer_path(old.id), changed, old.version)


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


def product_path(product_id: str) -> str:
    """Where a product is read and its price is set."""
    return f"/api/products/{quote(product_id, safe='')}/"


def order_path(till: str) -> str:
    """Where a till's open order is read and edited."""
    return f"/api/tills/{quote(till, safe='')}/order/"


def customer_path(customer_id: str) -> str:
    """Where a customer is read and changed."""
    return f"/api/customers/{quote(customer_id, safe='')}/"


def _edit(edit: OrderEdit) -> dict[str, Any]:
    lines = {
        "add": [_new_line(line) for line in edit.added],
        "change": [{"line": int(line.line_id), "quantity": f"{line.new_quantity:f}"} for line in edit.changed],
    }
    return lines if edit.details is None else lines | {"details": asdict(edit.details)}


def _new_line(line: NewLine) -> dict[str, Any]:
    return {
        "product": int(line.product_id),
        "quantity": f"{line.quantity:f}",
        "unit_price": f"{line.unit_price.amount:f}",
        "notes": line.notes,
        "options": [{"modifier": int(option.modifier_id), "amount": option.amount} for option in line.options],
    }


def _known_of(customer: Customer) -> dict[str, str]:
    return {"name": customer.name, "phone": customer.phone, "address": customer.address, "notes": customer.notes}
