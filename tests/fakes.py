"""A store in memory that keeps the rules of the real one; the contract tests run on both."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Literal

from kiosk_app.core.actions import (
    CustomerCreation,
    CustomerUpdate,
    OrderCancellation,
    OrderEdit,
    OrderPlacement,
    Plan,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.errors import (
    BadAnswer,
    Conflict,
    NotAllowed,
    NotFound,
    NotOffered,
    OutcomeUnknown,
    Refused,
    StoreError,
)
from kiosk_app.core.records.entries import LogEntry
from kiosk_app.core.types import Customer, Modifier, ModifierGroup, Money, Order, Product, SalesQuery, SalesReport
from tests.fake_orders import FakeOrders, folded, match_version, next_version
from tests.fake_sales import count

CASHIER = frozenset(
    {
        "orders.change_order",
        "stock.add_movement",
        "customers.view_customer",
        "customers.add_customer",
        "customers.change_customer",
    }
)
MANAGER = CASHIER | {"catalogue.change_product", "analytics.view_sales"}


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


def people() -> tuple[Customer, ...]:
    """A few customers."""
    return (
        Customer("1", "María García", "+34600111222", "Calle Mayor 4", "allergic to nuts", '"c-1-1"'),
        Customer("2", "Mario García", "600333444", version='"c-2-1"'),
        Customer("3", "Aoife Byrne", "0871234567", "12 Dame Street", version='"c-3-1"'),
    )


@dataclass
class FakeStore:
    """`ports.Store` in memory."""

    catalogue: Iterable[Product] = field(default_factory=cafe)
    regulars: Iterable[Customer] = field(default_factory=people)
    permissions: frozenset[str] = MANAGER
    host: str = "http://127.0.0.1:1"
    user: str = "manager"
    till: str = "till-1"
    currency: str = "EUR"
    lacks: frozenset[str] = frozenset()
    moods: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    guards: bool = True
    fault: StoreError | None = None
    """Raised by every call while it is set: the store is away, the sign-in has run out."""
    drop_answer: bool = False
    """The next `apply` does what it was told and no answer comes."""
    action_log: list[LogEntry] | None = field(default_factory=list)
    """What was posted, each once; None for a store without a log."""
    drop_log_answer: bool = False
    """The next `log` adds its entry and no answer comes."""
    declines: bool = False
    """Every entry is against the log's rules."""
    tells_changes: bool = True
    """Asked what has changed, it says so."""
    shop_documents: list[ShopDocument] = field(default_factory=list)
    """What the shop has written down."""
    hurried: bool = False
    """Inside `in_passing`."""

    def __post_init__(self) -> None:
        self._products = {each.id: each for each in self.catalogue}
        self._told: dict[str, Product] = {}
        self._customers = {each.id: each for each in self.regulars}
        self._orders = FakeOrders(self._products)
        self._wasted: list[tuple[Product, Decimal]] = []
        self._answers: dict[str, Order | Customer | StoreError | None] = {}

    def products(self) -> list[Product]:
        """The whole catalogue."""
        self._arrive()
        return list(self._products.values())

    def product_pages(self, *, changed: bool = False) -> Iterator[Sequence[Product]]:
        """Three products a page; a deleted one is in no page."""
        if changed and not self.tells_changes:
            raise NotOffered("store_cannot")
        now = dict(self._products)
        found = [each for each in now.values() if not changed or self._told.get(each.id) != each]
        for start in range(0, max(len(found), 1), 3):
            self._arrive()
            yield found[start : start + 3]
        self._told = now

    def documents(self) -> Iterator[Sequence[ShopDocument]]:
        """Two documents a page."""
        if "documents" in self.lacks:
            raise NotOffered("store_cannot")
        now = list(self.shop_documents)
        for start in range(0, max(len(now), 1), 2):
            self._arrive()
            yield now[start : start + 2]

    def remove(self, product_id: str) -> None:
        """The shop sells it no more."""
        del self._products[product_id]

    def product(self, product_id: str) -> Product:
        """One product."""
        self._arrive()
        if product_id not in self._products:
            raise NotFound("store_not_found")
        return self._products[product_id]

    def order(self) -> Order:
        """The till's open order."""
        self._arrive()
        return self._orders.open

    def orders(self, words: str) -> list[Order]:
        """Orders that were placed or cancelled."""
        self._arrive()
        return self._orders.find(words)

    def customers(self, words: str) -> list[Customer]:
        """Customers by name or phone number."""
        self._arrive("customers.view_customer")
        return [replace(each, version=None) for each in self._customers.values() if _fits(each, words)]

    def customer(self, customer_id: str) -> Customer:
        """One customer."""
        self._arrive("customers.view_customer")
        if customer_id not in self._customers:
            raise NotFound("store_not_found")
        return self._customers[customer_id]

    def sales(self, query: SalesQuery) -> SalesReport:
        """What was sold since the store was made."""
        self._arrive("analytics.view_sales")
        return count(query, self.user, self._orders.closed, self._products, self._wasted)

    def apply(self, plan: Plan) -> Order | Customer | None:
        """Carry a plan out, once for each key."""
        if (plan.user, plan.host, plan.till) != (self.user, self.host, self.till):
            raise Refused("plan_foreign")
        if datetime.now(UTC) >= plan.expires:
            raise Refused("plan_expired")
        return self._write(plan)

    def settle(self, plan: Plan) -> Literal["done", "refused", "unknown"]:
        """What became of a plan."""
        ours = (plan.user, plan.host, plan.till) == (self.user, self.host, self.till)
        is_set = isinstance(plan.action, PriceChange | PriceChanges | CustomerUpdate)
        if not ours or datetime.now(UTC) >= plan.created + (timedelta(hours=20) if is_set else timedelta(minutes=10)):
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

    def log(self, entry: LogEntry) -> None:
        """Add an entry once."""
        self._arrive()
        if "action_log" in self.lacks:
            raise NotOffered("store_cannot")
        if self.action_log is None:
            raise NotFound("store_not_found")
        if entry.plan.user != self.user:
            raise NotAllowed("not_allowed")
        if self.declines:
            raise BadAnswer("store_rejected", detail="")
        there = {each.plan.id: each for each in self.action_log}
        if there.get(entry.plan.id, entry) != entry:
            raise Conflict("store_conflict", reason="entry_differs", detail="")
        if entry.plan.id not in there:
            self.action_log.append(entry)
        if self.drop_log_answer:
            self.drop_log_answer = False
            raise OutcomeUnknown("outcome_unknown")

    @contextmanager
    def in_passing(self) -> Iterator[None]:
        """Remember that nobody waits."""
        self.hurried = True
        try:
            yield
        finally:
            self.hurried = False

    def become(self, number: str, status: str) -> None:
        """The kitchen says how far an order is."""
        self._orders.become(number, status)

    def close(self) -> None:
        """Nothing to release."""

    def _arrive(self, right: str = "") -> None:
        if self.fault:
            raise self.fault
        if right and right not in self.permissions:
            raise NotAllowed("not_allowed")

    def _write(self, plan: Plan) -> Order | Customer | None:
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

    def _act(self, plan: Plan) -> Order | Customer | None:
        match plan.action:
            case PriceChange() as change:
                self._change_prices((change,))
            case PriceChanges(changes):
                self._change_prices(changes)
            case StockMovement() as movement:
                self._move(movement)
            case CustomerCreation(customer):
                return self._add_customer(customer)
            case CustomerUpdate(old, new):
                return self._change_customer(old, new)
            case OrderEdit() as edit:
                self._arrive("orders.change_order")
                return self._orders.edit(edit)
            case OrderPlacement() as placement:
                self._arrive("orders.change_order")
                return self._orders.place(placement)
            case OrderCancellation() as cancellation:
                self._arrive("orders.change_order")
                return self._orders.cancel(cancellation)
        return None

    def _change_prices(self, changes: tuple[PriceChange, ...]) -> None:
        self._arrive("catalogue.change_product")
        if not 0 < len({change.product_id for change in changes}) == len(changes) <= 500:
            raise BadAnswer("store_rejected", detail="Not each product once.")
        changed = {}
        for change in changes:
            before = self.product(change.product_id)
            match_version(change.version, before.version)
            amount = change.new.amount
            if amount <= 0 or amount != round(amount, 2):
                raise BadAnswer("store_rejected", detail="Not a price.")
            price = Money(round(amount, 2), "EUR")
            changed[before.id] = replace(before, price=price, version=next_version(before.version))
        self._products.update(changed)

    def _move(self, movement: StockMovement) -> None:
        self._arrive("stock.add_movement")
        there = self.product(movement.product_id)
        quantity = movement.quantity
        if not (0 < quantity <= 99999 or (quantity == 0 and movement.direction == "set")):
            raise BadAnswer("store_rejected", detail="Not a quantity.")
        if there.stock is None:
            raise Conflict("not_counted", reason="not_counted", detail="")
        if movement.direction == "set" and movement.old != there.stock:
            raise Conflict("stock_changed", reason="stock_changed", detail="")
        after = {"in": there.stock + quantity, "out": there.stock - quantity, "set": quantity}[movement.direction]
        if after < 0:
            raise Conflict("store_out_of_stock", reason="out_of_stock", detail="")
        if movement.direction == "out":
            self._wasted.append((there, quantity))
        self._products[there.id] = replace(there, stock=after, version=next_version(there.version))

    def _add_customer(self, customer: Customer) -> Customer:
        self._arrive("customers.add_customer")
        number = len(self._customers) + 1
        added = replace(_kept(customer), id=str(number), version=f'"c-{number}-1"')
        if any((each.name, each.phone) == (added.name, added.phone) for each in self._customers.values()):
            raise Conflict("customer_exists", reason="customer_exists", detail="")
        self._customers[added.id] = added
        return added

    def _change_customer(self, old: Customer, new: Customer) -> Customer:
        self._arrive("customers.change_customer")
        there = self.customer(old.id)
        match_version(old.version, there.version)
        self._customers[there.id] = replace(_kept(new), id=there.id, version=next_version(there.version))
        return self._customers[there.id]


def _fits(customer: Customer, words: str) -> bool:
    if re.fullmatch(r"[0-9+ ]+", words):
        return words.replace(" ", "") in customer.phone
    return all(word in folded(customer.name) for word in folded(words).split())


def _kept(customer: Customer) -> Customer:
    """A customer as the store keeps them."""
    if not customer.name.strip():
        raise BadAnswer("store_rejected", detail="No name.")
    plus = "+" if customer.phone.startswith("+") else ""
    return replace(customer, phone=plus + re.sub(r"\D", "", customer.phone))
