"""A closed question about figures: out of closed lists, and nothing beside them."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.analytics.metrics import GROUPS, METRICS
from kiosk_app.demo_store.analytics.periods import RANGE, days_of
from kiosk_app.demo_store.catalogue.models import Category, Product, fold

FEW_ROWS, MOST_ROWS = 10, 100


class Closed(serializers.Serializer[None]):
    """Refuses what it does not know: left out, it would be missing from the answer without a word."""

    def to_internal_value(self, data: Any) -> Any:
        """The values; every key must be a field."""
        unknown = sorted(set(data) - set(self.fields)) if isinstance(data, Mapping) else ()
        if unknown:
            raise ValidationError(dict.fromkeys(unknown, "Nothing can be asked by this."))
        return super().to_internal_value(data)


class Filters(Closed):
    """What the figure is narrowed to."""

    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.all(), pk_field=serializers.IntegerField(), required=False
    )
    category = serializers.CharField(max_length=60, required=False)

    def validate_category(self, name: str) -> Category:
        """The category with this name, in either language."""
        for category in Category.objects.all():
            if fold(name) in (fold(category.name), fold(category.name_es)):
                return category
        raise ValidationError("There is no such category.")


class Query(Closed):
    """Which figure, of which days, by what it is told apart, of what, and how many rows."""

    metric = serializers.ChoiceField(choices=tuple(METRICS))
    period = serializers.CharField(max_length=len(RANGE), default="today")
    group_by = serializers.ChoiceField(choices=GROUPS, allow_blank=True, default="")
    filters = Filters(default=dict)
    limit = serializers.IntegerField(min_value=1, max_value=MOST_ROWS, default=FEW_ROWS)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Adds `days`, first and last. What is there now is of today, and has no hours, days and users."""
        metric, today = METRICS[attrs["metric"]], timezone.localdate()
        if attrs["group_by"] and attrs["group_by"] not in metric.groups:
            raise ValidationError({"group_by": f"{attrs['metric']} cannot be told apart by {attrs['group_by']}."})
        try:
            days = days_of(attrs["period"], today)
        except ValueError as error:
            raise ValidationError({"period": str(error)}) from error
        return attrs | {"days": days if metric.source.at else (today, today)}
