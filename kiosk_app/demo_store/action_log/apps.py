"""The action log as Django knows it."""

from django.apps import AppConfig


class ActionLogConfig(AppConfig):
    """The action log."""

    name = "kiosk_app.demo_store.action_log"
