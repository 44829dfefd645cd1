"""Whether a write may go ahead, and what became of one, as the store shows it now."""

import json
from typing import Literal

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    OrderCancellation,
    OrderEdit,
    OrderPlacement,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.ports import Store
from kiosk_app.core.store_api import StoreApi
from kiosk_app.engines.http.answers import Answer
from kiosk_app.engines.store.reading import at

Fate = Literal["done", "open", "unknown"]
"""`open`: everything is still as it was before."""


def version_of(answer: Answer, api: StoreApi) -> str | None:
    """What a write made from this answer is bound to; a field of the body as JSON, None where it has none."""
    match api.versions.how:
        case "etag":
            return answer.etag
        case "field":
            try:
                return json.dumps(at(answer.body, api.versions.field))
            except (KeyError, TypeError):  # not everything in a store has one: the till compares the values
                return None
        case "none":
            return None


def is_unchanged(action: Action, store: Store) -> bool:
    """Is what the action was made from still so? Read live. Raises StoreError."""
    match action:
        case PriceChange(product_id=product_id, old=old, version=version):
            product = store.product(product_id)
            return (product.price, product.version) == (old, version)
        case PriceChanges(changes=changes):
            return all(is_unchanged(change, store) for change in changes)
        case CustomerUpdate(old=customer):
            return store.customer(customer.id) == customer
        case OrderEdit(changed=changed, version=version):
            order = store.order()
            quantities = {line.id: line.quantity for line in order.lines}
            same = all(quantities.get(change.line_id) == change.old_quantity for change in changed)
            return same and order.version == version
        case OrderPlacement() | OrderCancellation():
            order = store.order()
            shown = (action.order_id, action.lines, action.total, action.version)
            return (order.id, order.lines, order.total, order.version) == shown
        case StockMovement() | CustomerCreation():  # what comes or goes adds up; a count carries what it was made from
            return True


def fate(action: Action, store: Store) -> Fate:
    """What became of a write that sets values; `unknown` for any other. Read live. Raises StoreError."""
    match action:
        case PriceChange(product_id=product_id, old=old, new=new):
            price = store.product(product_id).price
            return "done" if price == new else "open" if price == old else "unknown"
        case PriceChanges(changes=changes):
            fates = {fate(change, store) for change in changes}
            return fates.pop() if len(fates) == 1 else "unknown"
        case CustomerUpdate(old=before, new=after):
            now = store.customer(before.id)
            names = ("name", "phone", "address", "notes")
            changed = [name for name in names if getattr(before, name) != getattr(after, name)]
            if all(getattr(now, name) == getattr(after, name) for name in changed):
                return "done"
            return "open" if all(getattr(now, name) == getattr(before, name) for name in changed) else "unknown"
    return "unknown"
