"""Documents as JSON."""

from typing import ClassVar

from rest_framework import serializers

from kiosk_app.demo_store.api import ChangesSomething
from kiosk_app.demo_store.documents.models import LONGEST_BODY, Document


class DocumentSerializer(ChangesSomething, serializers.ModelSerializer[Document]):
    """A document; of a deleted one, only `id`, `version`, `updated` and `deleted` say something."""

    body = serializers.CharField(max_length=LONGEST_BODY, trim_whitespace=False)

    class Meta:
        model = Document
        fields = ("id", "title", "kind", "language", "body", "version", "updated", "deleted")
        read_only_fields = ("version", "updated", "deleted")


class DocumentChangeSerializer(DocumentSerializer):
    """What changes of a document."""

    body = serializers.CharField(max_length=LONGEST_BODY, trim_whitespace=False, required=False)

    class Meta(DocumentSerializer.Meta):
        extra_kwargs: ClassVar = {name: {"required": False} for name in ("title", "kind", "language")}
