"""The manager's view of the shop's documents."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from kiosk_app.core import events
from kiosk_app.core.wire import Call
from kiosk_app.qt.widgets import Text
from tests.qt.conftest import Till
from tests.qt.screenshots import DOCUMENTS, READING, SHOWN
from tests.qt.scripted import heard, state

LEFT = Qt.MouseButton.LeftButton
LISTED = events.Result("documents.list", DOCUMENTS)


def drop(till: Till, *files: str) -> bool:
    """Drag these over the window and let go; whether they were taken."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(file) for file in files] or [QUrl("https://shop.example/a.md")])
    copy, keys = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), copy, mime, LEFT, keys)
    entering.setAccepted(False)
    QApplication.sendEvent(till.window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(till.window, QDropEvent(QPoint(5, 5), copy, mime, LEFT, keys))
    return entering.isAccepted()


def test_a_manager_opens_them_removes_one_and_goes_back(till: Till) -> None:
    window, page = till.window, till.window.managing.documents
    window.history.documents.trigger()
    assert till.commands == [Call("documents.list")]
    till.say(LISTED)
    assert window.stage.currentWidget() is page
    by_hand = ["/stick/pest-control.pdf", "/stick/cash.docx", "https://shop.example/hours", "/stick/returns-2.md"]
    assert list(page.remove) == by_hand
    QTest.mouseClick(page.remove["/stick/cash.docx"], LEFT)
    assert till.commands[1:] == [Call("documents.remove", {"name": "/stick/cash.docx"})]
    till.say(events.Result("documents.remove", []))
    assert page.remove == {}
    assert page.how.text() == "No documents yet. Drop files here, or add them."
    QTest.mouseClick(page.back, LEFT)
    assert window.stage.currentWidget() is window.idle


def test_the_text_of_one_is_shown_and_pages_are_fetched_anew(till: Till) -> None:
    page = till.window.managing.documents
    till.window.history.documents.trigger()
    till.say(LISTED)
    assert list(page.show_text) == ["s/4", "/stick/cash.docx", "/shop/fire.pdf", "https://shop.example/hours", "s/1"]
    QTest.mouseClick(page.show_text["/shop/fire.pdf"], LEFT)
    assert till.commands[1:] == [Call("documents.show", {"name": "/shop/fire.pdf"})]
    till.say(SHOWN)
    said = [text.text() for text in page.findChildren(Text) if text.isVisible()]
    assert said[:2] == ["Fire, first aid and accidents", "fire.pdf"]
    assert "If the alarm sounds · page 2" in said
    assert not page.back.isVisible()
    QTest.mouseClick(page.all, LEFT)
    till.say(LISTED)
    assert (till.commands[-1], page.title.text()) == (Call("documents.list"), "Documents")
    assert page.back.isVisible()
    QTest.mouseClick(page.pages, LEFT)
    QTest.mouseClick(page.refresh, LEFT)
    assert till.commands[-1] == Call("documents.refresh")
    assert (page.progress.text(), page.address.isVisible()) == ("Starting to read…", False)


def test_files_are_dropped_read_one_after_the_other_and_can_be_left(till: Till) -> None:
    page = till.window.managing.documents
    assert drop(till, "/stick/a.md", "/stick/b.pdf")
    adding = [Call("documents.add", {"place": file}) for file in ("/stick/a.md", "/stick/b.pdf")]
    assert till.commands == [*adding, Call("documents.list")]
    till.say(LISTED, READING)
    assert page.progress.text() == "Reading 2 of 3: handbook.pdf, 41 %"
    till.say(replace(READING, done=2, percent=100))
    assert page.progress.text() == "2 of 3 read: handbook.pdf"
    till.say(replace(READING, done=3, what="", percent=7))
    assert page.progress.text() == "All read. Preparing for questions: 7 %"
    QTest.mouseClick(page.cancel, LEFT)
    assert till.commands[-1] == Call("documents.cancel")
    till.say(events.Result("documents.cancel", DOCUMENTS))
    assert not page.progress.isVisible()
    till.say(READING)
    assert page.progress.isVisible()
    till.say(events.Result("documents.done", DOCUMENTS))
    assert not page.progress.isVisible()


@pytest.mark.parametrize("typed", ["www.shop.example/hours", " https://www.shop.example/hours "])
def test_a_web_page_is_added_by_its_address(till: Till, typed: str) -> None:
    page = till.window.managing.documents
    till.window.history.documents.trigger()
    till.say(LISTED)
    assert not page.address.isVisible()
    QTest.mouseClick(page.pages, LEFT)
    QTest.mouseClick(page.add_page, LEFT)
    QTest.keyClicks(page.address, typed)
    QTest.keyClick(page.address, Qt.Key.Key_Return)
    assert till.commands[1:] == [Call("documents.add", {"place": "https://www.shop.example/hours"})]
    assert (page.address.isVisible(), page.cancel.isVisible()) == (False, True)
    QTest.mouseClick(page.pages, LEFT)
    QTest.keyClicks(page.address, "www")
    QTest.mouseClick(page.back, LEFT)
    till.window.history.documents.trigger()
    till.say(LISTED)
    assert (page.address.isVisible(), page.address.text()) == (False, "")


def test_files_are_picked_in_a_dialog(till: Till) -> None:
    page = till.window.managing.documents
    till.say(LISTED)
    QTest.mouseClick(page.add, LEFT)
    dialog = till.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.filesSelected.emit(["/stick/a.md"])
    assert till.commands == [Call("documents.add", {"place": "/stick/a.md"})]
    till.say(events.Locked(("maria",)))
    till.qtbot.waitUntil(lambda: till.window.findChild(QFileDialog) is None)


def test_what_is_no_file_and_what_a_cashier_drops_is_not_taken(till: Till) -> None:
    assert not drop(till)
    till.say(heard("how much is the milk"))
    assert not drop(till, "/stick/a.md")
    till.say(events.Ended("cancelled"), replace(state(), can_manage=False), events.Ready())
    assert not drop(till, "/stick/a.md")
    assert till.window.history.manage.isHidden()
    assert till.commands == []


def test_news_of_them_disturbs_nobody(till: Till) -> None:
    till.say(READING, events.Result("documents.done", DOCUMENTS))
    assert till.window.stage.currentWidget() is till.window.idle
