"""What passes between the stages of one utterance: frozen values and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

SAMPLE_RATE = 16_000
"""Samples a second of everything that is recognised."""

FRAME_SAMPLES = 320
"""Samples in one frame: 20 ms."""

Language = Literal["en", "es"]
Amount = Literal["little", "normal", "extra"]


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of recorded sound."""

    pcm: bytes
    """int16 little-endian mono samples at `SAMPLE_RATE`."""

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / 2 / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Audio:
    """Sound to be played."""

    pcm: bytes
    """int16 little-endian mono samples."""
    rate: int
    """Samples a second."""

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return len(self.pcm) / 2 / self.rate


@dataclass(frozen=True, slots=True)
class Transcript:
    """What a recogniser heard."""

    text: str
    """Lower-case words, numbers still spelt out where the engine spells them; empty when nothing was understood."""
    confidence: float
    """0 to 1, from the engine's own probabilities; 1.0 for typed text."""
    engine: str
    """`typed`, `sphinx` or `whisper`."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of money."""

    amount: Decimal
    """In the currency's major unit (1.20 is one euro twenty)."""
    currency: str
    """ISO 4217 code."""

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise ValueError(f"cannot add {self.currency} and {other.currency}")
        return Money(self.amount + other.amount, self.currency)

    def __mul__(self, factor: Decimal) -> "Money":
        return Money(self.amount * factor, self.currency)


@dataclass(frozen=True, slots=True)
class Intent:
    """What the speaker wants, in the JSON contract of the product."""

    name: str
    """A key of `core.intents.INTENTS`."""
    args: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    """Argument values: strings (money and quantities are decimal strings), or for `items` a list of mappings."""
    confidence: float = 1.0
    """0 to 1, from the model's own token probabilities."""
    needs_clarification: bool = False
    """True where an argument that is asked for is missing."""
    origins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Arguments that were not said in this utterance, and where each came from: `default`, `asked` or `context`."""

    def as_json(self) -> dict[str, object]:
        """The contract's four keys, in its order."""
        return {
            "intent": self.name,
            "args": dict(self.args),
            "confidence": round(self.confidence, 3),
            "needs_clarification": self.needs_clarification,
        }


@dataclass(frozen=True, slots=True)
class Modifier:
    """One option that a product's line may carry, such as "whole milk"."""

    id: str
    name: str
    surcharge: Money
    """Added to the unit price; may be zero."""
    takes_amount: bool
    """True when "a little", "extra" make sense with it."""


@dataclass(frozen=True, slots=True)
class ModifierGroup:
    """Options of which a line carries at most `at_most`."""

    name: str
    modifiers: tuple[Modifier, ...]
    at_most: int


@dataclass(frozen=True, slots=True)
class Product:
    """A product as the store describes it."""

    id: str
    name: str
    sku: str
    barcode: str
    category: str
    price: Money
    stock: Decimal | None
    """Units on hand; None where the store does not count it."""
    version: str | None
    """The store's version of this product (its ETag); None where it has none."""
    modifier_groups: tuple[ModifierGroup, ...] = ()
    aliases: tuple[str, ...] = ()
    """Other names that people say."""
    translation: str = ""
    """The name in the store's other language: found when typed, not listened for."""
    dietary: tuple[str, ...] = ()
    """Diets that it suits, by the names in `trigger_words.DIETARY`, or by the store's own."""
    allergens: tuple[str, ...] = ()
    """What it contains of those that the law names, in the store's words; none is no promise."""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """A modifier as chosen on a line."""

    modifier_id: str
    group: str
    name: str
    amount: Amount = "normal"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of an order."""

    id: str
    product_id: str
    name: str
    quantity: Decimal
    options: tuple[Option, ...]
    notes: str
    unit_price: Money
    """With the options' surcharges."""


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """What an order is for as a whole; empty where nothing was said."""

    fulfilment: Literal["", "pickup", "delivery", "table"] = ""
    table: str = ""
    """The table's number."""
    name: str = ""
    phone: str = ""
    address: str = ""
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """A till's order."""

    id: str | None
    """None while nothing was ordered yet."""
    number: str
    status: str
    """`open`, `placed`, `ready`, `delivered` or `cancelled`."""
    lines: tuple[OrderLine, ...]
    total: Money
    version: str | None
    """The store's version of this order (its ETag)."""
    details: OrderDetails = OrderDetails()


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody whom the store knows by name."""

    id: str
    """Empty for one who is not in the store yet."""
    name: str
    phone: str = ""
    address: str = ""
    notes: str = ""
    version: str | None = None
    """The store's version of this customer (its ETag)."""


@dataclass(frozen=True, slots=True)
class SalesQuery:
    """A closed question about what was sold; the store alone turns it into a query of its own."""

    metric: str
    """A value of `trigger_words.METRIC`."""
    period: str
    """A value of `trigger_words.PERIOD`, of which the store knows the days, or days like 2026-11-01/2026-11-07."""
    group_by: str = ""
    """A value of `trigger_words.GROUP_BY`, or empty for one figure."""
    limit: int = 10
    """Rows at most."""
    product_id: str = ""
    """Of this product alone."""
    category: str = ""
    """Of this category alone, by its name."""


@dataclass(frozen=True, slots=True)
class SalesReport:
    """The answer to a SalesQuery."""

    total: Decimal
    unit: Literal["money", "count", "percent"]
    rows: tuple[tuple[str, Decimal], ...]
    """A label and its value, in the order that the store gives them; empty without `group_by`."""
    start: str
    """First day, ISO 8601."""
    end: str
    """Last day."""
    definition: str
    """What the store counted, in its own words."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table on screen: what, before, after (or the value alone, in `after`)."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of an answer as numbers, to be kept in a file."""

    name: str
    """What a file of it is called, without its suffix."""
    columns: tuple[str, str, str, str]
    """Headings in the till's language: what the rows are, the figure with its unit, first day, last day."""
    rows: tuple[tuple[str, Decimal], ...]
    """A label and its figure."""
    start: str
    """First day that was counted, ISO 8601."""
    end: str
    """Last day."""
    definition: str
    """What the store counted, in its own words."""


Outcome = Literal["done", "answered", "refused", "cancelled", "not_understood", "failed", "unknown"]
"""How a turn ends."""
