"""A loopback server of model files that cuts, stalls, lies and refuses on demand."""

import hashlib
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.serving import Serving


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens to one request for a file."""

    cut_after: int = -1
    """Send so many bytes, then close the connection; -1 for all of them."""
    stalls: bool = False
    """Keep the connection open instead of closing it, until the server is closed."""
    claims: int = -1
    """The length of the whole file that is claimed; -1 for the right one."""
    body: bytes | None = None
    """Other bytes than the file's."""
    status: int = 0
    """Answer with this and without the file."""
    headers: Mapping[str, str] = field(default_factory=dict)
    knows_ranges: bool = True
    has_length: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that came in."""

    path: str
    headers: Mapping[str, str]
    """By lower-case name."""


class ModelServer(Serving):
    """`with ModelServer() as server:` and put bytes into `server.files`, by path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[Asked] = []
        self._faults: deque[Fault] = deque()
        super().__init__(self._handler())

    def fail(self, *faults: Fault) -> None:
        """Let the next requests go like this, one after the other."""
        self._faults.extend(faults)

    def ranges(self) -> list[str]:
        """Where each request began."""
        return [asked.headers.get("range", "") for asked in self.asked]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                server.asked.append(Asked(self.path, headers))
                self.close_connection = True
                fault = server._faults.popleft() if server._faults else Fault()
                content = server.files.get(self.path) if fault.body is None else fault.body
                if fault.status or content is None:
                    self._head(fault.status or 404, {"Content-Length": "0", **fault.headers})
                    return
                tag = f'"{hashlib.md5(content, usedforsecurity=False).hexdigest()}"'
                total = fault.claims if fault.claims >= 0 else len(content)
                start = 0
                if fault.knows_ranges and headers.get("if-range", tag) == tag and "range" in headers:
                    start = int(headers["range"].removeprefix("bytes=").removesuffix("-"))
                if start > len(content) or (start and start == len(content)):
                    self._head(416, {"Content-Length": "0", "Content-Range": f"bytes */{total}"})
                    return
                told = {"ETag": tag, **fault.headers}
                if fault.has_length:
                    told["Content-Length"] = str(total - start)
                if start:
                    told["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
                self._head(206 if start else 200, told)
                end = len(content) if fault.cut_after < 0 else start + fault.cut_after
                self.wfile.write(content[start:end])
                self.wfile.flush()
                if fault.stalls:
                    server._over.wait()

            def _head(self, status: int, headers: Mapping[str, str]) -> None:
                self.send_response(status)
                for name, value in {"Connection": "close", **headers}.items():
                    self.send_header(name, value)
                self.end_headers()

        return Handler
