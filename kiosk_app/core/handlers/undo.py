"""Taking back the last write, as a write of its own: shown, confirmed, and only while the value is still ours."""

from dataclasses import replace
from decimal import Decimal
from typing import cast

from kiosk_app.core.actions import (
    CustomerUpdate,
    LineChange,
    NewLine,
    OrderEdit,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.errors import NotAllowed, Refused
from kiosk_app.core.handlers.customers import changed_customer
from kiosk_app.core.handlers.details import changed_details
from kiosk_app.core.handlers.orders import changed_lines, edit_rows
from kiosk_app.core.handlers.prices import price_row
from kiosk_app.core.handlers.stock import movement
from kiosk_app.core.situation import Proposal, Situation
from kiosk_app.core.types import Customer, Intent, Order
from kiosk_app.core.understanding.context import Deed


def undo(_: Intent, situation: Situation) -> Proposal:
    """The reverse of the last write. Raises `Refused` where there is none, or somebody has changed it since."""
    deed = situation.context.deed
    if deed is None:
        raise Refused("nothing_to_undo")
    spec = situation.intents.get(deed.plan.intent)
    if spec and not spec.is_allowed(situation.store.permissions):
        raise NotAllowed("not_allowed")
    match deed.plan.action:
        case PriceChange() as change:
            proposal = _prices((change,), situation)
        case PriceChanges(changes):
            proposal = _prices(changes, situation)
        case StockMovement() as done:
            proposal = _stock(done, situation)
        case OrderEdit() as edit:
            proposal = _order(edit, deed, situation)
        case CustomerUpdate() as update:
            proposal = _customer(update, deed, situation)
        case _:
            raise Refused("cannot_be_undone")
    return replace(proposal, title=situation.say("title_undo"), question=situation.say("confirm_undo"))


def _prices(changes: tuple[PriceChange, ...], situation: Situation) -> Proposal:
    back = []
    for change in changes:
        product = situation.store.product(change.product_id)
        if product.price != change.new:
            raise Refused("changed_since", what=product.name)
        back.append(PriceChange(product.id, product.name, product.price, change.old, product.version))
    return Proposal(
        back[0] if len(back) == 1 else PriceChanges(tuple(back)),
        title="",
        question="",
        rows=tuple(price_row(change.product_name, change.old, change.new, situation) for change in back),
    )


def _stock(done: StockMovement, situation: Situation) -> Proposal:
    product = situation.store.product(done.product_id)
    if product.stock != done.new:
        raise Refused("changed_since", what=product.name)
    return movement(product, "set", done.old, done.old, situation)


def _order(edit: OrderEdit, deed: Deed, situation: Situation) -> Proposal:
    """The order's lines and details as they were before the edit."""
    now, before, after = situation.store.order(), cast(Order, deed.before), cast(Order, deed.result)
    if now != after:
        raise Refused("changed_since", what=situation.say("title_order"))
    there = {line.id: line for line in now.lines}
    were = {line.id: line for line in before.lines}
    changed = [
        LineChange(line.id, line.name, line.quantity, were[line.id].quantity if line.id in were else Decimal(0))
        for line in now.lines
        if line.id not in were or were[line.id].quantity != line.quantity
    ]
    added = [
        NewLine(line.product_id, line.name, line.quantity, line.options, line.notes, line.unit_price)
        for line in before.lines
        if line.id not in there
    ]
    details = before.details if edit.details is not None else None
    if not changed and not added and details is not None:
        return changed_details(now, details, situation)
    proposal = changed_lines(now, tuple(changed), situation)
    action = OrderEdit(tuple(added), tuple(changed), now.version, details)
    return replace(proposal, action=action, rows=(*proposal.rows, *edit_rows(now, action, situation)))


def _customer(update: CustomerUpdate, deed: Deed, situation: Situation) -> Proposal:
    now = situation.store.customer(update.old.id)
    if now != cast(Customer, deed.result):
        raise Refused("changed_since", what=now.name)
    old = update.old
    return changed_customer(
        now, replace(now, name=old.name, phone=old.phone, address=old.address, notes=old.notes), situation
    )
