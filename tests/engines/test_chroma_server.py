"""The index on a real Chroma server, which tills share, and what is said when it is away."""

import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from kiosk_app.core.documents.knowledge import Block, Document
from kiosk_app.core.errors import MissingPart
from kiosk_app.engines.knowledge import LocalKnowledge
from kiosk_app.engines.knowledge.vectors import ChromaVectors
from tests.fake_knowledge import FakeEmbedder

HOURS = Document("/shop/hours.md", "Hours", "en", (Block("The shop opens at nine."),))
RETURNS = Document("/shop/returns.md", "Returns", "en", (Block("Food can come back within a week."),))


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def running(folder: Path, port: int) -> Iterator[str]:
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder), "--port", str(port)]
    with subprocess.Popen(
        [*command, "--host", "127.0.0.1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as it:
        url, pause = f"http://127.0.0.1:{port}", threading.Event()
        try:
            for _ in range(600):
                try:
                    httpx.get(f"{url}/api/v2/heartbeat", trust_env=False).raise_for_status()
                    break
                except httpx.HTTPError:
                    assert it.poll() is None
                    pause.wait(0.05)
            yield url
        finally:
            it.kill()


def test_tills_share_a_server_and_do_without_it(tmp_path: Path) -> None:
    port = free_port()
    with running(tmp_path / "server", port) as url:
        one, other = (LocalKnowledge(tmp_path / name, FakeEmbedder, server=url) for name in ("one", "other"))
        one.add(HOURS)
        other.add(RETURNS)
        assert [passage.chunk.document for passage in one.ask("when does the shop open", "en")] == [HOURS.source]
        assert [passage.chunk.document for passage in other.ask("can food come back", "en")] == [RETURNS.source]
        assert not (tmp_path / "one" / "index").exists()
        one._index.open().clear()
        one.close()
        again = LocalKnowledge(tmp_path / "one", FakeEmbedder, server=url)  # what the server has lost is made again
        assert [passage.chunk.document for passage in again.ask("when does the shop open", "en")] == [HOURS.source]
        assert other.ask("can food come back", "en")
    with pytest.raises(MissingPart, match="chroma_away"):
        again.ask("when does the shop open", "en")
    assert [kept.title for kept in again.all()] == ["Hours"]
    with running(tmp_path / "new", port):  # back with nothing: it is filled again
        assert [passage.chunk.document for passage in again.ask("when does the shop open", "en")] == [HOURS.source]
    for kept in (again, other):
        kept.close()
    gone = LocalKnowledge(tmp_path / "one", FakeEmbedder, server=url)
    with pytest.raises(MissingPart, match="chroma_away"):
        gone.add(RETURNS)
    assert [kept.title for kept in gone.all()] == ["Hours"]
    gone.close()


def test_a_server_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk_app.engines.http.PASSING_S", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        with pytest.raises(MissingPart, match="chroma_away"):
            ChromaVectors.on_server(f"http://127.0.0.1:{silent.getsockname()[1]}", "fake-16", "till")
