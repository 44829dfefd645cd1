"""Documents as JSON, and what a list of them may be narrowed by."""

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.documents.models import KINDS, LANGUAGES, LONGEST_BODY, Document


class DocumentSerializer(serializers.ModelSerializer[Document]):
    """A document; of a deleted one, only `id`, `version`, `updated` and `deleted` say something."""

    body = serializers.CharField(max_length=LONGEST_BODY, trim_whitespace=False)

    class Meta:
        model = Document
        fields = ("id", "title", "kind", "language", "body", "version", "updated", "deleted")
        read_only_fields = ("version", "updated", "deleted")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to change."""
        if not attrs:
            raise ValidationError("There is nothing to change.")
        return attrs


class DocumentsQuery(serializers.Serializer[None]):
    """What a list of documents may be narrowed by."""

    kind = serializers.ChoiceField(required=False, choices=KINDS)
    language = serializers.ChoiceField(required=False, choices=LANGUAGES)
    changed_since = serializers.DateTimeField(required=False)
