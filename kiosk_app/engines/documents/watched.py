"""A folder of documents that is watched for changes."""

import logging
import threading
from pathlib import Path

AWAY_S = 30.0
"""Between two looks for a folder that is not there."""

log = logging.getLogger(__name__)


class WatchedFolder:
    """Only tells that something has changed; a thread of its own sets that flag, and does nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._changed = threading.Event()
        self._changed.set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="documents", daemon=True)
        self._thread.start()

    @property
    def has_changed(self) -> bool:
        """Whether anything may have changed since `look`."""
        return self._changed.is_set()

    def look(self) -> None:
        """Somebody looks at the folder now."""
        self._changed.clear()

    def close(self) -> None:
        """Watch no longer."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        import watchfiles  # only where a folder is watched

        while not self._over.is_set():
            is_first = True
            try:
                for changes in watchfiles.watch(
                    self._folder,
                    stop_event=self._over,
                    debounce=400,
                    rust_timeout=500,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                ):
                    if changes or is_first:  # what changed before it was watched has to be looked for
                        self._changed.set()
                    is_first = False
            except Exception as error:  # the folder is not there, or goes away: it may come back
                log.info("the documents' folder cannot be watched: %s", type(error).__name__)
                self._changed.set()
                self._over.wait(AWAY_S)
