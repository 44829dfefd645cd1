"""A store and a journal in memory that keep the rules of the real ones; the contract tests run on both."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from kiosk_app.core.errors import (
    BadAnswer,
    Conflict,
    MissingPart,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    Refused,
    StoreError,
)
from kiosk_app.core.types import (
    LineChange,
    Modifier,
    ModifierGroup,
    Money,
    NewLine,
    Order,
    OrderEdit,
    OrderLine,
    OrderPlacement,
    Plan,
    PriceChange,
    Product,
)

ZERO = Decimal("0.00")
MANAGER = frozenset({"catalogue.change_product", "orders.change_order"})
CASHIER = frozenset({"orders.change_order"})


def euro(amount: str) -> Money:
    """So many euros."""
    return Money(Decimal(amount), "EUR")


def product(
    number: int,
    name: str,
    price: str = "1.00",
    *,
    stock: str | None = None,
    groups: tuple[ModifierGroup, ...] = (),
    aliases: tuple[str, ...] = (),
    category: str = "Drinks",
) -> Product:
    """A product in its first version."""
    return Product(
        id=str(number),
        name=name,
        sku=f"SKU-{number:04d}",
        barcode=f"{5_400_000_000_000 + number}",
        category=category,
        price=euro(price),
        stock=None if stock is None else Decimal(stock),
        version=f'"p-{number}-1"',
        modifier_groups=groups,
        aliases=aliases,
    )


SIZE = ModifierGroup(
    "size", (Modifier("1", "small", euro("0.00"), False), Modifier("2", "large", euro("0.60"), False)), at_most=1
)
MILK = ModifierGroup(
    "milk", (Modifier("3", "whole milk", euro("0.00"), True), Modifier("4", "soy milk", euro("0.40"), True)), at_most=2
)


def cafe() -> tuple[Product, ...]:
    """A few products, near twins among them."""
    return (
        product(1, "Cappuccino", "2.90", groups=(SIZE, MILK)),
        product(2, "Coffee", "1.80", groups=(SIZE, MILK)),
        product(3, "Iced coffee", "2.70", groups=(SIZE, MILK)),
        product(4, "Butter croissant", "1.60", stock="12", aliases=("croissant",), category="Bakery"),
        product(5, "Coca-Cola 33 cl can", "1.10", stock="48", aliases=("coke 33",)),
        product(6, "Coca-Cola 50 cl", "1.60", stock="24"),
        product(7, "Coca-Cola Zero 33 cl can", "1.10", stock="36"),
        product(8, "Carrot cake slice", "3.20", stock="2", category="Cakes"),
    )


@dataclass
class FakeStore:
    """`ports.Store` in memory."""

    catalogue: Iterable[Product] = field(default_factory=cafe)
    rights: frozenset[str] = MANAGER
    host: str = "http://127.0.0.1:1"
    user: str = "manager"
    till: str = "till-1"
    fault: StoreError | None = None
    """Raised by every call while it is set: the store is away, the sign-in has run out."""
    drop_answer: bool = False
    """The next `apply` does what it was told and no answer comes."""

    def __post_init__(self) -> None:
        self._products = {each.id: each for each in self.catalogue}
        self._till_order = self._empty()
        self._answers: dict[str, Order | StoreError | None] = {}
        self._ids = 0

    def products(self) -> list[Product]:
        """The whole catalogue."""
        self._arrive()
        return list(self._products.values())

    def product(self, product_id: str) -> Product:
        """One product."""
        self._arrive()
        if product_id not in self._products:
            raise NotFound("store_not_found")
        return self._products[product_id]

    def order(self) -> Order:
        """The till's open order."""
        self._arrive()
        return self._till_order

    def apply(self, plan: Plan) -> Order | None:
        """Carry a plan out, once for each key."""
        if (plan.user, plan.host, plan.till) != (self.user, self.host, self.till):
            raise Refused("plan_foreign")
        if datetime.now(UTC) >= plan.expires:
            raise Refused("plan_expired")
        return self._write(plan)

    def settle(self, plan: Plan) -> Literal["done", "refused", "unknown"]:
        """What became of a plan."""
        ours = (plan.user, plan.host, plan.till) == (self.user, self.host, self.till)
        if not ours or datetime.now(UTC) >= plan.created + timedelta(minutes=10):
            return "unknown"
        if self.fault:
            return "unknown"
        try:
            self._write(plan)
        except OutcomeUnknown:
            return "unknown"
        except StoreError:
            return "refused"
        return "done"

    def close(self) -> None:
        """Nothing to release."""

    def _arrive(self) -> None:
        if self.fault:
            raise self.fault

    def _write(self, plan: Plan) -> Order | None:
        self._arrive()
        if plan.id not in self._answers:
            try:
                self._answers[plan.id] = self._act(plan)
            except StoreError as error:
                self._answers[plan.id] = error
        if self.drop_answer:
            self.drop_answer = False
            raise OutcomeUnknown("outcome_unknown")
        answer = self._answers[plan.id]
        if isinstance(answer, StoreError):
            raise answer
        return answer

    def _act(self, plan: Plan) -> Order | None:
        match plan.action:
            case PriceChange() as change:
                self._change_price(change)
                return None
            case OrderEdit() as edit:
                return self._edit(edit)
            case OrderPlacement() as placement:
                return self._place(placement)

    def _change_price(self, change: PriceChange) -> None:
        self._need("catalogue.change_product")
        before = self.product(change.product_id)
        self._match(change.version, before.version)
        amount = change.new.amount
        if amount <= 0 or amount != round(amount, 2):
            raise BadAnswer("store_rejected", detail="Not a price.")
        self._products[before.id] = replace(before, price=Money(round(amount, 2), "EUR"), version=_next(before.version))

    def _edit(self, edit: OrderEdit) -> Order:
        self._need("orders.change_order")
        order = self._till_order
        self._match(edit.version, order.version)
        lines = {line.id: line for line in order.lines}
        for new in edit.added:
            line = self._line(new)
            lines[line.id] = line
        for change in edit.changed:
            self._change(change, lines)
        self._need_stock(lines.values(), {new.product_id for new in edit.added})
        version = _next(order.version) if order.id else f'"o-{self._next_id()}-1"'
        order_id = version.split("-")[1]
        self._till_order = Order(
            order_id, f"{order_id:>04}", "open", tuple(lines.values()), _total(lines.values()), version
        )
        return self._till_order

    def _line(self, new: NewLine) -> OrderLine:
        found = self.product(new.product_id)
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
        if change.line_id not in lines:
            raise BadAnswer("store_rejected", detail="Not a line of this order.")
        if change.new_quantity == 0:
            del lines[change.line_id]
        else:
            lines[change.line_id] = replace(lines[change.line_id], quantity=change.new_quantity)

    def _place(self, placement: OrderPlacement) -> Order:
        self._need("orders.change_order")
        order = self._till_order
        self._match(placement.version, order.version)
        if not order.lines:
            raise Conflict("empty_order", reason="empty_order", detail="")
        for product_id, quantity in self._need_stock(order.lines, self._products).items():
            there = self._products[product_id]
            if there.stock is not None:
                self._products[product_id] = replace(there, stock=there.stock - quantity)
        self._till_order = self._empty()
        return replace(order, status="placed", version=_next(order.version))

    def _need_stock(self, lines: Iterable[OrderLine], of: Iterable[str]) -> Mapping[str, Decimal]:
        wanted: dict[str, Decimal] = {}
        for line in lines:
            wanted[line.product_id] = wanted.get(line.product_id, Decimal(0)) + line.quantity
        for product_id in of:
            stock = self._products[product_id].stock
            if stock is not None and stock < wanted.get(product_id, 0):
                raise Conflict("store_out_of_stock", reason="out_of_stock", detail="")
        return wanted

    def _need(self, right: str) -> None:
        if right not in self.rights:
            raise NotAllowed("not_allowed")

    def _match(self, made_from: str | None, now: str | None) -> None:
        if made_from is None:
            raise BadAnswer("store_rejected", detail="No version.")
        if made_from != now:
            raise Conflict("store_changed")

    def _next_id(self) -> int:
        self._ids += 1
        return self._ids

    def _empty(self) -> Order:
        return Order(None, "", "open", (), Money(ZERO, "EUR"), '"o-none-0"')


