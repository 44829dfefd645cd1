"""The top of the window: which store, who, what listens, and what is missing; and the transcript below it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kiosk_app.core.events import State
from kiosk_app.qt.talk import LevelMeter
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.theme import Tone
from kiosk_app.qt.volume import VolumeButton
from kiosk_app.qt.widgets import Mark, Text, button, card, restyle


class StatusBar(QFrame):
    """Five facts, side by side."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._texts = texts
        self.captions: dict[str, Text] = {}
        self.values: dict[str, Text] = {}
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 5, 20, 5)
        line.setSpacing(28)
        facts = {"store": 4, "user": 2, "engine": 4, "microphone": 5, "voice": 2}
        for name, share in facts.items():
            column = QVBoxLayout()
            column.setSpacing(0)
            self.captions[name] = Text(getattr(texts, name), "caption", lines=1)
            column.addWidget(self.captions[name])
            value = Text("–", "value", lines=1)
            self.values[name] = value
            column.addWidget(value)
            line.addLayout(column, share)

    def show_state(self, state: State) -> None:
        """Show what is there, and what is not in the colour of a warning."""
        texts = self._texts
        self._fill("store", state.store.partition("://")[2] or state.store, "–")
        self.captions["store"].show_text(texts.plain_http if state.plain_http else texts.store)
        restyle(self.captions["store"], tone="bad" if state.plain_http else "")
        if state.plain_http:
            restyle(self.values["store"], tone="bad")
        self._fill("user", state.user, texts.no_user)
        self._fill("engine", texts.engines.get(state.recogniser, state.recogniser), texts.no_engine)
        self.captions["microphone"].show_text(texts.recording if state.records else texts.microphone)
        restyle(self.captions["microphone"], tone="bad" if state.records else "")
        self._fill("microphone", state.microphone, texts.no_microphone)
        if state.records:
            restyle(self.values["microphone"], tone="bad")
        self._fill("voice", texts.engines.get(state.voice, state.voice), texts.no_voice)

    def _fill(self, name: str, value: str, missing: str) -> None:
        text = self.values[name]
        text.show_text(value or missing)
        restyle(text, tone="" if value else "warn")


class Banner(QFrame):
    """Problems that last, said quietly."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "banner")
        self.setProperty("tone", "warn")
        mark = Mark("small")
        mark.show_shape("bang", "warn")
        self.text = Text(role="small", lines=2)
        self.text.setProperty("tone", "warn")
        line = QHBoxLayout(self)
        line.setContentsMargins(18, 6, 18, 6)
        line.setSpacing(14)
        line.addWidget(mark)
        line.addWidget(self.text, 1)

    def show_problems(self, problems: tuple[str, ...]) -> None:
        """Show these, one after the other."""
        self.text.show_text(" · ".join(problems))


class TranscriptStrip(QFrame):
    """What the till is doing, what it heard, how loud it is, and the way out."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "strip")
        self.phase = Text(role="pill", lines=1)
        self.phase.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = Text(texts.strip, "partial", lines=2)
        self.text.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.found = Text(role="found", lines=1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.text, 1)
        words.addWidget(self.found)
        self.meter = LevelMeter()
        self.cancel = button(texts.cancel)
        self.lock = button(texts.lock)
        self.volume = VolumeButton(texts)
        line = QHBoxLayout(self)
        line.setContentsMargins(20, 5, 12, 5)
        line.setSpacing(20)
        line.addWidget(self._pill(), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(words, 1)
        line.addWidget(self.meter)
        line.addWidget(self.cancel)
        line.addWidget(self.lock)
        line.addWidget(self.volume)
        self.found.hide()
        self.meter.hide()
        self.cancel.hide()
        self.lock.hide()

    def _pill(self) -> QFrame:
        self._frame = card("pill")
        line = QHBoxLayout(self._frame)
        line.setContentsMargins(14, 8, 14, 8)
        line.addWidget(self.phase)
        return self._frame

    def show_phase(self, label: str, tone: Tone) -> None:
        """Say what is going on; `live` is while it listens, `warn` while a question is open: nothing may cover it."""
        self.meter.setVisible(tone == "live")
        self.volume.setVisible(tone not in ("live", "warn"))
        self.phase.show_text(label)
        restyle(self.phase, tone=tone)
        restyle(self._frame, tone=tone)

    def show_partial(self, text: str, found: str = "") -> None:
        """Show words that may still change: grey, and the newest always in sight; below them what they name."""
        self.text.keep_end = True
        self.text.lines = 1 if found else 2
        restyle(self.text, role="partial")
        self.text.show_text(text)
        self.found.show_text(found)
        self.found.setVisible(bool(found))

    def show_heard(self, text: str) -> None:
        """Show the transcript."""
        self.text.keep_end = False
        self.text.lines = 2
        self.found.hide()
        restyle(self.text, role="transcript")
        self.text.show_text(f"“{text}”" if text else "")
