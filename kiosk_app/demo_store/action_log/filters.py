"""What the log may be narrowed by."""

from django_filters import CharFilter, ChoiceFilter, FilterSet, IsoDateTimeFilter

from kiosk_app.demo_store.action_log.models import OUTCOMES, Entry
from kiosk_app.demo_store.catalogue.filters import DAYS_THAT_EVERY_ZONE_HAS


class EntryFilter(FilterSet):
    """Entries that fit all of these."""

    user = CharFilter("user__username", max_length=150)
    till = CharFilter(max_length=32)
    intent = CharFilter(max_length=40)
    outcome = ChoiceFilter(choices=[(outcome, outcome) for outcome in OUTCOMES])
    since = IsoDateTimeFilter("settled", "gte", validators=DAYS_THAT_EVERY_ZONE_HAS)
    until = IsoDateTimeFilter("settled", "lt", validators=DAYS_THAT_EVERY_ZONE_HAS)

    class Meta:
        model = Entry
        fields = ()
