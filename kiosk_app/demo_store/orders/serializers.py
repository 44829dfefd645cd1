"""Orders as JSON, and the edits of an order."""

from collections import Counter
from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.catalogue.models import Modifier, Product
from kiosk_app.demo_store.orders.models import FULFILMENTS, NEXT, LineOption, Order, OrderLine, Tax

MOST_OF_ONE = 999
MOST_CHANGES = 100
MOST_OPTIONS = 30


class OptionSerializer(serializers.ModelSerializer[LineOption]):
    """An option of a line."""

    modifier = serializers.IntegerField(source="modifier_id")
    group = serializers.CharField(source="modifier.group.name")
    name = serializers.CharField(source="modifier.name")

    class Meta:
        model = LineOption
        fields = ("modifier", "group", "name", "amount")


class LineProductSerializer(serializers.ModelSerializer[Product]):
    """As much of a product as a line shows."""

    class Meta:
        model = Product
        fields = ("id", "name", "name_es")


class LineSerializer(serializers.ModelSerializer[OrderLine]):
    """A line."""

    product = LineProductSerializer()
    options = OptionSerializer(many=True)

    class Meta:
        model = OrderLine
        fields = ("id", "product", "quantity", "unit_price", "total", "notes", "options")


class DetailsSerializer(serializers.Serializer[Order]):
    """What an order is for as a whole: all six, empty where nothing was said."""

    fulfilment = serializers.ChoiceField(choices=FULFILMENTS, allow_blank=True)
    table = serializers.CharField(allow_blank=True, max_length=8)
    name = serializers.CharField(allow_blank=True, max_length=80)
    phone = serializers.RegexField(r"^[0-9+ ]+\Z", allow_blank=True, max_length=20)
    address = serializers.CharField(allow_blank=True, max_length=200)
    notes = serializers.CharField(allow_blank=True, max_length=200)


class TaxSerializer(serializers.Serializer[Tax]):
    """The tax of one rate, in percent, and the lines' sum that has it in it."""

    rate = serializers.DecimalField(max_digits=4, decimal_places=2)
    net = serializers.DecimalField(max_digits=12, decimal_places=2)
    tax = serializers.DecimalField(max_digits=12, decimal_places=2)
    gross = serializers.DecimalField(max_digits=12, decimal_places=2)


class OrderSerializer(serializers.ModelSerializer[Order]):
    """An order with its lines."""

    id = serializers.IntegerField(allow_null=True)
    total = serializers.DecimalField(max_digits=12, decimal_places=2)
    tax = serializers.DecimalField(max_digits=12, decimal_places=2)
    taxes = TaxSerializer(many=True)
    details = DetailsSerializer(source="*")
    lines = LineSerializer(source="all_lines", many=True)

    class Meta:
        model = Order
        fields = ("id", "number", "status", "version", "currency", "total", "tax", "taxes", "details", "lines")
        read_only_fields = fields


class NewOptionSerializer(serializers.Serializer[None]):
    """An option to put on a new line."""

    modifier = serializers.PrimaryKeyRelatedField(
        queryset=Modifier.objects.select_related("group"), pk_field=serializers.IntegerField()
    )
    amount = serializers.ChoiceField(choices=("little", "normal", "extra"), default="normal")


class NewLineSerializer(serializers.Serializer[None]):
    """A line to add, at the price that the customer was told."""

    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.select_related("tax").prefetch_related("modifier_groups"),
        pk_field=serializers.IntegerField(),
    )
    quantity = serializers.DecimalField(
        max_digits=6, decimal_places=3, min_value=Decimal("0.001"), max_value=Decimal(MOST_OF_ONE)
    )
    unit_price = serializers.DecimalField(max_digits=8, decimal_places=2)
    notes = serializers.CharField(allow_blank=True, default="", max_length=200)
    options = serializers.ListField(child=NewOptionSerializer(), default=list, max_length=MOST_OPTIONS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Only the product's own modifiers, each once, no group beyond its limit, amounts where they make sense."""
        groups = set(attrs["product"].modifier_groups.all())
        chosen = Counter(option["modifier"] for option in attrs["options"])
        for option in attrs["options"]:
            modifier: Modifier = option["modifier"]
            if modifier.group not in groups:
                raise ValidationError({"options": f"{attrs['product']} does not come with {modifier}."})
            if chosen[modifier] > 1:
                raise ValidationError({"options": f"{modifier} is there twice."})
            if option["amount"] != "normal" and not modifier.group.takes_amount:
                raise ValidationError({"options": f"{modifier} takes no amount."})
        for group, count in Counter(modifier.group for modifier in chosen).items():
            if count > group.at_most:
                raise ValidationError({"options": f"At most {group.at_most} of {group}."})
        return attrs


class LineChangeSerializer(serializers.Serializer[None]):
    """A line's new quantity; 0 removes it."""

    line = serializers.IntegerField()
    quantity = serializers.DecimalField(
        max_digits=6, decimal_places=3, min_value=Decimal(0), max_value=Decimal(MOST_OF_ONE)
    )


class EditSerializer(serializers.Serializer[None]):
    """Lines to add and to change, and the order's details, all or nothing."""

    add = serializers.ListField(child=NewLineSerializer(), default=list, max_length=MOST_CHANGES)
    change = serializers.ListField(child=LineChangeSerializer(), default=list, max_length=MOST_CHANGES)
    details = DetailsSerializer(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to do, and no line changed twice."""
        if not (attrs["add"] or attrs["change"] or "details" in attrs):
            raise ValidationError("There is nothing to add or to change.")
        lines = [change["line"] for change in attrs["change"]]
        if len(set(lines)) < len(lines):
            raise ValidationError({"change": "A line is there twice."})
        return attrs


class StatusSerializer(serializers.Serializer[None]):
    """How far a placed order is."""

    status = serializers.ChoiceField(choices=NEXT["placed"])
