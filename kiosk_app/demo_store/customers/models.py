"""People whom the shop knows by name."""

from django.db import models


class Customer(models.Model):
    """Somebody who buys here. Whatever changes them counts `version` up."""

    name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, blank=True)
    """Digits, which "+" may lead."""
    address = models.CharField(max_length=200, blank=True)
    notes = models.CharField(max_length=200, blank=True)
    folded_name = models.TextField()
    """What search compares with."""
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("folded_name", "id")
        constraints = (models.UniqueConstraint(fields=("folded_name", "phone"), name="customer_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def etag(self) -> str:
        """Strong: it changes with every change of the customer."""
        return f'"c-{self.pk}-{self.version}"'
