"""Each way in which HTTP can fail is told apart by what may have happened."""

import json
import logging
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kiosk_app.core.errors import (
    BadAnswer,
    Conflict,
    KioskError,
    NotAllowed,
    NotFound,
    OutcomeUnknown,
    SignInNeeded,
    StoreAway,
    TooManyRequests,
    UsageError,
)
from kiosk_app.core.plain_text import plain_text
from kiosk_app.engines import http as http_module
from kiosk_app.engines.http import TRIES, Http
from kiosk_app.engines.http.addresses import is_private
from kiosk_app.engines.http.answers import Answer, moment
from tests.faulty_proxy import DROP_BEFORE, HANG_BEFORE, Fault, FaultyProxy, answer


class Badge:
    """Signs by a token that counts its renewals."""

    def __init__(self, token: str, renewed: Callable[[], object] = lambda: None) -> None:
        self.token = token
        self.renewals = 0
        self._renewed = renewed

    def headers(self, _method: str) -> Mapping[str, str]:
        return {"Authorization": f"Token {self.token}" + "+" * self.renewals}

    def is_rejected(self, answer: Answer) -> bool:
        return answer.status == 401

    def renew(self) -> None:
        self.renewals += 1
        self._renewed()


KEY = {"Idempotency-Key": "k-1", "If-Match": '"p-1-1"'}


@pytest.fixture
def server() -> Iterator[FaultyProxy]:
    with FaultyProxy() as proxy:
        yield proxy


@pytest.fixture
def http(server: FaultyProxy) -> Iterator[Http]:
    client = Http(server.url, timeout_s=0.3, sleep=lambda _: None)
    yield client
    client.close()


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address on which nothing listens."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


def test_what_is_known_already_need_not_be_sent_again(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(304, b"", {"ETag": '"l-1"'}))
    server.fail(answer(200, [1], {"ETag": '"l-2"'}))
    assert (http.read("/api/list/", known='"l-1"').status, server.seen[0].headers["if-none-match"]) == (304, '"l-1"')
    assert http.read("/api/list/", known='"l-1"').body == [1]
    server.fail(answer(304, b""))
    with pytest.raises(BadAnswer):
        http.read("/api/list/")


def test_an_answer_says_when_it_was_made(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(200, [], {"date": "never"}))
    made = http.read("/api/list/").at
    assert made is not None
    assert abs(datetime.now(UTC) - made) < timedelta(minutes=1)
    for text in ("", "never", "Sat, 07 Nov 2026 14:05:00"):
        assert moment(text) is None


def test_a_read_brings_json_and_its_version(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(200, {"price": "1.20"}, {"ETag": '"p-1-1"'}))
    http.sign_with(Badge("abc"))
    read = http.read("/api/products/1/", {"page": "2"})
    assert (read.body, read.etag) == ({"price": "1.20"}, '"p-1-1"')
    assert server.seen[0].path == "/api/products/1/?page=2"
    assert server.seen[0].headers["authorization"] == "Token abc"


def test_a_version_that_cannot_be_sent_back_is_none(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(200, {}, {"ETag": '"é-1"'}))
    assert http.read("/x/").etag is None


def test_a_read_with_a_body_is_a_post(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(200, {"token": "t"}))
    http.read("/api/auth/token/", body={"username": "ana"})
    assert (server.seen[0].method, json.loads(server.seen[0].body)) == ("POST", {"username": "ana"})


STATUSES = [
    (400, {"detail": "No."}, BadAnswer, "store_rejected"),
    (401, {"detail": "Who?"}, SignInNeeded, "sign_in_needed"),
    (403, {"detail": "No."}, NotAllowed, "not_allowed"),
    (404, {"detail": "None."}, NotFound, "store_not_found"),
    (409, {"detail": "Costs more.", "code": "price_changed"}, Conflict, "store_conflict"),
    (412, {"detail": "Changed."}, Conflict, "store_changed"),
    (422, {"detail": "Reused."}, BadAnswer, "store_rejected"),
    (428, {"detail": "No version."}, BadAnswer, "store_rejected"),
    (429, {"detail": "Wait."}, TooManyRequests, "store_busy"),
    (307, {"detail": "Elsewhere."}, BadAnswer, "store_bad_answer"),
    (404, b"<html>", NotFound, "store_not_found"),
]


