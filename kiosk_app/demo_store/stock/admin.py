"""The stock's movements in the admin, to be read: they are made through the API."""

from django.contrib import admin

from kiosk_app.demo_store.admin import Record
from kiosk_app.demo_store.stock.models import Movement


@admin.register(Movement)
class MovementAdmin(Record):
    """What came, went, or was counted."""

    list_display = ("at", "product", "direction", "quantity", "before", "after", "user")
    list_filter = ("direction", "at", "user", "product__category")
    list_select_related = ("product", "user")
    search_fields = ("product__name", "product__name_es", "product__sku")
    ordering = ("-id",)
