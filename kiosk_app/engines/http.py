"""All of httpx: JSON to and from one host, with its failures told apart by what may have happened."""

import ipaddress
import json
import random
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import httpx

from kiosk_app.core.errors import (
    BadAnswer,
    Conflict,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    SignInNeeded,
    StoreAway,
    StoreError,
    TooManyRequests,
    UsageError,
)

TRIES = 3
"""How often a request leaves at most."""
PATIENCE_S = 8.0
"""Seconds after which no further try begins, and after which an answer that is still arriving is given up."""
BACK_OFF_S = 0.2
"""Seconds before the second try; doubled for each one after it, and up to as much again at random."""
MAX_BYTES = 32 * 1024 * 1024
"""The longest answer that is read."""

DETAIL_LENGTH = 300
"""Characters kept of a server's own explanation."""

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""Failures after which the request surely did not leave."""
_SETTLES_DOUBT = frozenset({200, 201, 400, 403, 404, 409, 412, 428})
"""Answers that come from behind a store's key check, and so tell what became of an earlier try with that key."""


def plain_text(text: str, longest: int) -> str:
    """Text from outside as one line of plain characters: no control, bidirectional or unassigned ones."""
    kept = (" " if character.isspace() else character for character in text)
    plain = "".join(character for character in kept if unicodedata.category(character)[0] != "C")
    return " ".join(plain.split())[:longest]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: Any
    """Decoded JSON, its fractions as exact `Decimal`s; None when it was none."""
    etag: str | None
    retry_after_s: int
    """From `Retry-After` in seconds; 0 without one."""
    is_json: bool
    """Whether there was JSON, or rightly no content at all."""
    allow: frozenset[str] = frozenset()
    """Methods named in `Allow`."""

    def said(self, key: str) -> str:
        """What the server gave as its error's `code` or `detail`; an empty string when nothing."""
        text = self.body.get(key) if isinstance(self.body, dict) else None
        return plain_text(text, DETAIL_LENGTH) if isinstance(text, str) else ""


class Http:
    """JSON over HTTP to one host; never redirected, never through a proxy of the environment, without cookies."""

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float = 5.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`url` is scheme, host and port; plain http only to this machine. Raises UsageError."""
        self.host = _host(url)
        self._sleep = sleep
        self._clock = clock
        self._client = httpx.Client(
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 2.0)),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )
        # A cookie must never stand in for the signed-in person's own credentials.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def authorise(self, credentials: str) -> None:
        """Send these credentials as `Authorization` from now on."""
        self._client.headers["Authorization"] = credentials

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def options(self, path: str) -> Answer:
        """What may be done there. Raises like `read`."""
        return self.read(path, method="OPTIONS")

    def read(
        self, path: str, params: Mapping[str, str] | None = None, body: object = None, *, method: str = ""
    ) -> Answer:
        """Ask for something, tried again a few times; with a `body`, by a POST that changes nothing.

        Raises StoreAway where no answer came, otherwise the StoreError that fits.
        """
        method = method or ("GET" if body is None else "POST")
        started = self._clock()
        failed: StoreError = StoreAway("store_away")
        for attempt in range(TRIES):
            if not self._may_try(attempt, started):
                break
            try:
                answer = self._send(method, path, params=params, body=body)
            except httpx.HTTPError:
                failed = StoreAway("store_away")
                continue
            if answer.status < 500:
                return _accepted(answer)
            failed = _error(answer)
        raise failed

    def write(
        self, method: str, path: str, body: object, headers: Mapping[str, str], *, resend: bool, in_doubt: bool = False
    ) -> Answer:
        """Change something.

        `resend`: the request carries a key that the server honours, so that the same one may leave again when no
        answer came. `in_doubt`: it may have left before. Raises OutcomeUnknown where it may have happened, StoreAway
        where it surely did not, otherwise the StoreError that fits.
        """
        started = self._clock()
        for attempt in range(TRIES):
            if not self._may_try(attempt, started):
                break
            try:
                answer = self._send(method, path, headers=headers, body=body)
            except _NOT_SENT:
                continue
            except httpx.HTTPError:
                in_doubt = True
            else:
                busy = answer.status == 409 and answer.said("code") == "in_progress"
                broken = answer.status >= 500 or (answer.status < 300 and not answer.is_json)
                if not (busy or broken):
                    if in_doubt and answer.status not in _SETTLES_DOUBT:
                        break
                    return _accepted(answer)
                in_doubt = True
            if not resend:
                break
        raise OutcomeUnknown("outcome_unknown") if in_doubt else StoreAway("store_away")

    def _may_try(self, attempt: int, started: float) -> bool:
        if attempt:
            pause = BACK_OFF_S * 2 ** (attempt - 1)
            self._sleep(pause + random.random() * pause)  # noqa: S311 - only spreads tries in time
        return attempt == 0 or self._clock() - started < PATIENCE_S

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Answer:
        started = self._clock()
        with self._client.stream(method, self.host + path, params=params, headers=headers, json=body) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise httpx.DecodingError("the answer is too long")
                if self._clock() - started > PATIENCE_S:
                    raise httpx.ReadTimeout("the answer takes too long")
        try:
            decoded, is_json = json.loads(content, parse_float=Decimal), True
        except (ValueError, RecursionError):
            decoded, is_json = None, response.status_code == 204
        etag = response.headers.get("ETag")
        wait = response.headers.get("Retry-After", "")
        return Answer(
            response.status_code,
            decoded,
            etag if etag and etag.isascii() else None,
            int(wait) if wait.isascii() and wait.isdigit() and len(wait) < 6 else 0,
            is_json,
            frozenset(method.strip() for method in response.headers.get("Allow", "").split(",") if method.strip()),
        )


def _host(url: str) -> str:
    """Scheme, host and port of an address that is nothing but these."""
    try:
        parsed = httpx.URL(url.strip())
    except httpx.InvalidURL as error:
        raise UsageError("store_url") from error
    bare = parsed.path in ("", "/") and not (parsed.query or parsed.fragment or parsed.userinfo)
    if parsed.scheme not in ("http", "https") or not parsed.host or not bare:
        raise UsageError("store_url")
    if parsed.scheme == "http" and not _is_loopback(parsed.host):
        raise UsageError("store_url_insecure")
    return f"{parsed.scheme}://{parsed.netloc.decode('ascii')}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _accepted(answer: Answer) -> Answer:
    """The answer where it is a success in JSON; raises what it means otherwise."""
    if 200 <= answer.status < 300 and answer.is_json:
        return answer
    raise _error(answer)


def _error(answer: Answer) -> StoreError:
    match answer.status:
        case 401:
            return SignInNeeded("sign_in_needed")
        case 403:
            return NotAllowed("not_allowed")
        case 404:
            return NotFound("store_not_found")
        case 409:
            return Conflict("store_conflict", reason=answer.said("code"), detail=answer.said("detail"))
        case 412:
            return Conflict("store_changed")
        case 429:
            return TooManyRequests("store_busy", seconds=max(1, answer.retry_after_s))
        case 400 | 422 | 428:
            return BadAnswer("store_rejected", detail=answer.said("detail"))
        case status if status >= 500:
            return BadAnswer("store_failed", status=status)
    return BadAnswer("store_bad_answer")
