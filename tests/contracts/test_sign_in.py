"""Signing in to real DRF stores by token, by JWT and by session, over http and over TLS."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from kiosk_app.core.codec import from_json
from kiosk_app.core.errors import BadAnswer, KioskError, NotAllowed, NotFound, SettingsError, SignInNeeded, StoreAway
from kiosk_app.core.store_api import SignIn, SignInKind, StoreApi
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from kiosk_app.engines.store.sign_in import Jwt, signer_for
from kiosk_app.engines.store.ways_in import ways_in
from tests.certificates import Certificates, certificates
from tests.faulty_proxy import FaultyProxy, answer
from tests.sign_in_store import PASSWORD, USERNAME, running_sign_in_store

KINDS: tuple[SignInKind, ...] = ("token", "jwt", "session")


class SmallStore:
    """One of the small stores, and a look behind its counter."""

    def __init__(self, url: str, kind: SignInKind) -> None:
        self.url = url
        self.kind: SignInKind = kind

    def forget(self, password: str = PASSWORD) -> None:
        """Sign everybody out; from now on this is the password."""
        self._get(f"/test/forget/?password={password}")
        self.seen()

    def seen(self) -> list[str]:
        """The requests since the last look, as "GET /api/me/"."""
        return [" ".join(request) for request in self._get("/test/seen/")]

    def _get(self, path: str) -> Any:
        return httpx.get(self.url + path, trust_env=False).json()


@pytest.fixture(scope="module", params=KINDS)
def store(request: pytest.FixtureRequest) -> Iterator[SmallStore]:
    with running_sign_in_store(request.param) as url:
        yield SmallStore(url, request.param)


@pytest.fixture
def http(store: SmallStore) -> Iterator[Http]:
    """Signed in; what that took is no longer in `store.seen`."""
    connection = Http(store.url, sleep=lambda _: None)
    signer = signer_for(connection, SignIn(store.kind), USERNAME, PASSWORD)
    signer.renew()
    connection.sign_with(signer)
    store.seen()
    yield connection
    connection.close()


def written(http: Http, key: str, *, resend: bool = True) -> Any:
    return http.write("PATCH", "/api/written/", {}, {"Idempotency-Key": key}, resend=resend).body


def test_a_person_signs_in_reads_and_writes(store: SmallStore) -> None:
    signed_in = DrfStore.sign_in(
        store.url, USERNAME, PASSWORD, "till-1", "en", api=StoreApi(sign_in=SignIn(store.kind))
    )
    assert (signed_in.user, signed_in.currency) == (USERNAME, "EUR")
    signed_in.close()


def is_let_in(http: Http) -> bool:
    try:
        return bool(http.read("/api/me/"))
    except (SignInNeeded, NotAllowed):
        return False


def test_how_people_sign_in_is_found_out(store: SmallStore) -> None:
    http = Http(store.url, sleep=lambda _: None)
    ways = ways_in(http, USERNAME, PASSWORD, None, {})
    way = next(way for way in ways if is_let_in(http))
    found = from_json(SignIn, {choice.setting.removeprefix("sign_in."): choice.value for choice in way})
    assert found == SignIn(store.kind, scheme=found.scheme)
    with pytest.raises(SignInNeeded, match="sign_in_wrong"):
        next(ways_in(http, USERNAME, "guess", None, {"sign_in.kind": store.kind, "sign_in.path": found.path}))
    http.close()


def test_a_write_carries_all_that_the_store_wants(http: Http) -> None:
    assert written(http, "first")[-1] == "first"


@pytest.mark.parametrize(("username", "password"), [(USERNAME, "wrong"), ("nobody", PASSWORD), ("", "")])
def test_wrong_credentials_are_said_to_be_wrong(store: SmallStore, username: str, password: str) -> None:
    with pytest.raises(SignInNeeded) as caught:
        DrfStore.sign_in(store.url, username, password, "till-1", "en", api=StoreApi(sign_in=SignIn(store.kind)))
    assert caught.value.code == "sign_in_wrong"


def test_who_was_forgotten_signs_in_once_more_and_asks_again(store: SmallStore, http: Http) -> None:
    store.forget()
    assert http.read("/api/me/").body["username"] == USERNAME
    seen = store.seen()
    assert seen.count("GET /api/me/") == 2
    assert sum(request.startswith("POST") for request in seen) == 1


def test_a_write_that_was_not_let_in_leaves_again_with_its_key(store: SmallStore, http: Http) -> None:
    store.forget()
    assert written(http, "same key")[-1] == "same key"
    assert written(http, "next")[-2:] == ["same key", "next"]


def test_a_write_without_a_key_does_not_leave_again_but_the_next_one_is_let_in(store: SmallStore, http: Http) -> None:
    store.forget()
    with pytest.raises((SignInNeeded, NotAllowed)):
        written(http, "", resend=False)
    assert store.seen().count("PATCH /api/written/") == 1
    assert written(http, "after")[-1] == "after"


def test_a_right_that_is_missing_is_no_question_of_signing_in(store: SmallStore, http: Http) -> None:
    with pytest.raises(NotAllowed):
        http.write("DELETE", "/api/written/", {}, {}, resend=True)
    assert store.seen().count("DELETE /api/written/") <= 2


def test_whose_password_was_changed_is_told_so(store: SmallStore, http: Http) -> None:
    store.forget("another")
    with pytest.raises(SignInNeeded) as caught:
        http.read("/api/me/")
    assert caught.value.code == "sign_in_wrong"
    with pytest.raises(SignInNeeded):
        written(http, "never")
    store.forget()
    assert "never" not in written(http, "again")


@pytest.mark.parametrize("store", ["jwt"], indirect=True)
def test_a_jwt_is_refreshed_before_it_runs_out(store: SmallStore) -> None:
    now = [0.0]
    http = Http(store.url, sleep=lambda _: None)
    credentials = {"username": USERNAME, "password": PASSWORD}
    signer = Jwt(http, SignIn("jwt"), credentials, clock=lambda: now[0])
    store.seen()
    signer.renew()
    http.sign_with(signer)
    first = signer.headers("GET")
    now[0] = 0.79 * 300  # Simple JWT's access tokens live for five minutes
    assert signer.headers("GET") == first
    now[0] = 0.81 * 300
    http.read("/api/me/")
    assert signer.headers("GET") != first
    assert store.seen() == ["POST /api/token/", "POST /api/token/refresh/", "GET /api/me/"]
    http.close()


def _token(seconds: int) -> str:
    """A JWT of a server whose clock is years behind."""
    claims = json.dumps({"iat": 1_000_000, "exp": 1_000_000 + seconds}).encode()
    return f"e30.{urlsafe_b64encode(claims).decode().rstrip('=')}.x"


def test_a_jwt_that_cannot_be_refreshed_is_signed_in_anew() -> None:
    now = [0.0]
    with FaultyProxy() as server:
        http = Http(server.url, sleep=lambda _: None)
        signer = Jwt(http, SignIn("jwt", "/in/", "/again/"), {}, clock=lambda: now[0])
        for status, body in (
            (200, {"access": _token(100), "refresh": "r-1"}),
            (200, {"access": _token(200), "refresh": "r-2"}),
            (401, {"code": "token_not_valid"}),
            (200, {"access": "opaque", "refresh": "r-3"}),
        ):
            server.fail(answer(status, body))
        signer.renew()
        now[0] = 81
        assert signer.headers("GET") == {"Authorization": f"Bearer {_token(200)}"}
        now[0] = 81 + 159
        signer.headers("GET")
        now[0] = 81 + 161
        assert signer.headers("GET") == {"Authorization": "Bearer opaque"}
        now[0] = 1e9  # a token that tells no end has none
        signer.headers("GET")
        assert [seen.path for seen in server.seen] == ["/in/", "/again/", "/again/", "/in/"]
        assert [json.loads(seen.body) for seen in server.seen[1:3]] == [{"refresh": "r-1"}, {"refresh": "r-2"}]
        http.close()


@pytest.mark.parametrize("kind", ["token", "jwt"])
@pytest.mark.parametrize("token", [None, 7, "", "a\nb", "a b", "ä", ["x"]])
def test_what_cannot_stand_in_a_header_is_no_token(kind: SignInKind, token: object) -> None:
    with FaultyProxy() as server:
        http = Http(server.url, sleep=lambda _: None)
        server.fail(answer(200, {"token": token, "access": token}))
        with pytest.raises(BadAnswer):
            signer_for(http, SignIn(kind), "ana", "secret").renew()
        http.close()


def test_a_login_that_takes_json_alone_gets_json() -> None:
    with FaultyProxy() as server:
        http = Http(server.url, sleep=lambda _: None)
        server.fail(answer(405, {}, {"Set-Cookie": "xsrf=c-1; Path=/"}))
        server.fail(answer(415, {"detail": "Unsupported media type"}))
        server.fail(answer(204, b"", {"Set-Cookie": "sessionid=s-1; Path=/; HttpOnly"}))
        signer = signer_for(http, SignIn("session", path="/login/", csrf_cookie="xsrf"), "ana", "secret")
        signer.renew()
        http.sign_with(signer)
        server.fail(answer(200, {}))
        http.write("POST", "/x/", {}, {}, resend=False)
        page, form, posted, write = server.seen
        assert (page.method, "cookie" in page.headers) == ("GET", False)
        assert parse_qs(form.body.decode())["csrfmiddlewaretoken"] == ["c-1"]
        assert json.loads(posted.body) == {"username": "ana", "password": "secret"}
        assert posted.headers["x-csrftoken"] == write.headers["x-csrftoken"] == "c-1"
        assert sorted(write.headers["cookie"].split("; ")) == ["sessionid=s-1", "xsrf=c-1"]
        assert (write.headers["origin"], write.headers["referer"]) == (server.url, f"{server.url}/")
        http.close()


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (200, b"<form>", SignInNeeded, "sign_in_wrong"),
        (400, {"detail": "No."}, SignInNeeded, "sign_in_wrong"),
        (401, {}, SignInNeeded, "sign_in_wrong"),
        (403, b"<h1>CSRF", NotAllowed, "not_allowed"),
        (404, b"<html>", NotFound, "store_not_found"),
        (301, b"", BadAnswer, "store_bad_answer"),
        (500, b"", BadAnswer, "store_failed"),
    ],
)
def test_a_login_page_that_lets_nobody_in(status: int, body: object, kind: type[KioskError], code: str) -> None:
    with FaultyProxy() as server:
        http = Http(server.url, sleep=lambda _: None)
        server.fail(answer(200, b"<form>"))
        server.fail(answer(status, body))
        with pytest.raises(kind) as caught:
            signer_for(http, SignIn("session"), "ana", "secret").renew()
        assert caught.value.code == code
        http.close()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("certificates"))


@pytest.fixture(scope="module")
def url(files: Certificates) -> Iterator[str]:
    """A store with sessions, whose cookies are for https alone."""
    with running_sign_in_store("session", files.certificate, files.key) as url:
        yield url


def test_with_the_stores_own_authority_even_django_accepts_a_write(url: str, files: Certificates) -> None:
    http = Http(url, ca_file=files.authority, sleep=lambda _: None)
    signer = signer_for(http, SignIn("session"), USERNAME, PASSWORD)
    signer.renew()
    http.sign_with(signer)
    assert written(http, "over TLS") == ["over TLS"]
    http.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(url: str) -> None:
    connect = partial(Http, sleep=lambda _: None)
    with pytest.raises(StoreAway) as caught:
        DrfStore.sign_in(url, USERNAME, PASSWORD, "till-1", "en", connect, StoreApi(sign_in=SignIn("session")))
    assert caught.value.code == "store_certificate"


def test_another_authority_does_not_vouch_for_it(url: str, tmp_path: Path) -> None:
    http = Http(url, ca_file=certificates(tmp_path).authority, sleep=lambda _: None)
    for send in (http.read, lambda path: http.write("PATCH", path, {}, {}, resend=True)):
        with pytest.raises(StoreAway) as caught:
            send("/api/me/")
        assert caught.value.code == "store_certificate"
    http.close()


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    files = certificates(tmp_path, "shop.example")
    with running_sign_in_store("token", files.certificate, files.key) as url:
        http = Http(url, ca_file=files.authority, sleep=lambda _: None)
        with pytest.raises(StoreAway) as caught:
            http.read("/api/me/")
        assert caught.value.code == "store_certificate"
        http.close()


@pytest.mark.parametrize("content", [None, b"", b"no certificate"])
def test_a_file_without_certificates_is_named(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "authority.pem"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        Http("https://localhost", ca_file=file)
    assert caught.value.code == "ca_file_invalid"
