"""What was done in this session: the newest first, with its time and its end."""

from PySide6.QtCore import QTime
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from kiosk_app.core.types import Outcome
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.theme import Tone
from kiosk_app.qt.widgets import Mark, Scroll, Shape, Text, button, restyle

LOOKS: dict[Outcome, tuple[Tone, Shape]] = {
    "done": ("good", "tick"),
    "answered": ("info", "info"),
    "refused": ("warn", "bang"),
    "cancelled": ("quiet", "cross"),
    "not_understood": ("warn", "question"),
    "failed": ("bad", "cross"),
    "unknown": ("bad", "question"),
}
"""How each end of a turn looks, here and on the stage."""


class History(QFrame):
    """The session's list, which lives in memory only; below it, for managers, the ways to what they look after."""

    _KEPT = 100

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self.setProperty("role", "card")
        self.entries: list[QWidget] = []
        self._empty = Text(texts.history_empty, "small", lines=4)
        content = QWidget()
        self._list = QVBoxLayout(content)
        self._list.setContentsMargins(0, 0, 6, 0)
        self._list.setSpacing(14)
        self._list.addWidget(self._empty)
        self._list.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 10, 14)
        column.setSpacing(12)
        column.addWidget(Text(texts.history, "strong", lines=1))
        column.addWidget(Scroll(content), 1)
        self.learnt = button(texts.learnt)
        self.microphone = button(texts.microphone)
        column.addWidget(self.learnt)
        column.addWidget(self.microphone)

    def add(self, outcome: Outcome, sentence: str) -> None:
        """Put an entry on top."""
        self._empty.hide()
        entry = self._entry(outcome, sentence)
        self._list.insertWidget(0, entry)
        self.entries.insert(0, entry)
        for old in self.entries[self._KEPT :]:
            self._list.removeWidget(old)
            old.deleteLater()
        del self.entries[self._KEPT :]

    def clear(self) -> None:
        """Begin anew: somebody else has the till."""
        for entry in self.entries:
            self._list.removeWidget(entry)
            entry.deleteLater()
        self.entries.clear()
        self._empty.show()

    def _entry(self, outcome: Outcome, sentence: str) -> QWidget:
        tone, shape = LOOKS[outcome]
        entry = QWidget()
        entry.setAccessibleName(f"{self._texts.outcomes[outcome]}: {sentence}")
        grid = QGridLayout(entry)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(1)
        grid.setColumnStretch(1, 1)
        mark = Mark("small")
        mark.show_shape(shape, tone)
        head = Text(f"{QTime.currentTime().toString('HH:mm')} · {self._texts.outcomes[outcome]}", "caption", lines=1)
        restyle(head, tone=tone)
        grid.addWidget(mark, 0, 0)
        grid.addWidget(head, 0, 1)
        grid.addWidget(Text(sentence, "small", lines=3), 1, 1)
        return entry
