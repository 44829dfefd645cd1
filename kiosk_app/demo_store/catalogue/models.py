"""What the shop sells, and under which conditions."""

import unicodedata
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

MOODS = ("happy", "cosy", "adventurous", "stressed", "celebratory", "tired")
"""Those that tills ask about."""


def fold(text: str) -> str:
    """Lower case without accents, as search compares words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def to_cents(amount: Decimal) -> Decimal:
    """An amount of money, half a cent rounded up."""
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def require_names(value: object) -> None:
    """Raise ValidationError unless this is a list of names."""
    if not (isinstance(value, list) and all(isinstance(name, str) and name for name in value)):
        raise ValidationError("This must be a list of names.")


class Category(models.Model):
    """A shelf of the shop."""

    name = models.CharField(max_length=60, unique=True)
    name_es = models.CharField(max_length=60)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class TaxRate(models.Model):
    """What the state takes of some goods; the prices have it in them."""

    name = models.CharField(max_length=30, unique=True)
    name_es = models.CharField(max_length=30)
    rate = models.DecimalField(max_digits=4, decimal_places=2)
    """In percent of the price without it."""

    class Meta:
        ordering = ("id",)
        constraints = (models.CheckConstraint(condition=Q(rate__gte=0), name="rate_not_below_zero"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.rate} %)"


class DietaryTag(models.Model):
    """A diet that a product suits: "vegan", "gluten free"."""

    name = models.CharField(max_length=30, unique=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Allergen(models.Model):
    """One of the fourteen that the law names."""

    name = models.CharField(max_length=30, unique=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class ModifierGroup(models.Model):
    """Options of which a line carries at most `at_most`."""

    name = models.CharField(max_length=30, unique=True)
    name_es = models.CharField(max_length=30)
    at_most = models.PositiveSmallIntegerField()
    takes_amount = models.BooleanField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Modifier(models.Model):
    """One option; its surcharge is added to the unit price, whatever the amount."""

    group = models.ForeignKey(ModifierGroup, models.CASCADE, related_name="modifiers")
    name = models.CharField(max_length=40)
    name_es = models.CharField(max_length=40)
    surcharge = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("group", "name"), name="modifier_once_in_its_group"),)

    def __str__(self) -> str:
        return self.name


class Mood(models.Model):
    """What suits somebody's mood, in words to search the catalogue by; tills keep their own for moods without any."""

    name = models.CharField(max_length=20, unique=True, choices=[(mood, mood) for mood in MOODS])
    words = models.JSONField(default=list, blank=True, validators=(require_names,))
    words_es = models.JSONField(default=list, blank=True, validators=(require_names,))

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class Product(models.Model):
    """Something that is sold. Whatever changes it counts `version` up."""

    sku = models.CharField(max_length=20, unique=True)
    barcode = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=80, unique=True)
    name_es = models.CharField(max_length=80)
    aliases = models.JSONField(default=list, blank=True, validators=(require_names,))
    category = models.ForeignKey(Category, models.PROTECT, related_name="products")
    tax = models.ForeignKey(TaxRate, models.PROTECT, related_name="products")
    price = models.DecimalField(max_digits=8, decimal_places=2)
    cost = models.DecimalField(max_digits=8, decimal_places=2)
    """What the shop pays for one."""
    stock = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    unit = models.CharField(max_length=10, choices=(("each", "each"), ("kg", "kilogram")))
    dietary = models.ManyToManyField(DietaryTag, blank=True, related_name="products")
    allergens = models.ManyToManyField(Allergen, blank=True, related_name="products")
    modifier_groups = models.ManyToManyField(ModifierGroup, blank=True)
    search_text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    modified = models.DateTimeField(auto_now=True)
    """When it was changed last: a till asks for what has changed since it asked before."""

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(condition=Q(price__gt=0), name="price_above_zero"),
            models.CheckConstraint(condition=Q(stock__isnull=True) | Q(stock__gte=0), name="stock_not_below_zero"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def currency(self) -> str:
        """ISO 4217."""
        return settings.STORE_CURRENCY

    @property
    def etag(self) -> str:
        """Strong: it changes with every change of the product."""
        return f'"p-{self.pk}-{self.version}"'

    def searched_by(self) -> str:
        """What `search_text` must be: every name of the product, folded."""
        return fold(" ".join((self.name, self.name_es, *self.aliases, self.sku)))

    def unit_price(self, modifiers: Iterable[Modifier]) -> Decimal:
        """The price of one with these options."""
        return self.price + sum((modifier.surcharge for modifier in modifiers), Decimal(0))

    def set_price(self, price: Decimal, user: User) -> None:
        """Change the price and keep the former one on record."""
        self.price_changes.create(user=user, old=self.price, new=price)
        self.price = price
        self.version += 1
        self.save(update_fields=("price", "version", "modified"))

    def set_stock(self, stock: Decimal) -> None:
        """Change how many there are."""
        self.stock = stock
        self.version += 1
        self.save(update_fields=("stock", "version", "modified"))


class PriceChange(models.Model):
    """Who set which price, and when."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="price_changes")
    user = models.ForeignKey(User, models.PROTECT)
    old = models.DecimalField(max_digits=8, decimal_places=2)
    new = models.DecimalField(max_digits=8, decimal_places=2)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"
