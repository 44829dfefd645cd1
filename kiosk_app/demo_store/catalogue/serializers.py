"""The catalogue as JSON."""

from decimal import Decimal
from typing import Any

from django.db.models import BigAutoField
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.catalogue.models import (
    Allergen,
    Category,
    DietaryTag,
    Modifier,
    ModifierGroup,
    Mood,
    PriceChange,
    Product,
    TaxRate,
)


class CategorySerializer(serializers.ModelSerializer[Category]):
    """A category."""

    class Meta:
        model = Category
        fields = ("id", "name", "name_es")


class TaxRateSerializer(serializers.ModelSerializer[TaxRate]):
    """A tax rate, in percent of the price without it."""

    class Meta:
        model = TaxRate
        fields = ("id", "name", "name_es", "rate")


class MoodSerializer(serializers.ModelSerializer[Mood]):
    """A mood, with words to search the catalogue by."""

    words = serializers.ListField(child=serializers.CharField())
    words_es = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = Mood
        fields = ("name", "words", "words_es")


class ModifierSerializer(serializers.ModelSerializer[Modifier]):
    """An option."""

    class Meta:
        model = Modifier
        fields = ("id", "name", "name_es", "surcharge")


class ModifierGroupSerializer(serializers.ModelSerializer[ModifierGroup]):
    """A group with its options."""

    modifiers = ModifierSerializer(many=True)

    class Meta:
        model = ModifierGroup
        fields = ("id", "name", "name_es", "at_most", "takes_amount", "modifiers")


class ProductSerializer(serializers.ModelSerializer[Product]):
    """A product as it is read."""

    aliases = serializers.ListField(child=serializers.CharField())
    category = CategorySerializer()
    tax = TaxRateSerializer()
    dietary: serializers.SlugRelatedField[DietaryTag] = serializers.SlugRelatedField("name", many=True, read_only=True)
    allergens: serializers.SlugRelatedField[Allergen] = serializers.SlugRelatedField("name", many=True, read_only=True)

    class Meta:
        model = Product
        fields = (
            "id",
            "sku",
            "barcode",
            "name",
            "name_es",
            "aliases",
            "category",
            "price",
            "currency",
            "tax",
            "stock",
            "dietary",
            "allergens",
            "modifier_groups",
            "version",
        )


class PriceSerializer(serializers.Serializer[None]):
    """A new price."""

    price = serializers.DecimalField(max_digits=8, decimal_places=2, min_value=Decimal("0.01"))


class ProductPriceSerializer(PriceSerializer):
    """One product's new price, and the version that it was made from."""

    product = serializers.IntegerField(min_value=-BigAutoField.MAX_BIGINT, max_value=BigAutoField.MAX_BIGINT)
    version = serializers.CharField(max_length=50)


class PricesSerializer(serializers.Serializer[None]):
    """New prices of several products, each there once."""

    changes = serializers.ListField(child=ProductPriceSerializer(), min_length=1, max_length=500)

    def validate_changes(self, changes: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """No product twice."""
        if len({change["product"] for change in changes}) < len(changes):
            raise ValidationError("A product is there twice.")
        return changes


class ProductsSerializer(serializers.Serializer[None]):
    """Products whose prices were changed."""

    results = ProductSerializer(many=True)


class PriceChangeSerializer(serializers.ModelSerializer[PriceChange]):
    """Who changed a price, from what to what, and when."""

    user = serializers.CharField(source="user.username")

    class Meta:
        model = PriceChange
        fields = ("id", "product", "old", "new", "user", "at")


class StockSerializer(serializers.ModelSerializer[Product]):
    """How many of a product are there; null where nobody counts."""

    product = serializers.IntegerField(source="pk")
    quantity = serializers.DecimalField(source="stock", max_digits=10, decimal_places=3, allow_null=True)

    class Meta:
        model = Product
        fields = ("product", "quantity", "unit")
