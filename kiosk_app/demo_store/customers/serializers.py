"""Customers as JSON."""

import re
from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.api import ChangesSomething
from kiosk_app.demo_store.customers.models import Customer

LONGEST_PHONE = 20
BETWEEN_DIGITS = re.compile(r"[\s().\-/]+")


class PhoneField(serializers.CharField):
    """A phone number as people write it, kept as digits with a leading "+"; or empty."""

    def to_internal_value(self, data: Any) -> str:
        """The number without what stands between its digits."""
        number = bare_number(super().to_internal_value(data))
        if not re.fullmatch(r"(\+?[0-9]+)?", number) or len(number) > LONGEST_PHONE:
            raise ValidationError("This is no phone number.")
        return number


class CustomerSerializer(ChangesSomething, serializers.ModelSerializer[Customer]):
    """A customer."""

    phone = PhoneField(allow_blank=True, required=False)

    class Meta:
        model = Customer
        fields = ("id", "name", "phone", "address", "notes", "version")
        read_only_fields = ("version",)


class CustomerChangeSerializer(CustomerSerializer):
    """What changes of a customer."""

    class Meta(CustomerSerializer.Meta):
        extra_kwargs: ClassVar = {"name": {"required": False}}


def bare_number(text: str) -> str:
    """A phone number without what people write between its digits."""
    return BETWEEN_DIGITS.sub("", text)
