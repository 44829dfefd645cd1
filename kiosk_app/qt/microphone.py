"""The microphones, for a manager to choose one and to see how well it hears."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from kiosk_app.core.events import Level
from kiosk_app.core.hearing.input_test import InputFacts
from kiosk_app.qt.talk import LevelMeter
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.widgets import Scroll, Text, button


class MicrophonePage(QFrame):
    """The devices, a test of the one that is open, and what came of it."""

    chosen = Signal(str)
    """The name of a device; empty for the system's own choice."""
    recorded = Signal(str)
    """`yes` to keep what is said from now on, `no` to keep no more."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._texts = texts
        self.devices: dict[str, QPushButton] = {}
        self.back = button(texts.back)
        self.sentence = Text("", "body", lines=3)
        self.meter = LevelMeter()
        self.meter.setMinimumHeight(60)
        self.test = button(texts.test)
        self.play = button(texts.play)
        self.record = button(texts.record)
        self._records = False
        self._list = Scroll(QWidget())
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addWidget(Text(texts.microphone, "heading", lines=1), 1)
        head.addWidget(self.record)
        head.addWidget(self.back)
        trial = QHBoxLayout()
        trial.setSpacing(14)
        trial.addWidget(self.meter, 3)
        trial.addWidget(self.test, 1)
        trial.addWidget(self.play, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 28, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.sentence)
        column.addLayout(trial)
        column.addWidget(self._list, 1)
        self.test.clicked.connect(self._wait)
        self.record.clicked.connect(lambda: self.recorded.emit("no" if self._records else "yes"))

    def show_facts(self, facts: InputFacts) -> None:
        """Show these; a chosen device is marked, and the one that is open too."""
        self.sentence.show_text(facts.sentence)
        self.test.setEnabled(bool(facts.name))
        self.play.setEnabled(facts.can_play)
        self._records = facts.records
        self.record.setText(self._texts.record_not if facts.records else self._texts.record)
        self.devices = {}
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(10)
        for name in ("", *facts.devices):
            is_wanted = facts.wanted == name or bool(facts.wanted and facts.wanted in name)
            label = name or self._texts.default_device
            made = self.devices[name] = button(f"✓ {label}" if is_wanted else label)
            made.setAccessibleName(label)
            made.clicked.connect(partial(self.chosen.emit, name))
            column.addWidget(made)
        column.addStretch(1)
        self._list.take(content)

    def show_level(self, level: Level) -> None:
        """Show how loud it is now."""
        self.meter.add(level.rms, too_loud=level.is_clipped)

    def _wait(self) -> None:
        self.meter.clear()
        self.sentence.show_text(self._texts.idle_live)
        self.test.setEnabled(False)
        self.play.setEnabled(False)
