"""Orders: what a till has on it, and what it has placed."""

from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from kiosk_app.demo_store.catalogue.models import Modifier, Product


class Order(models.Model):
    """One order of one till. Whatever changes it counts `version` up; an order that is not saved yet has none."""

    till = models.CharField(max_length=32)
    user = models.ForeignKey(User, models.PROTECT)
    """Who changed it last."""
    status = models.CharField(max_length=10, choices=(("open", "open"), ("placed", "placed")), default="open")
    version = models.PositiveIntegerField(default=0)
    opened = models.DateTimeField(auto_now_add=True)
    placed = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("till",), condition=Q(status="open"), name="one_open_order_for_a_till"),
        )

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
        return list(self.lines.select_related("product").prefetch_related("options__modifier__group"))

    @property
    def total(self) -> Decimal:
        """Sum of the lines."""
        return sum((line.total for line in self.all_lines), Decimal("0.00"))


class OrderLine(models.Model):
    """So many of a product, with its options, at the price that was agreed when it was added."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, models.PROTECT)
    quantity = models.DecimalField(max_digits=6, decimal_places=3)
    unit_price = models.DecimalField(max_digits=8, decimal_places=2)
    notes = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=Q(quantity__gt=0), name="quantity_above_zero"),)

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product_id}"

    @property
    def total(self) -> Decimal:
        """Quantity times price, half a cent rounded up."""
        return (self.quantity * self.unit_price).quantize(Decimal("0.01"), ROUND_HALF_UP)


class LineOption(models.Model):
    """A modifier as chosen on a line."""

    line = models.ForeignKey(OrderLine, models.CASCADE, related_name="options")
    modifier = models.ForeignKey(Modifier, models.PROTECT)
    amount = models.CharField(
        max_length=10, choices=(("little", "a little"), ("normal", "normal"), ("extra", "extra")), default="normal"
    )

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("line", "modifier"), name="modifier_once_on_a_line"),)

    def __str__(self) -> str:
        return f"{self.modifier_id} ({self.amount})"
