"""Asking for figures, and what can be asked."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from kiosk_app.demo_store.analytics.metrics import METRICS, Metric, report
from kiosk_app.demo_store.analytics.periods import MOST_DAYS, PERIODS, RANGE, days_of
from kiosk_app.demo_store.analytics.queries import FEW_ROWS, MOST_ROWS, Filters, Query
from kiosk_app.demo_store.analytics.reading import only_reading
from kiosk_app.demo_store.analytics.serializers import ManifestSerializer, ReportSerializer

RIGHT = "analytics.view_sales"
NAMES_RIGHT = "orders.view_order"
"""Who may see other people's orders may also see who took them."""
MASKED = "•••"
PATIENCE_S = 3.0
"""Seconds that the database has for one question."""


class Manifest(APIView):
    """The questions that there are."""

    @extend_schema(responses=ManifestSerializer)
    def get(self, request: Request) -> Response:
        """Metrics with their definitions, groupings, filters and periods: those that this user may ask for."""
        allowed = request.user.has_perm(RIGHT)
        today = timezone.localdate()
        return Response(
            {
                "metrics": [_described(name, metric) for name, metric in METRICS.items() if allowed],
                "filters": list(Filters().fields) if allowed else [],
                "periods": [{"name": name} | _days(days_of(name, today)) for name in PERIODS if allowed],
                "range": {"example": RANGE, "most_days": MOST_DAYS},
                "limit": {"default": FEW_ROWS, "most": MOST_ROWS},
                "currency": settings.STORE_CURRENCY,
                "time_zone": settings.TIME_ZONE,
            }
        )


class Figures(APIView):
    """Figures of sales, stock and waste."""

    rights: ClassVar = {"POST": RIGHT}
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "queries"

    @extend_schema(request=Query, responses=ReportSerializer)
    def post(self, request: Request) -> Response:
        """The figure, its rows, the days it is of, and what was counted; nothing is written."""
        with only_reading(PATIENCE_S):
            query = Query(data=request.data)
            query.is_valid(raise_exception=True)
            wanted = query.validated_data
            metric, days, narrowed = METRICS[wanted["metric"]], wanted["days"], wanted["filters"]
            found = report(
                metric, days, wanted["group_by"], wanted["limit"], narrowed.get("product"), narrowed.get("category")
            )
        if wanted["group_by"] == "user" and not request.user.has_perm(NAMES_RIGHT):
            _mask(found.rows, request.user.get_username())
        return Response(
            {
                "metric": wanted["metric"],
                "period": wanted["period"],
                "unit": metric.unit,
                "definition": metric.definition,
                "definition_es": metric.definition_es,
                "total": found.total,
                "rows": found.rows,
                "has_more": found.has_more,
            }
            | _days(days)
        )


def _described(name: str, metric: Metric) -> dict[str, Any]:
    return {
        "name": name,
        "unit": metric.unit,
        "definition": metric.definition,
        "definition_es": metric.definition_es,
        "group_by": list(metric.groups),
    }


def _days(days: tuple[date, date]) -> dict[str, str]:
    first, last = days
    return {"start": first.isoformat(), "end": last.isoformat()}


def _mask(rows: list[dict[str, str]], own_name: str) -> None:
    """Hide whose figure a row is, but the person's own."""
    for row in rows:
        if row["label"] != own_name:
            row["label"] = MASKED
