"""Every figure that the shop can be asked for, with the words that define it; the database counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Count, DecimalField, F, FloatField, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, ExtractHour, Round, TruncDate
from django.utils import timezone

from kiosk_app.demo_store.catalogue.models import Category, Product, to_cents
from kiosk_app.demo_store.orders.models import SOLD, OrderLine
from kiosk_app.demo_store.stock.models import Movement

GROUPS_OF_PRODUCTS = ("product", "category")
GROUPS_OF_TIMES = ("hour", "day")
GROUPS = (*GROUPS_OF_PRODUCTS, *GROUPS_OF_TIMES, "user")


@dataclass(frozen=True, slots=True)
class Source:
    """The rows that figures are counted from, and the ways from a row to what it can be told apart by."""

    rows: Callable[[], QuerySet[Any]]
    product: str
    """What leads to the product's fields: "product__", or nothing where the rows are products."""
    at: str = ""
    """The field with the time; empty for what is there now, which has no time and no user."""
    user: str = ""
    """The field with the user's name."""


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure."""

    source: Source
    value: Combinable
    unit: Literal["money", "count"]
    definition: str
    definition_es: str

    @property
    def groups(self) -> tuple[str, ...]:
        """By what it can be grouped."""
        return GROUPS if self.source.at else GROUPS_OF_PRODUCTS


SALES = Source(
    lambda: OrderLine.objects.filter(order__status__in=SOLD), "product__", "order__placed", "order__user__username"
)
WASTE = Source(lambda: Movement.objects.filter(direction="out"), "product__", "at", "user__username")
STOCK = Source(lambda: Product.objects.filter(stock__isnull=False), "")

_DAYS = (
    " An order counts on the day it was placed, by the shop's clock. Cancelled orders do not count; refunds are not"
    " recorded here."
)
_DAYS_ES = (
    " Un pedido cuenta el día en que se hizo, según el reloj de la tienda. Los anulados no cuentan; las devoluciones"
    " no se registran aquí."
)

METRICS: Mapping[str, Metric] = {
    "revenue": Metric(
        SALES,
        Sum("total"),
        "money",
        "What all lines of the orders came to, as charged, tax included." + _DAYS,
        "Lo que sumaron todas las líneas de los pedidos, tal como se cobraron, con impuestos." + _DAYS_ES,
    ),
    "units": Metric(
        SALES,
        Sum("quantity"),
        "count",
        "How many of the products were on the orders, a kilogram counting as one." + _DAYS,
        "Cuántos productos había en los pedidos; un kilo cuenta como uno." + _DAYS_ES,
    ),
    "orders": Metric(
        SALES,
        Count("order", distinct=True),
        "count",
        "How many orders were placed; each counts once for every product and category that is on it." + _DAYS,
        "Cuántos pedidos se hicieron; cada uno cuenta una vez por cada producto y categoría que lleva." + _DAYS_ES,
    ),
    "average_ticket": Metric(
        SALES,
        # SQLite keeps whole euros as integers, and divides integers by integers without a rest.
        Cast(
            Cast(Sum("total"), FloatField()) / Count("order", distinct=True),
            DecimalField(max_digits=16, decimal_places=6),
        ),
        "money",
        "Revenue divided by the number of orders, for a product or category by those that have it." + _DAYS,
        "Las ventas divididas por el número de pedidos; de un producto o categoría, por los que lo llevan." + _DAYS_ES,
    ),
    "margin": Metric(
        SALES,
        Sum(F("total") - F("cost")),
        "money",
        "Revenue less what the shop had paid for the products, options not counted." + _DAYS,
        "Las ventas menos lo que la tienda había pagado por los productos, sin contar los extras." + _DAYS_ES,
    ),
    "stock_value": Metric(
        STOCK,
        Sum(Round(F("stock") * F("cost"), 2)),
        "money",
        "What is on hand now times what the shop pays for one, rounded to the cent for each product;"
        " products that nobody counts are left out.",
        "Lo que hay ahora por lo que la tienda paga por unidad, redondeado al céntimo en cada producto;"
        " los productos que nadie cuenta no entran.",
    ),
    "waste": Metric(
        WASTE,
        Sum("cost"),
        "money",
        "What the shop had paid for the goods that were taken out of stock without being sold, on the day that was"
        " noted.",
        "Lo que la tienda había pagado por la mercancía que se retiró sin venderse, el día en que se apuntó.",
    ),
}


@dataclass(frozen=True, slots=True)
class Report:
    """What came out."""

    total: str
    rows: list[dict[str, str]]
    """`label`, `label_es` where there is one, and `value`."""
    has_more: bool
    """There are more rows than were asked for."""


def report(
    metric: Metric,
    days: tuple[date, date],
    group_by: str,
    limit: int,
    product: Product | None,
    category: Category | None,
) -> Report:
    """The whole figure over these days, first to last, and its `limit` largest rows, as decimal strings.

    Rows stand by value, largest first; hours and days in time's order. There are none without `group_by`.
    """
    source = metric.source
    rows = source.rows()
    if source.at:
        first, last = days
        rows = rows.filter(
            **{f"{source.at}__gte": _midnight(first), f"{source.at}__lt": _midnight(last + timedelta(1))}
        )
    if product is not None:
        rows = rows.filter(**{f"{source.product}pk": product.pk})
    if category is not None:
        rows = rows.filter(**{f"{source.product}category": category})
    total = rows.aggregate(value=metric.value)["value"]
    if not group_by:
        return Report(_figure(total, metric), [], has_more=False)
    largest = rows.values(**_labels(source, group_by)).annotate(value=metric.value).order_by("-value", "label")
    found = list(largest[: limit + 1])
    groups = found[:limit]
    if group_by in GROUPS_OF_TIMES:
        groups = sorted(groups, key=lambda group: group["label"])
    shown = [
        {name: _text(value) for name, value in group.items() if name != "value"}
        | {"value": _figure(group["value"], metric)}
        for group in groups
    ]
    return Report(_figure(total, metric), shown, has_more=len(found) > limit)


def _labels(source: Source, group_by: str) -> dict[str, Combinable]:
    """What the rows of a group have in common; hours and days are those of the store's zone."""
    match group_by:
        case "hour":
            return {"label": ExtractHour(source.at)}
        case "day":
            return {"label": TruncDate(source.at)}
        case "user":
            return {"label": F(source.user)}
        case _:
            name = f"{source.product}category__name" if group_by == "category" else f"{source.product}name"
            return {"label": F(name), "label_es": F(f"{name}_es")}


def _text(label: object) -> str:
    """A label as people read it: hours with two digits, days in ISO 8601."""
    return f"{label:02}" if isinstance(label, int) else str(label)


def _figure(value: Decimal | int | None, metric: Metric) -> str:
    """A decimal string: money to the cent, counts without trailing zeros. What has no rows is 0."""
    exact = Decimal(value or 0)
    return str(to_cents(exact)) if metric.unit == "money" else f"{exact.normalize():f}"


def _midnight(day: date) -> datetime:
    """When a day of the store begins."""
    return timezone.make_aware(datetime.combine(day, time()))
