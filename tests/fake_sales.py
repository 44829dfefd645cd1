"""What the store in memory sold, counted as the real one counts it; all of it was sold since the test began."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from kiosk_app.core.errors import BadAnswer
from kiosk_app.core.types import Order, Product, SalesQuery, SalesReport
from kiosk_app.core.understanding.trigger_words import GROUP_BY, METRIC, PERIOD

CENT = Decimal("0.01")
COST = Decimal("0.6")
"""Of the price."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Some of a product that was sold, thrown away or is there."""

    product: Product
    quantity: Decimal
    revenue: Decimal = Decimal(0)
    order: str | None = ""

    @property
    def cost(self) -> Decimal:
        """What it was bought for."""
        return self.quantity * self.product.price.amount * COST


def count(
    query: SalesQuery,
    user: str,
    closed: Iterable[tuple[datetime, Order]],
    products: Mapping[str, Product],
    wasted: Iterable[tuple[Product, Decimal]],
) -> SalesReport:
    """The report; periods without today hold nothing."""
    now = datetime.now(UTC)
    first, last = _days(query.period, now.date())
    there_now = query.metric == "stock_value"
    groups = ("", "product", "category") if there_now else ("", *GROUP_BY)
    if not (query.metric in METRIC and query.group_by in groups and 1 <= query.limit <= 100):
        raise BadAnswer("store_rejected", detail="Not a metric, group or limit.")
    if there_now:
        all_rows = [Counted(each, each.stock) for each in products.values() if each.stock is not None]
    elif not first <= now.date() <= last:
        all_rows = []
    elif query.metric == "waste":
        all_rows = [Counted(product, quantity) for product, quantity in wasted]
    else:
        sold = [(order.id, line) for _, order in closed if order.status != "cancelled" for line in order.lines]
        all_rows = [
            Counted(products[line.product_id], line.quantity, line.quantity * line.unit_price.amount, order)
            for order, line in sold
        ]
    grouped: dict[str, list[Counted]] = {}
    for row in all_rows:
        if query.product_id in ("", row.product.id) and query.category in ("", row.product.category):
            labels = {"product": row.product.name, "category": row.product.category, "user": user}
            labels |= {"hour": f"{now.hour:02}", "day": f"{now.date()}", "": ""}
            grouped.setdefault(labels[query.group_by], []).append(row)
    figures = sorted(((label, _figure(query.metric, rows)) for label, rows in grouped.items()), key=lambda row: -row[1])
    return SalesReport(
        _figure(query.metric, [row for rows in grouped.values() for row in rows]),
        "count" if query.metric in ("units", "orders") else "money",
        tuple(figures[: query.limit]) if query.group_by else (),
        f"{first}",
        f"{last}",
        "Counted since the store was made.",
    )


def _days(period: str, today: date) -> tuple[date, date]:
    """The days; of a named period, only whether today is one of them is right."""
    if period in PERIOD:
        day = today if period in ("today", "this_week", "this_month") else today - timedelta(1)
        return day, day
    try:
        first, last = map(date.fromisoformat, period.split("/"))
    except ValueError:
        raise BadAnswer("store_rejected", detail="Not a period.") from None
    if first > last:
        raise BadAnswer("store_rejected", detail="Not a period.")
    return first, last


def _figure(metric: str, rows: list[Counted]) -> Decimal:
    revenue = sum((row.revenue for row in rows), Decimal(0))
    cost = sum((row.cost for row in rows), Decimal(0))
    orders = Decimal(len({row.order for row in rows}))
    match metric:
        case "units":
            return sum((row.quantity for row in rows), Decimal(0))
        case "orders":
            return orders
        case "average_ticket":
            return (revenue / max(orders, Decimal(1))).quantize(CENT)
        case "revenue":
            return revenue.quantize(CENT)
        case "margin":
            return (revenue - cost).quantize(CENT)
        case _:
            return cost.quantize(CENT)
