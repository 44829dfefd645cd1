"""What holds for every test: nothing left behind, no network beyond loopback, no person's own files."""

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

from tests.databases import CannotStartError, PostgresServer, running_postgres

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never a person's own

LONG = os.environ.get("KIOSK_TEST_LONG") == "1"

hypothesis_settings.register_profile("short", max_examples=60, deadline=None)
hypothesis_settings.register_profile("long", max_examples=500, deadline=None)
hypothesis_settings.load_profile("long" if LONG else "short")

_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> None:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = address[0] if isinstance(address, tuple) else str(address)
        if host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {host}")
    _connect(self, address)


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own KIOSK_APP_HOME, stays on loopback, and leaves no thread running."""
    monkeypatch.setenv("KIOSK_APP_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(socket.socket, "connect", _loopback_only)
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before and thread.is_alive()]
    for thread in left:
        thread.join(timeout=5)
    leaked = [thread.name for thread in left if thread.is_alive()]
    assert not leaked, f"threads left running: {leaked}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server of the tests' own."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running_postgres())
        except CannotStartError as error:
            if os.environ.get("CI"):
                raise
            pytest.skip(f"PostgreSQL cannot be started: {error}")
        yield server


@pytest.fixture(scope="session")
def speech_data() -> Path:
    """The folder of recorded orders."""
    folder = Path(os.environ.get("KIOSK_SPEECH_DATA", "../shared/speech"))
    if not (folder / "coffee.jsonl").exists():
        pytest.skip(f"no recorded orders in {folder}: set KIOSK_SPEECH_DATA")
    return folder
