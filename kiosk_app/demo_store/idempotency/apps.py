"""The answers given, as Django knows them."""

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Answers stored under their idempotency keys."""

    name = "kiosk_app.demo_store.idempotency"
