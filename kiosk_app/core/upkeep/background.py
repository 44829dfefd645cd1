"""What goes on while nobody wants anything of the till: chores, then the catalogue, then the documents."""

from datetime import UTC, datetime, timedelta
from functools import partial

from kiosk_app.core.events import Event
from kiosk_app.core.parts import Parts
from kiosk_app.core.ports import Recordings, Store
from kiosk_app.core.types import Order
from kiosk_app.core.understanding.context import Deed
from kiosk_app.core.upkeep.catalogue_keeper import CatalogueKeeper
from kiosk_app.core.upkeep.chores import Chores


class Background:
    """One step at a time, each soon over."""

    def __init__(self, parts: Parts) -> None:
        tidy = (
            None if parts.recordings is None else partial(_tidy, parts.recordings, timedelta(days=parts.recording_days))
        )
        self.chores = Chores(parts.journal, tidy=tidy)
        self.catalogue = CatalogueKeeper(parts.catalogue, parts.copy, parts.recogniser)
        self._documents = parts.documents

    def signed_in(self) -> None:
        """Somebody has signed in, and their catalogue is loaded."""
        self.chores.signed_in()
        if self._documents is not None:
            self._documents.signed_in()

    def turn_ended(self, deed: Deed | None) -> None:
        """There may be something to do, after a quiet moment: `deed` is the last write."""
        self.chores.turn_ended(deed)
        self.catalogue.turn_ended()
        if self._documents is not None:
            self._documents.turn_ended()

    def due_in(self) -> float | None:
        """Seconds until the next step; None while there is none."""
        documents = self._documents.due_in() if self._documents is not None else None
        due = (self.chores.due_in(), self.catalogue.due_in(), documents)
        return min((seconds for seconds in due if seconds is not None), default=None)

    def work(self, store: Store) -> tuple[list[Order], list[Event]]:
        """Take the step that is due, if any; gives back orders of which there is news, and what somebody waits for."""
        if self.chores.due_in() == 0:
            return self.chores.work(store), []
        if self.catalogue.due_in() == 0:
            self.catalogue.work(store)
        elif self._documents is not None and self._documents.due_in() is not None:
            return [], self._documents.work(store)
        return [], []


def _tidy(recordings: Recordings, kept: timedelta) -> None:
    """Delete the recordings that are too old, also when no more are made."""
    recordings.delete(datetime.now(UTC) - kept)
