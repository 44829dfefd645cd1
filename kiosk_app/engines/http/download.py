"""Files over HTTP, through the proxies of the environment: a download that was cut goes on where it was."""

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from kiosk_app.core.errors import MissingPart
from kiosk_app.engines.http.addresses import is_private, trusted

TRIES = 5
"""How often in a row a request may bring nothing."""
TIMEOUT_S = 20.0
"""Seconds without a byte, after which a connection is given up."""
BACK_OFF_S = 1.0
"""Seconds before the second try; doubled for each further one in a row."""
LONGEST_WAIT_S = 120
"""The longest `Retry-After` that is waited for."""

Watch = Callable[[int, int], None]
"""Bytes that are there, and bytes in all (0 while nobody says)."""


class _TryAgain(Exception):
    """This request brought nothing; the next one may."""

    def __init__(self, reason: str, wait_s: int = 0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


class Downloader:
    """Fetches files, one after the other; a context."""

    def __init__(self, *, timeout_s: float = TIMEOUT_S, sleep: Callable[[float], None] = time.sleep) -> None:
        """Raises MissingPart `proxy_unusable` where the environment names a proxy that cannot be used."""
        self._sleep = sleep
        try:
            self._client = httpx.Client(
                verify=trusted(),
                timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 5.0)),
                follow_redirects=True,
                headers={"Accept-Encoding": "identity"},
            )
        except (ImportError, ValueError, httpx.InvalidURL) as error:  # SOCKS without its library, an unknown scheme
            raise MissingPart("proxy_unusable", reason=error) from error

    def __enter__(self) -> "Downloader":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def fetch(self, url: str, part: Path, watch: Watch, *, size: int = 0, sealed: bool = False) -> None:
        """Fetch a file of `size` bytes (0: unknown) into `part`, of which a beginning may be there from before.

        `sealed`: its hash is known, so that nobody on the way can change it unseen; otherwise only https will do. What
        came stays in `part` whatever is raised, `watch`'s own errors too. Raises MissingPart, OSError.
        """
        failures, furthest = 0, _length(part)
        while not (size and _length(part) == size):
            try:
                self._take(url, part, watch, size, sealed=sealed)
                break
            except (httpx.HTTPError, httpx.InvalidURL, _TryAgain) as error:
                failures = 0 if _length(part) > furthest else failures + 1
                furthest = max(furthest, _length(part))
                if failures >= TRIES or isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol):
                    raise MissingPart("download_failed", url=url, reason=str(error) or type(error).__name__) from error
                wait = error.wait_s if isinstance(error, _TryAgain) else 0
                self._sleep(wait + BACK_OFF_S * 2 ** max(0, failures - 1))
        _tag(part).unlink(missing_ok=True)

    def _take(self, url: str, part: Path, watch: Watch, size: int, *, sealed: bool) -> None:
        """One request, and what it brings."""
        done = _length(part)
        tag = _tag(part).read_text("ascii") if done and _tag(part).exists() else ""
        headers = {"Range": f"bytes={done}-", "If-Range": tag} if tag else {}
        with self._client.stream("GET", url, headers=headers) as response:
            if not (sealed or is_private(str(response.url))):
                raise MissingPart("download_insecure", url=response.url)
            total = _total(response, done if headers else None)
            if response.status_code == 416 and total == done:
                return
            if response.status_code in (206, 416) and (response.status_code == 416 or total is None):
                part.unlink(missing_ok=True)  # it is not the beginning of what lies there now
                raise _TryAgain("the file has changed on the way")
            _check(response, url)
            if size and total and total != size:
                raise MissingPart("download_wrong", url=url, reason=f"{total} bytes instead of {size}")
            if response.status_code == 200:
                part.unlink(missing_ok=True)
                _tag(part).write_text(_validator(response), "ascii")
                done = 0
            watch(done, total or size)
            with part.open("ab") as file:
                for chunk in response.iter_raw():
                    done += len(chunk)
                    if size and done > size:
                        raise MissingPart("download_wrong", url=url, reason=f"more than {size} bytes")
                    file.write(chunk)
                    watch(done, total or size)
                file.flush()
                os.fsync(file.fileno())
        if done < (total or size):
            raise _TryAgain("it ended too early")


def _check(response: httpx.Response, url: str) -> None:
    """Raises what an answer without a file means."""
    match response.status_code:
        case 200 | 206:
            return
        case 401 | 403:
            raise MissingPart("download_forbidden", url=url)
        case 404 | 410:
            raise MissingPart("download_not_found", url=url)
        case status if status in (408, 425, 429) or status >= 500:
            wait = response.headers.get("Retry-After", "")
            wait_s = int(wait) if wait.isascii() and wait.isdecimal() else 0
            raise _TryAgain(f"error {status}", min(wait_s, LONGEST_WAIT_S))
        case status:
            raise MissingPart("download_failed", url=url, reason=f"error {status}")


def _total(response: httpx.Response, asked_from: int | None) -> int | None:
    """Bytes of the whole file, 0 where nobody says; None for a part that does not begin where it was asked for."""
    if response.status_code in (206, 416):
        said = re.fullmatch(r"bytes (?:(\d+)-\d+|\*)/(\d+)", response.headers.get("Content-Range", ""))
        if said is None or (said[1] is not None and int(said[1]) != asked_from):
            return None
        return int(said[2])
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isascii() and length.isdecimal() else 0


def _validator(response: httpx.Response) -> str:
    """What `If-Range` takes to go on only with the same file: a strong ETag, or a date; empty where there is none."""
    tag = str(response.headers.get("ETag", ""))
    tag = tag if tag.startswith('"') else str(response.headers.get("Last-Modified", ""))
    return tag if tag.isascii() and tag.isprintable() else ""


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _tag(part: Path) -> Path:
    """Where the validator of what is there is kept."""
    return part.with_name(f"{part.name}.tag")
