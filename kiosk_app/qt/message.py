"""The stage between questions: what can be said, what is going on, and how it ended."""

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kiosk_app.core.types import Language, Row, Table
from kiosk_app.qt.rows import many_rows
from kiosk_app.qt.saving import SaveButton
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.theme import Tone
from kiosk_app.qt.widgets import Mark, Scroll, Shape, Text, card, restyle


class IdlePage(QFrame):
    """What to do first, and a few things that can be said."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(32, 12, 32, 12)
        column.setSpacing(12)
        column.addStretch(1)
        self.heading = Text(texts.idle, "huge", lines=2)
        column.addWidget(self.heading)
        column.addSpacing(8)
        self._label = Text(texts.examples, "small", lines=1)
        column.addWidget(self._label)
        self._examples: list[QFrame] = []
        column.addStretch(2)

    def show_examples(self, examples: Sequence[str]) -> None:
        """What can be said, above the lower stretch."""
        for example in self._examples:
            self._column.removeWidget(example)
            example.deleteLater()
        self._examples = [_example(example) for example in examples]
        for example in self._examples:
            self._column.insertWidget(self._column.count() - 1, example)
        self._label.setVisible(bool(examples))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many examples as have room."""
        room = self.height() - 40 - 3 * self.heading.sizeHint().height()
        for number, example in enumerate(self._examples, start=1):
            example.setVisible(number * (example.sizeHint().height() + 12) <= room)


def _example(text: str) -> QFrame:
    frame = card("example")
    line = QHBoxLayout(frame)
    line.setContentsMargins(20, 12, 20, 12)
    line.addWidget(Text(f"“{text}”", "body", lines=1))
    return frame


class MessagePage(QFrame):
    """One sentence, large, in the colour of its news."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self.setProperty("role", "message")
        self.mark = Mark("large")
        self.heading = Text(role="huge", lines=2)
        self.sentence = Text(role="news")
        self.said = Text(role="body", lines=2)
        self._rows = Scroll(QWidget())
        self.note = Text(role="small")
        self.saving = SaveButton(language)
        self.saving.told.connect(self._show_saved)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.heading)
        words.addWidget(self.sentence)
        words.addWidget(self.said)
        head = QHBoxLayout()
        head.setSpacing(28)
        head.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 14, 32, 14)
        column.setSpacing(14)
        column.addStretch(1)
        column.addLayout(head)
        column.addWidget(self._rows, 100)
        foot = QHBoxLayout()
        foot.setSpacing(20)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.saving)
        column.addLayout(foot)
        column.addStretch(1)

    def show_message(self, tone: Tone, shape: Shape, heading: str, sentence: str = "") -> None:
        """Replace what stands there."""
        self.show_heading(tone, shape, heading)
        self.sentence.show_text(sentence)
        self.sentence.setVisible(bool(self.sentence.text()))
        self.show_details((), "", None)
        self.show_said("")

    def show_details(self, rows: Sequence[Row], note: str, table: Table | None) -> None:
        """What belongs to an answer besides its sentence; a table can be saved."""
        restyle(self.mark, role="number" if rows else "large")
        self._rows.take(many_rows(rows))
        self._rows.setVisible(bool(rows))
        self._show_note(note, role="small" if table else "body")  # what defines figures, or where an answer stands
        self.saving.show_table(table)

    def show_heading(self, tone: Tone, shape: Shape, heading: str) -> None:
        """Say in another light what stands there."""
        restyle(self, tone=tone)
        restyle(self.heading, tone=tone)
        self.mark.show_shape(shape, tone)
        self.heading.show_text(heading)

    def _show_saved(self, saved: bool, sentence: str) -> None:
        self._show_note(sentence, "good" if saved else "bad", role="news-small")

    def _show_note(self, text: str, tone: Tone | Literal[""] = "", *, role: str) -> None:
        self.note.show_text(text)
        self.note.setVisible(bool(self.note.text()))
        restyle(self.note, tone=tone, role=role)

    def show_said(self, text: str) -> None:
        """What the voice said about it."""
        self.said.show_text(text)
        self.said.setVisible(bool(self.said.text()))
