"""What is asked of the model, the store and the till's own records: a Protocol wherever a real one and a fake exist."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from kiosk_app.core.actions import Plan
from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.events import Record
from kiosk_app.core.numbers import Normalised
from kiosk_app.core.records.entries import LogEntry
from kiosk_app.core.records.figures import TurnFigures
from kiosk_app.core.records.recordings import Recording
from kiosk_app.core.sound_ports import Vocabulary
from kiosk_app.core.types import Customer, Intent, Language, Order, Product, SalesQuery, SalesReport
from kiosk_app.core.understanding.trigger_words import NOTHING, Enumeration


class Front(Protocol):
    """Who shows the assistant's events: a window, a terminal, a test."""

    def emit(self, record: Record) -> None:
        """Take one event; never blocks, never raises."""


class IntentModel(Protocol):
    """Text to intent."""

    name: str

    def parse(self, heard: Normalised, language: Language, more: Mapping[str, Enumeration] = NOTHING, /) -> Intent:
        """Read one normalised transcript. `more`: values that the store adds to closed lists, by the argument's name.

        Raises nothing: what makes no sense is `out_of_scope`.
        """

    def close(self) -> None:
        """Release the model's memory."""


@dataclass(frozen=True, slots=True)
class Match:
    """A product that fits some words."""

    product: Product
    score: float
    """0 to 1."""
    exact: bool
    """The words are the product's whole name or alias, up to spelling, units and packaging."""
    left_over: tuple[str, ...]
    """The words that the product's name does not account for, in order."""


class Catalogue(Protocol):
    """The store's products in memory, to search by what was said."""

    @property
    def products(self) -> Sequence[Product]:
        """All of them, in the store's order."""

    @property
    def as_of(self) -> datetime:
        """When the store had them so."""

    @property
    def diets(self) -> Sequence[str]:
        """What products are tagged with as diets, the commonest first; not too many."""

    @property
    def options(self) -> Set[str]:
        """The names of all options, as transcripts have them."""

    def load(self, products: Sequence[Product], as_of: datetime | None = None) -> None:
        """Replace all products, as the store had them then; now where it is not said."""

    def find(self, words: str, limit: int = 8) -> list[Match]:
        """Products that fit, best first; numbers in `words` always fit exactly. Empty when nothing does."""

    def kind(self, words: str) -> list[Product]:
        """All products of a category, or all whose names hold every word, in the store's order; none where unknown."""

    def vocabulary(self, sold: Mapping[str, Decimal]) -> Vocabulary:
        """The words to listen for. `sold`: names of products of which many are sold, and how many."""


class CatalogueCopy(Protocol):
    """The catalogue of one store, kept between starts. Nothing is raised: it only helps."""

    def read(self) -> tuple[Sequence[Product], datetime] | None:
        """The products, and when the store had them so; None where there is no copy, or none of this store."""

    def write(self, products: Sequence[Product], as_of: datetime) -> None:
        """Replace the copy."""


@dataclass(frozen=True, slots=True)
class Alias:
    """What people at this store's tills mean by some words."""

    words: str
    """As transcripts are written."""
    product_id: str
    product: str
    """Its name when it was picked last."""
    picks: int
    """How often it was."""


class Aliases(Protocol):
    """What was picked when some words fitted several products, at one store."""

    def learn(self, words: str, product: Product) -> None:
        """Somebody who said these words picked this product. Raises nothing: it only helps."""

    def picked(self, words: str) -> Mapping[str, int]:
        """How often each product was picked for exactly these words, by its id. Raises nothing."""

    def all(self) -> list[Alias]:
        """Everything that was learnt, in the words' order."""

    def forget(self, words: str) -> int:
        """Unlearn these words; returns how many products they stood for."""

    def close(self) -> None:
        """Release the file."""


