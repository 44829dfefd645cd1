"""The choice: every candidate is a large numbered card; a question that is answered freely has none."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk_app.core.events import Asked, Choice
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.widgets import Countdown, Mark, Scroll, Text, restyle


class Card(QPushButton):
    """One candidate: its number, if it has one, its name, and what tells it from the others."""

    def __init__(self, choice: Choice) -> None:
        super().__init__()
        self.setProperty("role", "choice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(f"{choice.value}: {choice.label}, {choice.detail}")
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(16)
        if choice.value:
            line.addWidget(Mark("number", choice.value))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        for text in (Text(choice.label, "strong", lines=3), Text(choice.detail, "detail", lines=2)):
            text.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            text.setVisible(bool(text.text()))
            words.addWidget(text)
        words.addStretch(1)
        line.addLayout(words, 1)

    def sizeHint(self) -> QSize:
        """As high as its texts, which a push button does not ask for by itself."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._line.minimumSize()


class ChoicePage(QWidget):
    """A question with cards; a touch picks one, once."""

    picked = Signal(str, str)
    """The question's id and the card's value."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._question = ""
        self.cards: list[Card] = []
        self._sentence = Text(role="heading", lines=2)
        self._how = Text(texts.answer_how, "small", lines=2)
        self.countdown = Countdown()
        self.countdown.expired.connect(self._expire)
        self._content = QWidget()
        self._grid = QGridLayout(self._content)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._how)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.countdown)
        self._scroll = Scroll(self._content)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(4, 0, 4, 0)
        self._column.addStretch()
        self._column.addLayout(head)
        self._column.addWidget(self._scroll, 1)
        self._column.addStretch()

    def show_question(self, asked: Asked) -> None:
        """Put the cards on the table."""
        self._clear()
        self._question = asked.id
        self._sentence.show_text(asked.sentence)
        freely = not asked.choices
        self._how.show_text(self._texts.answer_freely if freely else self._texts.answer_how)
        restyle(self._sentence, role="huge" if freely else "heading")
        restyle(self._how, role="body" if freely else "small")
        self._scroll.setHidden(freely)
        for place, stretch in ((0, 2), (3, 3)):  # without cards, the question stands alone above the middle
            self._column.setStretch(place, stretch if freely else 0)
        columns = 1 if len(asked.choices) < 3 else 2
        for number, choice in enumerate(asked.choices):
            self._grid.addWidget(self._card(choice), number // columns, number % columns, 1, 3 - columns)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        for row in range(-(-len(asked.choices) // columns)):
            self._grid.setRowStretch(row, 10)
        self._grid.setRowStretch(len(asked.choices), 1)
        self.countdown.start(asked.expires_in_s)

    def close_question(self) -> None:
        """Take no answer any more."""
        self.countdown.stop()
        for made in self.cards:
            made.setEnabled(False)

    def _card(self, choice: Choice) -> Card:
        made = Card(choice)
        made.clicked.connect(lambda: self._pick(made, choice.value))
        self.cards.append(made)
        return made

    def _pick(self, picked: Card, value: str) -> None:
        self.close_question()
        restyle(picked, role="picked")
        self.picked.emit(self._question, value)

    def _expire(self) -> None:
        self.close_question()
        self._how.show_text(self._texts.expired)

    def _clear(self) -> None:
        for made in self.cards:
            self._grid.removeWidget(made)
            made.deleteLater()
        self.cards = []
