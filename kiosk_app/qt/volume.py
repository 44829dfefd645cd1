"""How loud the till speaks: a button that shows it, and a panel to change it."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSettings, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from kiosk_app.qt.texts import Texts
from kiosk_app.qt.theme import INK, TONES
from kiosk_app.qt.widgets import Text, button

_STEP = 10
_ICON = 40
"""Pixels."""


class VolumeButton(QPushButton):
    """A loudspeaker; touched, it opens the panel, and closes it."""

    changed = Signal()

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.percent = 100
        self.muted = False
        self.usual = 100
        """What every assistant starts with."""
        self._texts = texts
        self._kept: QSettings | None = None
        self.panel = _Panel(texts)
        self.panel.setParent(self)
        self.panel.hide()
        self.panel.mute.clicked.connect(lambda: self._change(self.percent, muted=not self.muted))
        self.panel.softer.clicked.connect(lambda: self._change(max(self.percent - _STEP, _STEP), muted=False))
        self.panel.louder.clicked.connect(lambda: self._change(min(self.percent + _STEP, 100), muted=False))
        self.clicked.connect(self._open_or_close)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._show(100, muted=False)

    @property
    def heard(self) -> int:
        """The percentage that the voice shall have; 0 when muted."""
        return 0 if self.muted else self.percent

    def remember(self, file: Path, percent: int, *, muted: bool) -> None:
        """Begin with what was last set, as `file` knows it, or else with the settings' own; keep changes there."""
        kept = self._kept = QSettings(str(file), QSettings.Format.IniFormat)
        self.usual = 0 if muted else percent
        try:
            last = min(max(int(str(kept.value("volume", percent))), 0), 100)
        except ValueError:
            last = percent
        self._show(last, muted=str(kept.value("muted", muted)).lower() == "true")

    def _change(self, percent: int, *, muted: bool) -> None:
        self._show(percent, muted=muted)
        if self._kept is not None:
            self._kept.setValue("volume", percent)
            self._kept.setValue("muted", muted)
            self._kept.sync()
        self.changed.emit()

    def _show(self, percent: int, *, muted: bool) -> None:
        self.percent, self.muted = percent, muted
        shown = self._texts.silent if muted else f"{percent} %"
        self.setAccessibleName(f"{self._texts.volume}: {shown}")
        self.panel.show_volume(shown, muted=muted)
        if self.panel.isVisible():
            self._place()
        self.update()

    def _open_or_close(self) -> None:
        if self.panel.isVisible():
            self.panel.hide()
            return
        self.panel.setParent(self.window())
        self.panel.show()
        self.panel.raise_()
        self._place()

    def _place(self) -> None:
        """The panel hangs below the button's right end, as wide as its labels are."""
        self.panel.adjustSize()
        corner = self.mapTo(self.window(), self.rect().bottomRight())
        self.panel.move(corner.x() - self.panel.width(), corner.y() + 10)

    def hideEvent(self, event: QHideEvent) -> None:
        """Without the button there is no panel."""
        self.panel.hide()
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(_ICON, _ICON).expandedTo(self.minimumSize())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button, and on it a loudspeaker with as many waves as it is loud, or a cross."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate((self.width() - _ICON) / 2, (self.height() - _ICON) / 2)
        painter.scale(_ICON / 100, _ICON / 100)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(INK))
        cone = [(4, 36), (22, 36), (44, 14), (44, 86), (22, 64), (4, 64)]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in cone]))
        color = QColor(TONES["bad"][0] if not self.heard else INK)
        painter.setPen(QPen(color, 9, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if not self.heard:
            painter.drawLine(QPointF(60, 36), QPointF(88, 64))
            painter.drawLine(QPointF(60, 64), QPointF(88, 36))
        for radius in range(16, 16 + 16 * -(-self.heard // 34), 16):
            painter.drawArc(QRectF(46 - radius, 50 - radius, 2 * radius, 2 * radius), -45 * 16, 90 * 16)


class _Panel(QFrame):
    """Softer, louder, silent."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "sheet")
        self._texts = texts
        self.mute = button(texts.mute)
        self.softer = button("−", "key")
        self.softer.setAccessibleName(texts.softer)
        self.louder = button("+", "key")
        self.louder.setAccessibleName(texts.louder)
        self.value = Text("", "strong", lines=1)
        self.value.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = QHBoxLayout(self)
        line.setContentsMargins(14, 14, 14, 14)
        line.setSpacing(14)
        for widget in (self.mute, self.softer, self.value, self.louder):
            line.addWidget(widget)

    def show_volume(self, shown: str, *, muted: bool) -> None:
        """Show a volume, and what a touch of the first button would do."""
        self.value.show_text(shown)
        label = self._texts.unmute if muted else self._texts.mute
        self.mute.setText(label)
        self.mute.setAccessibleName(label)
