"""What the assistant asks of its engines: a Protocol wherever a real one and a fake both exist."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.events import Record
from kiosk_app.core.figures import TurnFigures
from kiosk_app.core.knowledge import Added, Chunk, Document, Kept, Passage
from kiosk_app.core.numbers import Normalised
from kiosk_app.core.recordings import Recording
from kiosk_app.core.records import LogEntry
from kiosk_app.core.sources import ShopDocument
from kiosk_app.core.types import (
    Audio,
    Customer,
    Intent,
    Language,
    Order,
    Plan,
    Product,
    SalesQuery,
    SalesReport,
    Transcript,
)


class Front(Protocol):
    """Who shows the assistant's events: a window, a terminal, a test."""

    def emit(self, record: Record) -> None:
        """Take one event; never blocks, never raises."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The shop's own words, that a recogniser listens for."""

    products: tuple[str, ...]
    """Names and aliases, as the store writes them."""
    categories: tuple[str, ...]
    modifiers: tuple[tuple[str, bool], ...]
    """Names of options, and whether an amount ("a little") may stand before them."""
    optioned: frozenset[str] = frozenset()
    """Those of `products` that carry options; when empty, any may."""


class Hearing(Protocol):
    """One utterance while it is being recognised."""

    def feed(self, pcm: bytes) -> None:
        """Take the next int16 mono samples at 16 kHz."""

    def partial(self) -> str:
        """What has been heard so far, or an empty string."""

    def finish(self) -> Transcript:
        """Decode what is left. An empty text means that nothing was understood."""


class Recogniser(Protocol):
    """Speech to text, on the device."""

    name: str
    """`sphinx` or `whisper`."""

    def learn(self, vocabulary: Vocabulary) -> None:
        """Listen for these words from the next utterance on."""

    def begin(self, answers: Sequence[str] = ()) -> Hearing:
        """Begin an utterance. With `answers`, a question is open and these phrases are what can be said."""


class IntentModel(Protocol):
    """Text to intent."""

    name: str

    def parse(self, heard: Normalised, language: Language) -> Intent:
        """Read one normalised transcript. Raises nothing: what makes no sense is `out_of_scope`."""

    def close(self) -> None:
        """Release the model's memory."""


class Synthesiser(Protocol):
    """Text to sound, as an engine makes it."""

    name: str
    """`piper` or `espeak`."""
    identity: str
    """Changes with everything that the sound of a text depends on: engine, voice, contents of the model's files."""

    def synthesise(self, text: str) -> Audio:
        """Speak one or more sentences whose numbers are already words, at any loudness. Raises `MissingPart`."""


class Voice(Protocol):
    """What the till says, as sound that is always equally loud."""

    name: str
    """`piper` or `espeak`."""

    def speak(self, pieces: Sequence[str]) -> Iterator[Audio]:
        """Speak pieces (`say.pieces`), each made when it is asked for; silence stands between them and around all.

        Raises `MissingPart`.
        """


class Player(Protocol):
    """The loudspeaker."""

    volume: float
    """0 to 1; set from any thread, heard at once."""

    def play(self, sounds: Iterable[Audio]) -> str:
        """Play them without a gap to the end, or until `stop`; each is asked for while the one before it sounds.

        Blocks. Returns the file it was written to, or an empty string. Raises `MissingPart`.
        """

    def stop(self) -> None:
        """Be silent at once. May be called from any thread."""


class Earcons(Protocol):
    """Short sounds that say whether the till listens. Nothing is raised: a loudspeaker may be gone."""

    def down(self) -> tuple[float, float]:
        """It listens. Blocks; returns from when to when it could be heard, by `time.monotonic`."""

    def up(self) -> None:
        """It has heard. Does not wait for the sound."""


class Microphone(Protocol):
    """The microphone: open all the time, keeping the last half second; taken up again after it was unplugged."""

    name: str
    """The device's name, or empty while there is none."""
    problem: MissingPart | None
    """Why there is none."""
    dropped: int
    """Pieces of sound, 20 ms each, that were lost because the machine was too busy."""
    wanted: str
    """A part of the name of the device that is set; empty for the system's own choice."""

    def names(self) -> tuple[str, ...]:
        """The devices that can be chosen now. Raises `MissingPart`."""

    def choose(self, wanted: str) -> None:
        """Take another device, soon."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed`, on a thread of the microphone's own, whenever `name` or `problem` are others."""

    def record(self, on_frames: Callable[[bytes], None]) -> AbstractContextManager[None]:
        """Hand over the half second before now, then all that follows, until the context ends.

        `on_frames` is called on a thread of the microphone's own with whole frames. Raises `MissingPart`.
        """

    def close(self) -> None:
        """Release the device."""


class VoiceActivity(Protocol):
    """Is this frame speech?"""

    def __call__(self, frame: bytes, /) -> bool:
        """`frame` is 20 ms of int16 mono at 16 kHz."""


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

    def load(self, products: Sequence[Product], as_of: datetime | None = None) -> None:
        """Replace all products, as the store had them then; now where it is not said."""

    def find(self, words: str, limit: int = 8) -> list[Match]:
        """Products that fit, best first; numbers in `words` always fit exactly. Empty when nothing does."""

    def kind(self, words: str) -> list[Product]:
        """All products of a category, or all whose names hold every word, in the store's order; none where unknown."""

    def vocabulary(self) -> Vocabulary:
        """The words to listen for."""


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


class Embedder(Protocol):
    """Texts to vectors."""

    name: str
    """Of the model: vectors of another one cannot be compared. Letters, digits, `-`, `_` and `.`."""
    width: int
    """Numbers in a vector."""
    by_words: bool
    """Whether single words can be compared, too: they cost nothing, and mean the same in every text."""

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """For each text a vector of float32, little-endian, of length 1; of length 0 for a text that says nothing."""

    def embed_question(self, question: str) -> bytes:
        """The same for a question, which some models tell from texts."""


class Knowledge(Protocol):
    """The shop's documents. Every method raises `MissingPart` where they cannot be read or written."""

    def all(self) -> list[Kept]:
        """The documents, by title."""

    def chunks_of(self, source: str) -> list[Chunk]:
        """A document's chunks in their order; none where it is not kept."""

    def add(self, document: Document) -> Added:
        """Keep a document, in the place of what its source held before. What is kept already is not kept again."""

    def adding(self, document: Document) -> Generator[None, None, Added]:
        """The same in steps, none of which takes long; ended early, it is kept whole or not at all.

        It is found by its words after the last step, and by its meaning after `work`.
        """

    def work(self) -> bool:
        """Take a step towards all being found, and by the embedder that is chosen now; False where none is left."""

    def remove(self, source: str) -> bool:
        """Forget a document; returns whether there was one."""

    def ask(self, question: str, language: Language, limit: int = 3, kind: str = "") -> list[Passage]:
        """The passages that answer best among the documents in a language, the best first; of one kind, or of any."""

    def close(self) -> None:
        """Release the files."""


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
