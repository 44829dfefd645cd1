"""Keeps the catalogue in memory in step with the store, in quiet moments, and a copy of it for the next start."""

import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from threading import Thread

from kiosk_app.core.errors import KioskError, NotOffered
from kiosk_app.core.ports import Catalogue, CatalogueCopy, Store
from kiosk_app.core.sound_ports import Recogniser, Vocabulary
from kiosk_app.core.types import Product, SalesQuery
from kiosk_app.core.understanding.wishes import own_moods
from kiosk_app.core.upkeep.chores import QUIET_SECONDS, Timer

CHANGES_SECONDS = 60.0
"""Between two questions for what has changed."""
WHOLE_SECONDS = 600.0
"""Between two readings of everything, without which what the store has deleted would stay."""
PAGE_SECONDS = 10.0
"""As many times this, at least, as the store has pages: a large catalogue is read more seldom."""

SOLD_SECONDS = 86_400.0
"""Between two questions for what sells often."""
_SOLD_DAYS, _MOST_SOLD = 28, 100
"""Over so many days, and so many products."""

_MOMENT = 0.05
"""Seconds that a step may wait for what is worked out beside it."""

log = logging.getLogger(__name__)


class CatalogueKeeper:
    """Works in steps: each is a single request, or takes over what was read."""

    def __init__(
        self,
        catalogue: Catalogue,
        copy: CatalogueCopy,
        recogniser: Recogniser | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._catalogue = catalogue
        self._copy = copy
        self._recogniser = recogniser
        self._clock = clock
        self._timer = Timer(clock)
        self._steps: Iterator[None] | None = None
        self._whole_at = -math.inf
        self._learnt: Vocabulary | None = None
        self._moods: tuple[str, ...] = ()
        self._sold: Mapping[str, Decimal] = {}
        self._sold_at = -math.inf

    def restore(self) -> None:
        """Begin with the copy, where there is nothing yet."""
        if not self._catalogue.products and (kept := self._copy.read()):
            self._catalogue.load(*kept)
            self._learn_now()

    def signed_in(self, store: Store) -> None:
        """Read everything where there is nothing yet; otherwise in quiet moments. Raises StoreError."""
        self._steps, self._whole_at = None, -math.inf
        self._timer = Timer(self._clock)
        self._moods = own_moods(store)
        if self._catalogue.products:
            self._timer.due_after(0)
            return
        began = datetime.now(UTC)
        self._catalogue.load(store.products(), began)
        self._read_sold(store)
        self._learn_now()
        self._save()
        self._whole_at = self._clock() + WHOLE_SECONDS
        self._timer.due_after(CHANGES_SECONDS)

    def turn_ended(self) -> None:
        """Wait for a quiet moment."""
        self._timer.at = max(self._timer.at, self._clock() + QUIET_SECONDS)

    def due_in(self) -> float | None:
        """Seconds until the next step; None while nobody is signed in."""
        return self._timer.due_in()

    def work(self, store: Store) -> None:
        """Take the next step. Raises nothing: what fails is begun again after a pause."""
        if self._steps is None:
            self._steps = self._read_all(store) if self._clock() >= self._whole_at else self._read_changes(store)
        try:
            with store.in_passing():
                next(self._steps)
        except StopIteration:
            self._steps = None
            self._timer.succeeded()
            self._timer.due_after(CHANGES_SECONDS)
        except Exception as error:
            code = error.code if isinstance(error, KioskError) else type(error).__name__
            log.warning("the catalogue could not be read: %s", code)
            self._steps = None
            self._timer.failed()
        else:
            self._timer.due_after(0)

    def _read_all(self, store: Store) -> Iterator[None]:
        began, pages = datetime.now(UTC), 0
        found: dict[str, Product] = {}
        for page in store.product_pages():
            found.update((product.id, product) for product in page)
            pages += 1
            yield
        if self._clock() >= self._sold_at:
            self._read_sold(store)
            yield
        yield from self._take(tuple(found.values()), began)
        self._save()
        self._whole_at = self._clock() + max(WHOLE_SECONDS, PAGE_SECONDS * pages)

    def _read_sold(self, store: Store) -> None:
        """Ask what sells often: the recogniser expects it. A store that does not tell is no harm."""
        today = date.today()  # noqa: DTZ011 - the shop's day
        period = f"{today - timedelta(_SOLD_DAYS)}/{today}"
        try:
            with store.in_passing():
                self._sold = dict(store.sales(SalesQuery("units", period, "product", _MOST_SOLD)).rows)
        except KioskError as error:
            log.info("what sells often is not known: %s", error.code)
        self._sold_at = self._clock() + SOLD_SECONDS

    def _read_changes(self, store: Store) -> Iterator[None]:
        began = datetime.now(UTC)
        found = {product.id: product for product in self._catalogue.products}
        try:
            for page in store.product_pages(changed=True):
                found.update((product.id, product) for product in page)
                yield
        except NotOffered:
            return
        yield from self._take(tuple(found.values()), began)

    def _take(self, products: Sequence[Product], as_of: datetime) -> Iterator[None]:
        self._catalogue.load(products, as_of)
        yield
        yield from self._learn()
        yield

    def _save(self) -> None:
        self._copy.write(self._catalogue.products, self._catalogue.as_of)

    def _learn_now(self) -> None:
        for _ in self._learn():
            pass

    def _learn(self) -> Iterator[None]:
        """Tell the recogniser only what is new to it. It works for seconds, on a thread of its own."""
        vocabulary = replace(self._catalogue.vocabulary(self._sold), moods=self._moods)
        if self._recogniser is not None and vocabulary != self._learnt:
            prepared: Future[Callable[[], None]] = Future()
            # A daemon, which no executor's thread is: a till that is closed does not wait for it.
            Thread(target=_work_out, args=(self._recogniser, vocabulary, prepared), name="words", daemon=True).start()
            while not wait([prepared], _MOMENT).done:
                yield
            prepared.result()()
        self._learnt = vocabulary


def _work_out(recogniser: Recogniser, vocabulary: Vocabulary, prepared: Future[Callable[[], None]]) -> None:
    try:
        prepared.set_result(recogniser.prepare(vocabulary))
    except Exception as error:  # told by the step that waits for it
        prepared.set_exception(error)
