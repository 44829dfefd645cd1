"""A loopback proxy before a store that fails on demand: wrong answers, dropped connections, silence."""

import json
import socket
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from tests.serving import Serving

_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to a request instead of being forwarded and answered."""

    forward: bool = False
    """Whether the store gets it before the fault shows."""
    status: int = 0
    """Answered with this; with 0 nothing is answered."""
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    hang: bool = False
    """Where nothing is answered: keep the connection open until the proxy closes, instead of dropping it."""


DROP_BEFORE = Fault()
"""The connection ends, the store never saw the request."""
DROP_AFTER = Fault(forward=True)
"""The store did it, and the connection ends without an answer."""
HANG_BEFORE = Fault(hang=True)
HANG_AFTER = Fault(forward=True, hang=True)


def answer(
    status: int, body: object = None, headers: Mapping[str, str] | None = None, *, forward: bool = False
) -> Fault:
    """Answer with this status; `body` is bytes as they are, or becomes JSON."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Fault(forward=forward, status=status, body=content, headers=headers or {})


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that came in."""

    method: str
    path: str
    headers: Mapping[str, str]
    """By lower-case name."""
    body: bytes


class FaultyProxy(Serving):
    """`with FaultyProxy(store_url) as proxy:` and give `proxy.url` to the till. Without a store, only faults answer."""

    def __init__(self, upstream: str = "") -> None:
        self.seen: list[Seen] = []
        """Every request, in order."""
        self._faults: list[tuple[str, str, Fault]] = []
        self._lock = threading.Lock()
        self._upstream = urlsplit(upstream).netloc
        super().__init__(self._handler())

    def fail(self, fault: Fault, *, times: int = 1, method: str = "", path: str = "") -> None:
        """Let the next requests (of this method, to what begins with this path) fail like this.

        Faults are used up in the order they were given.
        """
        with self._lock:
            self._faults += [(method, path, fault)] * times

    def writes(self) -> list[Seen]:
        """The requests that were not GETs."""
        return [request for request in self.seen if request.method != "GET"]

    def _next_fault(self, seen: Seen) -> Fault | None:
        with self._lock:
            self.seen.append(seen)
            for index, (method, path, fault) in enumerate(self._faults):
                if method in ("", seen.method) and seen.path.startswith(path):
                    del self._faults[index]
                    return fault
        return None

    def _forward(self, seen: Seen) -> tuple[int, dict[str, str], bytes]:
        if not self._upstream:
            return 502, {}, b"no store"
        connection = HTTPConnection(self._upstream, timeout=30)
        try:
            headers = {name: value for name, value in seen.headers.items() if name not in _HOP_BY_HOP}
            connection.request(seen.method, seen.path, seen.body or None, headers)
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def _handle(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                seen = Seen(self.command, self.path, headers, body)
                fault = proxy._next_fault(seen)
                if fault is None:
                    self._answer(*proxy._forward(seen))
                    return
                if fault.forward:
                    proxy._forward(seen)
                if fault.status:
                    self._answer(fault.status, {"Content-Type": "application/json", **fault.headers}, fault.body)
                    return
                if fault.hang:
                    proxy._over.wait()
                self.connection.shutdown(socket.SHUT_RDWR)

            # The names that the base class calls.
            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _handle  # noqa: N815

            def _answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    if name.lower() not in _HOP_BY_HOP:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler
