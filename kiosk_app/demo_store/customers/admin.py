"""Customers in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from rest_framework.exceptions import ValidationError as NoPhone

from kiosk_app.demo_store.admin import Page
from kiosk_app.demo_store.customers.models import Customer
from kiosk_app.demo_store.customers.serializers import PhoneField


class CustomerForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's cannot be subscripted
    """A customer, by the same rules as through the API."""

    class Meta:
        model = Customer
        fields = ("name", "phone", "address", "notes")

    def clean_phone(self) -> str:
        """The number as it is kept."""
        try:
            return str(PhoneField(allow_blank=True).run_validation(self.cleaned_data["phone"]))
        except NoPhone as wrong:
            raise ValidationError("This is no phone number.") from wrong

    def clean(self) -> dict[str, Any]:
        """Nobody is here twice."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = Customer(pk=self.instance.pk, name=cleaned.get("name", ""), phone=cleaned.get("phone", ""))
        if asked.is_here_already():
            raise ValidationError("This customer is here already, with the same phone number.")
        return cleaned


@admin.register(Customer)
class CustomerAdmin(Page):
    """People whom the shop knows."""

    form = CustomerForm
    list_display = ("name", "phone", "address", "notes")
    search_fields = ("name", "folded_name", "phone")

    def save_model(self, request: HttpRequest, obj: Customer, form: CustomerForm, change: bool) -> None:
        """Save a new version."""
        obj.version += change
        super().save_model(request, obj, form, change)