@pytest.mark.parametrize(("status", "body", "kind", "code"), STATUSES)
@pytest.mark.parametrize("writes", [False, True])
def test_a_refusal_is_translated_and_not_tried_again(
    server: FaultyProxy, http: Http, status: int, body: object, kind: type[KioskError], code: str, writes: bool
) -> None:
    server.fail(answer(status, body, {"Location": "http://127.0.0.1:1/"}))
    with pytest.raises(kind) as caught:
        http.write("PATCH", "/x/", {}, KEY, resend=True) if writes else http.read("/x/")
    assert caught.value.code == code
    assert len(server.seen) == 1


def test_the_stores_own_words_and_waiting_time_are_kept(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(409, {"detail": "Costs\u202e 2.00\nnow.", "code": "price_changed"}))
    with pytest.raises(Conflict) as conflict:
        http.read("/x/")
    assert conflict.value.values == {"reason": "price_changed", "detail": "Costs 2.00 now."}
    server.fail(answer(429, {}, {"Retry-After": "70"}))
    with pytest.raises(TooManyRequests) as busy:
        http.read("/x/")
    assert busy.value.values == {"seconds": 70}


@pytest.mark.parametrize("status", [429, 503])
def test_a_read_waits_as_long_as_the_server_asks(server: FaultyProxy, status: int) -> None:
    slept: list[float] = []
    http = Http(server.url, sleep=slept.append)
    server.fail(answer(status, {}, {"Retry-After": "3"}))
    server.fail(answer(200, []))
    assert http.read("/x/").body == []
    assert 3 < slept[0] < 4
    http.close()


@pytest.mark.parametrize("wait", ["8", "100"])
def test_but_no_longer_than_a_person_does(server: FaultyProxy, wait: str) -> None:
    slept: list[float] = []
    http = Http(server.url, sleep=slept.append)
    server.fail(answer(429, {}, {"Retry-After": wait}))
    with pytest.raises(TooManyRequests):
        http.read("/x/")
    assert (slept, len(server.seen)) == ([], 1)
    http.close()


def test_the_time_to_wait_may_be_a_date(server: FaultyProxy, http: Http) -> None:
    for seconds in (3000, -60):
        server.fail(answer(429, {}, {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds))}))
    with pytest.raises(TooManyRequests) as caught:
        http.read("/x/")
    assert 2000 < caught.value.values["seconds"] <= 3000  # type: ignore[operator]
    with pytest.raises(TooManyRequests) as caught:
        http.read("/x/")
    assert caught.value.values == {"seconds": 1}


@pytest.mark.parametrize("wait", ["", "-1", "soon", "١", "9" * 400, "Fri, 21 Nov 2036 10:00:00"])
def test_a_time_to_wait_that_makes_no_sense_is_none(server: FaultyProxy, http: Http, wait: str) -> None:
    server.fail(answer(429, {}, {"Retry-After": wait.encode().decode("latin-1")}))
    with pytest.raises(TooManyRequests) as caught:
        http.read("/x/")
    assert caught.value.values == {"seconds": 1}


def test_a_write_does_not_wait(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(429, {}, {"Retry-After": "1"}))
    with pytest.raises(TooManyRequests):
        http.write("PATCH", "/x/", {}, KEY, resend=True)
    assert len(server.seen) == 1


def test_who_is_no_longer_known_is_renewed_once(server: FaultyProxy, http: Http) -> None:
    badge = Badge("abc")
    http.sign_with(badge)
    server.fail(answer(401, {}))
    server.fail(answer(200, []))
    assert http.read("/x/").body == []
    assert [seen.headers["authorization"] for seen in server.seen] == ["Token abc", "Token abc+"]
    server.fail(answer(401, {}), times=2)
    with pytest.raises(SignInNeeded):
        http.read("/x/")
    assert badge.renewals == 2
    assert len(server.seen) == 4


def test_a_write_leaves_again_after_a_renewal_only_with_a_key(server: FaultyProxy, http: Http) -> None:
    http.sign_with(Badge("abc"))
    server.fail(answer(401, {}))
    server.fail(answer(200, {}))
    http.write("PATCH", "/x/", {}, KEY, resend=True)
    assert [seen.headers["idempotency-key"] for seen in server.seen] == ["k-1", "k-1"]
    server.fail(answer(401, {}))
    with pytest.raises(SignInNeeded):
        http.write("PATCH", "/x/", {}, {}, resend=False)
    assert len(server.seen) == 3


