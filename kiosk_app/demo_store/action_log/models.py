"""Every write that a till has sent, with what was shown before it and what became of it: added, and never changed."""

from typing import Any, NoReturn

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

OUTCOMES = ("done", "refused")


class AppendOnly(Exception):
    """Something was about to change or delete an entry."""

    def __init__(self) -> None:
        super().__init__("Entries of the action log are added, and never changed or deleted.")


class EntryQuerySet(models.QuerySet["Entry"]):
    """Entries to add and to read."""

    def update(self, **_: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly

    def bulk_update(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly

    def delete(self) -> NoReturn:
        """Refused."""
        raise AppendOnly


class Entry(models.Model):
    """One write."""

    plan = models.UUIDField(unique=True)
    """The plan's id: one entry for each, however often it is posted."""
    user = models.ForeignKey(User, models.PROTECT)
    """Who said Yes, and posted it."""
    host = models.CharField(max_length=200)
    """The store's address, as the till knows it."""
    till = models.CharField(max_length=32)
    intent = models.CharField(max_length=40)
    payload = models.JSONField()
    """The action, exactly as it was shown, sent and journalled."""
    preview = models.TextField(blank=True)
    """What was shown before the Yes."""
    created = models.DateTimeField()
    sent = models.DateTimeField()
    settled = models.DateTimeField(db_index=True)
    outcome = models.CharField(max_length=10, choices=tuple((value, value) for value in OUTCOMES))
    detail = models.CharField(max_length=60, blank=True)
    """The error's code where it was refused."""
    salt = models.CharField(max_length=64, blank=True)
    """With it and the payload's texts, the hashes in the till's own journal can be made again."""
    received = models.DateTimeField(default=timezone.now)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-settled", "-id")
        verbose_name_plural = "entries"
        default_permissions = ("add", "view")

    def __str__(self) -> str:
        return f"{self.intent}: {self.outcome}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it. Raises AppendOnly where it is there already."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *_: Any, **__: Any) -> NoReturn:
        """Refused."""
        raise AppendOnly
