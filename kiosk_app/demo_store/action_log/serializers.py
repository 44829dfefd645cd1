"""Entries as JSON."""

import json
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from kiosk_app.demo_store.action_log.models import Entry

LONGEST_PREVIEW = 100_000
"""Characters: several hundred prices, a row each."""


class EntrySerializer(serializers.ModelSerializer[Entry]):
    """An entry. `user` is the name of the person who posts it."""

    plan = serializers.UUIDField()
    user = serializers.CharField(source="user.username", max_length=150)
    preview = serializers.CharField(allow_blank=True, max_length=LONGEST_PREVIEW)
    payload = serializers.DictField()

    class Meta:
        model = Entry
        fields = (
            "plan",
            "user",
            "host",
            "till",
            "intent",
            "payload",
            "preview",
            "created",
            "sent",
            "settled",
            "outcome",
            "detail",
            "salt",
            "received",
        )
        read_only_fields = ("received",)

    def validate_payload(self, payload: dict[str, Any]) -> dict[str, Any]:
        """Only what every database keeps: finite numbers, and characters that are some."""
        try:
            kept = json.dumps(payload, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:
            raise ValidationError("This cannot be kept.") from error
        if rb"\u0000" in kept:
            raise ValidationError("This cannot be kept.")
        return payload
