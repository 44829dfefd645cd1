"""What went before: what the next utterance may refer to, and what can be undone."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from kiosk_app.core.actions import Plan
from kiosk_app.core.events import Answered
from kiosk_app.core.types import Customer, Intent, Order

LIFETIME_SECONDS = 120.0
"""After which nobody means what was said before."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A write that the store has done."""

    plan: Plan
    before: Order | None
    """The order that an edit was made of."""
    result: Order | Customer | None
    """What the store answered."""


class Context:
    """One person's conversation with the till. It ends with the sale, with another person, or after two minutes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.deed: Deed | None = None
        """The last write; it outlives the conversation, for undoing it asks the store."""
        self.done: Deed | None = None
        """What the last intent, or the one that it corrects, came to; None where nothing was written."""
        self.said: Answered | None = None
        """The last answer, to be said again."""
        self._clock = clock
        self._user = ""
        self._intent: Intent | None = None
        self._at = 0.0

    def begin(self, user: str) -> None:
        """Somebody speaks; another person starts anew."""
        if user != self._user:
            self._user, self._intent, self.deed, self.done, self.said = user, None, None, None, None

    @property
    def intent(self) -> Intent | None:
        """What was meant last, complete; None once that is over."""
        return self._intent if self._clock() - self._at < LIFETIME_SECONDS else None

    def meant(self, intent: Intent, *, corrects: bool) -> None:
        """Keep what an utterance turned out to mean, and whether it corrects what was meant before."""
        self._intent, self._at = intent, self._clock()
        if not corrects:
            self.done = None

    def did(self, deed: Deed) -> None:
        """Keep what the store has done."""
        self.deed = self.done = deed

    def end_sale(self) -> None:
        """The order is placed or thrown away: what was said about it is over."""
        self._intent = None
