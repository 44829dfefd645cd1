"""The catalogue as Django knows it."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """Products, prices, stock, modifiers."""

    name = "kiosk_app.demo_store.catalogue"
