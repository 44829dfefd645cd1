"""Finding out how people sign in to a store that nobody described."""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from kiosk_app.core.codec import from_json
from kiosk_app.core.errors import BadAnswer, NotAllowed, NotFound, SignInNeeded
from kiosk_app.core.store_api import Choice, SignIn
from kiosk_app.engines.http import Http
from kiosk_app.engines.http.answers import Answer
from kiosk_app.engines.store.schema import takers_of
from kiosk_app.engines.store.sign_in import authorise, is_header_word

TOKEN_PATHS = (
    "/api/auth/token/",
    "/api-token-auth/",
    "/api/token/",
    "/api/login/",
    "/auth/token/login/",
    "/auth/jwt/create/",
    "/api/auth/login/",
)
"""Where stores give tokens, likeliest first."""
TOKENS = ("token", "key", "auth_token", "access_token", "access")
"""What the answer to a sign-in calls the token."""
LOGIN_PAGES = ("/api-auth/login/", "/accounts/login/", "/admin/login/")
"""Where sessions begin, likeliest first."""
_LOGIN = re.compile(
    r"^(?!.*(regist|sign-?up|password|users)).*(auth|token|jwt|log-?in|sign-?in|session)", re.IGNORECASE
)
"""What the path of a sign-in is called: people are taken in by name and password too, and that shall not be tried."""

Way = tuple[Choice, ...]
"""How people sign in: choices about `sign_in`."""


class _Carried:
    """Signs requests with a token that was given once. Implements `http.Signer`."""

    def __init__(self, word: str, token: str) -> None:
        self._headers = {"Authorization": f"{word} {token}"}

    def headers(self, _method: str) -> Mapping[str, str]:
        return self._headers

    def is_rejected(self, _answer: Answer) -> bool:
        """Never: that another word is wanted shall be seen."""
        return False

    def renew(self) -> None:
        """There is nothing to do it with."""


def ways_in(http: Http, username: str, password: str, schema: object, said: Mapping[str, str]) -> Iterator[Way]:
    """Each way that may be right, likeliest first; while it is looked at, `http` carries what was given.

    Raises SignInNeeded where name and password do not belong together, or no place is found; ValueError where what
    was said is no such setting.
    """
    given = {name.removeprefix("sign_in."): value for name, value in said.items() if name.startswith("sign_in.")}
    base, credentials = from_json(SignIn, given), {"username": username, "password": password}
    told = tuple(place for place in takers_of(schema, *credentials) if _LOGIN.search(place))
    taken: list[str] = []
    found = False
    for place in _places(given, (*told, *TOKEN_PATHS)) if given.get("kind") != "session" else ():
        body = _given(http, place, credentials)
        if name := _token_in(body, given):
            where = Choice("sign_in.path", place, "the schema names it" if place in told else "it gave a token")
            yield from _with_token(http, where, name, body, schema, given)
            found = True
        elif body is not None:
            taken.append(place)
    for place in _places(given, (*taken, *told, *LOGIN_PAGES)) if given.get("kind", "session") == "session" else ():
        try:
            authorise(http, replace(base, kind="session", path=place), username, password)
        except (NotFound, NotAllowed, BadAnswer):
            continue
        yield Choice("sign_in.kind", "session", "no token will do"), Choice("sign_in.path", place, "it lets people in")
        found = True
    if not found:
        raise SignInNeeded("sign_in_not_found")


def _places(given: Mapping[str, str], likely: tuple[str, ...]) -> tuple[str, ...]:
    return (given["path"],) if given.get("path") else tuple(dict.fromkeys(likely))


def _with_token(
    http: Http, where: Choice, name: str, body: Any, schema: object, given: Mapping[str, str]
) -> Iterator[Way]:
    """The ways to use a token, one for each word that may stand before it."""
    if name == "access" and is_header_word(body.get("refresh")) and given.get("kind") != "token":
        words = ("Bearer", "JWT")
        way: Way = (Choice("sign_in.kind", "jwt", "there is a second token, to refresh the first"), where)
        if refresh := _refresh_path(http, where.value, body["refresh"], schema):
            way = (*way, Choice("sign_in.refresh_path", refresh, "it takes the second token"))
    else:
        words = _words(schema)
        kind = Choice("sign_in.kind", "token", "there is one token")
        way = (kind, where, Choice("sign_in.token", name, "it is there"))
    for word in (given["scheme"],) if given.get("scheme") else words:
        http.sign_with(_Carried(word, body[name]))
        yield (*way, Choice("sign_in.scheme", word, "the store takes it"))


def _refresh_path(http: Http, path: str, token: str, schema: object) -> str | None:
    """Where a JWT is refreshed; None where that is not found: then the password is used again."""
    told = (each for each in takers_of(schema, "refresh") if "refresh" in each)
    for place in dict.fromkeys((*told, f"{path}refresh/", path.replace("create", "refresh"))):
        with suppress(SignInNeeded):
            if _token_in(_given(http, place, {"refresh": token}), {"token": "access"}):
                return place
    return None


def _token_in(body: Any, given: Mapping[str, str]) -> str | None:
    """What an answer calls its token."""
    names = (given["token"],) if given.get("token") else TOKENS
    return next((name for name in names if isinstance(body, dict) and is_header_word(body.get(name))), None)


def _given(http: Http, place: str, body: Mapping[str, str]) -> Any:
    """What is answered to credentials; None where they are not taken there. Raises SignInNeeded for wrong ones."""
    try:
        return http.read(place, body=body, signed=False).body
    except SignInNeeded as error:
        raise SignInNeeded("sign_in_wrong") from error
    except BadAnswer as error:
        if error.code == "store_rejected":
            raise SignInNeeded("sign_in_wrong") from error
    except (NotFound, NotAllowed):
        pass
    return None


def _words(schema: object) -> tuple[str, str]:
    """The words that may stand before a token, likeliest first by what the schema says of them."""
    told = str(schema.get("components", "")) if isinstance(schema, dict) else ""
    return ("Bearer", "Token") if "'bearer'" in told and '"Token"' not in told else ("Token", "Bearer")
