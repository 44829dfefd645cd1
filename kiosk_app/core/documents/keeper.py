"""Keeps the till's documents in step with the store, the watched folder and what people add, in quiet moments."""

import logging
import math
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain

from kiosk_app.core.document_ports import DocumentReader
from kiosk_app.core.documents.collecting import Steps, from_added, from_catalogue, from_folder, from_store, take_file
from kiosk_app.core.documents.knowledge import Chunk, Passage
from kiosk_app.core.documents.shelf import Shelf
from kiosk_app.core.documents.sources import Listed, Taken, Underway
from kiosk_app.core.errors import KioskError, NotAllowed, NotOffered, StoreError
from kiosk_app.core.events import Event, Failed, Progress, Result
from kiosk_app.core.ports import Catalogue, Store
from kiosk_app.core.saying.phrases import explain
from kiosk_app.core.types import Language, Product
from kiosk_app.core.upkeep.chores import QUIET_SECONDS, Timer

FIRST_SECONDS = 10.0
"""After somebody has signed in: what they came for goes first."""
SYNC_SECONDS = 60.0
"""Between two looks at the store's documents."""
LOOK_SECONDS = 2.0
"""Between two looks whether the watched folder has changed."""
MOST_SHOWN = 200
"""Chunks of a document that somebody looks at."""

log = logging.getLogger(__name__)


