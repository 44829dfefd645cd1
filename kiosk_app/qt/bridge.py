"""The assistant's process as the window sees it: commands out, events in, and a new one when it ends."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from kiosk_app.core.events import Ready
from kiosk_app.core.wire import Close, Command, decode_event, encode_command


class Link(Protocol):
    """One running assistant."""

    def send(self, line: str) -> None:
        """Hand over one line, without its line feed. Does not wait; raises OSError when the process is gone."""

    def lines(self) -> Iterator[str]:
        """The lines it writes, as they come; blocks between them and ends when the process is gone."""

    def close(self) -> None:
        """End the process where it still runs. From any thread, any number of times; `lines` then ends."""


class Bridge(QObject):
    """Keeps one assistant running, and reads it on a thread of its own.

    `start` is called on that thread; an OSError from it counts as an assistant that ended at once.
    """

    happened = Signal(object)
    """A `Record` came."""
    lost = Signal()
    """The assistant ended by itself; the next one is started after a pause."""
    restarting = Signal()
    """The assistant ended because `restart` was called; the next one is started at once."""

    def __init__(
        self,
        start: Callable[[], Link],
        *,
        pauses: Sequence[float] = (0.5, 1, 2, 5, 10),
        grace: float = 2,
    ) -> None:
        """`pauses`: seconds before each new start in a row that does not get ready; the last one repeats.

        `grace`: seconds that an assistant has to end by itself when the window closes.
        """
        super().__init__()
        self._start = start
        self._pauses = pauses
        self._grace = grace
        self._link: Link | None = None
        self._closing = threading.Event()
        self._anew = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bridge", daemon=True)

    def open(self) -> None:
        """Start the assistant."""
        self._thread.start()

    def send(self, command: Command) -> None:
        """Send a command; while no assistant runs it is dropped, and `lost` has said so."""
        if link := self._link:
            with suppress(OSError):  # The reading thread learns of the end, and says so once.
                link.send(encode_command(command))

    def restart(self) -> None:
        """End the assistant, and start another. While none runs, the next one is new anyway."""
        if self._link:
            self._anew.set()
            self.send(Close())

    def close(self) -> None:
        """Tell the assistant to end, wait a little, then end it. Any number of times."""
        if self._closing.is_set():
            return
        self._closing.set()
        self.send(Close())
        self._join()
        if link := self._link:
            link.close()
            self._join()

    def _join(self) -> None:
        if self._thread.is_alive():
            self._thread.join(self._grace)

    def _run(self) -> None:
        failures = 0
        while True:
            if self._serve():
                failures = 0
            if self._closing.is_set():
                return
            if self._anew.is_set():
                self._anew.clear()
                self.restarting.emit()
                continue
            self.lost.emit()
            self._closing.wait(self._pauses[min(failures, len(self._pauses) - 1)])
            if self._closing.is_set():
                return
            failures += 1

    def _serve(self) -> bool:
        """Run one assistant to its end; True when it had got ready."""
        ready = False
        try:
            link = self._link = self._start()
        except OSError:
            return False
        try:
            if self._closing.is_set():  # The window closed while the process was being started.
                return False
            for line in link.lines():
                record = decode_event(line)
                ready = ready or isinstance(record.event, Ready)
                if not self._closing.is_set():
                    self.happened.emit(record)
        except (OSError, ValueError, KeyError):
            pass  # Broken pipe, or a line that is not of the wire: this process is not to be trusted further.
        finally:
            self._link = None
            link.close()
        return ready
