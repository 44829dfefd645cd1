"""The real window, its assistant in a process of its own, and the real store."""

import os
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk_app import build
from kiosk_app.core.events import Ready, State
from kiosk_app.engines.store import DrfStore
from kiosk_app.process import AssistantProcess
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.window import Window
from kiosk_app.settings import LiveSettings, load_settings
from kiosk_app.settings_file import save_model
from tests.qt.scripted import seen
from tests.till import Till

START_MS = 60_000
LEFT = Qt.MouseButton.LeftButton


class Counter:
    """The window on the counter."""

    def __init__(self, till: Till) -> None:
        self.links: list[AssistantProcess] = []
        self.bridge = Bridge(partial(self._start, till), pauses=(0.1,))
        self.window = Window(self.bridge, language="en", push_to_talk_key="F9")

    def _start(self, till: Till) -> AssistantProcess:
        self.links.append(AssistantProcess(partial(build.serve_window, till.settings, None, till.access)))
        return self.links[-1]

    def type(self, text: str) -> None:
        QTest.keyClicks(self.window.field, text)
        QTest.keyClick(self.window.field, Qt.Key.Key_Return)


@pytest.fixture
def counter(qtbot: QtBot, typing_till: Till) -> Iterator[Counter]:
    made = Counter(typing_till)
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.window.show()
    made.bridge.open()
    qtbot.waitUntil(made.window.field.isEnabled, timeout=START_MS)
    yield made
    made.bridge.close()


def price(till: Till) -> str:
    store = DrfStore.sign_in(till.access.url, till.access.username, till.access.password, "other", "en")
    (product,) = [product for product in store.products() if product.name == "Coca-Cola 33 cl can"]
    store.close()
    return str(product.price.amount)


def test_a_price_is_typed_shown_and_changed_by_a_touch(qtbot: QtBot, counter: Counter, typing_till: Till) -> None:
    window = counter.window
    counter.type("coca cola 33 is 1.20 now")
    qtbot.waitUntil(lambda: window.confirm.is_open and window.confirm.yes.isEnabled(), timeout=START_MS)
    QTest.keyClick(window, Qt.Key.Key_Return)  # a scanner's Enter
    assert window.confirm.is_open
    assert price(typing_till) == "1.10"
    QTest.mouseClick(window.confirm.yes, LEFT)
    qtbot.waitUntil(lambda: len(window.history.entries) == 1, timeout=START_MS)
    assert "1.20 €" in window.history.entries[0].accessibleName()
    assert price(typing_till) == "1.20"


def test_a_window_that_closes_means_no(qtbot: QtBot, counter: Counter, typing_till: Till) -> None:
    counter.type("coca cola 33 is 1.20 now")
    qtbot.waitUntil(lambda: counter.window.confirm.is_open, timeout=START_MS)
    counter.bridge.close()
    assert price(typing_till) == "1.10"


def test_an_assistant_that_dies_is_started_again(qtbot: QtBot, counter: Counter, typing_till: Till) -> None:
    counter.type("coca cola 33 is 1.20 now")
    qtbot.waitUntil(lambda: counter.window.confirm.is_open, timeout=START_MS)
    pid = counter.links[0].pid
    assert pid
    with qtbot.waitSignal(counter.bridge.lost, timeout=START_MS):
        os.kill(pid, signal.SIGKILL)
    assert not counter.window.confirm.is_open
    qtbot.waitUntil(counter.window.field.isEnabled, timeout=START_MS)
    counter.type("coca cola 33 is 1.20 now")
    qtbot.waitUntil(lambda: counter.window.confirm.is_open and counter.window.confirm.yes.isEnabled(), timeout=START_MS)
    QTest.mouseClick(counter.window.confirm.yes, LEFT)
    qtbot.waitUntil(lambda: price(typing_till) == "1.20", timeout=START_MS)


def test_a_new_model_that_ends_its_assistant_brings_the_former_one_back(
    qtbot: QtBot, typing_till: Till, tmp_path: Path
) -> None:
    file, models = tmp_path / "settings.toml", tmp_path / "models"
    save_model(file, "recogniser", typing_till.settings.models.recogniser)
    live = LiveSettings(typing_till.settings, file, partial(save_model, file))
    (models / "intent" / "bad").mkdir(parents=True)
    (models / "intent" / "bad" / "bad.gguf").write_bytes(b"GGUF")

    def start() -> AssistantProcess:
        settings = live.to_start()
        serve = partial(build.serve_window, settings, models, typing_till.access, given_up=live.given_up)
        return AssistantProcess(serve)

    bridge = Bridge(start, pauses=(0.1,))
    said = seen(bridge)
    bridge.open()
    qtbot.waitUntil(lambda: said.count(Ready()) == 1, timeout=START_MS)
    save_model(file, "intent", "bad")
    assert live.changed()
    bridge.restart()
    qtbot.waitUntil(lambda: said.count(Ready()) == 2, timeout=START_MS)
    bridge.close()
    first, *_, last = (event for event in said if isinstance(event, State))
    assert last.intent_model == first.intent_model
    assert "“bad” ended the program that used it, so “kiosk-intent” is used again." in last.problems[0]
    assert load_settings(file).models.intent == "kiosk-intent"
