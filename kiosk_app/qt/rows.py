"""What, before, after: the table of a confirmation or an answer."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from kiosk_app.core.types import Row
from kiosk_app.qt.widgets import Text, card

_CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def _size(text: str) -> str:
    """Which of three sizes a value is written in."""
    return "" if len(text) <= 12 else "-mid" if len(text) <= 24 else "-long"


def one_row(row: Row) -> QWidget:
    """A single change, as large as it goes."""
    panel = QFrame()
    panel.setProperty("role", "change")
    column = QVBoxLayout(panel)
    column.setContentsMargins(24, 4, 24, 4)
    column.setSpacing(0)
    label = Text(row.label, "product")
    label.setAlignment(_CENTRE)
    values = QHBoxLayout()
    values.setSpacing(28)
    size = _size(max(row.before, row.after, key=len))
    values.addStretch(1)
    if row.before:
        values.addWidget(_value(row.before, f"old{size}"))
    if row.before and row.after:
        values.addWidget(_value("→", f"old{size}"))
    if row.after:
        values.addWidget(_value(row.after, f"new{size}"))
    values.addStretch(1)
    column.addStretch(1)
    column.addWidget(label)
    column.addLayout(values)
    column.addStretch(1)
    return panel


def many_rows(rows: Sequence[Row]) -> QWidget:
    """Several lines, one below the other."""
    panel = QFrame()
    panel.setProperty("role", "change")
    grid = QGridLayout(panel)
    grid.setContentsMargins(20, 10, 20, 10)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(0, 1)
    for number, row in enumerate(rows):
        if number:
            grid.addWidget(card("rule"), 2 * number - 1, 0, 1, 4)
        line = 2 * number
        if not (row.before or row.after):
            grid.addWidget(Text(row.label, "row"), line, 0, 1, 4)
            continue
        grid.addWidget(_aligned(Text(row.label, "row"), _MIDDLE), line, 0)
        if row.before:
            grid.addWidget(_aligned(Text(row.before, "old-long", lines=2), _RIGHT), line, 1)
        if row.before and row.after:
            grid.addWidget(_aligned(Text("→", "old-long", lines=1), _CENTRE), line, 2)
        grid.addWidget(_aligned(Text(row.after, "new-long", lines=2), _RIGHT), line, 3)
    grid.setRowStretch(2 * len(rows), 1)
    return panel


def _value(text: str, role: str) -> Text:
    return _aligned(Text(text, role, lines=None if role.endswith("long") else 1), _CENTRE)


def _aligned(text: Text, alignment: Qt.AlignmentFlag) -> Text:
    text.setAlignment(alignment)
    return text
