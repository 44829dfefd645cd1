"""Putting products on the till's order, taking them off, showing and placing it."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from kiosk_app.core.actions import LineChange, NewLine, OrderCancellation, OrderEdit, OrderPlacement
from kiosk_app.core.errors import Refused
from kiosk_app.core.events import Choice
from kiosk_app.core.handlers.details import detail_rows, said_details
from kiosk_app.core.saying.phrases import SENTENCES, show_money, show_quantity
from kiosk_app.core.situation import (
    Proposal,
    Reply,
    Situation,
    ask_which,
    pick_near,
    settle_quantity,
    words_of,
)
from kiosk_app.core.types import Intent, Money, Option, Order, OrderDetails, OrderLine, Product, Row
from kiosk_app.core.understanding.follow_up import corrects_order
from kiosk_app.core.understanding.items import Item, items_of
from kiosk_app.core.understanding.options import crowded_groups, find_options

_EVERYTHING = {"everything", "all", "todo"}


def add_to_order(intent: Intent, situation: Situation) -> Proposal:
    """Add one or more lines, each with its options and its note."""
    lines: list[NewLine] = []
    for item in items_of(intent, situation):
        if lines and (more := _more_options(item, lines[-1], situation)):
            lines[-1] = more
        else:
            lines.append(_new_line(item, situation))
    _check_stock(lines, situation)
    order = situation.store.order()
    details = said_details(intent.args, order.details, situation)
    replaced = _replaced(order, situation) if corrects_order(intent) else ()
    edit = OrderEdit(tuple(lines), replaced, order.version, None if details == order.details else details)
    return Proposal(
        edit,
        title=situation.say("title_order"),
        question=situation.say("confirm_order"),
        rows=(*_change_rows(replaced, situation), *edit_rows(order, edit, situation)),
        before=order,
    )


def _replaced(order: Order, situation: Situation) -> tuple[LineChange, ...]:
    """The lines of the last addition, to be taken off; none where it was never done.

    Raises `Refused` where the order has changed since.
    """
    done = situation.context.done
    if done is None:
        return ()
    before, after = cast(Order, done.before), cast(Order, done.result)
    if order != after:
        raise Refused("changed_since", what=situation.say("title_order"))
    were = {line.id for line in before.lines}
    return tuple(
        LineChange(line.id, line.name, line.quantity, Decimal(0)) for line in order.lines if line.id not in were
    )


def edit_rows(order: Order, edit: OrderEdit, situation: Situation) -> tuple[Row, ...]:
    """What an edit adds to an order, its details, and the total that it comes to."""
    total = order.total
    prices = {line.id: line.unit_price for line in order.lines}
    for line in edit.added:
        total += line.unit_price * line.quantity
    for change in edit.changed:
        total += prices[change.line_id] * (change.new_quantity - change.old_quantity)
    added = (
        _row(line.quantity, line.product_name, line.options, line.notes, line.unit_price, situation)
        for line in edit.added
    )
    details = detail_rows(order.details, edit.details, situation) if edit.details else ()
    return (*added, *details, _total_row(total, situation, before=order.total if order.lines else None))


def remove_from_order(intent: Intent, situation: Situation) -> Proposal:
    """Take lines off the open order, or fewer of them."""
    order = situation.store.order()
    if not order.lines:
        raise Refused("empty_order")
    changes: dict[str, LineChange] = {}
    for item in items_of(intent, situation):
        for change in _changes(item, order.lines, situation):
            changes[change.line_id] = change
    return changed_lines(order, tuple(changes.values()), situation)


def changed_lines(order: Order, changes: tuple[LineChange, ...], situation: Situation) -> Proposal:
    """Other quantities of lines that are there, as they are to be shown."""
    return Proposal(
        OrderEdit(added=(), changed=changes, version=order.version),
        title=situation.say("title_order"),
        question=situation.say("confirm_order"),
        rows=_change_rows(changes, situation),
        before=order,
    )


def _change_rows(changes: Sequence[LineChange], situation: Situation) -> tuple[Row, ...]:
    return tuple(
        Row(
            change.product_name,
            show_quantity(change.old_quantity, situation.language),
            show_quantity(change.new_quantity, situation.language) if change.new_quantity else situation.say("removed"),
        )
        for change in changes
    )


def show_order(_: Intent, situation: Situation) -> Reply:
    """What is on the open order."""
    order = situation.store.order()
    if not order.lines:
        return Reply(situation.say("order_is_empty"))
    code = "order_is_one" if len(order.lines) == 1 else "order_is"
    return Reply(
        situation.say(code, count=len(order.lines), total=order.total),
        _order_rows(order, situation),
    )


def place_order(_: Intent, situation: Situation) -> Proposal:
    """Place the open order as it stands."""
    order = _open_order(situation)
    return Proposal(
        OrderPlacement(str(order.id), order.lines, order.total, order.version),
        title=situation.say("title_place"),
        question=situation.say("confirm_place"),
        rows=_order_rows(order, situation),
    )


def cancel_order(_: Intent, situation: Situation) -> Proposal:
    """Throw the open order away."""
    order = _open_order(situation)
    return Proposal(
        OrderCancellation(str(order.id), order.lines, order.total, order.version),
        title=situation.say("title_cancel_order"),
        question=situation.say("confirm_cancel_order"),
        rows=_order_rows(order, situation),
    )


def order_status(intent: Intent, situation: Situation) -> Reply:
    """How far an order is that was placed: by its number or name, or the last one."""
    query = str(intent.args.get("query", ""))
    found = situation.store.orders(query)
    if not found:
        raise Refused("unknown_order", query=query) if query else Refused("no_orders")
    order = found[0]
    is_ours = f"status_{order.status}" in SENTENCES
    status = situation.say(f"status_{order.status}") if is_ours else order.status
    return Reply(situation.say("order_status_is", number=order.number, status=status), _order_rows(order, situation))


def _open_order(situation: Situation) -> Order:
    """The open order, read live. Raises `Refused` where nothing is on it."""
    order = situation.store.order()
    if order.id is None or not order.lines:
        raise Refused("empty_order")
    return order


def _order_rows(order: Order, situation: Situation) -> tuple[Row, ...]:
    return (
        *_line_rows(order.lines, situation),
        *detail_rows(OrderDetails(), order.details, situation),
        _total_row(order.total, situation),
    )


def _new_line(item: Item, situation: Situation) -> NewLine:
    product, beside = _ordered_product(str(item["query"]), situation)
    phrases = [" ".join(beside), *cast(Sequence[str], item.get("options", ()))]
    found = find_options(phrases, product, situation.language)
    options = list(found.options)
    for group, chosen in crowded_groups(options, product):
        cards = [Choice(str(number), _option_text(option, situation)) for number, option in enumerate(chosen, 1)]
        question = situation.say("ask_option", product=product.name, group=group.name)
        kept = chosen[situation.choose(question, cards)]
        options = [option for option in options if option.group != group.name or option == kept]
    said = item.get("quantity")
    return NewLine(
        product.id,
        product.name,
        settle_quantity(str(said) if said else None, product.name, situation),
        tuple(options),
        found.notes,
        _unit_price(product, options),
    )


def _more_options(item: Item, line: NewLine, situation: Situation) -> NewLine | None:
    """The line with one more option, where an item of its own can only be that: "a latte ... and brown sugar"."""
    if item.get("options") or item.get("quantity", "1") != "1":
        return None
    product = situation.store.product(line.product_id)
    found = find_options([str(item["query"])], product, situation.language)
    taken = {option.group for option in line.options}
    if not found.options or found.notes or any(option.group in taken for option in found.options):
        return None
    options = (*line.options, *found.options)
    return replace(line, options=options, unit_price=_unit_price(product, options))


def _ordered_product(query: str, situation: Situation) -> tuple[Product, tuple[str, ...]]:
    """The product, read live, and the words beside its name: "large cappuccino" is a cappuccino, large."""
    near = pick_near(query, situation)
    match = near[0] if len(near) == 1 else ask_which("ask_product", query, near, situation)
    return situation.store.product(match.product.id), match.left_over


def _unit_price(product: Product, options: Sequence[Option]) -> Money:
    surcharges = {modifier.id: modifier.surcharge for group in product.modifier_groups for modifier in group.modifiers}
    price = product.price
    for option in options:
        price += surcharges[option.modifier_id]
    return price


def _check_stock(lines: Sequence[NewLine], situation: Situation) -> None:
    wanted: dict[str, Decimal] = {}
    for line in lines:
        wanted[line.product_id] = wanted.get(line.product_id, Decimal(0)) + line.quantity
    for product_id, quantity in wanted.items():
        product = situation.store.product(product_id)
        if product.stock is not None and product.stock < quantity:
            left = show_quantity(product.stock, situation.language)
            raise Refused("out_of_stock", product=product.name, stock=left)


def _changes(item: Item, lines: Sequence[OrderLine], situation: Situation) -> list[LineChange]:
    query = str(item["query"])
    if set(words_of(query, situation)) <= _EVERYTHING:
        return [LineChange(line.id, line.name, line.quantity, Decimal(0)) for line in lines]
    line = _line(query, lines, situation)
    left = Decimal(0)
    if said := item.get("quantity"):
        left = max(Decimal(0), line.quantity - settle_quantity(str(said), line.name, situation))
    return [LineChange(line.id, line.name, line.quantity, left)]


def _line(query: str, lines: Sequence[OrderLine], situation: Situation) -> OrderLine:
    """The line that is meant: by the product, and by its options where the product stands there twice."""
    fitting = {match.product.id: match for match in situation.catalogue.find(query, limit=20)}
    there = [line for line in lines if line.product_id in fitting]
    if not there:
        raise Refused("not_on_order", query=query)
    said = set(words_of(query, situation))
    described = [len(said & set(words_of(_description(line, situation), situation))) for line in there]
    best = [line for line, words in zip(there, described, strict=True) if words == max(described)]
    if len(best) == 1:
        return best[0]
    cards = [
        Choice(str(number), line.name, _description(line, situation, with_name=False))
        for number, line in enumerate(best, 1)
    ]
    return best[situation.choose(situation.say("ask_line"), cards)]


def _description(line: OrderLine, situation: Situation, *, with_name: bool = True) -> str:
    said = [_option_text(option, situation) for option in line.options]
    return " ".join([line.name] * with_name + said + [line.notes] * bool(line.notes))


def _line_rows(lines: Sequence[OrderLine], situation: Situation) -> tuple[Row, ...]:
    return tuple(_row(line.quantity, line.name, line.options, line.notes, line.unit_price, situation) for line in lines)


def _row(
    quantity: Decimal, name: str, options: Sequence[Option], notes: str, unit_price: Money, situation: Situation
) -> Row:
    said = [_option_text(option, situation) for option in options] + [f"“{notes}”"] * bool(notes)
    label = f"{show_quantity(quantity, situation.language)} × {name}"
    if said:
        label += ": " + ", ".join(said)
    return Row(label, "", show_money(unit_price * quantity, situation.language))


def _option_text(option: Option, situation: Situation) -> str:
    return situation.say(f"amount_{option.amount}", option=option.name)


def _total_row(total: Money, situation: Situation, before: Money | None = None) -> Row:
    shown_before = show_money(before, situation.language) if before else ""
    return Row(situation.say("total"), shown_before, show_money(total, situation.language))
