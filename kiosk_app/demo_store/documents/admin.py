"""Documents in the admin, by the same rules as through the API."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import QuerySet
from django.http import HttpRequest

from kiosk_app.demo_store.admin import Page
from kiosk_app.demo_store.documents.models import LONGEST_BODY, Document


class DocumentForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's cannot be subscripted
    """A document."""

    body = forms.CharField(strip=False, max_length=LONGEST_BODY, widget=AdminTextareaWidget)

    class Meta:
        model = Document
        fields = ("title", "kind", "language", "body")

    def clean_body(self) -> str:
        """The text with the line feeds that it had before the browser."""
        return str(self.cleaned_data["body"]).replace("\r\n", "\n")


@admin.register(Document)
class DocumentAdmin(Page):
    """What the shop has written down."""

    form = DocumentForm
    list_display = ("title", "kind", "language", "version", "updated")
    list_filter = ("kind", "language", "updated")
    search_fields = ("title", "body")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        """Those that are not deleted."""
        return super().get_queryset(request).filter(deleted=False)

    def save_model(self, request: HttpRequest, obj: Document, form: DocumentForm, change: bool) -> None:
        """Save a new version."""
        if change:
            obj.change()
        else:
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Document) -> None:  # noqa: ARG002 - Django's signature
        """Leave a tombstone."""
        obj.bury()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:  # noqa: ARG002 - Django's
        """Leave a tombstone for each."""
        for document in queryset.select_for_update():
            document.bury()
