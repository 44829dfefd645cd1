"""What one person said today, to be read back, and what they left open: never anything of a customer's."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, Protocol

from kiosk_app.core.actions import OrderCancellation, OrderPlacement
from kiosk_app.core.errors import KioskError, MissingPart
from kiosk_app.core.events import (
    Answered,
    Done,
    Ended,
    Event,
    Failed,
    Heard,
    LeftOpen,
    Planned,
    Result,
    State,
    Understood,
)
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.ports import Store
from kiosk_app.core.saying.phrases import sentence, show_moment
from kiosk_app.core.types import Language, Order, Outcome

KEPT = frozenset(
    ("search_products", "retrieve_product", "update_product_price", "adjust_prices", "check_stock", "adjust_stock",
     "list_menu", "recommend_items", "add_to_order", "remove_from_order", "query_sales", "ask_knowledge", "greet",
     "help")
)  # fmt: skip
"""Intents whose words and answers name no customer; of any other one, only what it was about is kept."""
_OF_CUSTOMERS = frozenset(("name", "phone", "address", "notes", "table"))
"""Arguments that are a customer's, or may be."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Said:
    """One turn, as it is read back."""

    at: datetime
    words: str
    """What was said, or only what it was about where a customer may be named in it."""
    answer: str
    """Empty where a customer may be named in it."""
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Open:
    """Something that a person left open."""

    kind: Literal["order", "question"]
    at: datetime
    about: str
    """The order's id; the name of the intent before somebody was called."""
    number: int = 0
    """The order's lines."""


class Memories(Protocol):
    """The till's own notes for each person, for some days. Every method raises `MissingPart` where they fail."""

    def note(self, user: str, said: Said) -> None:
        """Keep a turn."""

    def said(self, user: str) -> list[Said]:
        """What they said, oldest first."""

    def leave(self, user: str, left: Open) -> None:
        """Something is open, in the place of what was open of its kind."""

    def settle(self, user: str, kind: Literal["order", "question"]) -> None:
        """Nothing of this kind is open any more."""

    def left(self, user: str) -> list[Open]:
        """What is open, oldest first."""

    def forget(self, user: str) -> None:
        """Forget all of it."""

    def close(self) -> None:
        """Release the file."""


@dataclass(slots=True)
class _Turn:
    """What has happened in the turn so far."""

    words: str = ""
    intent: str = ""
    args: frozenset[str] = frozenset()
    answer: str = ""
    order: Order | None = None
    """The order after it was changed."""
    closes: bool = False
    """It was placed or thrown away."""


class Diary:
    """Writes by the events alone; a failure is logged, and costs no more than the memory."""

    def __init__(
        self, memories: Memories, language: Language, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._memories = memories
        self._language = language
        self._now = now
        self._user = ""
        self._before = ""
        self._turn = _Turn()

    def see(self, event: Event) -> None:
        """Take in what happened."""
        match event:
            case State(user=user):
                self._user = user
            case Heard(text=text):
                self._turn.words = self._turn.words or text
            case Understood(intent=intent, args=args):
                self._turn.intent, self._turn.args = intent, frozenset(args)
            case Planned(plan=plan):
                self._turn.closes = isinstance(plan.action, OrderPlacement | OrderCancellation)
            case Done(sentence=text, read_back=read_back):
                self._turn.answer = text
                self._turn.order = read_back if isinstance(read_back, Order) else None
            case Answered(sentence=text) | Failed(sentence=text):
                self._turn.answer = text
            case Ended(outcome=outcome):
                with _helping():
                    self._write(outcome)
                self._turn = _Turn()
            case _:
                pass

    def greeting(self, store: Store) -> list[Event]:
        """What this person said before, and what they left open, as it still is.

        A question that somebody was called for is told once.
        """
        told: list[Event] = []
        with _helping():
            if said := self.said(store.user):
                told.append(Result("memory.list", said))
            if left := self._left_open(store):
                told.append(LeftOpen(left))
        return told

    def said(self, user: str) -> tuple[Said, ...]:
        """What this person said, oldest first. Raises MissingPart."""
        return tuple(self._memories.said(user))

    def forget(self, user: str) -> None:
        """Forget what this person said and left open. Raises MissingPart."""
        self._memories.forget(user)

    def close(self) -> None:
        """Release the file."""
        self._memories.close()

    def _left_open(self, store: Store) -> str:
        said: list[str] = []
        for left in self._memories.left(store.user):
            if left.kind == "question":
                self._memories.settle(store.user, "question")
            elif not self._is_open(left, store):
                continue
            what = INTENTS[left.about].does[self._language] if left.about in INTENTS else ""
            code = "left_order" if left.kind == "order" else "left_question" if what else "left_call"
            moment = show_moment(left.at, self._now(), self._language)
            said.append(sentence(code, self._language, moment=moment, number=left.number, what=what))
        return " ".join(said)

    def _write(self, outcome: Outcome) -> None:
        turn = self._turn
        if not self._user or not turn.words:
            return
        known = turn.intent in INTENTS and turn.intent != "out_of_scope"
        is_private = turn.intent not in KEPT or not _OF_CUSTOMERS.isdisjoint(turn.args)
        about = INTENTS[turn.intent].does[self._language] if known else sentence("not_kept", self._language)
        words, answer = (f"({about})", "") if is_private else (turn.words, turn.answer)
        self._memories.note(self._user, Said(self._now(), words, answer, outcome))
        if turn.intent == "escalate":
            self._memories.leave(self._user, Open("question", self._now(), self._before))
        elif known:
            self._before = turn.intent
        if turn.order is not None and (turn.closes or not turn.order.lines):
            self._memories.settle(self._user, "order")
        elif turn.order is not None:
            left = Open("order", self._now(), str(turn.order.id), len(turn.order.lines))
            self._memories.leave(self._user, left)

    def _is_open(self, left: Open, store: Store) -> bool:
        """Whether the till still has that order; it is said too where the store cannot tell now."""
        with suppress(KioskError), store.in_passing():
            order = store.order()
            if str(order.id) != left.about or not order.lines:
                self._memories.settle(store.user, "order")
                return False
        return True


@contextmanager
def _helping() -> Iterator[None]:
    """Goes on without what could not be remembered."""
    try:
        yield
    except MissingPart as error:
        log.warning("a memory failed: %s", error.code)
