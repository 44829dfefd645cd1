"""The catalogue in the admin. Prices and stock change through the API alone, which keeps their history."""

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest

from kiosk_app.demo_store.admin import Page, Record, RecordInline, TabularInline
from kiosk_app.demo_store.catalogue.models import (
    Allergen,
    Category,
    DietaryTag,
    Modifier,
    ModifierGroup,
    Mood,
    PriceChange,
    Product,
    TaxRate,
)


class Kept(Page):
    """What is never deleted, because products and orders show it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's
        """No."""
        return False


class ShownOnProducts(Kept):
    """What changes with its products: they get new versions."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save it, and count up its products' versions."""
        super().save_model(request, obj, form, change)
        obj.products.update(version=F("version") + 1)


@admin.register(Category)
class CategoryAdmin(ShownOnProducts):
    """Shelves."""

    list_display = ("name", "name_es")
    search_fields = ("name", "name_es")


@admin.register(TaxRate)
class TaxRateAdmin(ShownOnProducts):
    """Tax rates."""

    list_display = ("name", "name_es", "rate")


@admin.register(DietaryTag, Allergen)
class TagAdmin(ShownOnProducts):
    """Diets that products suit, and allergens that they have."""

    search_fields = ("name",)


class ModifierInline(TabularInline):
    """The options of a group."""

    model = Modifier
    extra = 0
    can_delete = False


@admin.register(ModifierGroup)
class ModifierGroupAdmin(Kept):
    """Groups with their options."""

    list_display = ("name", "name_es", "at_most", "takes_amount")
    search_fields = ("name", "name_es", "modifiers__name", "modifiers__name_es")
    inlines = (ModifierInline,)


@admin.register(Mood)
class MoodAdmin(Page):
    """What suits moods."""

    list_display = ("name", "words", "words_es")
    search_fields = ("name",)


class PriceChangeInline(RecordInline):
    """The history of a product's price."""

    model = PriceChange
    ordering = ("-id",)
    fields = readonly_fields = ("old", "new", "user", "at")


@admin.register(Product)
class ProductAdmin(Kept):
    """Products."""

    list_display = ("name", "name_es", "sku", "category", "price", "tax", "stock", "unit")
    list_filter = ("category", "tax", "unit", "dietary", "allergens")
    list_select_related = ("category", "tax")
    search_fields = ("name", "name_es", "sku", "barcode")
    exclude = ("search_text",)
    filter_horizontal = ("dietary", "allergens", "modifier_groups")
    inlines = (PriceChangeInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:  # noqa: ARG002 - Django's
        """A new product has a price and a stock to begin with."""
        return ("price", "stock", "version") if obj else ("version",)

    def save_model(self, request: HttpRequest, obj: Product, form: Any, change: bool) -> None:
        """Save what follows from the fields, too."""
        obj.search_text = obj.searched_by()
        obj.version += change
        super().save_model(request, obj, form, change)


@admin.register(PriceChange)
class PriceChangeAdmin(Record):
    """Who changed which price."""

    list_display = ("at", "product", "old", "new", "user")
    list_filter = ("at", "user", "product__category")
    list_select_related = ("product", "user")
    search_fields = ("product__name", "product__name_es", "product__sku")
    ordering = ("-id",)
