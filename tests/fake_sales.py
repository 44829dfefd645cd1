"""What the store in memory sold, counted as the real one counts it; all of it was sold since the test began."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Literal

from kiosk_app.core.errors import BadAnswer
from kiosk_app.core.types import Order, OrderLine, Product, SalesQuery, SalesReport

COST = Decimal("0.6")
"""Of the price."""

Counted = list[tuple[str, Decimal]]
"""Labels, each as often as it comes, and what to add to its figure."""


def count(
    query: SalesQuery,
    user: str,
    closed: Iterable[tuple[datetime, Order]],
    products: Mapping[str, Product],
    wasted: Iterable[tuple[Product, Decimal]],
) -> SalesReport:
    """The report; periods before today hold nothing."""
    if not (query.metric in _UNITS and query.period in _PERIODS and query.group_by in _GROUPS):
        raise BadAnswer("store_rejected", detail="Not a metric, period or group.")
    now = datetime.now(UTC)
    is_now = query.period in ("today", "this_week", "this_month")
    placed = [order for _, order in closed if order.status != "cancelled" and is_now]

    def wanted(product: Product) -> bool:
        return query.product_id in ("", product.id) and query.category in ("", product.category)

    def label(product: Product | None) -> str:
        by_product = {} if product is None else {"product": product.name, "category": product.category}
        return {"hour": f"{now.hour:02}", "day": f"{now.date()}", "user": user, **by_product}.get(query.group_by, "")

    def worth(line: OrderLine) -> Decimal:
        revenue = line.quantity * line.unit_price.amount
        cost = line.quantity * products[line.product_id].price.amount * COST
        return {"units": line.quantity, "margin": revenue - cost}.get(query.metric, revenue)

    lines = [(products[line.product_id], line) for order in placed for line in order.lines]
    counted: Counted
    match query.metric:
        case "orders" | "average_ticket":
            counted = [
                (label(None), Decimal(1) if query.metric == "orders" else order.total.amount) for order in placed
            ]
        case "stock_value":
            there = [each for each in products.values() if wanted(each) and each.stock is not None]
            counted = [(label(each), (each.stock or 0) * each.price.amount * COST) for each in there]
        case "waste":
            gone = [(each, quantity) for each, quantity in wasted if wanted(each) and is_now]
            counted = [(label(each), quantity * each.price.amount * COST) for each, quantity in gone]
        case _:
            counted = [(label(product), worth(line)) for product, line in lines if wanted(product)]
    sums: dict[str, Decimal] = {}
    for name, value in counted:
        sums[name] = sums.get(name, Decimal(0)) + value
    total = sum(sums.values(), Decimal(0))
    if query.metric == "average_ticket":
        total /= max(1, len(placed))
        sums = dict.fromkeys(sums, total)
    rows = sorted(sums.items(), key=lambda row: -row[1])[: query.limit] if query.group_by else []
    return SalesReport(total, _UNITS[query.metric], tuple(rows), f"{now.date()}", f"{now.date()}")


_UNITS: dict[str, Literal["money", "count"]] = {
    "revenue": "money",
    "units": "count",
    "orders": "count",
    "average_ticket": "money",
    "margin": "money",
    "stock_value": "money",
    "waste": "money",
}
_PERIODS = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month")
_GROUPS = ("", "product", "category", "hour", "day", "user")
