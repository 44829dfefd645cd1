"""The documents as Django knows them."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents."""

    name = "kiosk_app.demo_store.documents"
