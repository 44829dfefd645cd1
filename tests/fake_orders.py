"""The orders of the store in memory: one that is open at the till, and those that were placed or cancelled."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal

from kiosk_app.core.actions import LineChange, NewLine, OrderCancellation, OrderEdit, OrderPlacement
from kiosk_app.core.errors import BadAnswer, Conflict, NotFound
from kiosk_app.core.types import Money, Order, OrderDetails, OrderLine, Product

ZERO = Decimal("0.00")
CENT = Decimal("0.01")


class FakeOrders:
    """Orders of the products that it is given, whose stock it takes."""

    def __init__(self, products: dict[str, Product]) -> None:
        self.open = _empty()
        self.closed: list[tuple[datetime, Order]] = []
        """Placed and cancelled ones, oldest first, and when."""
        self._products = products
        self._ids = 0

    def find(self, words: str) -> list[Order]:
        """Closed orders by number or name, newest first."""
        return [order for _, order in reversed(self.closed) if _fits(order, words)]

    def edit(self, edit: OrderEdit) -> Order:
        """Change the open order."""
        if not (edit.added or edit.changed or edit.details):
            raise BadAnswer("store_rejected", detail="Nothing to do.")
        order = self.open
        match_version(edit.version, order.version)
        lines = {line.id: line for line in order.lines}
        for new in edit.added:
            line = self._line(new)
            lines[line.id] = line
        for change in edit.changed:
            self._change(change, lines)
        before = {line.id: line.quantity for line in order.lines}
        grown = {line.product_id for line in lines.values() if line.quantity > before.get(line.id, 0)}
        self._need_stock(lines.values(), grown)
        version = next_version(order.version) if order.id else f'"o-{self._next_id()}-1"'
        order_id = version.split("-")[1]
        details = order.details if edit.details is None else _checked(edit.details)
        self.open = Order(
            order_id, f"{order_id:>04}", "open", tuple(lines.values()), _total(lines.values()), version, details
        )
        return self.open

    def place(self, placement: OrderPlacement) -> Order:
        """Take the stock and close the open order."""
        order = self.open
        match_version(placement.version, order.version)
        if not order.lines:
            raise Conflict("empty_order", reason="empty_order", detail="")
        for product_id, quantity in self._need_stock(order.lines, self._products).items():
            there = self._products[product_id]
            if there.stock is not None:
                self._products[product_id] = replace(there, stock=there.stock - quantity)
        return self._close("placed")

    def cancel(self, cancellation: OrderCancellation) -> Order:
        """Close the open order and take nothing."""
        match_version(cancellation.version, self.open.version)
        if self.open.id is None:
            raise Conflict("empty_order", reason="empty_order", detail="")
        return self._close("cancelled")

    def become(self, number: str, status: str) -> None:
        """Set the status of an order that was placed."""
        for place, (moment, order) in enumerate(self.closed):
            if order.number == number:
                self.closed[place] = (moment, replace(order, status=status))

    def _close(self, status: str) -> Order:
        closed = replace(self.open, status=status, version=next_version(self.open.version))
        self.open = _empty()
        self.closed.append((datetime.now(UTC), replace(closed, version=None)))
        return closed

    def _line(self, new: NewLine) -> OrderLine:
        if new.product_id not in self._products:
            raise NotFound("store_not_found")
        found = self._products[new.product_id]
        modifiers = {modifier.id: (group, modifier) for group in found.modifier_groups for modifier in group.modifiers}
        price = found.price
        in_group: Counter[str] = Counter()
        for option in new.options:
            if option.modifier_id not in modifiers:
                raise BadAnswer("store_rejected", detail="Not an option of this product.")
            group, modifier = modifiers[option.modifier_id]
            in_group[group.name] += 1
            if in_group[group.name] > group.at_most:
                raise BadAnswer("store_rejected", detail="Too many options of one group.")
            price += modifier.surcharge
        if not 0 < new.quantity <= 999:
            raise BadAnswer("store_rejected", detail="Not a quantity.")
        if new.unit_price != price:
            raise Conflict("price_changed", reason="price_changed", detail="")
        return OrderLine(str(self._next_id()), found.id, found.name, new.quantity, new.options, new.notes, price)

    def _change(self, change: LineChange, lines: dict[str, OrderLine]) -> None:
        if change.line_id not in lines or not 0 <= change.new_quantity <= 999:
            raise BadAnswer("store_rejected", detail="Not a line of this order, or not a quantity.")
        if change.new_quantity == 0:
            del lines[change.line_id]
        else:
            lines[change.line_id] = replace(lines[change.line_id], quantity=change.new_quantity)

    def _need_stock(self, lines: Iterable[OrderLine], of: Iterable[str]) -> Mapping[str, Decimal]:
        wanted: dict[str, Decimal] = {}
        for line in lines:
            wanted[line.product_id] = wanted.get(line.product_id, Decimal(0)) + line.quantity
        for product_id in of:
            stock = self._products[product_id].stock
            if stock is not None and stock < wanted.get(product_id, 0):
                raise Conflict("store_out_of_stock", reason="out_of_stock", detail="")
        return wanted

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids


def match_version(made_from: str | None, now: str | None) -> None:
    """Refuse what was made from another version than the one there is now."""
    if made_from is None:
        raise BadAnswer("store_rejected", detail="No version.")
    if made_from != now:
        raise Conflict("store_changed")


def next_version(version: str | None) -> str:
    """The ETag that follows."""
    assert version is not None
    kind, number, count = version.strip('"').split("-")
    return f'"{kind}-{number}-{int(count) + 1}"'


def folded(text: str) -> str:
    """Text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _empty() -> Order:
    return Order(None, "", "open", (), Money(ZERO, "EUR"), '"o-none-0"')


def _fits(order: Order, words: str) -> bool:
    if not words:
        return True
    return order.number.lstrip("0") == words.lstrip("0") or folded(words) in folded(order.details.name)


def _checked(details: OrderDetails) -> OrderDetails:
    lengths = ((details.table, 8), (details.name, 80), (details.address, 200), (details.notes, 200))
    if any(len(text) > most for text, most in lengths) or not re.fullmatch(r"[0-9+ ]{0,20}", details.phone):
        raise BadAnswer("store_rejected", detail="Not such details.")
    return details


def _total(lines: Iterable[OrderLine]) -> Money:
    sums = ((line.quantity * line.unit_price.amount).quantize(CENT, ROUND_HALF_UP) for line in lines)
    return Money(sum(sums, ZERO), "EUR")