def test_a_renewal_settles_the_doubt_and_one_that_fails_does_not(server: FaultyProxy, http: Http) -> None:
    http.sign_with(Badge("abc"))
    for fault in (DROP_BEFORE, answer(401, {}), answer(200, {})):
        server.fail(fault)
    http.write("PATCH", "/x/", {}, KEY, resend=True)

    def away() -> None:
        raise StoreAway("store_away")

    http.sign_with(Badge("abc", away))
    server.fail(answer(401, {}))
    with pytest.raises(StoreAway):  # the store said that it did nothing
        http.write("PATCH", "/x/", {}, KEY, resend=True)
    for fault in (DROP_BEFORE, answer(401, {})):
        server.fail(fault)
    with pytest.raises(OutcomeUnknown):
        http.write("PATCH", "/x/", {}, KEY, resend=True)


def test_what_was_signed_never_follows_a_redirect(server: FaultyProxy, http: Http) -> None:
    http.sign_with(Badge("abc"))
    with FaultyProxy() as elsewhere:
        for status in (301, 302, 303, 307, 308):
            server.fail(answer(status, {}, {"Location": elsewhere.url + "/x/"}), times=2)
            with pytest.raises(BadAnswer):
                http.read("/x/")
            with pytest.raises(BadAnswer):
                http.write("PATCH", "/x/", {}, KEY, resend=True)
        assert elsewhere.seen == []


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (DROP_BEFORE, StoreAway),
        (HANG_BEFORE, StoreAway),
        (answer(500, b"<html>"), BadAnswer),
        (answer(503, {"detail": "Down."}), BadAnswer),
    ],
)
def test_a_read_is_tried_a_few_times(server: FaultyProxy, http: Http, fault: Fault, kind: type[KioskError]) -> None:
    server.fail(fault, times=TRIES - 1)
    server.fail(answer(200, []))
    assert http.read("/x/").body == []
    server.fail(fault, times=TRIES)
    with pytest.raises(kind):
        http.read("/x/")
    assert len(server.seen) == 2 * TRIES


