"""The volume on the window: shown, changed by touch, told to the assistant at once, and remembered."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk_app.core import events
from kiosk_app.core.types import Language
from kiosk_app.core.wire import SetVolume
from kiosk_app.qt.texts import TEXTS
from kiosk_app.qt.theme import TOUCH
from kiosk_app.qt.volume import VolumeButton
from tests.qt.conftest import Till
from tests.qt.scripted import confirm, price_plan, state

LEFT = Qt.MouseButton.LeftButton


def test_it_is_changed_by_touch_and_told_at_once(till: Till) -> None:
    volume = till.window.strip.volume
    QTest.mouseClick(volume, LEFT)
    assert volume.panel.isVisible()
    for touched in (volume, volume.panel.mute, volume.panel.softer, volume.panel.louder):
        assert touched.width() >= TOUCH
        assert touched.height() >= TOUCH
    QTest.mouseClick(volume.panel.louder, LEFT)  # it is as loud as it can be
    QTest.mouseClick(volume.panel.softer, LEFT)
    QTest.mouseClick(volume.panel.mute, LEFT)
    assert (volume.panel.value.text(), volume.panel.mute.text()) == ("Off", "Sound on")
    QTest.mouseClick(volume.panel.mute, LEFT)
    QTest.mouseClick(volume.panel.mute, LEFT)
    QTest.mouseClick(volume.panel.softer, LEFT)  # who turns it up or down wants to hear it
    assert (volume.panel.value.text(), volume.panel.mute.text()) == ("80 %", "Mute")
    assert volume.accessibleName() == "Volume: 80 %"
    assert till.commands == [SetVolume(percent) for percent in (100, 90, 0, 90, 0, 80)]
    assert not volume.grab().isNull()


def test_softer_never_becomes_silent(till: Till) -> None:
    for _ in range(20):
        till.window.strip.volume.panel.softer.click()
    assert till.commands[-1] == SetVolume(10)


def test_a_new_assistant_is_told(till: Till) -> None:
    till.window.strip.volume.panel.softer.click()
    till.qtbot.waitUntil(lambda: till.commands == [SetVolume(90)])
    with till.qtbot.waitSignal(till.bridge.lost):
        till.link.die()
    till.qtbot.waitUntil(lambda: len(till.links) == 2)
    till.say(state(), events.Ready())
    assert till.commands == [SetVolume(90)]


def test_a_second_touch_closes_the_panel(till: Till) -> None:
    volume = till.window.strip.volume
    for is_open in (True, False, True):
        QTest.mouseClick(volume, LEFT)
        assert volume.panel.isVisible() == is_open
        assert till.window.rect().contains(volume.panel.geometry())


def test_it_makes_room_for_the_meter(till: Till) -> None:
    volume = till.window.strip.volume
    QTest.mouseClick(volume, LEFT)
    till.say(events.Listening())
    assert volume.isHidden()
    assert not volume.panel.isVisible()
    till.say(events.Ended("cancelled"))
    assert volume.isVisible()


def test_nothing_covers_a_question(till: Till) -> None:
    volume = till.window.strip.volume
    QTest.mouseClick(volume, LEFT)
    till.say(price_plan(), confirm())
    assert volume.isHidden()
    assert not volume.panel.isVisible()


def test_a_locked_till_has_none(till: Till) -> None:
    volume = till.window.strip.volume
    QTest.mouseClick(volume, LEFT)
    till.say(events.Locked(("ana",)))
    assert not volume.isVisible()
    assert not volume.panel.isVisible()


@pytest.mark.parametrize("language", TEXTS)
def test_no_label_is_cut(qtbot: QtBot, language: Language) -> None:
    button = VolumeButton(TEXTS[language])
    qtbot.addWidget(button)
    for panel in (button.panel.mute, button.panel.softer, button.panel.louder):
        assert panel.fontMetrics().horizontalAdvance(panel.text()) <= panel.sizeHint().width()


def remembering(file: Path, percent: int = 70, *, muted: bool = False) -> VolumeButton:
    button = VolumeButton(TEXTS["en"])
    button.remember(file, percent, muted=muted)
    return button


@pytest.mark.usefixtures("qapp")
def test_it_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    first = remembering(file)
    assert (first.heard, first.usual) == (70, 70)
    first.panel.softer.click()
    assert remembering(file).heard == 60
    first.panel.mute.click()
    again = remembering(file)
    assert (again.percent, again.heard, again.usual) == (60, 0, 70)
    assert remembering(tmp_path / "other.ini", muted=True).heard == 0


@pytest.mark.usefixtures("qapp")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=30), st.sampled_from((b"volume=", b"muted=", b"")))
def test_a_file_that_says_nothing_useful_is_no_obstacle(tmp_path: Path, content: bytes, key: bytes) -> None:
    file = tmp_path / "window.ini"
    file.write_bytes(b"[General]\n" + key + content)
    assert 0 <= remembering(file).heard <= 100
