"""The till's other processes: the embedded demo store, and the assistant behind the window."""

import json
import math
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO, Any, cast

from kiosk_app.core.assistant import Assistant
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.events import Record
from kiosk_app.core.ports import Front
from kiosk_app.core.wire import Cancel, Close, decode_command, encode_event


@dataclass(frozen=True, slots=True)
class StoreAccess:
    """Which store, and as whom."""

    url: str
    username: str
    password: str = field(repr=False)
    """Empty where a PIN must say first who is there."""
    records: Path
    """The folder of the till's own record of what it did there."""
    people: Path | None = None
    """The file of those who may take over by PIN; None where nobody can."""


def demo_store_command(database: Path | None, port: int, goods: str = "cafe") -> list[str]:
    """How the demo store is started as a process of its own: on a SQLite file, or on what DATABASE_URL names.

    `goods`: what it sells when it is new, `cafe` or `hardware`.
    """
    where = [] if database is None else ["--database", str(database)]
    return [sys.executable, "-m", "kiosk_app.demo_store", *where, "--port", str(port), "--goods", goods]


@contextmanager
def demo_store(role: str, goods: str = "cafe") -> Iterator[StoreAccess]:
    """A fresh demo store on a free loopback port, gone when the context ends. Raises `MissingPart`."""
    with tempfile.TemporaryDirectory(prefix="kiosk-app-store-") as folder:
        log = Path(folder) / "store.log"
        with log.open("wb") as errors, subprocess.Popen(  # noqa: S603 - our own module
            demo_store_command(Path(folder) / "store.sqlite3", 0, goods),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
        ) as process:  # fmt: skip
            try:
                line = cast(IO[bytes], process.stdout).readline()
                if not line:
                    raise MissingPart("demo_store_failed", reason=_last_line(log))
                started = json.loads(line)
                yield StoreAccess(started["url"], started[role]["username"], started[role]["password"], Path(folder))
            finally:
                process.terminate()


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return lines[-1] if lines else "it ended without a word"


def contained(
    work: Callable[..., None], *arguments: object, first_s: float, next_s: float = math.inf
) -> Generator[Any, None, None]:
    """What `work(pipe, *arguments)` sends from a process of its own, until that ends, however it does.

    Raises TimeoutError where it sends nothing for `first_s` seconds, or for `next_s` after its first message. To be
    closed, which ends the process. For the main thread: Ctrl+C is left to it.
    """
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=work, args=(theirs, *arguments), daemon=True)
    wait_s = first_s
    try:
        with _interrupts_held():
            process.start()
        theirs.close()
        while _is_sent(ours, wait_s):
            try:
                message = ours.recv()
            except (EOFError, OSError):
                return
            yield message
            wait_s = next_s
        raise TimeoutError
    finally:
        if process.pid:
            process.kill()  # what hangs need not heed a request
            process.join()
        ours.close()


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """A process that is started in here never sees Ctrl+C; we see it afterwards. Windows has no such thing."""
    if sys.platform == "win32":
        yield
        return
    resource_tracker.ensure_running()  # its first start would let them through
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def _is_sent(pipe: Connection, within_s: float) -> bool:
    """Whether something comes, if only the end."""
    return pipe.poll(None if math.isinf(within_s) else within_s)


class AssistantProcess:
    """The assistant in a process of its own, joined by a pipe of lines (`qt.bridge.Link`)."""

    def __init__(self, serve: Callable[[Connection], None]) -> None:
        """`serve` is what the new process runs with its end of the pipe; it must be picklable."""
        context = get_context("spawn")
        self._closing = threading.Lock()
        self._ours, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(target=serve, args=(theirs,), name="assistant", daemon=True)
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int | None:
        """The process's id."""
        return self._process.pid

    def send(self, line: str) -> None:
        """Hand over one line. Raises OSError when the process is gone."""
        self._ours.send_bytes(line.encode())

    def lines(self) -> Iterator[str]:
        """The lines it writes; ends when the process is gone."""
        while True:
            try:
                yield self._ours.recv_bytes().decode()
            except (EOFError, OSError):
                return

    def close(self) -> None:
        """End the process where it still runs; from any thread, and as often as one likes."""
        with self._closing:
            self._process.terminate()
            self._process.join(timeout=5)
            if self._process.is_alive():
                self._process.kill()
            self._ours.close()


class PipeFront:
    """The window, as the assistant's process sees it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._lost = threading.Event()

    def emit(self, record: Record) -> None:
        """Send one event; a window that is gone is noticed by `serve`."""
        try:
            self._pipe.send_bytes(encode_event(record).encode())
        except OSError:
            self._lost.set()


def serve(pipe: Connection, build: Callable[[Front], Assistant]) -> None:
    """Run an assistant for the window at the other end of `pipe`, until either goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches the window too, which closes us in its order
    assistant = build(PipeFront(pipe))

    def read() -> None:
        while True:
            try:
                command = decode_command(pipe.recv_bytes().decode())
            except (EOFError, OSError):  # a lost window means No
                assistant.post(Cancel())
                assistant.post(Close())
                return
            assistant.post(command)

    threading.Thread(target=read, name="pipe", daemon=True).start()
    assistant.run()
