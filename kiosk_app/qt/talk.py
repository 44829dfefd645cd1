"""Push to talk: the large button, its key, and the meter that shows how loud it is."""

import math
import re
from collections import deque

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from kiosk_app.core.errors import SettingsError
from kiosk_app.qt.theme import BRAND, INK, LINE, LIVE


def parse_key(name: str) -> Qt.Key:
    """The key called `name`: `F1` to `F35`, which no barcode contains. Raises SettingsError `push_to_talk_key`."""
    if not re.fullmatch(r"F([1-9]|[12]\d|3[0-5])", name):
        raise SettingsError("push_to_talk_key", key=name)
    return Qt.Key[f"Key_{name}"]


class TalkButton(QAbstractButton):
    """Held while one speaks, by mouse, finger or key; or only tapped."""

    held = Signal()
    let_go = Signal()
    thrown_away = Signal()
    """Tapped again while it was down."""

    def __init__(self) -> None:
        super().__init__()
        self.is_tapped = False
        """A tap takes it down, and it stays so until `lift`."""
        self._held = False
        self._hint = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def is_held(self) -> bool:
        """Whether it is down."""
        return self._held

    def show_label(self, label: str, hint: str) -> None:
        """Show a label, and a smaller line below it."""
        self.setText(label)
        self.setAccessibleName(f"{label}, {hint}" if hint else label)
        self._hint = hint
        self.update()

    def press(self) -> None:
        """Take it down, if it can be; a second tap throws away what was said."""
        if self.is_tapped and self._held:
            self.lift()
            self.thrown_away.emit()
        elif self.isEnabled() and not self._held:
            self._held = True
            self.update()
            self.held.emit()

    def release(self) -> None:
        """Let it up, if it is held down."""
        if self._held and not self.is_tapped:
            self.lift()
            self.let_go.emit()

    def lift(self) -> None:
        """It is up: nothing listens any more."""
        self._held = False
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.press()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Nothing: a finger that slides off still holds."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.release()

    def sizeHint(self) -> QSize:
        return QSize(420, self.fontMetrics().lineSpacing() * 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(300, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        color = QColor("#667683" if not self.isEnabled() else LIVE if self._held else BRAND)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(self.rect()), 18, 18)
        small = self.font()
        small.setPixelSize(round(self.font().pixelSize() * 0.62))
        small.setBold(False)
        heights = self.fontMetrics().lineSpacing(), round(self.fontMetrics().lineSpacing() * 0.7)
        width = max(
            self.fontMetrics().horizontalAdvance(self.text()), QFontMetrics(small).horizontalAdvance(self._hint)
        )
        disc = min(round(self.height() * 0.62), 96)
        left = max(16, (self.width() - disc - 20 - width) // 2)
        self._draw_microphone(painter, QRectF(left, (self.height() - disc) / 2, disc, disc), color)
        painter.setPen(QColor("white"))
        across = QRectF(left + disc + 20, 0, self.width() - left - disc - 28, self.height())
        top = (self.height() - heights[0] - (heights[1] if self._hint else 0)) / 2
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(across.left(), top, across.width(), heights[0]), flags, self.text())
        painter.setFont(small)
        painter.drawText(QRectF(across.left(), top + heights[0], across.width(), heights[1]), flags, self._hint)

    @staticmethod
    def _draw_microphone(painter: QPainter, area: QRectF, color: QColor) -> None:
        painter.save()
        painter.setBrush(QColor("white"))
        painter.drawEllipse(area)
        painter.translate(area.topLeft())
        painter.scale(area.width() / 100, area.height() / 100)
        painter.setBrush(color)
        painter.drawRoundedRect(QRectF(39, 20, 22, 36), 11, 11)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(color, 6, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(QRectF(30, 30, 40, 38), 180 * 16, 180 * 16)
        painter.drawLine(QPointF(50, 68), QPointF(50, 79))
        painter.drawLine(QPointF(39, 80), QPointF(61, 80))
        painter.restore()


class LevelMeter(QWidget):
    """The last seconds of how loud it was, as bars."""

    _BARS = 28
    _FLOOR_DB = -54.0
    """What a bar of no height stands for: a quiet shop."""
    _TOLD = 20
    """Bars, a tenth of a second each, for which it is said that it was too loud."""

    def __init__(self) -> None:
        super().__init__()
        self._levels = deque([(0.0, False)] * self._BARS, maxlen=self._BARS)

    @property
    def level(self) -> float:
        """The newest bar's height, 0 to 1."""
        return self._levels[-1][0]

    @property
    def is_too_loud(self) -> bool:
        """Whether one of the last bars was."""
        return any(too_loud for _, too_loud in list(self._levels)[-self._TOLD :])

    def add(self, rms: float, *, too_loud: bool) -> None:
        """Add a bar. `rms` is 0 to 1 of full scale."""
        decibels = 20 * math.log10(max(rms, 1e-6))
        self._levels.append((min(max(1 - decibels / self._FLOOR_DB, 0.0), 1.0), too_loud))
        self.update()

    def clear(self) -> None:
        """Forget what was."""
        self._levels.extend([(0.0, False)] * self._BARS)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        step = self.width() / self._BARS
        for number, (level, too_loud) in enumerate(self._levels):
            height = self.height() if too_loud else max(level * self.height(), 5)
            painter.setBrush(QColor(INK if too_loud else LIVE if level > 0 else LINE))
            bar = QRectF(number * step + 2, (self.height() - height) / 2, step - 4, height)
            painter.drawRoundedRect(bar, 3, 3)
