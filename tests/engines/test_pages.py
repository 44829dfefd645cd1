"""Web pages: from allowed hosts alone, never from elsewhere, not too long and not too slow."""

from collections.abc import Iterator

import pytest

from kiosk_app.core.documents.shelf import Shelf, finished
from kiosk_app.core.errors import UsageError
from kiosk_app.engines.documents.reader import LocalReader
from kiosk_app.engines.http import pages
from kiosk_app.engines.http.pages import check_address, fetch_page
from tests.fake_documents import FakeSources
from tests.fake_knowledge import FakeKnowledge
from tests.model_server import Fault, ModelServer

HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        running.files["/help"] = b"unused"
        yield running


def page(text: str) -> Fault:
    return Fault(body=f"<title>Help</title><main><h1>Parking</h1><p>{text}</p></main>".encode(), headers=HTML)


def to(address: str) -> Fault:
    return Fault(status=302, headers={"Location": address})


def test_a_page_is_taken_changed_and_kept_while_it_is_away(server: ModelServer) -> None:
    url = f"{server.url}/help"
    reader = LocalReader(None, [server.url.removeprefix("http://")], watches=False)
    shelf = Shelf(FakeKnowledge(), FakeSources())
    told = []
    for fault in (page("Two hours."), page("Two hours."), page("One hour."), Fault(status=503), Fault(status=404)):
        server.fail(fault)
        taken = finished(shelf.taking(url, "page", "", reader.read(url)))
        told.append((taken.outcome, taken.source.problem, len(shelf.knowledge.chunks_of(url))))
    assert told == [
        ("added", "", 1),
        ("unchanged", "", 1),
        ("changed", "", 1),
        ("failed", "page_away", 1),
        ("failed", "page_gone", 0),
    ]
    reader.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://other.example/a", "page_host"),
        ("https://shop.example:8443/a", "page_host"),
        ("https://shop.example@evil.example/a", "page_address"),
        ("https://evil.example/shop.example", "page_host"),
        ("http://shop.example/a", "page_address"),
        ("https://[::1/a", "page_address"),
    ],
)
def test_only_pages_of_hosts_that_were_allowed_are_asked_for(url: str, code: str) -> None:
    with pytest.raises(UsageError, match=code):
        check_address(url, ["shop.example"])
    check_address("https://SHOP.example/a?b#c", ["shop.example"])


def test_redirects_stay_on_the_host(server: ModelServer) -> None:
    server.fail(to("/help?page=2"), page("Two hours."))
    assert b"Two hours." in fetch_page(f"{server.url}/help")
    elsewhere = server.url.replace("127.0.0.1", "localhost")
    for faults in ([to(f"{elsewhere}/help")], [to("/help")] * 6):
        asked = len(server.asked)
        server.fail(*faults)
        with pytest.raises(UsageError, match="page_elsewhere"):
            fetch_page(f"{server.url}/help")
        assert len(server.asked) == asked + len(faults)


def test_what_is_too_long_too_slow_or_no_page_is_left(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_BYTES", 100)
    server.fail(page("x" * 200), Fault(body=b"PK", headers={"Content-Type": "application/zip"}))
    for code in ("page_too_long", "page_kind"):
        with pytest.raises(UsageError, match=code):
            fetch_page(f"{server.url}/help")
    monkeypatch.setattr(pages, "PATIENCE_S", 0.0)
    server.fail(page("x"))
    with pytest.raises(UsageError, match="page_away"):
        fetch_page(f"{server.url}/help")
