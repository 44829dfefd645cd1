"""What the list of customers may be narrowed by."""

from django.db.models import QuerySet
from django_filters import CharFilter, FilterSet

from kiosk_app.demo_store.catalogue.models import fold
from kiosk_app.demo_store.customers.models import Customer
from kiosk_app.demo_store.customers.serializers import bare_number


class CustomerFilter(FilterSet):
    """Customers found by name or by number."""

    search = CharFilter(
        method="find", max_length=200, help_text="Digits of the phone number, or words that must all stand in the name."
    )

    class Meta:
        model = Customer
        fields = ()

    def find(self, customers: QuerySet[Customer], _name: str, search: str) -> QuerySet[Customer]:
        """Those whose number has the digits in it, or whose name the words."""
        digits = bare_number(search).removeprefix("+")
        if digits.isdecimal():
            return customers.filter(phone__contains=digits)
        for word in fold(search).split():
            customers = customers.filter(folded_name__contains=word)
        return customers