@pytest.mark.parametrize("body", [b"<html>", b"", b'{"a": ', b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_a_bad_answer(server: FaultyProxy, http: Http, body: bytes) -> None:
    server.fail(answer(200, body))
    with pytest.raises(BadAnswer):
        http.read("/x/")


def test_an_endless_answer_is_given_up(server: FaultyProxy, http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "MAX_BYTES", 1000)
    server.fail(answer(200, b'"' + b"x" * 2000 + b'"'), times=TRIES)
    with pytest.raises(StoreAway):
        http.read("/x/")


def test_nobody_there(nobody: str) -> None:
    slept: list[float] = []
    http = Http(nobody, sleep=slept.append)
    with pytest.raises(StoreAway):
        http.read("/x/")
    with pytest.raises(StoreAway):
        http.write("PATCH", "/x/", {}, KEY, resend=True)
    with pytest.raises(OutcomeUnknown):
        http.write("PATCH", "/x/", {}, KEY, resend=True, in_doubt=True)
    http.close()
    assert len(slept) == 3 * (TRIES - 1)
    assert 0 < slept[0] < slept[1]


def test_no_try_begins_once_patience_is_over(nobody: str) -> None:
    now = iter(range(0, 1000, 100))
    slept: list[float] = []
    http = Http(nobody, sleep=slept.append, clock=lambda: float(next(now)))
    with pytest.raises(StoreAway):
        http.read("/x/")
    http.close()
    assert len(slept) == 1


NO_ANSWERS = [DROP_BEFORE, HANG_BEFORE, answer(500, {}), answer(502, b"<html>"), answer(200, b"<html>")]


@pytest.mark.parametrize("fault", NO_ANSWERS)
def test_a_write_without_an_answer_is_unknown_and_never_sent_twice_without_a_key(
    server: FaultyProxy, http: Http, fault: Fault
) -> None:
    server.fail(fault)
    with pytest.raises(OutcomeUnknown):
        http.write("PATCH", "/x/", {"price": "1.20"}, {}, resend=False)
    assert len(server.seen) == 1


@pytest.mark.parametrize("fault", [*NO_ANSWERS, answer(409, {"code": "in_progress"})])
def test_with_a_key_the_same_request_leaves_again(server: FaultyProxy, http: Http, fault: Fault) -> None:
    server.fail(fault, times=TRIES - 1)
    server.fail(answer(200, {"price": "1.20"}))
    assert http.write("PATCH", "/x/", {"price": "1.20"}, KEY, resend=True).body == {"price": "1.20"}
    first, *others = server.seen
    assert len(others) == TRIES - 1
    assert all(other.body == first.body for other in others)
    assert {seen.headers["idempotency-key"] for seen in server.seen} == {"k-1"}
    server.fail(fault, times=TRIES)
    with pytest.raises(OutcomeUnknown):
        http.write("PATCH", "/x/", {"price": "1.20"}, KEY, resend=True)


@pytest.mark.parametrize("status", [401, 422, 429])
def test_a_refusal_before_the_key_was_looked_up_settles_no_doubt(server: FaultyProxy, http: Http, status: int) -> None:
    server.fail(DROP_BEFORE)
    server.fail(answer(status, {}))
    with pytest.raises(OutcomeUnknown):
        http.write("PATCH", "/x/", {}, KEY, resend=True)


def test_a_refusal_behind_the_key_settles_the_doubt(server: FaultyProxy, http: Http) -> None:
    server.fail(DROP_BEFORE)
    server.fail(answer(412, {}))
    with pytest.raises(Conflict):
        http.write("PATCH", "/x/", {}, KEY, resend=True)


def test_no_cookie_is_kept(server: FaultyProxy, http: Http) -> None:
    server.fail(answer(200, {}, {"Set-Cookie": "sessionid=someone"}))
    server.fail(answer(200, {}))
    http.read("/x/")
    http.read("/x/")
    assert "cookie" not in server.seen[1].headers


def test_where_cookies_are_wanted_only_this_hosts_own_are_kept(server: FaultyProxy, http: Http) -> None:
    http.keep_cookies()
    for cookie in ("mine=1; Path=/", "wide=1; Domain=.example.com", "other=1; Domain=shop.example"):
        server.fail(answer(200, {}, {"Set-Cookie": cookie}))
        http.read("/x/")
    server.fail(answer(200, {}))
    http.read("/x/")
    assert server.seen[-1].headers["cookie"] == "mine=1"
    assert (http.cookie("mine"), http.cookie("wide")) == ("1", "")
    http.keep_cookies()
    assert http.cookie("mine") == ""


def test_no_log_line_carries_the_token_or_a_body(
    server: FaultyProxy, http: Http, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    http.sign_with(Badge("s3cret"))
    server.fail(answer(200, {"name": "Ana"}))
    http.write("PATCH", "/x/", {"password": "hunter2"}, KEY, resend=True)
    assert "PATCH /x/: 200" in caplog.text
    assert not any(secret in caplog.text for secret in ("s3cret", "hunter2", "Ana"))


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (" http://localhost:8000/ ", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://shop.example", "https://shop.example"),
    ],
)
def test_an_address_is_a_scheme_a_host_and_a_port(url: str, host: str) -> None:
    http = Http(url)
    http.close()
    assert http.host == host


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("", "store_url"),
        ("shop.example", "store_url"),
        ("ftp://shop.example", "store_url"),
        ("https://", "store_url"),
        ("https://shop.example/api", "store_url"),
        ("https://shop.example?x=1", "store_url"),
        ("https://ana:pw@shop.example", "store_url"),
        ("https://shop.example:port", "store_url"),
        ("http://shop.example", "store_url_insecure"),
        ("http://192.168.1.5:8000", "store_url_insecure"),
        ("http://localhost.shop.example", "store_url_insecure"),
    ],
)
def test_any_other_address_is_refused(url: str, code: str) -> None:
    with pytest.raises(UsageError) as caught:
        Http(url)
    assert caught.value.code == code


@pytest.mark.parametrize("url", ["http://shop.example", "http://192.168.1.5:8000"])
def test_plain_http_must_be_allowed(url: str) -> None:
    http = Http(url, allow_plain_http=True)
    http.close()
    assert http.host == url
    assert not is_private(url)
    assert is_private("http://127.0.0.1:8000")
    assert is_private("https://shop.example")


def test_text_from_outside_becomes_one_plain_line() -> None:
    assert plain_text(" Oat\u202e milk\n\x00\u200b 1\tl ", 100) == "Oat milk 1 l"
    assert plain_text("x" * 50, 10) == "x" * 10


def test_in_passing_nothing_is_tried_twice_or_waited_for(server: FaultyProxy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_module, "PASSING_S", 0.05)
    with closing(Http(server.url, timeout_s=60, sleep=lambda _: None)) as http:
        server.fail(HANG_BEFORE, times=2)
        with http.in_passing():
            with pytest.raises(StoreAway):
                http.read("/x/")
            with pytest.raises(OutcomeUnknown):
                http.write("POST", "/x/", {}, KEY, resend=True)
        assert len(server.seen) == 2
        server.fail(answer(500, {}), times=TRIES)
        with pytest.raises(BadAnswer):
            http.read("/x/")
        assert len(server.seen) == 2 + TRIES
