"""The store's JSON as the till's own types; what its API does not promise is a `BadAnswer`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from kiosk_app.core.errors import BadAnswer
from kiosk_app.core.types import (
    Amount,
    Customer,
    Language,
    Modifier,
    ModifierGroup,
    Money,
    Option,
    Order,
    OrderDetails,
    OrderLine,
    Product,
    SalesReport,
)
from kiosk_app.engines.http import Answer, plain_text

NAME_LENGTH = 120
TEXT_LENGTH = 500
"""Characters kept of notes and addresses."""
LARGEST = Decimal(10) ** 12
"""Numbers from this on are not a shop's."""

_AMOUNTS: dict[str, Amount] = {"little": "little", "normal": "normal", "extra": "extra"}
_FULFILMENTS: dict[str, Literal["", "pickup", "delivery", "table"]] = {
    "": "",
    "pickup": "pickup",
    "delivery": "delivery",
    "table": "table",
}
_UNITS: dict[str, Literal["money", "count", "percent"]] = {"money": "money", "count": "count", "percent": "percent"}


@contextmanager
def reading() -> Iterator[None]:
    """Turns what goes wrong while an answer is taken apart into BadAnswer."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer("store_bad_answer") from error


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads answers for one till. Every method raises BadAnswer; text is stripped of control characters."""

    currency: str
    """ISO 4217 code of every amount that carries none of its own."""
    language: Language
    """Names come in this one where the store has both."""

    @reading()
    def group(self, data: Mapping[str, Any]) -> tuple[str, ModifierGroup]:
        """A modifier group, after its id."""
        modifiers = tuple(
            Modifier(
                _id(modifier["id"]),
                self._names(modifier)[0],
                self._money(modifier["surcharge"]),
                bool(data["takes_amount"]),
            )
            for modifier in data["modifiers"]
        )
        return _id(data["id"]), ModifierGroup(self._names(data)[0], modifiers, int(data["at_most"]))

    @reading()
    def product(self, data: Mapping[str, Any], groups: Mapping[str, ModifierGroup], version: str | None) -> Product:
        """A product; `groups` are the modifier groups by their ids."""
        name, other = self._names(data)
        aliases = [clean(alias, NAME_LENGTH) for alias in data["aliases"]]
        return Product(
            id=_id(data["id"]),
            name=name,
            sku=clean(data["sku"], NAME_LENGTH),
            barcode=clean(data["barcode"], NAME_LENGTH),
            category=self._names(data["category"])[0],
            price=Money(_decimal(data["price"]), str(data["currency"])),
            stock=None if data["stock"] is None else _decimal(data["stock"]),
            version=version,
            modifier_groups=tuple(groups[_id(group)] for group in data["modifier_groups"]),
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name)),
            translation=other,
            dietary=tuple(clean(tag, NAME_LENGTH).replace("-", " ") for tag in data["dietary"]),
        )

    @reading()
    def order(self, data: Mapping[str, Any], groups: Mapping[str, ModifierGroup], version: str | None) -> Order:
        """An order; options that `groups` do not know keep the store's own words."""
        names = {modifier.id: (group.name, modifier.name) for group in groups.values() for modifier in group.modifiers}
        details = data["details"]
        return Order(
            id=None if data["id"] is None else _id(data["id"]),
            number=clean(data["number"], NAME_LENGTH),
            status=clean(data["status"], NAME_LENGTH),
            lines=tuple(self._line(line, names) for line in data["lines"]),
            total=self._money(data["total"]),
            version=version,
            details=OrderDetails(
                fulfilment=_FULFILMENTS[details["fulfilment"]],
                table=clean(details["table"], NAME_LENGTH),
                name=clean(details["name"], NAME_LENGTH),
                phone=clean(details["phone"], NAME_LENGTH),
                address=clean(details["address"], TEXT_LENGTH),
                notes=clean(details["notes"], TEXT_LENGTH),
            ),
        )

    @reading()
    def customer(self, data: Mapping[str, Any], version: str | None) -> Customer:
        """A customer."""
        return Customer(
            id=_id(data["id"]),
            name=clean(data["name"], NAME_LENGTH),
            phone=clean(data["phone"], NAME_LENGTH),
            address=clean(data["address"], TEXT_LENGTH),
            notes=clean(data["notes"], TEXT_LENGTH),
            version=version,
        )

    @reading()
    def sales(self, answer: Answer) -> SalesReport:
        """A sales report."""
        data = answer.body
        start, end = (date.fromisoformat(data[key]).isoformat() for key in ("start", "end"))
        return SalesReport(
            total=_decimal(data["total"]),
            unit=_UNITS[data["unit"]],
            rows=tuple((self._label(row), _decimal(row["value"])) for row in data["rows"]),
            start=start,
            end=end,
            definition=clean(data["definition_es" if self.language == "es" else "definition"], TEXT_LENGTH),
        )

    def _line(self, data: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> OrderLine:
        """`names`: each modifier's group and name in the till's language, by its id."""
        options = []
        for option in data["options"]:
            modifier = _id(option["modifier"])
            group, name = names.get(modifier) or (clean(option[key], NAME_LENGTH) for key in ("group", "name"))
            options.append(Option(modifier, group, name, _AMOUNTS[option["amount"]]))
        return OrderLine(
            id=_id(data["id"]),
            product_id=_id(data["product"]["id"]),
            name=self._names(data["product"])[0],
            quantity=_decimal(data["quantity"]),
            options=tuple(options),
            notes=clean(data["notes"], TEXT_LENGTH),
            unit_price=self._money(data["unit_price"]),
        )

    def _names(self, data: Mapping[str, Any]) -> tuple[str, str]:
        """The name in the till's language, and the other one; the same twice where there is only one."""
        english = clean(data["name"], NAME_LENGTH)
        spanish = clean(data["name_es"], NAME_LENGTH) or english
        return (spanish, english) if self.language == "es" else (english, spanish)

    def _label(self, row: Mapping[str, Any]) -> str:
        translated = clean(row.get("label_es", ""), NAME_LENGTH) if self.language == "es" else ""
        return translated or clean(row["label"], NAME_LENGTH)

    def _money(self, amount: object) -> Money:
        return Money(_decimal(amount), self.currency)


def clean(text: object, longest: int) -> str:
    """The store's text as one line of plain characters. Raises TypeError for what is no text."""
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is not text")
    return plain_text(text, longest)


def _id(value: object) -> str:
    if type(value) is not int:
        raise ValueError(f"{value!r} is no id")
    return str(value)


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no number") from error
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(f"{value!r} is no shop's number")
    return number
