"""What was said and done today: the newest first, with its time and its end."""

from collections.abc import Sequence

from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtWidgets import QFrame, QGridLayout, QMenu, QVBoxLayout, QWidget

from kiosk_app.core.records.diary import Said
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
    """The person's own list, which they can have forgotten; below it, for managers, the way to their pages."""

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
        self.forget = button(texts.forget)
        self.forget.hide()
        self._list.addWidget(self.forget)
        self._list.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 10, 14)
        column.setSpacing(12)
        column.addWidget(Text(texts.history, "strong", lines=1))
        column.addWidget(Scroll(content), 1)
        menu = QMenu(self)
        self.learnt, self.documents, self.microphone = map(
            menu.addAction, (texts.learnt, texts.documents, texts.microphone)
        )
        self.manage = button(texts.manage)
        self.manage.setMenu(menu)
        column.addWidget(self.manage)

    def show_said(self, said: Sequence[Said]) -> None:
        """Begin with what was said before, oldest first; an empty list takes away what there is."""
        self.clear()
        for each in said[-self._KEPT :]:
            at = QDateTime.fromSecsSinceEpoch(round(each.at.timestamp()))
            shown = "HH:mm" if at.date() == QDate.currentDate() else "dd.MM. HH:mm"
            self._put(each.outcome, each.answer or each.words, at.toString(shown))

    def add(self, outcome: Outcome, sentence: str) -> None:
        """Put an entry on top."""
        self._put(outcome, sentence, QTime.currentTime().toString("HH:mm"))

    def _put(self, outcome: Outcome, sentence: str, at: str) -> None:
        self._empty.hide()
        self.forget.show()
        entry = self._entry(outcome, sentence, at)
        self._list.insertWidget(0, entry)
        self.entries.insert(0, entry)
        for old in self.entries[self._KEPT :]:
            self._list.removeWidget(old)
            old.deleteLater()
        del self.entries[self._KEPT :]

    def show_managing(self, allowed: bool) -> None:
        """Offer what only managers see, or do not."""
        self.manage.setVisible(allowed)

    def clear(self) -> None:
        """Begin anew: somebody else has the till."""
        for entry in self.entries:
            self._list.removeWidget(entry)
            entry.deleteLater()
        self.entries.clear()
        self._empty.show()
        self.forget.hide()

    def _entry(self, outcome: Outcome, sentence: str, at: str) -> QWidget:
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
        head = Text(f"{at} · {self._texts.outcomes[outcome]}", "caption", lines=1)
        restyle(head, tone=tone)
        grid.addWidget(mark, 0, 0)
        grid.addWidget(head, 0, 1)
        grid.addWidget(Text(sentence, "small", lines=3), 1, 1)
        return entry
