"""Makes up the last 90 days of a new store: what was sold, and what was thrown away. The same in every store."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.contrib.auth.models import User
from django.utils import timezone

from kiosk_app.demo_store.catalogue.models import Product, fold, to_cents
from kiosk_app.demo_store.customers.models import Customer
from kiosk_app.demo_store.orders.models import Order, OrderLine
from kiosk_app.demo_store.stock.models import Movement

DAYS = 90
OPEN = {7: 3, 8: 9, 9: 9, 10: 4, 11: 3, 12: 4, 13: 9, 14: 9, 15: 4, 16: 3, 17: 4, 18: 5, 19: 4, 20: 2}
"""How busy each hour is."""
ORDERS_ON_WEEKDAYS = (30, 42)
ORDERS_AT_WEEKENDS = (48, 60)
CANCELLED = 0.02
"""Share of the orders."""
COFFEES_TO_OTHERS = 5
"""How much oftener a coffee is sold than something else."""
PERISHABLE = ("BRE", "CAK", "DAI", "FRU")


class Past:
    """The days up to yesterday, made up from one seed."""

    def __init__(self) -> None:
        self._random = Random("sales")  # noqa: S311 - it shall be the same in every store
        self._products = list(Product.objects.select_related("tax").order_by("id"))
        self._popularity = [
            self._random.paretovariate(3) * (COFFEES_TO_OTHERS if product.sku.startswith("COF") else 1)
            for product in self._products
        ]
        self._perishable = [
            product
            for product in self._products
            if product.sku.startswith(PERISHABLE) and product.stock is not None and product.stock >= 3
        ]
        self._customers = list(Customer.objects.order_by("id"))
        self._users = list(User.objects.order_by("username"))

    def write(self) -> None:
        """Write all of it."""
        yesterday = timezone.localdate() - timedelta(1)
        days = [yesterday - timedelta(ago) for ago in reversed(range(DAYS))]
        orders = [self._order(moment) for day in days for moment in self._moments(day)]
        Order.objects.bulk_create(orders)
        OrderLine.objects.bulk_create(line for order in orders for line in self._lines(order))
        Movement.objects.bulk_create(movement for day in days for movement in self._waste(day))

    def _moments(self, day: date) -> list[datetime]:
        """When somebody orders something on this day."""
        count = self._random.randint(*(ORDERS_AT_WEEKENDS if day.weekday() >= 5 else ORDERS_ON_WEEKDAYS))
        hours = self._random.choices(tuple(OPEN), tuple(OPEN.values()), k=count)
        return sorted(_at(day, time(hour, self._random.randrange(60), self._random.randrange(60))) for hour in hours)

    def _order(self, placed: datetime) -> Order:
        return Order(
            till=self._random.choice(("till-1", "till-2")),
            user=self._random.choice(self._users),
            status="cancelled" if self._random.random() < CANCELLED else "delivered",
            version=2,
            opened=placed - timedelta(minutes=self._random.randint(1, 4)),
            placed=placed,
            **self._details(),
        )

    def _details(self) -> dict[str, str]:
        customer = self._random.choice(self._customers)
        known = {"name": customer.name, "phone": customer.phone, "folded_name": fold(customer.name)}
        match self._random.choices(("", "table", "pickup", "delivery"), (6, 2, 1, 1))[0]:
            case "table":
                return {"fulfilment": "table", "table": str(self._random.randint(1, 12))}
            case "pickup":
                return {"fulfilment": "pickup", **known}
            case "delivery" if customer.address:
                return {"fulfilment": "delivery", "address": customer.address, **known}
            case _:
                return {}

    def _lines(self, order: Order) -> Iterator[OrderLine]:
        count = self._random.choices((1, 2, 3, 4), (45, 30, 15, 10))[0]
        for product in dict.fromkeys(self._random.choices(self._products, self._popularity, k=count)):
            line = OrderLine(order=order, product=product, unit_price=product.price, tax_rate=product.tax.rate)
            if product.unit == "kg":
                line.set_quantity(Decimal(self._random.randint(5, 30)) / 20)
            else:
                line.set_quantity(Decimal(self._random.choices((1, 2, 3), (75, 20, 5))[0]))
            yield line

    def _waste(self, day: date) -> Iterator[Movement]:
        """What is past its day goes out in the morning, and as much comes in."""
        for product in self._random.sample(self._perishable, min(3, len(self._perishable))):
            quantity, user = Decimal(self._random.randint(1, 3)), self._random.choice(self._users)
            full, less = product.stock or Decimal(0), (product.stock or Decimal(0)) - quantity
            for direction, before, after, moment in (
                ("out", full, less, time(7, 5)),
                ("in", less, full, time(7, 30)),
            ):
                yield Movement(
                    product=product,
                    direction=direction,
                    quantity=quantity,
                    before=before,
                    after=after,
                    cost=to_cents(quantity * product.cost),
                    user=user,
                    at=_at(day, moment),
                )


def _at(day: date, moment: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, moment))
