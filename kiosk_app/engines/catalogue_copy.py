"""The catalogue on disk between starts; a file that is broken, of another form or another store's is no copy."""

import hashlib
import json
import logging
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.types import ModifierGroup, Money, Product

FORMAT = 2
"""Counted up with every change of what is written."""

log = logging.getLogger(__name__)


class CatalogueFile:
    """Implements `ports.CatalogueCopy` for one store: a line that says what it is, and a line of products."""

    def __init__(self, path: Path, store: str) -> None:
        """`store` is all that products depend on: the host, how its API is read, the language of the names."""
        self._path = path
        self._store = store

    def read(self) -> tuple[Sequence[Product], datetime] | None:
        """The products, and when the store had them so; None where there is no copy, or none of this store."""
        try:
            about, content = self._path.read_bytes().split(b"\n", 1)
            header = json.loads(about)
            if header["digest"] != self._digest(content):
                return None
            data = json.loads(content)
            groups = [from_json(ModifierGroup, group) for group in data["groups"]]
            return [_product(row, groups) for row in data["products"]], datetime.fromisoformat(data["as_of"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, IndexError, ArithmeticError) as error:
            log.warning("the copy of the catalogue cannot be read: %s", type(error).__name__)
            return None

    def write(self, products: Sequence[Product], as_of: datetime) -> None:
        """Replace the file as a whole, or leave it as it was."""
        groups = {group: place for place, group in enumerate(_groups(products))}
        data = {
            "as_of": as_of.isoformat(),
            "groups": [to_json(group) for group in groups],
            "products": [_row(product, groups) for product in products],
        }
        content = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
        unfinished = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(json.dumps({"digest": self._digest(content)}).encode() + b"\n" + content)
            unfinished.replace(self._path)
        except OSError as error:
            log.warning("the catalogue could not be copied: %s", type(error).__name__)

    def _digest(self, content: bytes) -> str:
        """Of the content, and of what it is a copy of."""
        return hashlib.sha256(f"{FORMAT} {self._store}\n".encode() + content).hexdigest()


def _groups(products: Sequence[Product]) -> dict[ModifierGroup, None]:
    return dict.fromkeys(group for product in products for group in product.modifier_groups)


def _row(product: Product, groups: dict[ModifierGroup, int]) -> list[object]:
    return [
        product.id,
        product.name,
        product.sku,
        product.barcode,
        product.category,
        str(product.price.amount),
        product.price.currency,
        None if product.stock is None else str(product.stock),
        [groups[group] for group in product.modifier_groups],
        product.aliases,
        product.translation,
        product.dietary,
        product.allergens,
        product.description,
    ]


def _product(row: list[Any], groups: list[ModifierGroup]) -> Product:
    number, name, sku, barcode, category, price, currency, stock, places, aliases, translation, *said = row
    dietary, allergens, description = said
    return Product(
        id=number,
        name=name,
        sku=sku,
        barcode=barcode,
        category=category,
        price=Money(Decimal(price), currency),
        stock=None if stock is None else Decimal(stock),
        version=None,
        modifier_groups=tuple(groups[place] for place in places),
        aliases=tuple(aliases),
        translation=translation,
        dietary=tuple(dietary),
        allergens=tuple(allergens),
        description=description,
    )
