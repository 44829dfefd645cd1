"""Downloads from a server that cuts, stalls, lies, refuses and serves something else."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.engines.http.download import TRIES, Downloader
from tests.model_server import Fault, ModelServer

BYTES = os.urandom(300_000)
FILE = "/owner/model/resolve/main/model.bin"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        running.files[FILE] = BYTES
        yield running


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def downloader(slept: list[float]) -> Iterator[Downloader]:
    with Downloader(timeout_s=0.3, sleep=slept.append) as running:
        yield running


@pytest.fixture
def part(tmp_path: Path) -> Path:
    return tmp_path / "model.bin.part"


def ignore(_done: int, _total: int) -> None:
    """No progress is wanted."""


def refused(downloader: Downloader, url: str, part: Path, *, size: int = 0, sealed: bool = True) -> str:
    with pytest.raises(MissingPart) as caught:
        downloader.fetch(url, part, ignore, size=size, sealed=sealed)
    return caught.value.code


def test_a_file_comes_whole_and_tells_how_far_it_is(server: ModelServer, downloader: Downloader, part: Path) -> None:
    told: list[tuple[int, int]] = []
    downloader.fetch(server.url + FILE, part, lambda done, total: told.append((done, total)))
    assert part.read_bytes() == BYTES
    assert (told[0], told[-1]) == ((0, len(BYTES)), (len(BYTES), len(BYTES)))
    assert sorted(told) == told
    assert list(part.parent.iterdir()) == [part]


def test_what_was_cut_goes_on_where_it_was(
    server: ModelServer, downloader: Downloader, part: Path, slept: list[float]
) -> None:
    server.fail(Fault(cut_after=100_000), Fault(cut_after=50_000))
    downloader.fetch(server.url + FILE, part, ignore, size=len(BYTES), sealed=True)
    assert part.read_bytes() == BYTES
    assert server.ranges() == ["", "bytes=100000-", "bytes=150000-"]
    assert all("if-range" in asked.headers for asked in server.asked[1:])
    assert len(slept) == 2


def test_what_stalls_is_given_up_and_goes_on(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(cut_after=100_000, stalls=True))
    downloader.fetch(server.url + FILE, part, ignore, size=len(BYTES), sealed=True)
    assert part.read_bytes() == BYTES
    assert server.ranges() == ["", "bytes=100000-"]


def test_a_later_run_goes_on_with_what_an_earlier_one_left(
    server: ModelServer, downloader: Downloader, part: Path
) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done > 100_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        downloader.fetch(server.url + FILE, part, interrupt)
    left = part.stat().st_size
    assert 0 < left < len(BYTES)
    downloader.fetch(server.url + FILE, part, ignore)
    assert part.read_bytes() == BYTES
    assert server.ranges() == ["", f"bytes={left}-"]


def test_a_file_that_changed_in_between_begins_anew(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(body=os.urandom(300_000), cut_after=100_000))
    downloader.fetch(server.url + FILE, part, ignore)
    assert part.read_bytes() == BYTES
    assert server.ranges() == ["", "bytes=100000-"]


def test_without_a_tag_it_begins_anew(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(cut_after=100_000, headers={"ETag": 'W/"weak"'}))
    downloader.fetch(server.url + FILE, part, ignore)
    assert part.read_bytes() == BYTES
    assert server.ranges() == ["", ""]


def test_a_date_will_do_for_a_tag(server: ModelServer, downloader: Downloader, part: Path) -> None:
    date = "Wed, 21 Oct 2015 07:28:00 GMT"
    server.fail(Fault(cut_after=100_000, headers={"ETag": "", "Last-Modified": date}))
    downloader.fetch(server.url + FILE, part, ignore)
    assert part.read_bytes() == BYTES
    assert server.asked[1].headers["if-range"] == date


def test_a_server_without_ranges_sends_all_again(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(cut_after=100_000), Fault(knows_ranges=False))
    downloader.fetch(server.url + FILE, part, ignore, size=len(BYTES), sealed=True)
    assert part.read_bytes() == BYTES


def test_a_server_that_never_gets_further_is_given_up(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(*[Fault(cut_after=100_000, knows_ranges=False)] * 20)
    assert refused(downloader, server.url + FILE, part, size=len(BYTES)) == "download_failed"
    assert len(server.asked) == TRIES + 1
    assert part.read_bytes() == BYTES[:100_000]


def test_more_than_there_is_of_it_is_asked_for(server: ModelServer, downloader: Downloader, part: Path) -> None:
    part.write_bytes(BYTES + b"more")
    part.with_name("model.bin.part.tag").write_text('"old"')
    server.fail(Fault(status=416))
    downloader.fetch(server.url + FILE, part, ignore, sealed=True)
    assert part.read_bytes() == BYTES
    assert server.ranges()[1] == ""


def test_all_of_it_is_there_already(server: ModelServer, downloader: Downloader, part: Path) -> None:
    part.write_bytes(BYTES)
    downloader.fetch(server.url + FILE, part, ignore, size=len(BYTES), sealed=True)
    assert server.asked == []
    part.with_name("model.bin.part.tag").write_text('"x"')
    server.fail(Fault(status=416, headers={"Content-Range": f"bytes */{len(BYTES)}"}))
    downloader.fetch(server.url + FILE, part, ignore)  # the size is not known: the server tells
    assert part.read_bytes() == BYTES


def test_a_part_from_elsewhere_begins_anew(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(cut_after=100_000), Fault(status=206, headers={"Content-Range": "bytes 5-9/300000"}))
    downloader.fetch(server.url + FILE, part, ignore, size=len(BYTES), sealed=True)
    assert part.read_bytes() == BYTES
    assert server.ranges()[2] == ""


@pytest.mark.parametrize("claimed", [len(BYTES) - 1, len(BYTES) + 1])
def test_a_server_that_lies_about_the_length_is_not_believed(
    server: ModelServer, downloader: Downloader, part: Path, claimed: int
) -> None:
    server.fail(*[Fault(claims=claimed)] * 20)
    assert refused(downloader, server.url + FILE, part, size=len(BYTES)) == "download_wrong"


def test_a_length_that_nothing_fills_is_given_up(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(*[Fault(claims=len(BYTES) + 1)] * 20)
    assert refused(downloader, server.url + FILE, part) == "download_failed"


def test_more_bytes_than_the_known_size_are_refused(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(has_length=False))
    assert refused(downloader, server.url + FILE, part, size=1000) == "download_wrong"


def test_an_answer_without_a_length_is_read_to_its_end(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(has_length=False))
    downloader.fetch(server.url + FILE, part, ignore)
    assert part.read_bytes() == BYTES


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (401, "download_forbidden"),
        (403, "download_forbidden"),
        (404, "download_not_found"),
        (410, "download_not_found"),
        (418, "download_failed"),
    ],
)
def test_a_no_is_not_asked_again(
    server: ModelServer, downloader: Downloader, part: Path, status: int, code: str
) -> None:
    server.fail(Fault(status=status))
    assert refused(downloader, server.url + FILE, part) == code
    assert len(server.asked) == 1


def test_a_busy_server_is_asked_again_when_it_says(
    server: ModelServer, downloader: Downloader, part: Path, slept: list[float]
) -> None:
    server.fail(Fault(status=503, headers={"Retry-After": "7"}), Fault(status=429))
    downloader.fetch(server.url + FILE, part, ignore)
    assert part.read_bytes() == BYTES
    assert slept[0] >= 7 > slept[1]


def test_a_server_that_stays_busy_is_given_up(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(*[Fault(status=503)] * 20)
    assert refused(downloader, server.url + FILE, part) == "download_failed"
    assert len(server.asked) == TRIES


def test_nobody_there(downloader: Downloader, part: Path) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        assert refused(downloader, f"http://127.0.0.1:{held.getsockname()[1]}/x", part) == "download_failed"


@pytest.mark.parametrize("url", ["nonsense", "http://[", "ftp://models.example/x"])
def test_what_is_no_address(downloader: Downloader, part: Path, url: str) -> None:
    assert refused(downloader, url, part) == "download_failed"


def test_a_redirection_is_followed(server: ModelServer, downloader: Downloader, part: Path) -> None:
    server.fail(Fault(status=302, headers={"Location": FILE}))
    downloader.fetch(server.url + "/elsewhere", part, ignore)
    assert part.read_bytes() == BYTES


def from_afar(part: Path, *, sealed: bool) -> None:
    with Downloader(timeout_s=0.3, sleep=lambda _: None) as downloader:
        downloader.fetch("http://models.example/x", part, ignore, sealed=sealed)


def test_the_proxy_of_the_environment_is_used(server: ModelServer, part: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    server.files["http://models.example/x"] = BYTES
    from_afar(part, sealed=True)
    assert part.read_bytes() == BYTES
    assert server.asked[0].headers["host"] == "models.example"


def test_what_nobody_can_check_comes_over_https_only(
    server: ModelServer, part: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url)
    server.files["http://models.example/x"] = BYTES
    with pytest.raises(MissingPart) as caught:
        from_afar(part, sealed=False)
    assert caught.value.code == "download_insecure"
    assert not part.exists()


def test_a_proxy_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "gopher://proxy.example")
    with pytest.raises(MissingPart) as caught:
        Downloader()
    assert caught.value.code == "proxy_unusable"
