"""The lock screen: who is there, and the PIN that says so."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from kiosk_app.core.events import Choice, Locked
from kiosk_app.core.pin import is_pin
from kiosk_app.qt.cards import Card
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.widgets import Countdown, Scroll, Text, button, restyle

_LONGEST_PIN = 8
_ERASE = "⌫"
_KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", _ERASE, "0")


class LockPage(QFrame):
    """Names to touch, and large keys. A keyboard may type the digits; only a touch hands them in."""

    entered = Signal(str, str)
    """A name and a PIN."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._texts = texts
        self._user = ""
        self._pin = ""
        self.names: dict[str, Card] = {}
        self._list = Scroll(QWidget())
        self.dots = Text(role="pin", lines=1)
        self.dots.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence = Text(role="news-small", lines=2)
        self.countdown = Countdown()
        self.countdown.expired.connect(self._try_again)
        room = self.countdown.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # no key may move under a finger
        self.countdown.setSizePolicy(room)
        self.countdown.hide()
        self.keys: dict[str, QPushButton] = {key: button(key, "key") for key in _KEYS}
        self.keys[_ERASE].setAccessibleName(texts.erase)
        for key, pressed in self.keys.items():
            pressed.clicked.connect(lambda _=False, key=key: self.type(key))
        self.enter = button(texts.unlock, "yes-key")
        self.enter.clicked.connect(self._hand_in)
        self._lay_out()

    def _lay_out(self) -> None:
        who = QVBoxLayout()
        who.setSpacing(10)
        who.addWidget(Text(self._texts.locked, "huge", lines=1))
        who.addWidget(Text(self._texts.locked_how, "body", lines=2))
        who.addWidget(self._list, 1)
        said = QHBoxLayout()
        said.setSpacing(12)
        said.addWidget(self.sentence, 1)
        said.addWidget(self.countdown)
        grid = QGridLayout()
        grid.setSpacing(10)
        for number, key in enumerate((*self.keys.values(), self.enter)):
            key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            grid.addWidget(key, number // 3, number % 3)
        pad = QVBoxLayout()
        pad.setSpacing(8)
        pad.addWidget(self.dots)
        pad.addLayout(said)
        pad.addLayout(grid, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(28, 14, 28, 14)
        line.setSpacing(32)
        line.addLayout(who, 1)
        line.addLayout(pad, 1)

    def show_locked(self, locked: Locked) -> None:
        """Ask for a PIN, for the first time or after one that did not open."""
        if tuple(self.names) != locked.people:
            self._show_names(locked.people)
        self._pick(locked.user if locked.user in self.names else next(iter(self.names), ""))
        self._say(locked.sentence, "bad")
        if locked.wait_s:
            self.countdown.show()
            self.countdown.start(locked.wait_s)
        self._update()

    def type(self, key: str) -> None:
        """One more digit, or one less; anything else does nothing."""
        if key == _ERASE:
            self._pin = self._pin[:-1]
        elif key in self.keys and self._accepts and len(self._pin) < _LONGEST_PIN:
            self._pin += key
            self._say("")
        self._update()

    @property
    def _accepts(self) -> bool:
        return bool(self._user) and self.countdown.isHidden()

    def _show_names(self, people: tuple[str, ...]) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        self.names = {name: Card(Choice("", name)) for name in people}
        for name, card in self.names.items():
            card.setAccessibleName(name)
            card.clicked.connect(lambda _=False, name=name: self._picked(name))
            column.addWidget(card)
        column.addStretch(1)
        self._list.take(content)

    def _picked(self, name: str) -> None:
        self._pick(name)
        self._say("")
        self._update()

    def _pick(self, name: str) -> None:
        self._user, self._pin = name, ""
        self.countdown.stop()
        self.countdown.hide()
        for other, card in self.names.items():
            restyle(card, role="picked" if other == name else "choice")

    def _say(self, text: str, tone: str = "") -> None:
        self.sentence.show_text(text)
        restyle(self.sentence, tone=tone)

    def _try_again(self) -> None:
        self.countdown.hide()
        self._say("")
        self._update()

    def _update(self) -> None:
        self.dots.show_text(" ".join("●" * len(self._pin)) or self._texts.pin)
        self.dots.setAccessibleName(self._texts.pin)
        for key in self.keys.values():
            key.setEnabled(self._accepts)
        self.enter.setEnabled(self._accepts and is_pin(self._pin))

    def _hand_in(self) -> None:
        user, pin = self._user, self._pin
        self._pin = ""
        self._say(self._texts.thinking)
        self._update()
        self.entered.emit(user, pin)
