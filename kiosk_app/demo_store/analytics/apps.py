"""The figures as Django knows them."""

from django.apps import AppConfig


class AnalyticsConfig(AppConfig):
    """Figures of sales."""

    name = "kiosk_app.demo_store.analytics"
