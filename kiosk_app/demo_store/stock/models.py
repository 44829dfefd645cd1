"""What came in, went out, or was counted; what is sold stands on the orders."""

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from kiosk_app.demo_store.catalogue.models import Product

DIRECTIONS = ("in", "out", "set")


class Movement(models.Model):
    """One change of one product's stock. They are added, and never changed."""

    product = models.ForeignKey(Product, models.PROTECT, related_name="movements")
    direction = models.CharField(max_length=3, choices=tuple((value, value) for value in DIRECTIONS))
    quantity = models.DecimalField(max_digits=10, decimal_places=3)
    """As it was sent; for `set`, how many there are."""
    before = models.DecimalField(max_digits=10, decimal_places=3)
    after = models.DecimalField(max_digits=10, decimal_places=3)
    cost = models.DecimalField(max_digits=12, decimal_places=2)
    """What the shop has paid for the quantity."""
    user = models.ForeignKey(User, models.PROTECT)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        ordering = ("id",)
        default_permissions = ("add", "view")
        permissions = (("move_much", "Can move any quantity at once"),)

    def __str__(self) -> str:
        return f"{self.product_id}: {self.before} → {self.after}"
