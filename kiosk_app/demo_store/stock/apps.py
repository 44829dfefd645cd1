"""The stock's movements as Django knows them."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Movements of stock."""

    name = "kiosk_app.demo_store.stock"
