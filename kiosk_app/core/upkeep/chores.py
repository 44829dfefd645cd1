"""What the till does while nobody wants anything of it: post to the store's log, look after orders, tidy up."""

import logging
import math
import time
from collections.abc import Callable

from kiosk_app.core.actions import OrderPlacement
from kiosk_app.core.errors import BadAnswer, Conflict, KioskError, NotFound, NotOffered
from kiosk_app.core.ports import Journal, Store
from kiosk_app.core.types import Order
from kiosk_app.core.understanding.context import Deed

QUIET_SECONDS = 2.0
"""After a turn, before anything is done that nobody has asked for."""
LOOK_SECONDS = 15.0
"""Between two looks at orders that are on their way."""
FIRST_PAUSE_SECONDS = 5.0
"""After a failure; doubled with each further one."""
LONGEST_PAUSE_SECONDS = 300.0
TIDY_SECONDS = 3600.0
"""Between two looks for recordings that are too old."""
CLOSING_SECONDS = 1.0
"""For what is left when the till is closed."""

_UNDER_WAY = ("placed", "ready")
_NEWS = ("ready", "delivered", "cancelled")
"""Statuses that are worth a word."""

log = logging.getLogger(__name__)


class Timer:
    """When one chore is due; after each failure ever later."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.at = math.inf
        self._clock = clock
        self._not_before = 0.0
        self._pause = FIRST_PAUSE_SECONDS

    def due_after(self, seconds: float) -> None:
        """It is due then, and not within the pause after a failure."""
        self.at = max(self._clock() + seconds, self._not_before)

    def due_in(self) -> float | None:
        """Seconds until it is due; None while it rests."""
        return None if math.isinf(self.at) else max(0.0, self.at - self._clock())

    def rest(self) -> None:
        """There is nothing to do."""
        self.at = math.inf

    def succeeded(self) -> None:
        """The next failure is the first."""
        self._not_before, self._pause = 0.0, FIRST_PAUSE_SECONDS

    def failed(self) -> None:
        """It is due again after a pause."""
        self.at = self._not_before = self._clock() + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)


class Chores:
    """One signed-in person's. Each step is a single request that the store answers soon or not at all, or is short."""

    def __init__(
        self,
        journal: Journal,
        clock: Callable[[], float] = time.monotonic,
        tidy: Callable[[], object] | None = None,
    ) -> None:
        """`tidy` deletes what is too old to be kept; None where nothing can be."""
        self._journal = journal
        self._clock = clock
        self._tidy = tidy
        self._posting, self._looking, self._tidying = Timer(clock), Timer(clock), Timer(clock)
        if tidy is not None:
            self._tidying.due_after(0)
        self._statuses: dict[str, str] = {}
        self._looked = False

    def signed_in(self) -> None:
        """Somebody has signed in: what they did may wait to be posted, and their orders are not known."""
        self._posting, self._looking = Timer(self._clock), Timer(self._clock)
        self._posting.due_after(0)
        self._looking.due_after(0)
        self._statuses, self._looked = {}, False

    def turn_ended(self, deed: Deed | None) -> None:
        """There may be something to post, and an order more: `deed` is the last write."""
        if deed and isinstance(deed.plan.action, OrderPlacement) and isinstance(deed.result, Order):
            self._statuses.setdefault(str(deed.result.id), "placed")
        self._posting.due_after(QUIET_SECONDS)
        self._looking.due_after(QUIET_SECONDS)

    def due_in(self) -> float | None:
        """Seconds until the next step; None while there is none."""
        return self._soonest.due_in()

    def work(self, store: Store) -> list[Order]:
        """Take the step that is due; gives back the till's orders of which there is news, oldest first.

        Raises nothing: what fails is tried again after a pause.
        """
        timer = self._soonest
        news: list[Order] = []
        try:
            with store.in_passing():
                if timer is self._posting:
                    self._post(store)
                elif timer is self._tidying and self._tidy is not None:
                    self._tidy()
                    timer.due_after(TIDY_SECONDS)
                else:
                    news = self._look(store)
        except Exception as error:
            log.warning("a chore failed: %s", error.code if isinstance(error, KioskError) else type(error).__name__)
            timer.failed()
        else:
            timer.succeeded()
        return news

    @property
    def _soonest(self) -> Timer:
        return min(self._posting, self._looking, self._tidying, key=lambda each: each.at)

    def finish(self, store: Store) -> None:
        """Post what is left, as far as that goes quickly."""
        until = self._clock() + CLOSING_SECONDS
        self._posting.due_after(0)
        self._looking.rest()
        self._tidying.rest()
        while self._posting.at <= self._clock() < until:
            self.work(store)

    def _post(self, store: Store) -> None:
        """Post the oldest entry of this person's; the next one is due at once."""
        entry = self._journal.to_post(store.user, store.host, store.till)
        if entry is None:
            self._posting.rest()
            return
        try:
            store.log(entry)
        except (NotFound, NotOffered) as error:
            if self._journal.no_log(store.host):
                return
            if isinstance(error, NotFound):  # it took something before, and may be back
                raise
            self._journal.declined(entry.plan.id, error.code)
        except (BadAnswer, Conflict) as error:
            if isinstance(error, BadAnswer) and error.code != "store_rejected":
                raise
            self._journal.declined(entry.plan.id, error.code)
        else:
            self._journal.posted(entry.plan.id)

    def _look(self, store: Store) -> list[Order]:
        """Read the till's last orders; news is what differs from the time before."""
        try:
            orders = store.orders("")
        except NotOffered:
            self._looking.rest()
            return []
        news = [order for order in reversed(orders) if self._is_news(order)]
        self._statuses, self._looked = {str(order.id): order.status for order in orders}, True
        if any(order.status in _UNDER_WAY for order in orders):
            self._looking.due_after(LOOK_SECONDS)
        else:
            self._looking.rest()
        return news

    def _is_news(self, order: Order) -> bool:
        """Whether its status has changed.

        Of an order that was not there at the look before, it has unless it was only placed, or never was. Before the
        first look, nothing is known but the orders that were placed since.
        """
        new = "placed" if self._looked and order.status != "cancelled" else order.status
        return order.status in _NEWS and order.status != self._statuses.get(str(order.id), new)
