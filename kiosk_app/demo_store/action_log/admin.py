"""The action log in the admin, to be read: tills add to it."""

from django.contrib import admin

from kiosk_app.demo_store.action_log.models import Entry
from kiosk_app.demo_store.admin import Record


@admin.register(Entry)
class EntryAdmin(Record):
    """What tills have done, newest first."""

    list_display = ("settled", "user", "till", "intent", "outcome", "detail")
    list_filter = ("outcome", "intent", "settled", "till", "user")
    list_select_related = ("user",)
    search_fields = ("=plan", "=till", "preview")
