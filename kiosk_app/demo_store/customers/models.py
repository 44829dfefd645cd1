"""People whom the shop knows by name."""

from typing import Any

from django.db import models

from kiosk_app.demo_store.catalogue.models import fold


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

    def is_here_already(self) -> bool:
        """True when somebody else has the same name and number."""
        twins = Customer.objects.filter(folded_name=fold(self.name), phone=self.phone)
        return twins.exclude(pk=self.pk).exists()

    def save(self, *arguments: Any, **keywords: Any) -> None:
        """Save it with what search compares with."""
        self.folded_name = fold(self.name)
        super().save(*arguments, **keywords)
