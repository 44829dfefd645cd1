"""What the admin's pages share: rows that are only read, and rows that are changed one at a time."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline


class _Unchanged:
    """For records: nobody adds, changes or deletes them here."""

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's
        """No."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's
        """No."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's
        """No."""
        return False


class Record(_Unchanged, ModelAdmin):
    """A page of records."""


class RecordInline(_Unchanged, TabularInline):
    """Records on the page of what they belong to."""

    extra = 0


class Page(ModelAdmin):
    """A page of rows that may change; whoever changes one holds its lock from reading it to saving it."""

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row; locked when the request is to change it."""
        row = super().get_object(request, object_id, from_field)
        if row is not None and request.method == "POST":
            row.refresh_from_db(from_queryset=self.model._default_manager.select_for_update())
        return row
