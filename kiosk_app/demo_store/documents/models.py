"""What the shop has written down, in Markdown."""

from django.db import models
from django.utils import timezone

KINDS = ("policy", "faq", "allergens", "procedure")
LANGUAGES = ("en", "es")
LONGEST_BODY = 100_000


class Document(models.Model):
    """One document in one language. Whatever changes it counts `version` up, and sets `updated`.

    A deleted one stays without its text, so that whoever asks for changes learns that it has gone.
    """

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=tuple((value, value) for value in KINDS))
    language = models.CharField(max_length=2, choices=tuple((value, value) for value in LANGUAGES))
    body = models.TextField(max_length=LONGEST_BODY)
    version = models.PositiveIntegerField(default=1)
    updated = models.DateTimeField(default=timezone.now, db_index=True)
    deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.title

    @property
    def etag(self) -> str:
        """Strong: it changes with every change of the document."""
        return f'"d-{self.pk}-{self.version}"'

    def change(self) -> None:
        """Save it as a new version."""
        self.version += 1
        self.updated = timezone.now()
        self.save()

    def bury(self) -> None:
        """Delete what it says, and keep that it was there."""
        self.title, self.body, self.deleted = "", "", True
        self.change()


def version_of_all() -> int:
    """A number that grows with every change of any document."""
    total: int = Document.objects.aggregate(total=models.Sum("version", default=0))["total"]
    return total
