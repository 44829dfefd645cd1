"""Answers about figures, as the schema describes them."""

from rest_framework import serializers


class DaysSerializer(serializers.Serializer[None]):
    """The first and the last of some days."""

    start = serializers.DateField()
    end = serializers.DateField()


class PeriodSerializer(DaysSerializer):
    """A period by its name, and which days it means now."""

    name = serializers.CharField()


class MetricSerializer(serializers.Serializer[None]):
    """A figure that can be asked for, and what it can be told apart by."""

    name = serializers.CharField()
    unit = serializers.CharField()
    definition = serializers.CharField()
    definition_es = serializers.CharField()
    group_by = serializers.ListField(child=serializers.CharField())


class RangeSerializer(serializers.Serializer[None]):
    """Any other days, as they are written, and how many there may be."""

    example = serializers.CharField()
    most_days = serializers.IntegerField()


class LimitSerializer(serializers.Serializer[None]):
    """How many rows there are where nothing is said, and at most."""

    default = serializers.IntegerField()
    most = serializers.IntegerField()


class ManifestSerializer(serializers.Serializer[None]):
    """What this person may ask."""

    metrics = MetricSerializer(many=True)
    filters = serializers.ListField(child=serializers.CharField())
    periods = PeriodSerializer(many=True)
    range = RangeSerializer()
    limit = LimitSerializer()
    currency = serializers.CharField()
    time_zone = serializers.CharField()


class RowSerializer(serializers.Serializer[None]):
    """One row of a figure."""

    label = serializers.CharField()  # type: ignore[assignment]  # a serializer has a label of its own, unused here
    label_es = serializers.CharField(required=False)
    value = serializers.CharField()


class ReportSerializer(DaysSerializer):
    """A figure, its rows, the days it is of, and what was counted."""

    metric = serializers.CharField()
    period = serializers.CharField()
    unit = serializers.CharField()
    definition = serializers.CharField()
    definition_es = serializers.CharField()
    total = serializers.CharField()
    rows = RowSerializer(many=True)
    has_more = serializers.BooleanField()
