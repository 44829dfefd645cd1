"""Entries as JSON, and what a list of them may be narrowed by."""

from rest_framework import serializers

from kiosk_app.demo_store.action_log.models import OUTCOMES, Entry

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


class EntriesQuery(serializers.Serializer[None]):
    """What a list of entries may be narrowed by."""

    user = serializers.CharField(required=False, max_length=150)
    till = serializers.CharField(required=False, max_length=32)
    intent = serializers.CharField(required=False, max_length=40)
    outcome = serializers.ChoiceField(required=False, choices=OUTCOMES)
    since = serializers.DateTimeField(required=False)
    until = serializers.DateTimeField(required=False)