class Store(Protocol):
    """The shop's own system, with the signed-in person's credentials.

    Every method raises the `StoreError` that fits.
    """

    host: str
    """Scheme, host and port."""
    user: str
    till: str
    currency: str
    """ISO 4217 code of its prices."""
    permissions: frozenset[str]
    """What this person may do, in the words of the store: "catalogue.change_product"."""
    lacks: frozenset[str]
    """What this store has nothing for, as `store_api.NEEDS` calls it."""
    moods: Mapping[str, tuple[str, ...]]
    """The store's own words to search its catalogue by for a mood; empty where it has none."""
    guards: bool
    """Does the store compare versions itself? Else one round trip of a write is unguarded."""

    def products(self) -> list[Product]:
        """The whole catalogue."""

    def product_pages(self, *, changed: bool = False) -> Iterator[Sequence[Product]]:
        """The whole catalogue, or what has `changed` since it was last read to its end; one request at each step.

        Raises `NotOffered` where the store cannot tell what has changed.
        """

    def documents(self) -> Iterator[Sequence[ShopDocument]]:
        """What the shop has written down, without what it has deleted; one request at each step.

        Raises `NotOffered` where the store has none.
        """

    def product(self, product_id: str) -> Product:
        """One product, read live."""

    def order(self) -> Order:
        """The till's open order, read live; `id` None when there is none."""

    def orders(self, words: str) -> list[Order]:
        """Orders that were placed, newest first: by number or name, or this till's last ones for no words."""

    def customers(self, words: str) -> list[Customer]:
        """Customers whose name or phone number fits, best first."""

    def customer(self, customer_id: str) -> Customer:
        """One customer, read live."""

    def sales(self, query: SalesQuery) -> SalesReport:
        """What was sold, counted by the store."""

    def apply(self, plan: Plan) -> Order | Customer | None:
        """Send the plan's write once, with its key and versions.

        Returns the order after an edit, placement or cancellation, the customer after a creation or update, None
        after a change of products. Raises `OutcomeUnknown` where it was sent and no answer came.
        """

    def settle(self, plan: Plan) -> str:
        """What became of a plan that was sent and not answered: `done`, `refused` or `unknown`."""

    def log(self, entry: LogEntry) -> None:
        """Add to the store's own action log, once however often it is called. `NotFound` where it has none."""

    def in_passing(self) -> AbstractContextManager[None]:
        """Inside, each request is made once and given up soon: for what must not keep a person waiting."""

    def close(self) -> None:
        """Release the connection."""


class Recordings(Protocol):
    """Utterances kept for tuning. Every method raises `MissingPart` where they cannot be read or written."""

    def keep(self, recording: Recording) -> None:
        """Add one, sealed."""

    def delete(self, before: datetime | None = None) -> int:
        """Delete those that are older, or all; returns how many there were."""


class Keyring(Protocol):
    """The operating system's place for secrets. Every method raises `MissingPart` where it cannot be used."""

    @property
    def is_there(self) -> bool:
        """Whether this machine has one that guards them; without one nothing else is called."""

    def read(self, service: str, name: str) -> str | None:
        """The secret, or None."""

    def write(self, service: str, name: str, secret: str) -> None:
        """Keep a secret, in the place of a former one."""

    def erase(self, service: str, name: str) -> None:
        """Forget a secret, where there is one."""


class People(Protocol):
    """Who may take the till over by PIN."""

    def names(self) -> tuple[str, ...]:
        """As they signed in, the last one first; raises nothing: none where that cannot be read."""

    def unlock(self, user: str, pin: str) -> Callable[[], Store]:
        """What signs this person in to the store.

        Raises `Refused` `pin_wrong`, or `pin_wait` with the `seconds` until the next try; `MissingPart`.
        """


class Journal(Protocol):
    """The till's own record, on disk before a request leaves and after its answer."""

    def sending(self, plan: Plan, preview: str) -> None:
        """The plan is about to leave, and was shown so; committed when this returns."""

    def settle(self, plan_id: str, outcome: str, detail: str = "") -> None:
        """What became of it: `done`, `refused` or `unknown`."""

    def unsettled(self) -> list[Plan]:
        """Plans last written as `sending` or `unknown`, oldest first."""

    def to_post(self, user: str, host: str, till: str) -> LogEntry | None:
        """The oldest settled entry of this person's that the store's log has neither taken nor declined."""

    def posted(self, plan_id: str) -> None:
        """The store's log has it."""

    def declined(self, plan_id: str, code: str) -> None:
        """The store's log will never take it."""

    def no_log(self, host: str) -> bool:
        """Remember that this store has no log, and keep nothing for it; False where it had taken something before."""

    def count(self, turn: TurnFigures) -> None:
        """Count a turn."""

    def close(self) -> None:
        """Release the file."""
