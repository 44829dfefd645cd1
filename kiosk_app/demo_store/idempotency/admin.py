"""The stored answers in the admin, to be read."""

from django.contrib import admin

from kiosk_app.demo_store.admin import Record
from kiosk_app.demo_store.idempotency.models import StoredAnswer


@admin.register(StoredAnswer)
class StoredAnswerAdmin(Record):
    """Which write got which answer."""

    list_display = ("created", "user", "key", "status")
    list_filter = ("status", "created", "user")
    list_select_related = ("user",)
    search_fields = ("=key",)
    ordering = ("-id",)
