"""Movements of stock as JSON."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.catalogue.models import Product
from kiosk_app.demo_store.stock.models import DIRECTIONS, Movement

MOST = 99_999
"""So many of one product the shop can hold."""


class NewMovementSerializer(serializers.Serializer[None]):
    """A movement to make; for `set`, `expected` is the stock that it was made from."""

    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.select_for_update(no_key=True), pk_field=serializers.IntegerField()
    )
    direction = serializers.ChoiceField(choices=DIRECTIONS)
    quantity = serializers.DecimalField(max_digits=8, decimal_places=3, min_value=Decimal(0), max_value=Decimal(MOST))
    expected = serializers.DecimalField(max_digits=10, decimal_places=3, required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must come or go; what is counted may be nothing, but was made from a stock."""
        if attrs["direction"] != "set" and attrs["quantity"] == 0:
            raise ValidationError({"quantity": "Nothing comes or goes."})
        if attrs["direction"] == "set" and attrs.get("expected") is None:
            raise ValidationError({"expected": "Send the stock that you read."})
        return attrs


class MovementSerializer(serializers.ModelSerializer[Movement]):
    """A movement that was made."""

    user = serializers.CharField(source="user.username")

    class Meta:
        model = Movement
        fields = ("id", "product", "direction", "quantity", "before", "after", "user", "at")
