"""The store as a process: starting, ending, starting again."""

import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.demo_store import running_demo_store
from tests.store.conftest import signed_in


def test_prices_outlast_a_restart(tmp_path: Path) -> None:
    database = tmp_path / "store.sqlite3"
    with running_demo_store(database) as store, signed_in(store, store.manager) as person:
        product = person.named("Espresso")
        path = f"/api/products/{product['id']}/"
        changed = person.write(path, {"price": "1.75"}, person.get(path).headers["ETag"], key="k")
        assert changed.status_code == 200
    with running_demo_store(database) as store, signed_in(store, store.manager) as person:
        assert person.named("Espresso") == changed.json()
        again = person.write(path, {"price": "1.75"}, '"p-0-0"', key="k")
        assert again.headers["Idempotent-Replayed"] == "true"


def start_and_end(database: Path | None, url: str = "") -> "subprocess.CompletedProcess[str]":
    """Start the store with an input that has ended already, and `url` as DATABASE_URL."""
    command = [sys.executable, "-m", "kiosk_app.demo_store"]
    return subprocess.run(
        command if database is None else [*command, "--database", str(database)],
        env=os.environ | {"DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_its_files_are_the_owners_alone_and_its_key_stays(tmp_path: Path) -> None:
    keys = []
    for _ in range(2):
        ended = start_and_end(tmp_path / "store.sqlite3")
        assert (ended.returncode, ended.stderr) == (0, "")
        assert set(json.loads(ended.stdout)) == {"url", "manager", "cashier"}
        assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.glob("store.*")} == {0o600}
        keys.append((tmp_path / "store.sqlite3.secret-key").read_text())
    assert keys[0] == keys[1]
    assert len(keys[0]) > 50


def test_it_ends_when_told_to(tmp_path: Path) -> None:
    with running_demo_store(tmp_path / "store.sqlite3") as store:
        store.process.send_signal(signal.SIGTERM)
        assert store.process.wait(timeout=20) == 0


@pytest.mark.parametrize("content", [b"this is no database, " * 99, None])
def test_a_file_that_cannot_be_used_is_said_plainly(tmp_path: Path, content: bytes | None) -> None:
    database = tmp_path / "folder" / "store.sqlite3"
    if content is not None:
        database.parent.mkdir()
        database.write_bytes(content)
    ended = start_and_end(database)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.startswith("The demo store cannot start: ")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "url", ["mysql://shop:secret@127.0.0.1/store", "postgresql://shop:secret@127.0.0.1:1/store", "secret", ""]
)
def test_an_address_that_cannot_be_used_is_said_plainly_without_the_password(url: str) -> None:
    ended = start_and_end(None, url)
    assert ended.returncode == 2
    assert "DATABASE_URL" in ended.stderr.splitlines()[-1]
    assert "secret" not in ended.stdout + ended.stderr


def test_a_file_that_is_named_goes_before_the_address(tmp_path: Path) -> None:
    with running_demo_store(tmp_path / "store.sqlite3"):
        pass
    ended = start_and_end(tmp_path / "store.sqlite3", "postgresql://shop:secret@127.0.0.1:1/store")
    assert (ended.returncode, ended.stderr) == (0, "")


def test_migrations_say_what_the_models_say(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]
    settings = {
        "DJANGO_SETTINGS_MODULE": "kiosk_app.demo_store.settings",
        "KIOSK_STORE_DATABASE": str(tmp_path / "store.sqlite3"),
    }
    ended = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (0, "No changes detected\n"), ended.stderr
