"""What the list of documents may be narrowed by."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter, FilterSet

from kiosk_app.demo_store.catalogue.filters import MomentFilter
from kiosk_app.demo_store.documents.models import KINDS, LANGUAGES, Document


class DocumentFilter(FilterSet):
    """Documents that fit all of these."""

    kind = ChoiceFilter(choices=[(kind, kind) for kind in KINDS])
    language = ChoiceFilter(choices=[(language, language) for language in LANGUAGES])
    changed_since = MomentFilter(
        "updated",
        "gte",
        help_text="What was written or deleted then or later; without it, deleted ones stand in no list.",
    )

    class Meta:
        model = Document
        fields = ()

    def filter_queryset(self, queryset: QuerySet[Document]) -> QuerySet[Document]:
        """Those; deleted ones only among changes."""
        found: QuerySet[Document] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data["changed_since"] else found.filter(deleted=False)
