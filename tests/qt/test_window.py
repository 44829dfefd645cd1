"""The window: every event has its place, and every press becomes one command."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget

from kiosk_app.core import events
from kiosk_app.core.types import Row
from kiosk_app.core.wire import Answer, Cancel, Close, Listen, StopListening, Submit
from tests.qt.conftest import Till
from tests.qt.scripted import ask_price, choose_milk, confirm, euro, heard, price_plan, state

LEFT = Qt.MouseButton.LeftButton


def _press_key(window: QWidget, kind: QKeyEvent.Type, key: Qt.Key, *, repeated: bool = False) -> None:
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeated)
    QApplication.sendEvent(QApplication.focusWidget() or window, event)


# What the assistant says


def test_before_the_assistant_is_ready_nothing_can_be_said(qtbot) -> None:  # type: ignore[no-untyped-def]
    till = Till(qtbot)
    assert till.window.strip.phase.text() == "Starting…"
    assert not till.window.talk.isEnabled()
    assert not till.window.field.isEnabled()
    till.window.close()


def test_state_fills_the_status_bar(till: Till) -> None:
    shown = {name: text.text() for name, text in till.window.status.values.items()}
    assert shown == {
        "store": "127.0.0.1:8350",
        "user": "manager",
        "engine": "Closed vocabulary",
        "microphone": "USB condenser microphone",
        "voice": "eSpeak NG",
    }
    assert till.window.banner.isHidden()
    assert till.window.talk.isEnabled()


def test_what_is_missing_is_said_and_typing_takes_its_place(till: Till) -> None:
    till.say(replace(state(), microphone="", voice="", user="", problems=("No microphone.", "No voice.")))
    window = till.window
    assert window.status.values["microphone"].text() == "No microphone: type instead"
    assert window.status.values["voice"].text() == "Silent"
    assert window.status.values["user"].text() == "Nobody"
    assert window.banner.isVisible()
    assert window.banner.text.text() == "No microphone. · No voice."
    assert not window.talk.isEnabled()
    assert window.field.isEnabled()
    _press_key(window, QKeyEvent.Type.KeyPress, Qt.Key.Key_F9)
    assert till.commands == []


def test_without_a_recogniser_there_is_nothing_to_hold(till: Till) -> None:
    till.say(replace(state(), recogniser=""))
    assert till.window.status.values["engine"].text() == "Nothing: type instead"
    assert not till.window.talk.isEnabled()


def test_listening_shows_the_level_and_grey_words_then_the_transcript(till: Till) -> None:
    strip = till.window.strip
    till.say(events.Listening())
    assert strip.phase.text() == "Listening"
    assert strip.meter.isVisible()
    till.say(events.Level(0.2), events.Partial("coca cola"))
    assert strip.meter.level > 0.5
    assert (strip.text.text(), strip.text.property("role")) == ("coca cola", "partial")
    assert not strip.found.isVisible()
    till.say(events.Partial("coca cola thirty three", "Coca-Cola 33 cl can", "1.10 €"))
    assert strip.found.isVisible()
    assert strip.found.text() == "Coca-Cola 33 cl can · 1.10 €"
    till.say(heard("coca cola 33 is 1.20", "coca cola thirty three is one twenty"))
    assert (strip.text.text(), strip.text.property("role")) == ("“coca cola 33 is 1.20”", "transcript")
    assert not strip.found.isVisible()
    till.say(events.Understood("search_products", {"query": "milk"}, 0.9, needs_clarification=False))
    assert strip.phase.text() == "One moment…"


def test_sound_that_is_too_loud_or_lost_is_warned_of(till: Till) -> None:
    talk = till.window.talk
    talk.press()
    till.say(events.Listening(), events.Level(0.6, is_clipped=True, dropped=3))
    assert talk.text() == "Too loud: step back"
    till.say(*(events.Level(0.2, dropped=3) for _ in range(20)))
    assert talk.text() == "Too busy: say it again"
    talk.release()
    talk.press()
    till.say(events.Listening(), events.Level(0.2))
    assert talk.text() == "Listening"


def test_with_open_hands_a_tap_begins_and_a_second_one_throws_away(till: Till) -> None:
    talk = till.window.talk
    till.say(replace(state(), open_hands=True))
    assert talk.text() == "Tap to talk"
    assert till.window.idle.heading.text() == "Tap the button and speak"
    QTest.mouseClick(talk, Qt.MouseButton.LeftButton)
    till.say(events.Listening())
    assert talk.is_held
    QTest.mouseClick(talk, Qt.MouseButton.LeftButton)
    assert not talk.is_held
    till.say(events.Ended("cancelled"))
    QTest.mouseClick(talk, Qt.MouseButton.LeftButton)
    till.say(events.Listening(), heard("milk"))  # a pause has ended it
    assert not talk.is_held
    assert till.commands == [Listen(), Cancel(), Listen()]


def test_esc_throws_away_what_is_said_while_the_button_is_held(till: Till) -> None:
    till.window.talk.press()
    till.say(events.Listening())
    _press_key(till.window, QKeyEvent.Type.KeyPress, Qt.Key.Key_Escape)
    till.window.talk.release()
    till.say(events.Ended("cancelled"))
    assert till.window.talk.text() == "Hold to talk"
    assert till.commands == [Listen(), Cancel()]


def test_an_unplugged_microphone_lets_the_button_go_and_can_be_held_again(till: Till) -> None:
    talk = till.window.talk
    talk.press()
    till.say(events.Listening(), state(microphone="", problems=("There is no microphone.",)))
    assert (talk.text(), talk.isEnabled()) == ("Type instead", False)
    till.say(state())
    talk.press()
    assert till.commands == [Listen(), StopListening(), Listen()]


def test_silence_is_no_bar_and_full_scale_a_whole_one(till: Till) -> None:
    for rms, level in ((0.0, 0.0), (1.0, 1.0), (2.0, 1.0)):
        till.say(events.Level(rms))
        assert till.window.strip.meter.level == level


def test_an_answer_is_shown_with_its_rows(till: Till) -> None:
    rows = (Row("Whole milk 1 l", "", "1.05 €"), Row("Oat milk 1 l", "", "2.15 €"))
    till.say(heard("milk"), events.Answered("I found 2 products.", rows))
    assert till.window.stage.currentWidget() is till.window.message
    assert till.window.message.sentence.text() == "I found 2 products."
    texts = [label.text() for label in till.window.message.findChildren(QLabel)]
    assert {"Whole milk 1 l", "1.05 €", "Oat milk 1 l", "2.15 €"} <= set(texts)
    till.say(events.Spoke("I found two products.", "espeak"))
    assert till.window.message.said.text() == "Said aloud: I found two products."
    till.say(events.Ended("answered"))
    assert till.window.message.mark.shape == "info"
    assert till.window.message.note.isHidden()


def test_how_a_figure_is_defined_stands_small_below_it(till: Till) -> None:
    rows = (Row("Coffee", "", "3.60 €"), Row("Cakes", "", "1.60 €"))
    till.say(heard("sales"), events.Answered("Sales today: 5.20 €.", rows, "All lines, as charged."))
    page = till.window.message
    assert page.note.text() == "All lines, as charged."
    assert page.note.isVisible()
    assert page.note.geometry().top() >= page.findChildren(QScrollArea)[0].geometry().bottom()
    till.say(heard("milk"), events.Answered("I found 2 products.", rows))
    assert page.note.isHidden()


def test_a_price_change_from_words_to_tick(till: Till) -> None:
    window = till.window
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    assert window.stage.currentWidget() is window.confirm
    assert window.strip.phase.text() == "Your answer?"
    till.say(events.Settled("q-1", "yes"), events.Executing("plan-1"))
    assert window.strip.phase.text() == "Sending…"
    till.say(events.Done("plan-1", "Coca-Cola 33 cl can is now 1.20 €.", euro("1.20")), events.Ended("done"))
    assert window.stage.currentWidget() is window.message
    assert window.message.heading.text() == "Done"
    assert window.message.mark.shape == "tick"
    assert window.message.property("tone") == "good"
    assert window.strip.phase.text() == "Ready"
    entry = window.history.entries[0].accessibleName()
    assert entry == "Done: Coca-Cola 33 cl can is now 1.20 €."


@pytest.mark.parametrize(
    ("outcome", "heading", "tone"),
    [
        ("refused", "Not done", "warn"),
        ("not_understood", "Please say that again", "warn"),
        ("failed", "That did not work", "bad"),
        ("unknown", "Not certain: please check", "bad"),
    ],
)
def test_a_failure_says_what_to_do_in_its_own_colour(till: Till, outcome: str, heading: str, tone: str) -> None:
    till.say(heard("x"), events.Failed("code", "It is so. Do this next.", False))
    assert till.window.message.sentence.text() == "It is so. Do this next."
    till.say(events.Spoke("It is so.", "espeak"), events.Ended(outcome, "code"))  # type: ignore[arg-type]
    message = till.window.message
    assert (message.heading.text(), message.property("tone")) == (heading, tone)
    assert message.said.text() == "Said aloud: It is so."
    assert till.window.history.entries[0].accessibleName() == f"{heading}: It is so. Do this next."


def test_a_cancelled_turn_is_in_the_history_by_what_was_said(till: Till) -> None:
    till.say(heard("2 croissants"), price_plan(), confirm())
    till.say(events.Settled("q-1", "no"), events.Ended("cancelled"))
    assert till.window.message.heading.text() == "Cancelled"
    assert till.window.message.sentence.text() == "Nothing was changed."
    assert till.window.history.entries[0].accessibleName() == "Cancelled: “2 croissants”"


def test_a_turn_that_says_nothing_goes_back_to_the_start(till: Till) -> None:
    till.say(heard("hello"), events.Ended("answered"))
    assert till.window.stage.currentWidget() is till.window.idle
    assert till.window.history.entries[0].accessibleName() == "Answer: “hello”"


def test_the_history_keeps_the_newest_first_and_does_not_grow_for_ever(till: Till) -> None:
    for number in range(105):
        till.window.history.add("done", f"number {number}")
    entries = till.window.history.entries
    assert len(entries) == 100
    assert entries[0].accessibleName() == "Done: number 104"


def test_a_failure_outside_of_a_turn_is_shown(till: Till) -> None:
    till.say(events.Failed("store_away", "The store does not answer.", True))
    assert till.window.message.sentence.text() == "The store does not answer."
    assert till.window.history.entries == []


# Choices


def test_a_touched_card_answers_once(till: Till) -> None:
    till.say(heard("milk"), choose_milk("q-7"))
    window = till.window
    assert window.stage.currentWidget() is window.choice
    assert [card.accessibleName() for card in window.choice.cards][3] == "4: Oat milk 1 l, 2.15 € · 12 in stock"
    card = window.choice.cards[3]
    QTest.mouseClick(card, LEFT)
    QTest.mouseClick(card, LEFT)
    QTest.mouseClick(window.choice.cards[0], LEFT)
    assert till.commands == [Answer("q-7", "4")]


def test_a_choice_goes_when_it_is_settled_by_voice(till: Till) -> None:
    till.say(heard("milk"), choose_milk("q-7"), events.Listening(), heard("the second one"))
    assert till.window.stage.currentWidget() is till.window.choice
    till.say(
        events.Settled("q-7", "2"), events.Answered("Semi-skimmed milk 1 l costs 0.99 €."), events.Ended("answered")
    )
    assert till.window.stage.currentWidget() is till.window.message
    assert not any(card.isEnabled() for card in till.window.choice.cards)


def test_a_choice_that_expires_takes_no_touch(till: Till) -> None:
    till.say(heard("milk"), choose_milk(seconds=0))
    card = till.window.choice.cards[0]
    till.qtbot.waitUntil(lambda: not card.isEnabled())
    QTest.mouseClick(card, LEFT)
    assert till.commands == []


def test_a_question_without_cards_says_how_and_is_answered_by_typing(till: Till) -> None:
    till.say(heard("change the price of the coca cola"), ask_price())
    assert till.window.stage.currentWidget() is till.window.choice
    shown = [label.text() for label in till.window.choice.findChildren(QLabel)]
    assert {"What is the new price?", "Say it with the button, or type it below."} <= set(shown)
    QTest.keyClicks(till.window.field, "1.20")
    QTest.keyClick(till.window.field, Qt.Key.Key_Return)
    assert till.commands == [Submit("1.20")]


# Push to talk


def test_the_button_held_and_let_go(till: Till) -> None:
    talk = till.window.talk
    QTest.mousePress(talk, LEFT)
    assert talk.text() == "Listening"
    QTest.mouseMove(talk, QPoint(-50, -50))
    assert talk.is_held
    QTest.mouseRelease(talk, LEFT, pos=QPoint(-50, -50))
    assert till.commands == [Listen(), StopListening()]
    assert talk.text() == "Hold to talk"


def test_the_right_button_does_not_talk(till: Till) -> None:
    QTest.mouseClick(till.window.talk, Qt.MouseButton.RightButton)
    assert till.commands == []


@pytest.mark.parametrize("in_field", [False, True])
def test_the_key_held_is_one_press_however_it_repeats(till: Till, in_field: bool) -> None:
    window = till.window
    window.field.setFocus() if in_field else window.field.clearFocus()
    _press_key(window, QKeyEvent.Type.KeyPress, Qt.Key.Key_F9)
    for _ in range(3):
        _press_key(window, QKeyEvent.Type.KeyRelease, Qt.Key.Key_F9, repeated=True)
        _press_key(window, QKeyEvent.Type.KeyPress, Qt.Key.Key_F9, repeated=True)
    assert till.commands == [Listen()]
    _press_key(window, QKeyEvent.Type.KeyRelease, Qt.Key.Key_F9)
    assert till.commands == [Listen(), StopListening()]
    _press_key(window, QKeyEvent.Type.KeyPress, Qt.Key.Key_F8)
    assert len(till.commands) == 2


def test_a_window_that_loses_the_keyboard_lets_go(till: Till) -> None:
    _press_key(till.window, QKeyEvent.Type.KeyPress, Qt.Key.Key_F9)
    other = QWidget()
    till.qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    till.qtbot.waitUntil(lambda: not till.window.isActiveWindow())
    assert till.commands == [Listen(), StopListening()]
    _press_key(till.window, QKeyEvent.Type.KeyRelease, Qt.Key.Key_F9)
    assert len(till.commands) == 2


def test_button_and_key_together_are_one_press(till: Till) -> None:
    QTest.mousePress(till.window.talk, LEFT)
    _press_key(till.window, QKeyEvent.Type.KeyPress, Qt.Key.Key_F9)
    QTest.mouseRelease(till.window.talk, LEFT)
    _press_key(till.window, QKeyEvent.Type.KeyRelease, Qt.Key.Key_F9)
    assert till.commands == [Listen(), StopListening()]


# Typing, and the way out


def test_typed_text_is_sent_by_enter_and_by_the_button(till: Till) -> None:
    window = till.window
    window.field.setFocus()
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    QTest.keyClicks(window.field, "   ")
    QTest.keyClick(window.field, Qt.Key.Key_Enter)
    assert not window.send.isEnabled()
    assert till.commands == []
    QTest.keyClicks(window.field, "oat milk ")
    QTest.keyClick(window.field, Qt.Key.Key_Return)
    QTest.keyClicks(window.field, "whole milk")
    QTest.mouseClick(window.send, LEFT)
    assert till.commands == [Submit("oat milk"), Submit("whole milk")]
    assert window.field.text() == ""


def test_enter_outside_of_the_field_sends_nothing(till: Till) -> None:
    till.window.field.setText("half a sentence")
    till.window.field.clearFocus()
    QTest.keyClick(till.window, Qt.Key.Key_Return)
    assert till.commands == []


def test_escape_and_the_cancel_button_end_the_turn(till: Till) -> None:
    assert till.window.strip.cancel.isHidden()
    till.say(heard("milk"), choose_milk())
    assert till.window.strip.cancel.isVisible()
    QTest.keyClick(till.window, Qt.Key.Key_Escape)
    QTest.mouseClick(till.window.strip.cancel, LEFT)
    assert till.commands == [Cancel(), Cancel()]


# An assistant that goes


def test_a_lost_assistant_is_said_and_comes_back(till: Till) -> None:
    window = till.window
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm(), events.Settled("q-1", "yes"))
    till.say(events.Executing("plan-1"))
    till.lose()
    assert window.message.heading.text() == "The assistant stopped"
    assert "check it in the store" in window.message.sentence.text()
    assert not window.talk.isEnabled()
    assert not window.field.isEnabled()
    assert window.history.entries[0].accessibleName() == "Not certain: please check: The assistant stopped"
    till.qtbot.waitUntil(lambda: len(till.links) == 2)
    till.say(state(), events.Ready())
    assert window.strip.phase.text() == "Ready"
    window.field.setText("oat milk")
    QTest.mouseClick(window.send, LEFT)
    assert till.links[1].commands == [Submit("oat milk")]


def test_a_change_that_was_done_stays_done_when_the_voice_crashes(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm(), events.Settled("q-1", "yes"))
    till.say(events.Executing("plan-1"), events.Done("plan-1", "It is now 1.20 €.", euro("1.20")))
    assert till.window.strip.phase.text() == "Ready"
    till.lose()
    assert till.window.history.entries[0].accessibleName() == "Done: It is now 1.20 €."


def test_an_answer_that_was_not_understood_is_asked_for_again(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm(), events.Listening())
    assert till.window.strip.meter.isVisible()
    till.say(heard("mumble"), confirm(sentence="Answer this first. Change the price?", seconds=40))
    page = till.window.confirm
    assert not till.window.strip.meter.isVisible()
    assert till.window.strip.phase.text() == "Your answer?"
    till.qtbot.waitUntil(page.yes.isEnabled)
    QTest.mouseClick(page.yes, LEFT)
    assert till.commands == [Answer("q-1", "yes")]


def test_an_assistant_lost_at_rest_is_no_entry_in_the_history(till: Till) -> None:
    till.lose()
    assert till.window.history.entries == []


def test_a_question_dies_with_its_assistant(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    till.lose()
    assert till.window.stage.currentWidget() is till.window.message
    assert not till.window.confirm.yes.isEnabled()
    assert not till.window.confirm.is_open


def test_why_an_assistant_could_not_start_stays_on_screen(qtbot) -> None:  # type: ignore[no-untyped-def]
    till = Till(qtbot)
    till.say(events.Failed("model_missing", "The intent model is missing. Fetch it.", False))
    till.lose()
    assert till.window.message.sentence.text() == "The intent model is missing. Fetch it."
    till.window.close()


def test_closing_the_window_answers_no_question(till: Till) -> None:
    till.say(heard("coca cola 33 is 1.20"), price_plan(), confirm())
    till.window.close()
    assert till.commands == [Close()]
    assert till.link.closed


def test_what_a_store_writes_is_shown_as_it_is_written(till: Till) -> None:
    till.say(heard("x"), events.Answered("<b>Bold</b> & <img src=x>\u202e\x07 milk"))
    assert till.window.message.sentence.text() == "<b>Bold</b> & <img src=x> milk"
    for label in till.window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText


def test_news_of_an_order_is_shown_between_two_turns_and_makes_room_for_the_next(till: Till) -> None:
    till.say(events.OrderChanged("0042", "ready", "Order 0042 is ready."))
    window = till.window
    assert window.stage.currentWidget() is window.message
    assert window.message.heading.text() == "About an order"
    assert window.message.sentence.text() == "Order 0042 is ready."
    assert [entry.accessibleName() for entry in window.history.entries] == ["Answer: Order 0042 is ready."]
    assert window.strip.phase.text() == "Ready"
    till.say(heard("how much is the milk"))
    assert window.stage.currentWidget() is window.idle
    assert len(window.history.entries) == 1
