"""The small parts that every card is made of: plain text that wraps or is cut, drawn marks, a countdown."""

import re
import unicodedata
from typing import Literal

from PySide6.QtCore import QDeadlineTimer, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF, QTextLayout, QTextOption
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QScroller, QSizePolicy, QWidget

from kiosk_app.qt.theme import BRAND, LINE, TONES, Tone

_ELLIPSIS = "…"
_BEFORE_SYMBOL = re.compile(r"(?<=\d) (?=[^\w\s])")
"""The space in "1.20 €" and "2 × …": no line ends there."""
_LONGEST_LINE = 400
"""Characters: more than any screen shows in one line."""
_BIDI = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def clean(text: str) -> str:
    """Text as it may be shown: control characters become spaces, bidirectional overrides go."""
    shown = (char for char in text if unicodedata.bidirectional(char) not in _BIDI)
    return " ".join("".join(" " if unicodedata.category(char) == "Cc" else char for char in shown).split())


def restyle(widget: QWidget, **properties: str) -> None:
    """Set properties that the stylesheet selects by, and have it applied again."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.updateGeometry()


class Text(QLabel):
    """Plain text. It wraps, even inside a word that is too long, and is cut after `lines` lines if that is given.

    `text()` and the accessible name keep the whole text. With `keep_end` the first words are cut, not the last.
    """

    def __init__(self, text: str = "", role: str = "body", *, lines: int | None = None, keep_end: bool = False) -> None:
        super().__init__()
        self.lines = lines
        self.keep_end = keep_end
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.setProperty("role", role)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(lines != 1)
        self.setSizePolicy(policy)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another text."""
        text = clean(text)
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(text)
            self.updateGeometry()

    def rows(self, width: int) -> list[str]:
        """The lines as they are drawn in `width` pixels."""
        if self.lines is None:
            return self._wrapped(self.text(), width)
        room = _LONGEST_LINE * self.lines
        rows = self._wrapped(self.text()[:room], width)
        if len(rows) <= self.lines and len(self.text()) <= room:
            return rows
        if self.keep_end:
            return self._tail(self.text()[-room:], width)
        kept = rows[: self.lines]
        last = " ".join(rows[self.lines - 1 :])
        kept[-1] = self.fontMetrics().elidedText(last, Qt.TextElideMode.ElideRight, width)
        return kept

    def _tail(self, text: str, width: int) -> list[str]:
        """The most last characters of `text` that fit, after an ellipsis."""
        least, most = 0, len(text)
        while least < most:
            start = (least + most) // 2
            if len(self._wrapped(_ELLIPSIS + text[start:], width)) <= (self.lines or 1):
                most = start
            else:
                least = start + 1
        return self._wrapped(_ELLIPSIS + text[most:], width)

    def _wrapped(self, text: str, width: int) -> list[str]:
        text = _BEFORE_SYMBOL.sub("\N{NO-BREAK SPACE}", text)
        layout = QTextLayout(text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        rows: list[str] = []
        units = text.encode("utf-16-le", "surrogatepass")  # Qt counts in these.
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            row = units[2 * line.textStart() : 2 * (line.textStart() + line.textLength())]
            rows.append(row.decode("utf-16-le", "replace").rstrip())
        layout.endLayout()
        return rows or [""]

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(self.text()[:_LONGEST_LINE]) + 2
        if self.lines != 1:
            width = min(width, 36 * metrics.averageCharWidth())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = min(metrics.horizontalAdvance(self.text()[:80]) + 2, 5 * metrics.averageCharWidth())
        return QSize(width, metrics.lineSpacing())

    def hasHeightForWidth(self) -> bool:
        return self.lines != 1

    def heightForWidth(self, width: int) -> int:
        count = 1 if self.lines == 1 else len(self.rows(width))
        return count * self.fontMetrics().lineSpacing()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        metrics, area = self.fontMetrics(), self.contentsRect()
        rows = self.rows(area.width())
        top = area.top()
        if self.alignment() & Qt.AlignmentFlag.AlignVCenter:
            top += max(0, (area.height() - len(rows) * metrics.lineSpacing()) // 2)
        for number, row in enumerate(rows):
            line = area.adjusted(0, 0, 0, 0)
            line.setTop(top + number * metrics.lineSpacing())
            line.setHeight(metrics.lineSpacing())
            painter.drawText(line, self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask, row)


Shape = Literal["tick", "cross", "bang", "question", "dots", "info", "none"]


class Mark(QWidget):
    """A sign in a coloured disc, drawn so that no font need have it."""

    def __init__(self, role: Literal["small", "number", "large"], number: str = "") -> None:
        super().__init__()
        self.setProperty("role", role)
        self._shape: Shape = "none"
        self._tone: Tone = "info"
        self._number = number
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def shape(self) -> Shape:
        """What is drawn."""
        return self._shape

    def show_shape(self, shape: Shape, tone: Tone) -> None:
        """Draw another sign."""
        self._shape, self._tone = shape, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(TONES[self._tone][0]))
        painter.drawEllipse(self.rect())
        side = self.width()
        painter.scale(side / 100, side / 100)
        pen = QPen(QColor("white"), 11, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._number:
            font = self.font()
            font.setPixelSize(54)
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(QRectF(0, 0, 100, 100), Qt.AlignmentFlag.AlignCenter, self._number)
            return
        match self._shape:
            case "tick":
                painter.drawPolyline(QPolygonF([QPointF(28, 53), QPointF(44, 68), QPointF(73, 35)]))
            case "cross":
                painter.drawLine(QPointF(34, 34), QPointF(66, 66))
                painter.drawLine(QPointF(66, 34), QPointF(34, 66))
            case "bang":
                painter.drawLine(QPointF(50, 26), QPointF(50, 56))
                painter.drawPoint(QPointF(50, 75))
            case "info":
                painter.drawPoint(QPointF(50, 27))
                painter.drawLine(QPointF(50, 47), QPointF(50, 75))
            case "question":
                painter.drawArc(QRectF(34, 22, 32, 32), -80 * 16, 260 * 16)
                painter.drawLine(QPointF(53, 54), QPointF(50, 60))
                painter.drawPoint(QPointF(50, 78))
            case "dots":
                for x in (28, 50, 72):
                    painter.drawPoint(QPointF(x, 50))
            case "none":
                pass


class Countdown(QWidget):
    """The seconds that a question still waits, in a closing ring."""

    expired = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._total = 1
        self._deadline = QDeadlineTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(200)
        self._timer.timeout.connect(self._tick)

    @property
    def seconds(self) -> int:
        """Whole seconds left, rounded up."""
        return -(-self._deadline.remainingTime() // 1000)

    def start(self, seconds: int) -> None:
        """Count down from `seconds`."""
        self._total = max(seconds, 1)
        self._deadline = QDeadlineTimer(seconds * 1000)
        self._timer.start()
        self.update()

    def stop(self) -> None:
        """Count no further, and tell nobody."""
        self._timer.stop()

    def _tick(self) -> None:
        self.update()
        if self._deadline.hasExpired():
            self._timer.stop()
            self.expired.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(self.rect()).adjusted(4, 4, -4, -4)
        painter.setPen(QPen(QColor(LINE), 7))
        painter.drawEllipse(ring)
        share = min(self._deadline.remainingTime() / 1000 / self._total, 1)
        color = QColor(BRAND if self.seconds > 10 else TONES["bad"][0])
        painter.setPen(QPen(color, 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(ring, 90 * 16, round(share * 360 * 16))
        font = self.font()
        font.setPixelSize(round(self.width() * 0.38))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(color)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self.seconds))


class Scroll(QScrollArea):
    """What may be higher than its place: scrolled by finger or wheel, never by a key."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.take(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def take(self, content: QWidget) -> None:
        """Show another content; the former one is gone."""
        if content.property("role") is None:
            content.setProperty("role", "clear")
        self.setWidget(content)
        content.setAutoFillBackground(False)


def card(role: str = "card") -> QFrame:
    """A framed panel."""
    frame = QFrame()
    frame.setProperty("role", role)
    return frame


def button(label: str, role: str = "") -> QPushButton:
    """A button that is touched or clicked and that no key can press."""
    made = QPushButton(label.replace("&", "&&"))
    made.setProperty("role", role)
    made.setAccessibleName(label)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return made
