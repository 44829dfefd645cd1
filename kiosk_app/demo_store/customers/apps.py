"""The customers as Django knows them."""

from django.apps import AppConfig


class CustomersConfig(AppConfig):
    """Customers."""

    name = "kiosk_app.demo_store.customers"
