"""Asking for figures."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kiosk_app.demo_store.analytics.metrics import GROUPS, METRICS, report
from kiosk_app.demo_store.analytics.periods import PERIODS, days_of
from kiosk_app.demo_store.catalogue.models import Category, Product, fold


class SalesQuery(serializers.Serializer[None]):
    """A question out of closed lists."""

    metric = serializers.ChoiceField(choices=tuple(METRICS))
    period = serializers.ChoiceField(choices=PERIODS, default="today")
    group_by = serializers.ChoiceField(choices=GROUPS, allow_blank=True, default="")
    limit = serializers.IntegerField(min_value=1, max_value=100, default=10)
    product = serializers.PrimaryKeyRelatedField(
        queryset=Product.objects.all(), pk_field=serializers.IntegerField(), default=None
    )
    category = serializers.CharField(max_length=60, default=None)

    def validate_category(self, name: str | None) -> Category | None:
        """The category with this name, in either language."""
        if name is None:
            return None
        for category in Category.objects.all():
            if fold(name) in (fold(category.name), fold(category.name_es)):
                return category
        raise ValidationError("There is no such category.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """What is there now has no hours, days and users."""
        if attrs["group_by"] and attrs["group_by"] not in METRICS[attrs["metric"]].groups:
            raise ValidationError({"group_by": f"{attrs['metric']} cannot be told apart by {attrs['group_by']}."})
        return attrs


class RowSerializer(serializers.Serializer[None]):
    """One row of a figure."""

    label = serializers.CharField()  # type: ignore[assignment]  # a serializer has a label of its own, unused here
    label_es = serializers.CharField(required=False)
    value = serializers.CharField()


class ReportSerializer(serializers.Serializer[None]):
    """A figure, its rows, and what was counted."""

    metric = serializers.CharField()
    period = serializers.CharField()
    start = serializers.DateField()
    end = serializers.DateField()
    unit = serializers.CharField()
    total = serializers.CharField()
    rows = RowSerializer(many=True)
    definition = serializers.CharField()


class SalesReport(APIView):
    """Figures of sales, stock and waste."""

    rights: ClassVar = {"GET": "analytics.view_sales"}

    @extend_schema(parameters=[SalesQuery], responses=ReportSerializer)
    def get(self, request: Request) -> Response:
        """The figure, its rows, the days it is of, and what was counted."""
        query = SalesQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        metric, today = METRICS[wanted["metric"]], timezone.localdate()
        days = days_of(wanted["period"], today) if metric.source.at else (today, today)
        total, rows = report(metric, days, wanted["group_by"], wanted["limit"], wanted["product"], wanted["category"])
        return Response(
            {
                "metric": wanted["metric"],
                "period": wanted["period"],
                "start": days[0].isoformat(),
                "end": days[1].isoformat(),
                "unit": metric.unit,
                "total": total,
                "rows": rows,
                "definition": metric.definition,
            }
        )
