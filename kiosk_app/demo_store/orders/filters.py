"""What the list of orders may be narrowed by."""

from django.db.models import Q, QuerySet
from django_filters import CharFilter, FilterSet

from kiosk_app.demo_store.catalogue.models import fold
from kiosk_app.demo_store.orders.models import Order


class OrderFilter(FilterSet):
    """Orders that fit all of these."""

    search = CharFilter(method="find", max_length=200, help_text="A number, or part of a name.")
    till = CharFilter(max_length=32)

    class Meta:
        model = Order
        fields = ()

    def find(self, orders: QuerySet[Order], _name: str, search: str) -> QuerySet[Order]:
        """Those with this number, or with this in their name."""
        numbered = Q(pk=int(search)) if search.isdecimal() else Q()
        return orders.filter(numbered | Q(folded_name__contains=fold(search)))
