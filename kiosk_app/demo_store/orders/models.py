"""Orders: what a till has on it, and what it has placed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property

from kiosk_app.demo_store.catalogue.models import Modifier, Product, fold, to_cents

STATUSES = ("open", "placed", "ready", "delivered", "cancelled")
NEXT = {"placed": ("ready", "delivered"), "ready": ("delivered",)}
"""What may become of an order that was placed: nothing goes back."""
SOLD = ("placed", "ready", "delivered")
"""Those that count as sales."""
FULFILMENTS = ("pickup", "delivery", "table")


def choices(*values: str) -> tuple[tuple[str, str], ...]:
    """As Django's fields want them: each value and what it is called, which is the same here."""
    return tuple((value, value) for value in values)


@dataclass(frozen=True, slots=True)
class Tax:
    """What of an amount is tax, in money."""

    rate: Decimal
    """In percent of the net amount."""
    gross: Decimal

    @property
    def tax(self) -> Decimal:
        """The tax in the gross amount."""
        return to_cents(self.gross * self.rate / (100 + self.rate))

    @property
    def net(self) -> Decimal:
        """What is left of the gross amount without it."""
        return self.gross - self.tax


class Order(models.Model):
    """One order of one till. Whatever changes it counts `version` up; an order that is not saved yet has none."""

    till = models.CharField(max_length=32)
    user = models.ForeignKey(User, models.PROTECT)
    """Who changed it last."""
    status = models.CharField(max_length=10, choices=choices(*STATUSES), default="open")
    version = models.PositiveIntegerField(default=0)
    opened = models.DateTimeField(default=timezone.now)
    placed = models.DateTimeField(null=True, db_index=True)
    fulfilment = models.CharField(max_length=10, choices=choices(*FULFILMENTS), blank=True)
    table = models.CharField(max_length=8, blank=True)
    name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=200, blank=True)
    notes = models.CharField(max_length=200, blank=True)
    folded_name = models.TextField(blank=True)
    """What search compares with."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("till",), condition=Q(status="open"), name="one_open_order_for_a_till"),
        )
        permissions = (("set_status", "Can say how far a placed order is"),)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it."""
        return f"{self.pk:04d}" if self.pk else ""

    @property
    def etag(self) -> str:
        """Strong: it changes with every change of the order."""
        return f'"o-{self.pk}-{self.version}"' if self.pk else '"o-none-0"'

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return settings.STORE_CURRENCY

    @cached_property
    def all_lines(self) -> "list[OrderLine]":
        """The lines in the order they were added, read once, after the version; none while it is not saved.

        A line that is newer than the version is harmless: a write made from it meets a 412.
        """
        if not self.pk:
            return []
        return list(whole_lines(self.lines.all()))

    def set_details(self, details: Mapping[str, str]) -> None:
        """Say what the order is for: all six details, none saved yet."""
        for name, value in details.items():
            setattr(self, name, value)
        self.folded_name = fold(self.name)

    @property
    def total(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.total for line in self.all_lines), Decimal("0.00"))

    @property
    def taxes(self) -> list[Tax]:
        """The taxes in the total, as a receipt has them: one for each rate, lowest first, rounded once."""
        gross: defaultdict[Decimal, Decimal] = defaultdict(Decimal)
        for line in self.all_lines:
            gross[line.tax_rate] += line.total
        return [Tax(rate, gross[rate]) for rate in sorted(gross)]

    @property
    def tax(self) -> Decimal:
        """Sum of the taxes."""
        return sum((tax.tax for tax in self.taxes), Decimal("0.00"))


class OrderLine(models.Model):
    """So many of a product, with its options, at the price that was agreed when it was added."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT)
    quantity = models.DecimalField(max_digits=6, decimal_places=3)
    unit_price = models.DecimalField(max_digits=8, decimal_places=2)
    tax_rate = models.DecimalField(max_digits=4, decimal_places=2)
    """In percent, as it was then; it is in the price."""
    total = models.DecimalField(max_digits=12, decimal_places=2)
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    """What the shop has paid for these, options not counted."""
    notes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="quantity_above_zero"),)

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_id}"

    def set_quantity(self, quantity: Decimal) -> None:
        """Set the quantity and what follows from it, none saved yet."""
        self.quantity = quantity
        self.total = to_cents(quantity * self.unit_price)
        self.cost = to_cents(quantity * self.product.cost)


def whole_lines(lines: QuerySet[OrderLine]) -> QuerySet[OrderLine]:
    """Lines with all that their JSON needs."""
    return lines.select_related("product").prefetch_related("options__modifier__group")


def with_lines(orders: QuerySet[Order]) -> QuerySet[Order]:
    """Orders whose lines are read together."""
    lines = Prefetch("lines", whole_lines(OrderLine.objects.all()), to_attr="all_lines")
    return orders.prefetch_related(lines)  # type: ignore[no-redef]  # it fills the cached property, as Django allows


class LineOption(models.Model):
    """A modifier as chosen on a line."""

    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="options")
    modifier = models.ForeignKey(Modifier, models.PROTECT)
    amount = models.CharField(max_length=10, choices=choices("little", "normal", "extra"), default="normal")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("line", "modifier"), name="modifier_once_on_a_line"),)

    def __str__(self) -> str:
        return f"{self.modifier_id} ({self.amount})"
