"""The confirmation: only a deliberate finger gives a Yes, once, to what was shown whole."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from kiosk_app.core import events
from kiosk_app.core.types import Row
from kiosk_app.core.wire import Answer, Submit
from tests.qt.conftest import Till
from tests.qt.scripted import confirm, heard, order_plan, price_plan

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def asked(till: Till) -> Till:
    """A window that asks whether to change a price, and would take a Yes."""
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    till.qtbot.waitUntil(till.window.confirm.yes.isEnabled)
    return till


def _type(till: Till, keys: str) -> None:
    QTest.keyClicks(QApplication.focusWidget() or till.window, keys)


def _strike(till: Till, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or till.window, key)


def test_it_shows_what_for_whom_and_where(asked: Till) -> None:
    texts = {label.text() for label in asked.window.confirm.findChildren(QLabel)}
    assert {"New price", "Change the price?", "Coca-Cola 33 cl can", "1.10 €", "→", "1.20 €"} <= texts
    assert "At 127.0.0.1:8350, as manager, till counter-1" in texts
    assert asked.window.confirm.countdown.seconds in range(50, 61)


def test_a_touch_on_yes_answers_that_question_once(asked: Till) -> None:
    yes = asked.window.confirm.yes
    QTest.mouseClick(yes, LEFT)
    QTest.mouseClick(yes, LEFT)
    QTest.mouseClick(asked.window.confirm.no, LEFT)
    assert asked.commands == [Answer("q-1", "yes")]


def test_a_touch_on_no(asked: Till) -> None:
    QTest.mouseClick(asked.window.confirm.no, LEFT)
    QTest.mouseClick(asked.window.confirm.yes, LEFT)
    assert asked.commands == [Answer("q-1", "no")]


@pytest.mark.parametrize("in_field", [False, True])
def test_a_scan_that_ends_with_enter_leaves_it_open(till: Till, in_field: bool) -> None:
    till.window.field.setFocus() if in_field else till.window.field.clearFocus()
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    till.qtbot.waitUntil(till.window.confirm.yes.isEnabled)
    for ending in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        _type(till, "5449000000996")
        _strike(till, ending)
    assert till.commands == []
    assert till.window.stage.currentWidget() is till.window.confirm
    assert till.window.confirm.is_open


def test_no_key_of_any_keyboard_is_a_yes(asked: Till) -> None:
    for key in Qt.Key:
        if key in (Qt.Key.Key_Escape, Qt.Key.Key_F9):
            continue
        for kind in (QKeyEvent.Type.KeyPress, QKeyEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, chr(key) if key < 128 else "")
            QApplication.sendEvent(QApplication.focusWidget() or asked.window, event)
    assert asked.commands == []
    assert asked.window.confirm.is_open


def test_no_button_takes_the_keyboard(asked: Till) -> None:
    for pressed in asked.window.findChildren(QAbstractButton):
        assert pressed.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not asked.window.field.hasFocus()


def test_escape_is_no(asked: Till) -> None:
    _strike(asked, Qt.Key.Key_Escape)
    assert asked.commands == [Answer("q-1", "no")]


def test_yes_waits_a_moment_so_that_a_double_tap_before_it_cannot_give_it(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    QTest.mouseClick(till.window.confirm.yes, LEFT)
    assert till.commands == []
    till.qtbot.waitUntil(till.window.confirm.yes.isEnabled)


def test_a_plan_that_was_not_shown_gets_no_yes(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm(plan="another plan"))
    confirm_page = till.window.confirm
    till.qtbot.waitUntil(lambda: not confirm_page._settling.isActive())
    assert not confirm_page.yes.isEnabled()
    QTest.mouseClick(confirm_page.no, LEFT)
    assert till.commands == [Answer("q-1", "no")]


def test_a_question_about_no_plan_can_be_answered(till: Till) -> None:
    till.say(heard("milk"), confirm("q-9", "", "Do you mean this?"))
    till.qtbot.waitUntil(till.window.confirm.yes.isEnabled)
    QTest.mouseClick(till.window.confirm.yes, LEFT)
    assert till.commands == [Answer("q-9", "yes")]


def test_a_long_order_must_be_seen_whole_before_a_yes(till: Till) -> None:
    rows = tuple(Row(f"1 × Sandwich number {number}", "", "4.20 €") for number in range(30))
    till.say(heard("thirty sandwiches"), replace(order_plan(), rows=rows), confirm("q-3", "plan-2"))
    page = till.window.confirm
    till.qtbot.waitUntil(lambda: page.more.isVisible() and not page._settling.isActive())
    assert not page.yes.isEnabled()
    while page.more.isVisible():
        QTest.mouseClick(page.more, LEFT)
        till.qtbot.wait(0)
    assert page.yes.isEnabled()


def test_time_that_is_up_is_said_and_takes_no_yes(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm(seconds=0))
    page = till.window.confirm
    till.qtbot.waitUntil(lambda: not page.is_open)
    assert "Time is up. Nothing was changed." in {label.text() for label in page.findChildren(QLabel)}
    QTest.mouseClick(page.yes, LEFT)
    assert till.commands == []


def test_settled_by_voice_closes_the_sheet(asked: Till) -> None:
    asked.say(events.Listening(), heard("yes"))
    assert asked.window.stage.currentWidget() is asked.window.confirm
    asked.say(events.Settled("another question", "yes"))
    assert asked.window.stage.currentWidget() is asked.window.confirm
    asked.say(events.Settled("q-1", "yes"))
    assert asked.window.stage.currentWidget() is asked.window.message
    assert not asked.window.confirm.is_open
    assert asked.commands == []


def test_a_new_question_replaces_the_old_one(asked: Till) -> None:
    asked.say(replace(price_plan(new="1.30 €"), plan=replace(price_plan().plan, id="plan-9")), confirm("q-5", "plan-9"))
    page = asked.window.confirm
    assert not page.yes.isEnabled()
    asked.qtbot.waitUntil(page.yes.isEnabled)
    QTest.mouseClick(page.yes, LEFT)
    assert asked.commands == [Answer("q-5", "yes")]


def test_typing_works_while_it_asks_and_the_field_gets_the_keyboard_back(till: Till) -> None:
    field = till.window.field
    field.setFocus()
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    QTest.mouseClick(field, LEFT)
    QTest.keyClicks(field, "no, 1.30")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert till.commands == [Submit("no, 1.30")]
    field.clearFocus()
    till.say(events.Settled("q-1", "no"))
    assert field.hasFocus()
