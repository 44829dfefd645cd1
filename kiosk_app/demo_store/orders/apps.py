"""The orders as Django knows them."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Open and placed orders."""

    name = "kiosk_app.demo_store.orders"
