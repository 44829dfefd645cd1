"""What the catalogue's lists may be narrowed by."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import BigAutoField, QuerySet
from django_filters import AllValuesMultipleFilter, CharFilter, Filter, FilterSet, IsoDateTimeFilter
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field

from kiosk_app.demo_store.catalogue.models import PriceChange, Product, fold

DAYS_THAT_EVERY_ZONE_HAS = (
    MinValueValidator(datetime(1, 1, 3, tzinfo=UTC)),
    MaxValueValidator(datetime(9999, 12, 29, tzinfo=UTC)),
)


class MomentFilter(IsoDateTimeFilter):
    """A moment on days that every zone has, told in UTC: PostgreSQL does not know every offset that Python does."""

    def __init__(self, field_name: str, lookup: str, **keywords: str) -> None:
        super().__init__(field_name, lookup, validators=DAYS_THAT_EVERY_ZONE_HAS, **keywords)

    def filter(self, queryset: QuerySet[Any], moment: datetime | None) -> QuerySet[Any]:
        """What fits it."""
        found: QuerySet[Any] = super().filter(queryset, moment and moment.astimezone(UTC))
        return found


@extend_schema_field(OpenApiTypes.INT)
class IdFilter(Filter):
    """One id; none fits what is not there."""

    field_class = forms.IntegerField

    def __init__(self, field_name: str) -> None:
        super().__init__(field_name, min_value=-BigAutoField.MAX_BIGINT, max_value=BigAutoField.MAX_BIGINT)


class ProductFilter(FilterSet):
    """Products that fit all of these."""

    search = CharFilter(method="find", max_length=200, help_text="Words that must all stand in one of its names.")
    category = IdFilter("category_id")
    barcode = CharFilter(max_length=20)
    sku = CharFilter(max_length=20)
    dietary = AllValuesMultipleFilter("dietary__name", conjoined=True, help_text="Diets that it must all suit.")
    without = AllValuesMultipleFilter(
        "allergens__name", exclude=True, help_text="Allergens of which it must have none."
    )
    updated_after = MomentFilter("modified", "gte", help_text="What has changed then or later.")

    class Meta:
        model = Product
        fields = ()

    def find(self, products: QuerySet[Product], _name: str, words: str) -> QuerySet[Product]:
        """Those in whose names all the words stand."""
        for word in fold(words).split():
            products = products.filter(search_text__contains=word)
        return products


class StockFilter(FilterSet):
    """The stock of one product."""

    product = IdFilter("pk")

    class Meta:
        model = Product
        fields = ()


class PriceChangeFilter(FilterSet):
    """Changes of prices that fit all of these."""

    product = IdFilter("product_id")
    user = CharFilter("user__username")
    since = MomentFilter("at", "gte")
    before = MomentFilter("at", "lt")

    class Meta:
        model = PriceChange
        fields = ()
