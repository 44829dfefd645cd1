"""What planning may look at and ask, and what it may come to: shared by every intent's handler."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kiosk_app.core.actions import Action
from kiosk_app.core.documents.knowledge import Passage
from kiosk_app.core.errors import Refused
from kiosk_app.core.events import Choice
from kiosk_app.core.intents import IntentSpec
from kiosk_app.core.numbers import Normalised, normalise, sound_alikes
from kiosk_app.core.ports import Aliases, Catalogue, Match, Store
from kiosk_app.core.saying.phrases import sentence, show_money, show_quantity
from kiosk_app.core.types import Language, Order, Product, Row, Table
from kiosk_app.core.understanding.context import Context

AskDocuments = Callable[[str, Language, int], list[Passage]]
"""`document_ports.Knowledge.ask`."""

CLEAR_LEAD = 0.12
"""A best match this far above the second one wins without a question."""

PICKS = 2
"""So often must the same product be picked for the same words, and no other, until it is no longer asked about."""

NEW = timedelta(minutes=15)
"""An older catalogue's prices are shown only beside its age."""

MOST_CHOICES = 6
"""Cards that fit on the screen."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What is asked about again before it is written."""

    price_factor: Decimal = Decimal(10)
    """A new price at least this many times the old one, or at most its inverse, is asked again."""
    quantity: Decimal = Decimal(50)
    """A quantity above this is asked again."""
    percent: Decimal = Decimal(50)
    """A change of prices by more than this share is asked again."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; nothing is written."""

    sentence: str
    rows: tuple[Row, ...] = ()
    note: str = ""
    """What to read small below it, and not to say."""
    table: Table | None = None
    """The figures of the rows, where they are such."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A write as it is to be shown."""

    action: Action
    title: str
    question: str
    rows: tuple[Row, ...]
    before: Order | None = None
    """The order that an edit was made of; it is what undoing goes back to."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One utterance, the store it is about, and a way to ask the person who said it."""

    heard: Normalised
    spoken: bool
    """False when it was typed: then no number can have been misheard."""
    language: Language
    catalogue: Catalogue
    aliases: Aliases
    store: Store
    choose: Callable[[str, Sequence[Choice]], int]
    """Shows a sentence and cards, returns the index of the one picked; raises `Cancelled` for No."""
    ask: Callable[[str], Normalised]
    """Shows a sentence, returns what is answered; raises `Cancelled` for No."""
    limits: Limits
    moods: Mapping[str, tuple[str, ...]]
    """Words to search the catalogue by for each mood, where the store has none of its own."""
    intents: Mapping[str, IntentSpec]
    """What this till can do."""
    context: Context
    """What went before; for looking at, not for changing."""
    ask_documents: AskDocuments | None = None
    """The passages of the shop's documents that answer best, the best first; None where they cannot be read."""
    picked: dict[str, str] = field(default_factory=dict)
    """Ids of the products that were picked for some words of this utterance: a plan made anew does not ask again."""

    def say(self, code: str, **values: object) -> str:
        """A sentence in the language of this till."""
        return sentence(code, self.language, **values)

    def readings(self, said: str) -> tuple[str, ...]:
        """All that the number which the model read as `said` may mean, likeliest first."""
        for word in self.heard.words:
            if said in word.readings:
                return word.readings
        return (said,)

    def alternatives(self, reading: str) -> tuple[str, ...]:
        """Numbers that sound like `reading`; none for typed text."""
        return sound_alikes(reading, self.language) if self.spoken else ()


def pick_product(query: str, situation: Situation) -> Product:
    """The one product that `query` means, read live; asked where several are near, or one that is more than was said.

    Raises `Refused` for a product that the store does not have.
    """
    near = pick_near(query, situation)
    if len(near) == 1 and not near[0].left_over:
        return situation.store.product(near[0].product.id)
    question = "ask_product" if len(near) > 1 else "ask_is_it"
    return situation.store.product(ask_which(question, query, near, situation).product.id)


def pick_near(query: str, situation: Situation) -> list[Match]:
    """The matches among which only the person can decide, what was picked before for these words first.

    One where it is plain: by the names, or because the same one was picked again and again. Raises `Refused`.
    """
    matches = situation.catalogue.find(query)
    if not matches:
        raise Refused("unknown_product", query=query)
    near = near_matches(matches)
    picks = situation.aliases.picked(query)
    near.sort(key=lambda match: -picks.get(match.product.id, 0))
    usual = [match for match in near if match.product.id in picks]
    if len(usual) == 1 and picks[usual[0].product.id] >= PICKS and not usual[0].left_over:
        return usual
    return near


def ask_which(question: str, query: str, near: Sequence[Match], situation: Situation) -> Match:
    """The one of `near` that the person picks; remembered for these words. Raises `Cancelled`."""
    before = situation.picked.get(query)
    if match := next((match for match in near if match.product.id == before), None):
        return match
    cards = [product_card(str(number), match.product, situation) for number, match in enumerate(near, 1)]
    picked = near[situation.choose(situation.say(question, query=query), cards)]
    situation.picked[query] = picked.product.id
    situation.aliases.learn(query, picked.product)
    return picked


def near_matches(matches: list[Match]) -> list[Match]:
    """The matches among which only the person can decide; one when it is plain."""
    exact = [match for match in matches if match.exact]
    if len(exact) == 1:
        return exact
    near = [match for match in exact or matches if match.score > matches[0].score - CLEAR_LEAD]
    return near[:MOST_CHOICES]


def product_card(value: str, product: Product, situation: Situation) -> Choice:
    """A product as a card to pick; what it costs and how many there are only where the catalogue is new."""
    if datetime.now(UTC) - situation.catalogue.as_of > NEW:
        return Choice(value, product.name)
    detail = show_money(product.price, situation.language)
    if product.stock is not None:
        stock = show_quantity(product.stock, situation.language)
        detail = f"{detail} · {situation.say('in_stock', stock=stock)}"
    return Choice(value, product.name, detail)


def pick_number(
    candidates: Sequence[Decimal], question: str, show: Callable[[Decimal], str], situation: Situation
) -> Decimal:
    """The number that is meant: asked where there are several, or only one that is hard to believe."""
    cards = [Choice(str(number), show(candidate)) for number, candidate in enumerate(candidates, 1)]
    return candidates[situation.choose(question, cards)]


def settle_quantity(said: str | None, name: str, situation: Situation) -> Decimal:
    """The quantity of something: one where none was said, asked where it may have been misheard or is huge.

    Raises `Refused` for zero.
    """
    if said is None:
        return Decimal(1)
    quantity = Decimal(said)
    if quantity <= 0:
        raise Refused("quantity_not_positive", product=name)
    candidates = [quantity, *map(Decimal, situation.alternatives(said))]
    if len(candidates) == 1 and quantity <= situation.limits.quantity:
        return quantity
    code = "ask_quantity" if len(candidates) > 1 else "ask_quantity_large"
    return pick_number(candidates, situation.say(code, product=name), lambda number: f"{number:f}", situation)


def words_of(text: str, situation: Situation) -> list[str]:
    """The words of a name or phrase, as transcripts are written."""
    return normalise(text, situation.language).text.split()