class FakeJournal:
    """`ports.Journal` in memory; `entries` is what was written, in order."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, str]] = []
        """Plan id, outcome (`sending` first), detail."""
        self._plans: dict[str, Plan] = {}

    def sending(self, plan: Plan) -> None:
        """The plan is about to leave."""
        if plan.id in self._plans:
            raise MissingPart("journal_failed", reason="twice")
        self._plans[plan.id] = plan
        self.entries.append((plan.id, "sending", ""))

    def settle(self, plan_id: str, outcome: str, detail: str = "") -> None:
        """What became of it."""
        if plan_id not in self._plans or outcome not in ("done", "refused", "unknown"):
            raise MissingPart("journal_failed", reason="no such plan or outcome")
        self.entries.append((plan_id, outcome, detail))

    def unsettled(self) -> list[Plan]:
        """Plans of which it is not known what became of them."""
        settled = {plan_id for plan_id, outcome, _ in self.entries if outcome in ("done", "refused")}
        return [plan for plan in self._plans.values() if plan.id not in settled]

    def close(self) -> None:
        """Nothing to release."""


def _next(version: str | None) -> str:
    assert version is not None
    kind, number, count = version.strip('"').split("-")
    return f'"{kind}-{number}-{int(count) + 1}"'


def _total(lines: Iterable[OrderLine]) -> Money:
    cents = Decimal("0.01")
    sums = ((line.quantity * line.unit_price.amount).quantize(cents, ROUND_HALF_UP) for line in lines)
    return Money(sum(sums, ZERO), "EUR")
