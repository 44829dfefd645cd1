"""The manager's pages: what the till has learnt, and its microphones."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from kiosk_app.core import events
from kiosk_app.core.wire import Call
from tests.qt.conftest import Till
from tests.qt.screenshots import LEARNT, MICROPHONES
from tests.qt.scripted import heard, state

LEFT = Qt.MouseButton.LeftButton
LISTED = events.Result("aliases.list", LEARNT)


def test_a_manager_opens_it_forgets_words_and_goes_back(till: Till) -> None:
    window, page = till.window, till.window.managing.learnt
    window.history.learnt.trigger()
    assert till.commands == [Call("aliases.list")]
    till.say(LISTED)
    assert window.stage.currentWidget() is page
    assert list(page.forget) == ["coke", "flat white", "milk", "the small beer"]
    QTest.mouseClick(page.forget["coke"], LEFT)
    QTest.mouseClick(page.forget["coke"], LEFT)
    assert till.commands[1:] == [Call("aliases.forget", {"words": "coke"})]
    till.say(events.Result("aliases.forget", LEARNT[2:]))
    assert list(page.forget) == ["flat white", "milk", "the small beer"]
    till.say(events.Result("aliases.forget", []))
    assert page.how.text() == "Nothing learnt yet. What people pick for their words appears here."
    QTest.mouseClick(page.back, LEFT)
    assert window.stage.currentWidget() is window.idle


def test_a_cashier_is_not_offered_it(till: Till) -> None:
    assert till.window.history.manage.isVisible()
    till.say(replace(state(), can_manage=False), events.Ready())
    assert till.window.history.manage.isHidden()


def test_whoever_speaks_or_locks_meanwhile_is_not_disturbed(till: Till) -> None:
    window = till.window
    till.say(heard("how much is the milk"), LISTED)
    assert window.stage.currentWidget() is window.idle
    till.say(events.Ended("cancelled"), LISTED)
    assert window.stage.currentWidget() is window.managing.learnt
    till.say(events.Listening())
    assert window.stage.currentWidget() is window.idle
    till.say(events.Locked(("maria",)), LISTED)
    assert window.stage.currentWidget() is window.lock


def test_a_manager_chooses_a_microphone_tries_it_and_hears_it(till: Till) -> None:
    window, page = till.window, till.window.managing.microphone
    window.history.microphone.trigger()
    till.say(MICROPHONES)
    assert window.stage.currentWidget() is page
    assert [page.devices[name].text()[0] for name in page.devices] == ["T", "✓", "H", "d"]
    QTest.mouseClick(page.devices["default"], LEFT)
    QTest.mouseClick(page.test, LEFT)
    assert not page.test.isEnabled()
    till.say(events.Level(0.2), replace(MICROPHONES, name="microphone.test"))
    assert page.meter.level > 0.5
    assert page.test.isEnabled()
    QTest.mouseClick(page.play, LEFT)
    QTest.mouseClick(page.back, LEFT)
    assert window.stage.currentWidget() is window.idle
    till.say(replace(MICROPHONES, name="microphone.play"))  # which comes late
    assert window.stage.currentWidget() is window.idle
    names = ("list", "choose", "test", "play")
    assert [call.name for call in till.commands if isinstance(call, Call)] == [f"microphone.{name}" for name in names]
    assert till.commands[1] == Call("microphone.choose", {"name": "default"})


def test_recordings_are_switched_on_and_show_a_sign(till: Till) -> None:
    window = till.window
    till.say(MICROPHONES)
    QTest.mouseClick(window.managing.microphone.record, LEFT)
    assert till.commands == [Call("microphone.record", {"on": "yes"})]
    till.say(replace(state(), records=True), events.Ready())
    assert window.status.captions["microphone"].text() == "Microphone · recordings kept"
    till.say(replace(MICROPHONES, value=MICROPHONES.value | {"records": True}))  # type: ignore[operator]
    assert window.managing.microphone.record.text() == "Keep no more recordings"
    QTest.mouseClick(window.managing.microphone.record, LEFT)
    assert till.commands[1:] == [Call("microphone.record", {"on": "no"})]
    till.say(state())
    assert window.status.captions["microphone"].text() == "Microphone"


def test_what_failed_is_said(till: Till) -> None:
    till.say(events.Failed("aliases_failed", "What was learnt cannot be read.", False))
    assert till.window.message.sentence.text() == "What was learnt cannot be read."
