"""Fills a new database from the files in data/, and gives it a past."""

import csv
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

from django.contrib.auth.models import Group, Permission, User
from django.db import models, transaction

from kiosk_app.demo_store.catalogue.models import (
    Allergen,
    Category,
    DietaryTag,
    Modifier,
    ModifierGroup,
    Product,
    fold,
    to_cents,
)
from kiosk_app.demo_store.customers.models import Customer
from kiosk_app.demo_store.documents.models import Document
from kiosk_app.demo_store.documents.texts import first_documents
from kiosk_app.demo_store.seed_sales import Past

DATA = Path(__file__).with_name("data")

MANAGER = {"username": "manager", "password": "manager-demo"}
CASHIER = {"username": "cashier", "password": "cashier-demo"}
KITCHEN = {"username": "kitchen", "password": "kitchen-demo"}

CASHIERS_RIGHTS = (
    "catalogue.view_product",
    "orders.add_order",
    "orders.change_order",
    "stock.add_movement",
    "customers.view_customer",
    "customers.add_customer",
    "customers.change_customer",
    "documents.view_document",
    "action_log.add_entry",
)
RIGHTS = {
    "cashier": CASHIERS_RIGHTS,
    "manager": (
        *CASHIERS_RIGHTS,
        "catalogue.change_product",
        "catalogue.view_pricechange",
        "orders.view_order",
        "stock.view_movement",
        "analytics.view_sales",
        "orders.set_status",
        "documents.add_document",
        "documents.change_document",
        "documents.delete_document",
        "action_log.view_entry",
    ),
    "kitchen": ("catalogue.view_product", "orders.view_order", "orders.set_status", "documents.view_document"),
}
"""What each group may do; `orders.view_order` is for orders of other people."""


@transaction.atomic
def seed() -> None:
    """Write people and goods, all or nothing, unless they are there already."""
    if User.objects.exists():
        return
    _seed_people(MANAGER, CASHIER)
    _seed_goods()
    _seed_customers()
    Document.objects.bulk_create(first_documents(DATA / "documents"))
    Past().write()
    _seed_people(KITCHEN)  # after the past, in which the kitchen has sold nothing


def ean13(digits: str) -> str:
    """The twelve `digits` with their check digit (GS1 General Specifications, 7.9)."""
    weighted = sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
    return digits + str(-weighted % 10)


def _seed_people(*people: dict[str, str]) -> None:
    for person in people:
        name = person["username"]
        group = Group.objects.create(name=name)
        for right in RIGHTS[name]:
            app, code = right.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=code))
        User.objects.create_user(**person).groups.add(group)


def _seed_customers() -> None:
    Customer.objects.bulk_create(Customer(**row, folded_name=fold(row["name"])) for row in _rows("customers.csv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _seed_goods() -> None:
    shop = tomllib.loads((DATA / "store.toml").read_text(encoding="utf-8"))
    rows = _rows("products.csv")
    categories = {prefix: Category.objects.create(**names) for prefix, names in shop["categories"].items()}
    shelves = {prefix: shelf for shelf, prefix in enumerate(categories, start=1)}
    randomness = Random("costs")  # noqa: S311 - costs that are the same in every store
    products = [_product(row, categories, shelves, randomness) for row in rows]
    Product.objects.bulk_create(products)

    def link(column: str, through: type[models.Model], key: str, named: Mapping[str, models.Model]) -> None:
        through._default_manager.bulk_create(
            through(**{"product_id": product.pk, key: named[name].pk})
            for product, row in zip(products, rows, strict=True)
            for name in _items(row[column])
        )

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
    row: dict[str, str], categories: dict[str, Category], shelves: dict[str, int], randomness: Random
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
