"""What a write does, and the plan of one: exactly what is shown, journalled and sent."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from kiosk_app.core.types import Customer, Money, Option, OrderDetails, OrderLine


@dataclass(frozen=True, slots=True)
class PriceChange:
    """Set one product's price."""

    product_id: str
    product_name: str
    old: Money
    new: Money
    version: str | None
    """The product's version that `old` was read at."""


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to add to the open order."""

    product_id: str
    product_name: str
    quantity: Decimal
    options: tuple[Option, ...]
    notes: str
    unit_price: Money
    """With surcharges, as it was shown; the store refuses the line when its own differs."""


@dataclass(frozen=True, slots=True)
class PriceChanges:
    """Set several products' prices, all or none."""

    changes: tuple[PriceChange, ...]


@dataclass(frozen=True, slots=True)
class StockMovement:
    """Goods come in, go out, or are counted."""

    product_id: str
    product_name: str
    direction: Literal["in", "out", "set"]
    quantity: Decimal
    """How many come or go; for `set`, how many there are."""
    old: Decimal
    """The stock when this was shown; only `set` needs it to be so still."""
    new: Decimal
    """What it comes to from `old`."""


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line of the open order whose quantity changes; 0 removes it."""

    line_id: str
    product_name: str
    old_quantity: Decimal
    new_quantity: Decimal


@dataclass(frozen=True, slots=True)
class OrderEdit:
    """Add, change and remove lines of the till's open order and set its details, all or nothing."""

    added: tuple[NewLine, ...]
    changed: tuple[LineChange, ...]
    version: str | None
    """The order's version that this edit was made from."""
    details: OrderDetails | None = None
    """All of the order's details as they shall be; None leaves them."""


@dataclass(frozen=True, slots=True)
class OrderPlacement:
    """Place the till's open order."""

    order_id: str
    lines: tuple[OrderLine, ...]
    total: Money
    version: str | None


@dataclass(frozen=True, slots=True)
class OrderCancellation:
    """Throw the till's open order away."""

    order_id: str
    lines: tuple[OrderLine, ...]
    total: Money
    version: str | None


@dataclass(frozen=True, slots=True)
class CustomerCreation:
    """Take a new customer into the store."""

    customer: Customer


@dataclass(frozen=True, slots=True)
class CustomerUpdate:
    """Change what the store knows of a customer."""

    old: Customer
    """With the version that it was read at."""
    new: Customer


Action = (
    PriceChange
    | PriceChanges
    | StockMovement
    | OrderEdit
    | OrderPlacement
    | OrderCancellation
    | CustomerCreation
    | CustomerUpdate
)


@dataclass(frozen=True, slots=True)
class Plan:
    """One write, exactly as it is shown, journalled and sent."""

    id: str
    """A UUID; also the idempotency key."""
    intent: str
    action: Action
    user: str
    host: str
    """The store's scheme, host and port."""
    till: str
    created: datetime
    """UTC."""
    expires: datetime
    """UTC; after it the plan is never sent."""
