"""How a person signs in to the store: for a token, for a JWT, or for a session with CSRF."""

import json
import math
import time
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from typing import TypeGuard

from kiosk_app.core.errors import BadAnswer, NotAllowed, NotFound, SignInNeeded
from kiosk_app.core.store_api import SignIn
from kiosk_app.engines.http import Http, Signer
from kiosk_app.engines.http.answers import Answer, accepted
from kiosk_app.engines.store.reading import at, reading

_USED = 0.8
"""The share of a JWT's life after which it is refreshed."""
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def authorise(http: Http, way: SignIn, username: str, password: str) -> None:
    """Sign a person in: from here on every request carries their own credentials.

    Raises SignInNeeded for wrong ones, otherwise a StoreError.
    """
    signer = signer_for(http, way, username, password)
    signer.renew()
    http.sign_with(signer)


def signer_for(http: Http, way: SignIn, username: str, password: str) -> Signer:
    """Signs this person's requests from its first `renew` on."""
    credentials = {"username": username, "password": password}
    match way.kind:
        case "token":
            return _Token(http, way, credentials)
        case "jwt":
            return Jwt(http, way, credentials)
        case "session":
            return _Session(http, way, credentials)


class _Token:
    """A DRF token; it lasts until somebody deletes it in the store."""

    def __init__(self, http: Http, way: SignIn, credentials: Mapping[str, str]) -> None:
        self._http = http
        self._way = way
        self._credentials = credentials
        self._token = ""

    def headers(self, _method: str) -> Mapping[str, str]:
        return {"Authorization": f"{self._way.scheme} {self._token}"}

    def is_rejected(self, answer: Answer) -> bool:
        return answer.status == 401

    def renew(self) -> None:
        answer = _credentials_for(self._http, self._way.path, self._credentials)
        with reading():
            self._token = _header_word(at(answer.body, self._way.token))


class Jwt:
    """An access token that is refreshed before it runs out; where that fails, the password is used once more."""

    def __init__(
        self,
        http: Http,
        way: SignIn,
        credentials: Mapping[str, str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._http = http
        self._way = way
        self._credentials = credentials
        self._clock = clock
        self._access = self._refresh = ""
        self._old_at = math.inf

    def headers(self, _method: str) -> Mapping[str, str]:
        """Raises StoreError where it had to be refreshed and could not."""
        if self._clock() >= self._old_at:
            try:
                self._take(_credentials_for(self._http, self._way.refresh_path, {"refresh": self._refresh}))
            except (SignInNeeded, NotFound, BadAnswer):
                self.renew()
        return {"Authorization": f"{self._way.scheme} {self._access}"}

    def is_rejected(self, answer: Answer) -> bool:
        """Only 401 says so."""
        return answer.status == 401

    def renew(self) -> None:
        """Sign in with the password."""
        self._take(_credentials_for(self._http, self._way.path, self._credentials))

    def _take(self, answer: Answer) -> None:
        with reading():
            access, refresh = answer.body["access"], answer.body.get("refresh", self._refresh)
            self._access, self._refresh = _header_word(access), _header_word(refresh)
            self._old_at = self._clock() + _USED * _lifetime(self._access)


class _Session:
    """A session cookie, with the CSRF token and the origin that Django wants of every write."""

    def __init__(self, http: Http, way: SignIn, credentials: Mapping[str, str]) -> None:
        self._http = http
        self._way = way
        self._credentials = credentials

    def headers(self, method: str) -> Mapping[str, str]:
        if method in _SAFE_METHODS:
            return {}
        origin = self._http.host
        return {"X-CSRFToken": self._http.cookie(self._way.csrf_cookie), "Origin": origin, "Referer": f"{origin}/"}

    def is_rejected(self, answer: Answer) -> bool:
        """DRF answers 403 to a session that is over, as it does to a right that is missing."""
        return answer.status in (401, 403)

    def renew(self) -> None:
        """Fill in the login page, or post to a login that takes JSON alone."""
        self._http.keep_cookies()
        self._http.exchange("GET", self._way.path)  # brings the CSRF cookie
        csrf = self._http.cookie(self._way.csrf_cookie)
        form = {**self._credentials, "csrfmiddlewaretoken": csrf}
        answer = self._http.exchange("POST", self._way.path, headers=self.headers("POST"), form=form)
        if answer.status == 415:
            answer = self._http.exchange("POST", self._way.path, headers=self.headers("POST"), body=self._credentials)
        shown_again = answer.status == 200 and not answer.is_json
        if shown_again or (answer.is_json and answer.status in (400, 401, 403)):
            raise SignInNeeded("sign_in_wrong")
        if answer.status not in (204, 302, 303):  # a redirect after a login is its success, and is not followed
            accepted(answer)


def _credentials_for(http: Http, path: str, given: Mapping[str, str]) -> Answer:
    """What a login gives for these. Raises SignInNeeded `sign_in_wrong` where they are wrong, StoreError."""
    try:
        return http.read(path, body=given, signed=False)
    except (SignInNeeded, NotAllowed) as error:
        raise SignInNeeded("sign_in_wrong") from error
    except BadAnswer as error:
        if error.code == "store_rejected":
            raise SignInNeeded("sign_in_wrong") from error
        raise


def is_header_word(value: object) -> TypeGuard[str]:
    """Whether a token may stand in a header."""
    return isinstance(value, str) and value.isascii() and value.isprintable() and value != "" and " " not in value


def _header_word(value: object) -> str:
    """A token as it may stand in a header. Raises ValueError."""
    if not is_header_word(value):
        raise ValueError("a token is one word")
    return value


def _lifetime(token: str) -> float:
    """Seconds that a JWT lives, by its own claims; endless for a token that tells none.

    Counted from when it was issued, so that a till whose clock is wrong refreshes in time too.
    """
    try:
        payload = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        return float(claims["exp"] - claims.get("iat", time.time()))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return math.inf
