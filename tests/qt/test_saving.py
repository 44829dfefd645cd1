"""Saving the figures of an answer: the proposed name, both formats, and a sentence on how it went."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from kiosk_app.core import events
from kiosk_app.core.types import Row
from tests.qt.conftest import Till
from tests.qt.screenshots import FIGURES
from tests.qt.scripted import heard

NAME = "units-product-2026-11-16-2026-11-21"


@pytest.fixture
def asked(till: Till) -> Till:
    """A till that shows figures."""
    till.say(heard("top 5 products this week"), FIGURES, events.Ended("answered"))
    return till


def dialog(till: Till) -> QFileDialog:
    """The dialog, once the button has been touched."""
    QTest.mouseClick(till.window.message.saving, Qt.MouseButton.LeftButton)
    opened = till.window.findChild(QFileDialog)
    assert isinstance(opened, QFileDialog)
    return opened


def name_field(opened: QFileDialog) -> QLineEdit:
    field = opened.findChild(QLineEdit)
    assert isinstance(field, QLineEdit)
    return field


def save_as(opened: QFileDialog, name: object) -> None:
    name_field(opened).setText(str(name))
    opened.accept()


def test_figures_are_saved_for_a_spreadsheet(asked: Till, tmp_path: Path) -> None:
    opened = dialog(asked)
    assert name_field(opened).text() == f"{NAME}.csv"
    save_as(opened, tmp_path / "week")
    assert (tmp_path / "week.csv").read_text(encoding="utf-8-sig").splitlines()[:2] == [
        "Product,Units sold,First day,Last day",
        "Cappuccino,214,2026-11-16,2026-11-21",
    ]
    note = asked.window.message.note
    assert note.text() == f"Saved: week.csv in {tmp_path}"
    assert note.property("tone") == "good"


def test_figures_are_saved_for_programs(asked: Till, tmp_path: Path) -> None:
    opened = dialog(asked)
    formats = opened.findChild(QComboBox, "fileTypeCombo")
    assert isinstance(formats, QComboBox)
    QTest.keyClick(formats, Qt.Key.Key_Down)
    assert name_field(opened).text() == f"{NAME}.json"
    save_as(opened, tmp_path / "week")
    assert json.loads((tmp_path / "week.json").read_text(encoding="utf-8"))["rows"][0] == ["Cappuccino", "214"]


def test_what_cannot_be_written_is_said(asked: Till, tmp_path: Path) -> None:
    opened = dialog(asked)
    asked.window.message.saving._save(FIGURES.table, tmp_path / "gone" / "week.csv")  # type: ignore[arg-type]
    opened.reject()
    note = asked.window.message.note
    assert note.text() == f"Not saved: week.csv cannot be written in {tmp_path / 'gone'}. Choose another place."
    assert note.property("tone") == "bad"
    assert list(tmp_path.iterdir()) == []


def test_only_figures_are_offered(asked: Till) -> None:
    assert asked.window.message.saving.isVisible()
    asked.say(heard("show me the milks"), events.Answered("I found 1.", (Row("Oat milk", "", "2.15 €"),)))
    assert asked.window.message.saving.isHidden()
    assert asked.window.message.note.isHidden()


def test_who_locks_the_till_saves_nothing(asked: Till, qtbot: QtBot) -> None:
    dialog(asked)
    asked.say(events.Locked(("maria",)))
    assert asked.window.message.saving._dialog is None
    qtbot.waitUntil(lambda: asked.window.findChild(QFileDialog) is None)
