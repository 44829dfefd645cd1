"""Signing in for good, as a person at a terminal does it, and a window that starts locked."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk_app import build, shop
from kiosk_app.core.errors import SettingsError
from kiosk_app.process import AssistantProcess
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.window import Window
from kiosk_app.settings import ModelSettings, Settings, StoreSettings, place
from tests.demo_store import Credentials, DemoStore

START_MS = 60_000
LEFT = Qt.MouseButton.LeftButton
PIN = "4711"


class Terminal:
    """A command at a terminal of its own."""

    def __init__(self, *arguments: str) -> None:
        ours, theirs = os.openpty()
        command = [sys.executable, "-m", "kiosk_app", *arguments]
        self._terminal = os.fdopen(ours, "r+b", buffering=0)
        self.process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
        os.close(theirs)
        self.shown = ""

    def wait_for(self, text: str) -> None:
        """Until this is on the screen after what was waited for before."""
        seen = len(self.shown)
        while text not in self.shown[seen:]:
            self.shown += self._terminal.read(1024).decode()

    def type(self, prompt: str, text: str) -> None:
        self.wait_for(prompt)
        self._terminal.write(f"{text}\n".encode())

    def end(self) -> int:
        """The exit code; what was shown is complete then."""
        try:
            while chunk := self._terminal.read(1024):
                self.shown += chunk.decode()
        except OSError:
            pass  # a terminal whose other end is closed
        self._terminal.close()
        return self.process.wait(timeout=60)


@pytest.fixture
def settings(store: DemoStore) -> Settings:
    """On disk too, for the commands."""
    file = place("config") / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'[store]\nurl = "{store.url}"\n[models]\nrecogniser = "none"\n')
    return Settings(store=StoreSettings(url=store.url), models=ModelSettings(recogniser="none"))


def sign_in(person: Credentials, pin: str = PIN) -> Terminal:
    terminal = Terminal("store", "sign-in")
    terminal.type("User name:", person.username)
    terminal.type("Password:", person.password)
    if pin:
        terminal.type("none):", pin)
        terminal.type("again:", pin)
    else:
        terminal.type("none):", "")
    return terminal


@pytest.mark.usefixtures("settings")
def test_a_person_signs_in_and_out(store: DemoStore) -> None:
    terminal = sign_in(store.manager)
    assert terminal.end() == 0
    assert "sealed by the PIN" in terminal.shown
    assert store.manager.password not in terminal.shown
    assert PIN not in terminal.shown
    file = place("data") / "people.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    for written in Path(os.environ["KIOSK_APP_HOME"]).rglob("*"):
        if written.is_file():
            assert store.manager.password.encode() not in written.read_bytes()
    out = Terminal("store", "sign-out")
    assert out.end() == 0
    assert f"{store.manager.username} is forgotten" in out.shown
    again = Terminal("store", "sign-out")
    assert again.end() == 2
    assert "[nobody_signed_in]" in again.shown


@pytest.mark.usefixtures("settings")
def test_a_wrong_password_is_not_kept(store: DemoStore) -> None:
    terminal = Terminal("store", "sign-in")
    terminal.type("User name:", store.manager.username)
    terminal.type("Password:", "wrong")
    assert terminal.end() == 5
    assert "[sign_in_wrong]" in terminal.shown
    assert not (place("data") / "people.json").exists()


def test_without_a_terminal_nothing_is_asked(settings: Settings) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "kiosk_app", "store", "sign-in"],
        input="x\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 2
    assert "[terminal_needed]" in run.stderr
    with pytest.raises(SettingsError) as caught:
        shop.own_store(settings, pin_at_window=True)
    assert caught.value.code == "sign_in_first"


def test_who_connected_the_store_need_not_be_who_works_at_the_till(
    settings: Settings, store: DemoStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(shop.PASSWORD_VARIABLE, raising=False)
    connected = replace(settings, store=replace(settings.store, username=store.manager.username))
    with pytest.raises(SettingsError) as caught:
        shop.own_store(connected)
    assert caught.value.code == "password_missing"
    shop.accounts(settings).keep(store.cashier.username, store.cashier.password, PIN)
    assert shop.own_store(connected, pin_at_window=True).username == store.cashier.username
    monkeypatch.setenv(shop.PASSWORD_VARIABLE, store.manager.password)
    assert shop.own_store(connected, pin_at_window=True).username == store.manager.username


@contextmanager
def counter(qtbot: QtBot, settings: Settings) -> Iterator[Window]:
    """The window on the store that somebody signed in to."""
    access = shop.own_store(settings, pin_at_window=True)
    bridge = Bridge(lambda: AssistantProcess(partial(build.serve_window, settings, None, access)), pauses=(0.1,))
    window = Window(bridge, language="en", push_to_talk_key="F9")
    qtbot.addWidget(window)
    window.show()
    bridge.open()
    yield window
    bridge.close()


def test_a_window_starts_locked_and_changes_hands_by_pin(qtbot: QtBot, settings: Settings, store: DemoStore) -> None:
    accounts = shop.accounts(settings)
    accounts.keep(store.manager.username, store.manager.password, PIN)
    accounts.keep(store.cashier.username, store.cashier.password, "0815")
    with counter(qtbot, settings) as window:
        qtbot.waitUntil(lambda: window.stage.currentWidget() is window.lock, timeout=START_MS)
        assert list(window.lock.names) == [store.cashier.username, store.manager.username]

        def enter(name: str, pin: str) -> None:
            QTest.mouseClick(window.lock.names[name], LEFT)
            QTest.keyClicks(window, pin)
            QTest.mouseClick(window.lock.enter, LEFT)

        enter(store.manager.username, "0815")
        qtbot.waitUntil(lambda: "not the PIN" in window.lock.sentence.text(), timeout=START_MS)
        for name, pin in ((store.manager.username, PIN), (store.cashier.username, "0815")):
            enter(name, pin)
            qtbot.waitUntil(window.field.isEnabled, timeout=START_MS)
            assert window.status.values["user"].text() == name
            QTest.mouseClick(window.strip.lock, LEFT)
            qtbot.waitUntil(lambda: window.stage.currentWidget() is window.lock, timeout=START_MS)
