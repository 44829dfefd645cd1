"""All of httpx: JSON to and from one host, with its failures told apart by what may have happened."""

import logging
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.cookiejar import DefaultCookiePolicy
from pathlib import Path
from typing import Protocol

import httpx

from kiosk_app.core.errors import OutcomeUnknown, StoreAway, StoreError
from kiosk_app.engines.http.addresses import checked_host, trusted
from kiosk_app.engines.http.answers import Answer, accepted, answer_of, error_of

TRIES = 3
"""How often a request leaves at most."""
PATIENCE_S = 8.0
"""Seconds after which no further try begins, and after which an answer that is still arriving is given up."""
PASSING_S = 1.0
"""Seconds after which a request that nobody waits for is given up."""
BACK_OFF_S = 0.2
"""Seconds before the second try; doubled for each one after it, and up to as much again at random."""
MAX_BYTES = 32 * 1024 * 1024
"""The longest answer that is read."""

log = logging.getLogger(__name__)

_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
"""Failures after which the request surely did not leave."""
_SETTLES_DOUBT = frozenset({200, 201, 400, 403, 404, 409, 412, 428})
"""Answers that come from behind a store's key check, and so tell what became of an earlier try with that key."""


class Signer(Protocol):
    """In whose name requests are sent."""

    def headers(self, method: str) -> Mapping[str, str]:
        """What a request of this method carries; renewed first where it is about to run out. Raises StoreError."""

    def is_rejected(self, answer: Answer) -> bool:
        """Whether the server may no longer know this person. Such a request was surely not carried out."""

    def renew(self) -> None:
        """Sign in anew. Raises StoreError."""


