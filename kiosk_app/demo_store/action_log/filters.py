"""What the log may be narrowed by."""

from django_filters import CharFilter, ChoiceFilter, FilterSet

from kiosk_app.demo_store.action_log.models import OUTCOMES, Entry
from kiosk_app.demo_store.catalogue.filters import MomentFilter


class EntryFilter(FilterSet):
    """Entries that fit all of these."""

    user = CharFilter("user__username", max_length=150)
    till = CharFilter(max_length=32)
    intent = CharFilter(max_length=40)
    outcome = ChoiceFilter(choices=[(outcome, outcome) for outcome in OUTCOMES])
    since = MomentFilter("settled", "gte")
    until = MomentFilter("settled", "lt")

    class Meta:
        model = Entry
        fields = ()
