"""Answers kept under the keys that their requests came with."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

LIFETIME = timedelta(days=7)
"""For so long, at least, a request sent again gets its first answer."""


class StoredAnswer(models.Model):
    """The answer to one write, committed together with what the write did."""

    user = models.ForeignKey(User, models.CASCADE)
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of method, path and body."""
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField()
    body = models.BinaryField()
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "key"), name="key_once_for_a_user"),)

    def __str__(self) -> str:
        return f"{self.key}: {self.status}"


def forget_old() -> None:
    """Delete what has outlived `LIFETIME`."""
    StoredAnswer.objects.filter(created__lt=timezone.now() - LIFETIME).delete()