class Http:
    """JSON over HTTP to one host; never redirected, never through a proxy of the environment, without cookies.

    Certificates are checked against the system's trust store, or against `ca_file` alone.
    """

    def __init__(
        self,
        url: str,
        *,
        ca_file: Path | None = None,
        allow_plain_http: bool = False,
        timeout_s: float = 5.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`url` is scheme, host and port; plain http only to this machine, or where it is allowed.

        `ca_file`: certificates in PEM form. Raises UsageError.
        """
        self.host = checked_host(url, allow_plain_http=allow_plain_http)
        self._sleep = sleep
        self._clock = clock
        self._tries, self._patience_s = TRIES, PATIENCE_S
        self._signer: Signer | None = None
        self._client = httpx.Client(
            verify=trusted(ca_file),
            timeout=httpx.Timeout(timeout_s, connect=min(timeout_s, 2.0)),
            trust_env=False,
            follow_redirects=False,
            headers={"Accept": "application/json", "Accept-Encoding": "identity"},
        )
        # A cookie must never stand in for the signed-in person's own credentials.
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def sign_with(self, signer: Signer) -> None:
        """Send every request in this name from now on."""
        self._signer = signer

    def keep_cookies(self) -> None:
        """Keep this host's own cookies from now on, beginning with none."""
        host = httpx.URL(self.host).host
        name = host if "." in host else f"{host}.local"  # as the cookie jar calls a host without a dot
        self._client.cookies.jar.clear()
        self._client.cookies.jar.set_policy(DefaultCookiePolicy(allowed_domains=[name, f".{name}"]))

    def cookie(self, name: str) -> str:
        """The value of a cookie that is kept, or an empty string."""
        return next((cookie.value or "" for cookie in self._client.cookies.jar if cookie.name == name), "")

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    @contextmanager
    def in_passing(self) -> Iterator[None]:
        """Inside, each request leaves once and is given up after `PASSING_S`."""
        timeout = self._client.timeout
        self._tries, self._patience_s, self._client.timeout = 1, PASSING_S, httpx.Timeout(PASSING_S)
        try:
            yield
        finally:
            self._tries, self._patience_s, self._client.timeout = TRIES, PATIENCE_S, timeout

    def exchange(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request in nobody's name, and its answer whatever it is. Raises StoreAway where none came."""
        try:
            return self._send(method, path, headers=headers, body=body, form=form)
        except httpx.HTTPError as error:
            raise _away(error) from error

    def options(self, path: str) -> Answer:
        """What may be done there. Raises like `read`."""
        return self.read(path, method="OPTIONS")

    def read(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        body: object = None,
        *,
        method: str = "",
        signed: bool = True,
        known: str | None = None,
    ) -> Answer:
        """Ask for something, tried again a few times; with a `body`, by a POST that changes nothing.

        Not `signed`: in nobody's name. `known`: the ETag of what is there already; where that is still so, the
        answer is an empty 304. Raises StoreAway where no answer came, otherwise the StoreError that fits.
        """
        method = method or ("GET" if body is None else "POST")
        started = self._clock()
        failed: StoreError = StoreAway("store_away")
        headers = {"If-None-Match": known} if known else {}
        wait_s = 0
        for attempt in range(self._tries):
            if not self._may_try(attempt, started, wait_s):
                break
            try:
                send = self._send_signed if signed else self._send
                answer = send(method, path, params=params, headers=headers, body=body)
            except httpx.HTTPError as error:
                failed, wait_s = _away(error), 0
                continue
            if answer.status < 500 and not (answer.status == 429 and answer.retry_after_s):
                return answer if known and answer.status == 304 else accepted(answer)
            failed, wait_s = error_of(answer), answer.retry_after_s
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
        away = StoreAway("store_away")
        for attempt in range(self._tries):
            if not self._may_try(attempt, started):
                break
            try:
                answer = self._send_signed(method, path, headers=headers, body=body, again=resend)
            except _NOT_SENT as error:
                away = _away(error)
                continue
            except httpx.HTTPError:
                in_doubt = True
            except StoreError:  # nobody is signed in: this time it did not leave, or was not carried out
                if in_doubt:
                    break
                raise
            else:
                busy = answer.status == 409 and answer.said("code") == "in_progress"
                broken = answer.status >= 500 or (answer.status < 300 and not answer.is_json)
                if not (busy or broken):
                    if in_doubt and answer.status not in _SETTLES_DOUBT:
                        break
                    return accepted(answer)
                in_doubt = True
            if not resend:
                break
        raise OutcomeUnknown("outcome_unknown") if in_doubt else away

    def _may_try(self, attempt: int, started: float, wait_s: int = 0) -> bool:
        """Whether another try is worth it, after its pause: at least `wait_s`, as the server asked for."""
        if wait_s and self._clock() - started + wait_s >= self._patience_s:
            return False
        if attempt:
            pause = BACK_OFF_S * 2 ** (attempt - 1)
            self._sleep(wait_s + pause + random.random() * pause)  # noqa: S311 - only spreads tries in time
        return attempt == 0 or self._clock() - started < self._patience_s

    def _send_signed(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        again: bool = True,
    ) -> Answer:
        """Send in the signer's name; where that is rejected it is renewed, and only `again` sends the same again."""
        signer = self._signer
        if signer is None:
            return self._send(method, path, params=params, headers=headers, body=body)

        def send() -> Answer:
            signed = {**(headers or {}), **signer.headers(method)}
            return self._send(method, path, params=params, headers=signed, body=body)

        answer = send()
        if not signer.is_rejected(answer):
            return answer
        signer.renew()
        return send() if again else answer

    def _send(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: object = None,
        form: Mapping[str, str] | None = None,
    ) -> Answer:
        started = self._clock()
        with self._client.stream(
            method, self.host + path, params=params, headers=headers, json=body, data=form
        ) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise httpx.DecodingError("the answer is too long")
                if self._clock() - started > self._patience_s:
                    raise httpx.ReadTimeout("the answer takes too long")
        # The parameters stay out: a customer's name is among them.
        log.info("%s %s: %d, %d ms", method, path, response.status_code, 1000 * (self._clock() - started))
        return answer_of(response, content)


def _away(error: httpx.HTTPError) -> StoreAway:
    """No answer came: because the store's certificate is not trusted, or for any other reason."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return StoreAway("store_certificate")
        cause = cause.__cause__ or cause.__context__
    return StoreAway("store_away")
