"""What stands on the till's window, where, how large, and which of it can be used now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from kiosk_app.core.types import Language
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.cards import ChoicePage
from kiosk_app.qt.confirm import ConfirmPage
from kiosk_app.qt.history import History
from kiosk_app.qt.lock import LockPage
from kiosk_app.qt.managing import ManagerPages
from kiosk_app.qt.message import IdlePage, MessagePage
from kiosk_app.qt.status import Banner, StatusBar, TranscriptStrip
from kiosk_app.qt.talk import TalkButton
from kiosk_app.qt.texts import TEXTS
from kiosk_app.qt.theme import family, scale_for, stylesheet
from kiosk_app.qt.widgets import button

_LONGEST_TEXT = 2_000
"""Characters that can be typed: well above what the assistant takes, well below what a pipe holds."""


class Frame(QWidget):
    """The window's places; what happens on them, the window says."""

    def __init__(self, bridge: Bridge, *, language: Language, push_to_talk_key: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._texts = texts = TEXTS[language]
        self._key_name = push_to_talk_key
        self._face = family()
        self._scale = 0.0
        self.status = StatusBar(texts)
        self.banner = Banner()
        self.strip = TranscriptStrip(texts)
        self.idle = IdlePage(texts)
        self.message = MessagePage(language)
        self.choice = ChoicePage(texts)
        self.confirm = ConfirmPage(texts)
        self.lock = LockPage(texts)
        self.managing = ManagerPages(bridge, texts)
        self.history = History(texts)
        self.stage = QStackedWidget()
        for page in (self.idle, self.message, self.choice, self.confirm, self.lock, *self.managing.pages):
            self.stage.addWidget(page)
        self.talk = TalkButton()
        self.field = QLineEdit()
        self.send = button(texts.send, "send")
        self._lay_out()

    def _lay_out(self) -> None:
        self.setWindowTitle(self._texts.title)
        self.setMinimumSize(800, 480)
        self.setAcceptDrops(True)
        self.field.setMaxLength(_LONGEST_TEXT)
        self.field.setAccessibleName(self._texts.type_only)
        self.banner.hide()
        body = QHBoxLayout()
        body.addWidget(self.stage, 9)
        body.addWidget(self.history, 4)
        bottom = QHBoxLayout()
        bottom.addWidget(self.talk, 6)
        bottom.addWidget(self.field, 5)
        bottom.addWidget(self.send)
        self._column = QVBoxLayout(self)
        for widget in (self.status, self.banner, self.strip):
            self._column.addWidget(widget)
        self._column.addLayout(body, 1)
        self._column.addLayout(bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        scale = scale_for(event.size())
        if scale != self._scale:
            self._scale = scale
            self.setStyleSheet(stylesheet(scale, self._face))
            margin = round(16 * scale)
            self._column.setContentsMargins(margin, margin, margin, margin)
            self._column.setSpacing(round(12 * scale))

    def _show_ways_in(self, *, is_ready: bool, is_locked: bool, missing: str, warning: str) -> None:
        """How to speak and to type now: `missing` says why nobody is heard, `warning` what is wrong with the sound."""
        texts = self._texts
        for widget in (self.strip, self.talk, self.field, self.send):
            widget.setVisible(not is_locked)
        self.talk.setEnabled(is_ready and not is_locked and not missing)
        if not is_ready:
            self.talk.show_label(self.strip.phase.text(), "")
        elif missing:
            self.idle.heading.show_text(texts.idle_type)
            self.talk.show_label(texts.talk_off, missing)
        elif self.talk.is_held:
            self.idle.heading.show_text(texts.idle_live)
            hint = texts.talk_tap_hint if self.talk.is_tapped else texts.talk_live_hint
            self.talk.show_label(warning or texts.talk_live, hint)
        elif self.talk.is_tapped:
            self.idle.heading.show_text(texts.idle_tap)
            self.talk.show_label(texts.talk_tap, texts.talk_tap_key.format(key=self._key_name))
        else:
            self.idle.heading.show_text(texts.idle)
            self.talk.show_label(texts.talk, texts.talk_key.format(key=self._key_name))
        self.field.setEnabled(is_ready and not is_locked)
        self.field.setPlaceholderText(texts.type_only if missing else texts.type_here)
        self.send.setEnabled(is_ready and not is_locked and bool(self.field.text().strip()))
