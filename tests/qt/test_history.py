"""What was said before comes back at sign-in, and can be forgotten."""

from kiosk_app.core import events
from kiosk_app.core.wire import Call
from tests.qt.conftest import Till
from tests.qt.screenshots import SAID


def test_todays_conversation_comes_back_and_can_be_forgotten(till: Till) -> None:
    history = till.window.history
    assert history.forget.isHidden()
    till.say(events.Result("memory.list", SAID))
    names = [entry.accessibleName() for entry in history.entries]
    assert [name.partition(": ")[2] for name in names] == [said["answer"] or said["words"] for said in reversed(SAID)]
    history.forget.click()
    assert till.commands == [Call("memory.forget")]
    till.say(events.Result("memory.forget", []))
    assert (history.entries, history.forget.isHidden()) == ([], True)


def test_what_was_left_open_is_shown_until_somebody_speaks(till: Till) -> None:
    window = till.window
    till.say(events.LeftOpen("You left an order open, 09:12 today (lines: 3)."))
    assert window.stage.currentWidget() is window.message
    assert window.message.sentence.text() == "You left an order open, 09:12 today (lines: 3)."
    till.say(events.Listening())
    assert window.stage.currentWidget() is window.idle