class DocumentKeeper:
    """Works in steps, none of which takes long; what was not finished is gone on with after the next start."""

    def __init__(
        self,
        shelf: Shelf,
        reader: DocumentReader,
        catalogue: Catalogue,
        language: Language,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._shelf = shelf
        self._reader = reader
        self._catalogue = catalogue
        self._language = language
        self._clock = clock
        self._timer = Timer(clock)
        self._quiet_until = -math.inf
        self._steps: Steps | None = None
        self._wanted: deque[str] = deque()
        self._taken = 0
        """Of the files that somebody wants, how many are done."""
        self._told_percent = 0
        self._taking = False
        self._seen: Sequence[Product] = ()

    def signed_in(self) -> None:
        """Somebody has signed in."""
        self._stop()
        self._timer = Timer(self._clock)
        self._timer.due_after(FIRST_SECONDS)

    def turn_ended(self) -> None:
        """Wait for a quiet moment."""
        self._quiet_until = self._clock() + QUIET_SECONDS

    def due_in(self) -> float | None:
        """Seconds until the next step, or the next look at the folder; None while nobody is signed in."""
        due = self._timer.due_in()
        if due is None:
            return None
        if self._steps or self._wanted or self._reader.has_news:
            due = 0.0
        return max(min(due, LOOK_SECONDS), self._quiet_until - self._clock())

    def work(self, store: Store) -> list[Event]:
        """Take the next step, where one is due; gives back what somebody waits for. Raises nothing."""
        if self._steps is None:
            self._steps = self._next(store)
        if self._steps is None:
            return []
        try:
            with store.in_passing():
                step = next(self._steps)
        except StopIteration:
            self._steps = None
            return self._finished()
        except Exception as error:
            return self._failed(error)
        return self._progress(step) if self._taking else []

    def ask(self, store: Store, question: str, language: Language, limit: int) -> list[Passage]:
        """The passages that answer best; the store's documents are read first where they never were."""
        if not self._shelf.sources.of("store"):
            try:
                with store.in_passing():
                    for _ in chain(from_store(self._shelf, store, self._reader), self._shelf.settle()):
                        pass
            except StoreError as error:
                log.warning("the store's documents could not be read: %s", error.code)
        return self._shelf.knowledge.ask(question, language, limit)

    # What managers do

    def listed(self) -> tuple[Listed, ...]:
        """All documents, and what could not be read."""
        return tuple(self._shelf.listed(self._language))

    def shown(self, name: str) -> tuple[Chunk, ...]:
        """What is kept of a document, as it is quoted; no more than somebody reads."""
        return tuple(self._shelf.knowledge.chunks_of(name)[:MOST_SHOWN])

    def add(self, place: str) -> None:
        """Take a file, a web page, or all files of a folder, as soon as there is time, or after the next start."""
        files = self._reader.files(place)
        self._shelf.expect(files)
        self._wanted.extend(files)

    def refresh(self) -> None:
        """Fetch the web pages anew, and look at everything else, as soon as there is time."""
        self._wanted.extend(self._shelf.sources.of("page"))
        self._timer.due_after(0)

    def cancel(self) -> None:
        """Leave what is not taken yet."""
        self._wanted.clear()
        if self._taking:
            self._stop()
        self._shelf.expect_nothing()

    def remove(self, name: str) -> None:
        """Forget a document; one of the watched folder or of the store comes back when it changes there."""
        source = next((each for each in self._shelf.sources.all() if each.name == name), None)
        if source is not None:
            self._stop()
            self._shelf.drop(source)
            self._wanted = deque(wanted for wanted in self._wanted if wanted != name)
            self._timer.due_after(0)  # what it leaves behind is cleared away

    def close(self) -> None:
        """Release what it has."""
        self._stop()
        self._reader.close()
        self._shelf.close()

    # Its steps

    def _next(self, store: Store) -> Steps | None:
        self._taking = bool(self._wanted)
        if self._taking:
            return self._wanted_files()
        if self._reader.has_news:
            return self._folder()
        return self._all(store) if self._timer.due_in() == 0 else None

    def _wanted_files(self) -> Steps:
        while self._wanted:
            yield from take_file(self._shelf, self._wanted.popleft(), self._reader)
        yield from self._shelf.settle()

    def _folder(self) -> Steps:
        yield from from_added(self._shelf, self._reader)
        yield from from_folder(self._shelf, self._reader)
        yield from self._shelf.settle()

    def _all(self, store: Store) -> Steps:
        yield from from_added(self._shelf, self._reader)
        yield from self._shelf.settle()  # what is left of the last time: the store may be away
        with suppress(NotOffered, NotAllowed):
            yield from from_store(self._shelf, store, self._reader)
        products = tuple(self._catalogue.products)
        if products != self._seen:
            yield from from_catalogue(self._shelf, store.host, products, self._language)
            self._seen = products
        yield from self._shelf.settle()

    def _finished(self) -> list[Event]:
        self._reader.rest()
        if self._taking:
            return self._told()
        self._timer.succeeded()
        self._timer.due_after(SYNC_SECONDS)
        return []

    def _progress(self, step: Taken | Underway | None) -> list[Event]:
        """What there is to tell of a step; of one within a document, no more than a hundred times."""
        if isinstance(step, Taken):
            self._taken, self._told_percent = self._taken + 1, 0
            return [Progress("documents.add", self._taken, self._taken + len(self._wanted), step.source.name)]
        if step is None or not self._told_percent < step.percent < 100:
            return []
        self._told_percent = step.percent
        of = self._taken + len(self._wanted) + bool(step.name)
        return [Progress("documents.add", self._taken, of, step.name, step.percent)]

    def _failed(self, error: Exception) -> list[Event]:
        failure = error if isinstance(error, KioskError) else KioskError("internal")
        log.warning("documents could not be taken: %s", failure.code if failure is error else type(error).__name__)
        self._timer.failed()
        was_wanted = self._taking
        self._wanted.clear()
        self._stop()
        if not was_wanted:
            return []
        return [*self._told(), Failed(failure.code, explain(failure, self._language), failure.retryable)]

    def _told(self) -> list[Event]:
        self._taken, self._told_percent, self._taking = 0, 0, False
        return [Result("documents.done", self.listed())]

    def _stop(self) -> None:
        steps, self._steps = self._steps, None
        if steps is not None:
            steps.close()
        self._taken, self._told_percent, self._taking = 0, 0, False
        self._reader.rest()
