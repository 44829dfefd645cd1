"""The lock screen: nothing but a name and a PIN, no key that hands it in, and nothing left over for the next person."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk_app.core import events
from kiosk_app.core.wire import Lock, Unlock
from tests.qt.conftest import Till
from tests.qt.scripted import confirm, heard, price_plan, state

LEFT = Qt.MouseButton.LeftButton
PEOPLE = ("ana", "ben")


def touch(till: Till, *keys: str) -> None:
    for key in keys:
        QTest.mouseClick(till.window.lock.keys[key], LEFT)


@pytest.fixture
def locked(till: Till) -> Till:
    till.say(events.Locked(PEOPLE, "ana"))
    return till


def test_a_till_that_can_be_locked_has_a_button_for_it(till: Till) -> None:
    assert not till.window.strip.lock.isVisible()
    till.say(replace(state(), can_lock=True))
    QTest.mouseClick(till.window.strip.lock, LEFT)
    assert till.commands == [Lock()]
    till.say(heard("coca cola"))
    assert not till.window.strip.lock.isVisible()


def test_locked_it_shows_nothing_else(locked: Till) -> None:
    window = locked.window
    assert window.stage.currentWidget() is window.lock
    assert not any(widget.isVisible() for widget in (window.strip, window.talk, window.field, window.history))
    QTest.keyClick(window, Qt.Key.Key_F9)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert locked.commands == []


def test_a_name_and_a_pin_are_handed_in_by_a_touch_alone(locked: Till) -> None:
    lock = locked.window.lock
    QTest.mouseClick(lock.names["ben"], LEFT)
    touch(locked, "1", "2", "3")
    assert not lock.enter.isEnabled()
    touch(locked, "9", "⌫", "4")
    assert lock.dots.text() == "● ● ● ●"
    QTest.keyClick(locked.window, Qt.Key.Key_Return)
    assert locked.commands == []
    QTest.mouseClick(lock.enter, LEFT)
    assert locked.commands == [Unlock("ben", "1234")]
    assert lock.dots.text() == "PIN"
    assert not lock.enter.isEnabled()


def test_a_keyboard_types_digits_and_no_more_than_eight(locked: Till) -> None:
    QTest.keyClicks(locked.window, "12x34 567890123")
    assert locked.window.lock.dots.text().count("●") == 8
    QTest.mouseClick(locked.window.lock.enter, LEFT)
    assert locked.commands == [Unlock("ana", "12345678")]


def test_after_a_wrong_pin_one_waits_but_somebody_else_does_not(locked: Till) -> None:
    lock = locked.window.lock
    locked.say(events.Locked(PEOPLE, "ana", "That is not the PIN.", 0))
    assert lock.sentence.text() == "That is not the PIN."
    touch(locked, "1")
    assert lock.sentence.text() == ""
    locked.say(events.Locked(PEOPLE, "ana", "Wait.", 30))
    assert lock.countdown.isVisible()
    assert lock.countdown.seconds == 30
    touch(locked, "1", "1")
    QTest.keyClicks(locked.window, "2222")
    assert lock.dots.text() == "PIN"
    QTest.mouseClick(lock.names["ben"], LEFT)
    assert lock.countdown.isHidden()
    touch(locked, "1")
    assert lock.dots.text() == "●"
    locked.say(events.Locked(PEOPLE, "ana", "Wait.", 30))
    lock.countdown.expired.emit()
    touch(locked, "1")
    assert lock.dots.text() == "●"


def test_another_person_finds_nothing_of_the_one_before(till: Till) -> None:
    window = till.window
    till.say(heard("coca cola 33 is 1.20"), events.Ended("cancelled"))
    till.say(events.Locked(PEOPLE, "ana"))
    till.say(state(), events.Ready())
    assert window.stage.currentWidget() is window.idle
    assert window.strip.isVisible()
    assert len(window.history.entries) == 1
    till.say(events.Locked(PEOPLE, "ana"))
    till.say(replace(state(), user="ben"), events.Ready())
    assert window.history.entries == []
    assert window.strip.text.text() == ""


def test_locking_closes_what_was_open(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    till.say(events.Locked(PEOPLE, "ana"))
    assert not till.window.confirm.is_open
    assert till.window.stage.currentWidget() is till.window.lock


def test_a_lost_assistant_does_not_open_the_till(locked: Till) -> None:
    locked.lose()
    locked.qtbot.waitUntil(lambda: len(locked.links) == 2)
    assert not locked.window.history.isVisible()
    assert not locked.window.field.isEnabled()
    locked.say(state(), events.Locked(PEOPLE, "ana"))
    assert locked.window.stage.currentWidget() is locked.window.lock


def test_nobody_to_touch_is_no_crash(till: Till) -> None:
    till.say(events.Locked(()))
    QTest.keyClicks(till.window, "1234")
    assert not till.window.lock.enter.isEnabled()


def test_plain_http_is_shown_in_red(till: Till) -> None:
    status = till.window.status
    assert status.captions["store"].text() == "Store"
    till.say(replace(state(), store="http://192.168.1.5:8000", plain_http=True))
    assert status.captions["store"].text() == "Store · not encrypted"
    assert status.values["store"].property("tone") == status.captions["store"].property("tone") == "bad"
    till.say(state())
    assert status.captions["store"].property("tone") != "bad"
