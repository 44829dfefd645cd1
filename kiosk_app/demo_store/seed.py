"""Fills a new database from the files in data/, and gives it a past."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction

from kiosk_app.demo_store.catalogue.models import (
    Allergen,
    Category,
    DietaryTag,
    Modifier,
    ModifierGroup,
    Mood,
    Product,
    TaxRate,
    fold,
    to_cents,
)
from kiosk_app.demo_store.customers.models import Customer
from kiosk_app.demo_store.documents.models import Document
from kiosk_app.demo_store.documents.texts import first_documents
from kiosk_app.demo_store.people import CASHIER, KITCHEN, MANAGER, employ
from kiosk_app.demo_store.seed_sales import Past

DATA = Path(__file__).with_name("data")
GOODS = {"cafe": DATA, "hardware": DATA / "hardware"}
"""What a new store may sell: folders of `store.toml` and `products.csv`."""


@transaction.atomic
def seed(goods: str = "cafe") -> None:
    """Give a new store people, goods and a past, and an older one what this version adds; all or nothing."""
    new = not User.objects.exists()
    employ(MANAGER, CASHIER)
    if new:
        _seed_goods(GOODS[goods])
        _seed_customers()
        Past().write()
    employ(KITCHEN)  # after the past, in which the kitchen has sold nothing
    if not Document.objects.exists():  # of deleted ones, a row is left
        Document.objects.bulk_create(first_documents(DATA / "documents"))


def ean13(digits: str) -> str:
    """The twelve `digits` with their check digit (GS1 General Specifications, 7.9)."""
    weighted = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
    return digits + str(-weighted % 10)


def _seed_customers() -> None:
    Customer.objects.bulk_create(
        Customer(**row, folded_name=fold(row["name"])) for row in _rows(DATA / "customers.csv")
    )


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _seed_goods(folder: Path) -> None:
    shop = tomllib.loads((folder / "store.toml").read_text(encoding="utf-8"))
    rows = _rows(folder / "products.csv")
    rates = {name: TaxRate.objects.create(name=name, **rate) for name, rate in shop["tax_rates"].items()}
    taxes = {prefix: rates[entry.pop("tax")] for prefix, entry in shop["categories"].items()}
    categories = {prefix: Category.objects.create(**names) for prefix, names in shop["categories"].items()}
    shelves = {prefix: shelf for shelf, prefix in enumerate(categories, start=1)}
    randomness = Random("costs")  # noqa: S311 - costs that are the same in every store
    products = [_product(row, categories, taxes, shelves, randomness) for row in rows]
    Product.objects.bulk_create(products)

    def link(column: str, through: type[models.Model], key: str, named: Mapping[str, models.Model]) -> None:
        through._default_manager.bulk_create(
            through(**{"product_id": product.pk, key: named[name].pk})
            for product, row in zip(products, rows, strict=True)
            for name in _items(row[column])
        )

    Mood.objects.bulk_create(Mood(name=name, **words) for name, words in shop["moods"].items())
    tags = {name: DietaryTag.objects.create(name=name) for name in _names(row["dietary"] for row in rows)}
    allergens = {name: Allergen.objects.create(name=name) for name in _names(row["allergens"] for row in rows)}
    groups = {entry["name"]: _group(entry) for entry in shop["modifier_groups"]}
    link("dietary", Product.dietary.through, "dietarytag_id", tags)
    link("allergens", Product.allergens.through, "allergen_id", allergens)
    link("modifier_groups", Product.modifier_groups.through, "modifiergroup_id", groups)


def _group(entry: dict[str, Any]) -> ModifierGroup:
    modifiers = entry.pop("modifiers")
    group = ModifierGroup.objects.create(**entry)
    Modifier.objects.bulk_create(
        Modifier(group=group, name=name, name_es=name_es, surcharge=Decimal(surcharge))
        for name, name_es, surcharge in modifiers
    )
    return group


def _product(
    row: dict[str, str],
    categories: dict[str, Category],
    taxes: dict[str, TaxRate],
    shelves: dict[str, int],
    randomness: Random,
) -> Product:
    prefix, number = row["sku"].split("-")
    price = Decimal(row["price"])
    product = Product(
        sku=row["sku"],
        # 20 to 29 are the prefixes that a shop may use within its own walls.
        barcode=ean13(f"20{shelves[prefix]:02}{int(number):08}"),
        name=row["name"],
        name_es=row["name_es"],
        aliases=_items(row["aliases"]),
        category=categories[prefix],
        tax=taxes[prefix],
        price=price,
        cost=to_cents(price * randomness.randint(55, 70) / 100),
        stock=Decimal(row["stock"]) if row["stock"] else None,
        unit=row["unit"],
    )
    product.search_text = product.searched_by()
    return product


def _items(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def _names(cells: Iterable[str]) -> list[str]:
    return sorted({name for cell in cells for name in _items(cell)})
