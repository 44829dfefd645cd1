"""Orders in the admin, to be read: tills change them."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from kiosk_app.demo_store.admin import Record, RecordInline
from kiosk_app.demo_store.orders.models import Order, OrderLine, whole_lines, with_lines


class LineInline(RecordInline):
    """The lines of an order."""

    model = OrderLine
    fields = readonly_fields = ("product", "quantity", "unit_price", "tax_rate", "total", "notes", "chosen")

    def get_queryset(self, request: HttpRequest) -> QuerySet[OrderLine]:
        """The lines with their options."""
        return whole_lines(super().get_queryset(request))

    @admin.display(description="options")
    def chosen(self, line: OrderLine) -> str:
        """The options in one line."""
        return ", ".join(
            f"{option.modifier} ({option.amount})" if option.amount != "normal" else str(option.modifier)
            for option in line.options.all()
        )


@admin.register(Order)
class OrderAdmin(Record):
    """All orders, newest first."""

    list_display = ("number", "till", "status", "user", "placed", "fulfilment", "name", "total", "tax")
    list_filter = ("status", "fulfilment", "placed", "till", "user")
    list_select_related = ("user",)
    search_fields = ("=id", "=till", "folded_name", "phone")
    exclude = ("folded_name",)
    readonly_fields = ("total", "tax")
    ordering = ("-id",)
    inlines = (LineInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """The orders with their lines."""
        return with_lines(super().get_queryset(request))
