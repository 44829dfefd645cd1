"""The store's JSON as the till's own types; what its API does not promise is a `BadAnswer`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from kiosk_app.core.documents.relevance import language_of
from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.errors import BadAnswer
from kiosk_app.core.plain_text import plain_text
from kiosk_app.core.store_api import StoreApi, minor_unit
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
from kiosk_app.core.understanding.wishes import diet_of
from kiosk_app.engines.http.answers import Answer

NAME_LENGTH = 120
TEXT_LENGTH = 500
"""Characters kept of notes and addresses."""
ID_LENGTH = 100
MOST_WORDS = 20
"""Taken of what suits a mood: each is a search."""
LARGEST = Decimal(10) ** 12
"""Numbers from this on are not a shop's."""

_AMOUNTS: dict[str, Amount] = {"little": "little", "normal": "normal", "extra": "extra"}
_FULFILMENTS: dict[str, Literal["", "pickup", "delivery", "table"]] = {
    "": "",
    "pickup": "pickup",
    "delivery": "delivery",
    "table": "table",
}
_LANGUAGES: dict[str, Language] = {"en": "en", "es": "es"}
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
    api: StoreApi = field(default_factory=StoreApi)

    @reading()
    def group(self, data: Mapping[str, Any]) -> tuple[str, ModifierGroup]:
        """A modifier group, after its id."""
        modifiers = tuple(
            Modifier(
                self._id(modifier["id"]),
                self._names(modifier)[0],
                self._money(modifier["surcharge"]),
                bool(data["takes_amount"]),
            )
            for modifier in data["modifiers"]
        )
        return self._id(data["id"]), ModifierGroup(self._names(data)[0], modifiers, int(data["at_most"]))

    @reading()
    def product(self, data: Mapping[str, Any], groups: Mapping[str, ModifierGroup], version: str | None) -> Product:
        """A product; `groups` are the modifier groups by their ids."""
        fields = self.api.product
        name, other = self._names(data, fields.name, fields.name_es)
        aliases = [clean(alias, NAME_LENGTH) for alias in at(data, fields.aliases) or ()]
        currency = clean(at(data, fields.currency) or self.currency, NAME_LENGTH)
        return Product(
            id=self._id(at(data, fields.id)),
            name=name,
            sku=_code(at(data, fields.sku)),
            barcode=_code(at(data, fields.barcode)),
            category=self._names(data, fields.category, fields.category_es, may_lack=True)[0],
            price=self._money(at(data, fields.price), currency),
            stock=_quantity(at(data, fields.stock)),
            version=version,
            modifier_groups=tuple(groups[self._id(group)] for group in at(data, fields.modifier_groups) or ()),
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name)),
            translation=other,
            dietary=tuple(diet_of(clean(tag, NAME_LENGTH)) for tag in at(data, fields.dietary) or ()),
            allergens=tuple(clean(name, NAME_LENGTH) for name in at(data, fields.allergens) or ()),
            description=_text(at(data, fields.description), TEXT_LENGTH),
        )

    @reading()
    def document(self, data: Mapping[str, Any]) -> ShopDocument:
        """A document that the shop has written down."""
        if not isinstance(data["body"], str):
            raise TypeError("this is no text")
        return ShopDocument(
            id=self._id(data["id"]),
            title=clean(data["title"], NAME_LENGTH),
            language=_LANGUAGES.get(data["language"]) or language_of(data["body"]),
            text=data["body"],
            version=str(data["version"]),
            kind=_text(data.get("kind"), NAME_LENGTH),
        )

    @reading()
    def order(self, data: Mapping[str, Any], groups: Mapping[str, ModifierGroup], version: str | None) -> Order:
        """An order; options that `groups` do not know keep the store's own words."""
        names = {modifier.id: (group.name, modifier.name) for group in groups.values() for modifier in group.modifiers}
        fields = self.api.order
        number = at(data, fields.id)
        return Order(
            id=None if number is None else self._id(number),
            number=_code(at(data, fields.number)),
            status=clean(at(data, fields.status), NAME_LENGTH),
            lines=tuple(self._line(line, names) for line in at(data, fields.lines) or ()),
            total=self._money(at(data, fields.total)),
            version=version,
            details=self._details(at(data, fields.details)) if fields.details else OrderDetails(),
        )

    @reading()
    def customer(self, data: Mapping[str, Any], version: str | None) -> Customer:
        """A customer."""
        fields = self.api.customer
        return Customer(
            id=self._id(at(data, fields.id)),
            name=clean(at(data, fields.name), NAME_LENGTH),
            phone=_text(at(data, fields.phone), NAME_LENGTH),
            address=_text(at(data, fields.address), TEXT_LENGTH),
            notes=_text(at(data, fields.notes), TEXT_LENGTH),
            version=version,
        )

    @reading()
    def mood(self, data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
        """A mood, and the words to search the catalogue by in this language; none where the store has none."""
        words = [clean(word, NAME_LENGTH) for word in data["words_es" if self.language == "es" else "words"]]
        return clean(data["name"], NAME_LENGTH), tuple(filter(None, words[:MOST_WORDS]))

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
            modifier = self._id(option["modifier"])
            group, name = names.get(modifier) or (clean(option[key], NAME_LENGTH) for key in ("group", "name"))
            options.append(Option(modifier, group, name, _AMOUNTS[option["amount"]]))
        return OrderLine(
            id=self._id(data["id"]),
            product_id=self._id(data["product"]["id"]),
            name=self._names(data["product"])[0],
            quantity=_decimal(data["quantity"]),
            options=tuple(options),
            notes=clean(data["notes"], TEXT_LENGTH),
            unit_price=self._money(data["unit_price"]),
        )

    def _details(self, details: Mapping[str, Any]) -> OrderDetails:
        return OrderDetails(
            fulfilment=_FULFILMENTS[details["fulfilment"]],
            table=clean(details["table"], NAME_LENGTH),
            name=clean(details["name"], NAME_LENGTH),
            phone=clean(details["phone"], NAME_LENGTH),
            address=clean(details["address"], TEXT_LENGTH),
            notes=clean(details["notes"], TEXT_LENGTH),
        )

    def _names(
        self, data: Mapping[str, Any], name: str = "name", name_es: str = "name_es", *, may_lack: bool = False
    ) -> tuple[str, str]:
        """The name in the till's language, and the other one; the same twice where there is only one."""
        english = _text(at(data, name), NAME_LENGTH) if may_lack else clean(at(data, name), NAME_LENGTH)
        spanish = _text(at(data, name_es), NAME_LENGTH) or english
        return (spanish, english) if self.language == "es" else (english, spanish)

    def _label(self, row: Mapping[str, Any]) -> str:
        translated = clean(row.get("label_es", ""), NAME_LENGTH) if self.language == "es" else ""
        return translated or clean(row["label"], NAME_LENGTH)

    def _money(self, amount: object, currency: str = "") -> Money:
        """The store's form of money, in its own currency unless another is given."""
        currency = currency or self.currency
        match self.api.money:
            case "string":
                return Money(_decimal(amount), currency)
            case "number" if isinstance(amount, int | Decimal) and not isinstance(amount, bool):
                return Money(_shops(Decimal(amount)), currency)
            case "minor" if type(amount) is int:
                return Money(_shops(amount * minor_unit(currency)), currency)
        raise TypeError(f"{amount!r} is no {self.api.money} of money")

    def _id(self, value: object) -> str:
        """An id as text; only one of the kind that the store was said to have."""
        if self.api.ids == "integer" and type(value) is int:
            return str(value)
        is_text = isinstance(value, str) and value.strip(".") and value == plain_text(value, ID_LENGTH)
        if self.api.ids == "string" and is_text:
            return str(value)
        raise ValueError(f"{value!r} is no id")


def at(data: Any, path: str) -> Any:
    """What stands at a dotted path; None for an empty path, and below a null. Raises KeyError where it is missing."""
    if not path:
        return None
    for key in path.split("."):
        if data is None:
            return None
        data = data[key]
    return data


def clean(text: object, longest: int) -> str:
    """The store's text as one line of plain characters. Raises TypeError for what is no text."""
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is not text")
    return plain_text(text, longest)


def _text(value: object, longest: int) -> str:
    """Text that may be missing."""
    return "" if value is None else clean(value, longest)


def _code(value: object) -> str:
    """A SKU, a barcode or a number of an order: text, or digits."""
    return str(value) if type(value) is int else _text(value, NAME_LENGTH)


def _quantity(value: object) -> Decimal | None:
    """A quantity, as text or as a number; None where nobody counts."""
    if value is None or isinstance(value, bool):
        return None
    return _shops(Decimal(value)) if isinstance(value, int | Decimal) else _decimal(value)


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no number") from error
    return _shops(number)


def _shops(number: Decimal) -> Decimal:
    """The number, where a shop can mean it. Raises ValueError."""
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(f"{number!r} is no shop's number")
    return number
