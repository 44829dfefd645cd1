"""Documents as JSON."""

from typing import Any, ClassVar

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.documents.models import LONGEST_BODY, Document


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


class DocumentChangeSerializer(DocumentSerializer):
    """What changes of a document."""

    body = serializers.CharField(max_length=LONGEST_BODY, trim_whitespace=False, required=False)

    class Meta(DocumentSerializer.Meta):
        extra_kwargs: ClassVar = {name: {"required": False} for name in ("title", "kind", "language")}
