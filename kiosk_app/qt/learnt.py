"""What the till has learnt that words mean, for a manager to look at and to take back."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kiosk_app.core.ports import Alias
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.widgets import Scroll, Text, button, card


class LearntPage(QFrame):
    """Each of the words with its products, and a button that unlearns it."""

    unlearnt = Signal(str)
    """The words."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._texts = texts
        self.forget: dict[str, QPushButton] = {}
        self.back = button(texts.back)
        self.how = Text(texts.learnt_how, "small", lines=3)
        self._list = Scroll(QWidget())
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(texts.learnt, "heading", lines=1))
        words.addWidget(self.how)
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addLayout(words, 1)
        head.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 28, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._list, 1)

    def show_aliases(self, aliases: Sequence[Alias]) -> None:
        """Show these, and no others; they come in the words' order."""
        self.how.show_text(self._texts.learnt_how if aliases else self._texts.learnt_none)
        self.forget = {}
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        for said, meant in groupby(aliases, key=lambda alias: alias.words):
            line = grid.rowCount()
            grid.addWidget(card("rule"), line, 0, 1, 3)
            grid.addWidget(Text(f"“{said}”", "strong", lines=2), line + 1, 0)
            grid.addWidget(Text(_products(meant), "body", lines=3), line + 1, 1)
            grid.addWidget(self._button(said), line + 1, 2)
        grid.setRowStretch(grid.rowCount(), 1)
        self._list.take(content)

    def _button(self, words: str) -> QPushButton:
        made = self.forget[words] = button(self._texts.forget)
        made.setAccessibleName(f"{self._texts.forget}: {words}")
        made.clicked.connect(lambda: self._unlearn(words))
        return made

    def _unlearn(self, words: str) -> None:
        self.forget[words].setEnabled(False)
        self.unlearnt.emit(words)


def _products(meant: Iterable[Alias]) -> str:
    return ", ".join(f"{alias.product} ({alias.picks}×)" for alias in meant)
