"""The look: one light palette, one stylesheet, and type that grows with the window."""

from typing import Literal

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase

Tone = Literal["good", "info", "quiet", "warn", "bad", "live"]

INK = "#17212b"
MUTED = "#556472"
PAPER = "#ffffff"
GROUND = "#e9eef2"
LINE = "#d3dce3"
BRAND = "#14507a"
LIVE = "#b8390e"
GOOD = "#15693c"

TONES: dict[Tone, tuple[str, str]] = {
    "good": (GOOD, "#e3f3e8"),
    "info": (BRAND, "#e4eff7"),
    "quiet": (MUTED, "#f1f4f6"),
    "warn": ("#854d00", "#fff2d9"),
    "bad": ("#a3211b", "#fce8e6"),
    "live": (LIVE, "#fde9de"),
}
"""Ink and paper of each tone; the ink keeps a contrast of at least 4.5 on both its paper and white."""

TOUCH = 64
"""The least height and width of what is touched, in pixels."""

_FAMILIES = ("Inter", "Noto Sans", "Segoe UI", "Open Sans", "DejaVu Sans")


def scale_for(size: QSize) -> float:
    """How much larger than at 1280 × 800 everything is drawn, in steps of 0.05."""
    fit = min(size.width() / 1280, size.height() / 800)
    return round(min(max(fit, 0.8), 1.8) * 20) / 20


def family() -> str:
    """The best text face that this machine has."""
    installed = set(QFontDatabase.families())
    general = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    return next((name for name in _FAMILIES if name in installed), general)


def stylesheet(scale: float, face: str) -> str:
    """Qt's stylesheet for the whole window."""

    def px(size: int, least: int = 0) -> str:
        return f"{max(round(size * scale), least)}px"

    def box(width: int, height: int, least_width: int, least_height: int) -> str:
        wide, high = px(width, least_width), px(height, least_height)
        return f"min-width: {wide}; max-width: {wide}; min-height: {high}; max-height: {high};"

    tones = "".join(
        f'QFrame[tone="{tone}"] {{ background: {paper}; border-color: {ink}; }}'
        f'QLabel[tone="{tone}"] {{ color: {ink}; background: transparent; }}'
        for tone, (ink, paper) in TONES.items()
    )
    sizes = {
        "caption": (16, 14, 400, MUTED),
        "small": (18, 15, 400, MUTED),
        "value": (19, 16, 600, INK),
        "detail": (20, 16, 400, MUTED),
        "where": (20, 16, 400, INK),
        "body": (22, 17, 400, INK),
        "row": (26, 18, 600, INK),
        "strong": (24, 19, 600, INK),
        "pill": (18, 15, 600, INK),
        "transcript": (30, 22, 600, INK),
        "partial": (30, 22, 400, MUTED),
        "found": (20, 16, 600, BRAND),
        "heading": (32, 24, 700, INK),
        "huge": (40, 30, 700, INK),
        "news": (32, 24, 600, INK),
        "product": (40, 28, 700, INK),
        "pin": (40, 30, 700, INK),
        "news-small": (22, 17, 600, INK),
        "old": (54, 40, 400, MUTED),
        "new": (92, 64, 700, INK),
        "old-mid": (34, 26, 400, MUTED),
        "new-mid": (46, 36, 700, INK),
        "old-long": (26, 18, 400, MUTED),
        "new-long": (32, 21, 700, INK),
    }
    roles = "".join(
        f'QLabel[role="{role}"] {{ font-size: {px(size, least)}; font-weight: {weight}; color: {color}; }}'
        for role, (size, least, weight, color) in sizes.items()
    )
    button = px(72, TOUCH)
    return f"""
    * {{ font-family: "{face}"; font-size: {px(20, 16)}; color: {INK}; }}
    #window {{ background: {GROUND}; }}
    QFrame[role="card"] {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 14px; }}
    QFrame[role="strip"] {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 14px;
        min-height: {px(88, 78)}; max-height: {px(88, 78)}; }}
    QFrame[role="sheet"] {{ background: {PAPER}; border: 3px solid {BRAND}; border-radius: 16px; }}
    QFrame[role="banner"] {{ border: 1px solid; border-radius: 12px; }}
    QFrame[role="message"] {{ border: 2px solid; border-radius: 16px; }}
    QFrame[role="pill"] {{ border: none; border-radius: 12px; min-width: {px(164, 140)}; }}
    QFrame[role="example"], QFrame[role="change"] {{ background: {TONES["quiet"][1]}; border: none;
        border-radius: 12px; }}
    QFrame[role="message"] QFrame[role="change"] {{ background: {PAPER}; }}
    QFrame[role="rule"] {{ background: {LINE}; border: none; max-height: 1px; min-height: 1px; }}
    QScrollArea, QWidget[role="clear"] {{ background: transparent; border: none; }}
    QScrollBar:vertical {{ background: transparent; width: 14px; }}
    QScrollBar::handle:vertical {{ background: #aab7c2; border-radius: 7px; min-height: 48px; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; }}
    QLineEdit {{ background: {PAPER}; border: 2px solid #9aa9b5; border-radius: 14px; padding: 0 18px;
        min-height: {px(108, 68)}; font-size: {px(24, 19)}; selection-background-color: {BRAND};
        placeholder-text-color: {MUTED}; }}
    QLineEdit:focus {{ border-color: {BRAND}; }}
    QLineEdit:disabled {{ background: {GROUND}; }}
    DocumentsPage QLineEdit {{ min-height: {button}; }}
    QFileDialog {{ background: {GROUND}; }}
    QFileDialog QLineEdit, QFileDialog QComboBox {{ min-height: {button}; }}
    QFileDialog QComboBox QAbstractItemView::item, QFileDialog QTreeView::item, QFileDialog QListView::item {{
        min-height: {px(56, 48)}; }}
    TalkButton {{ font-size: {px(34, 26)}; font-weight: 700; min-height: {px(112, 72)}; }}
    LevelMeter {{ {box(308, 60, 230, 48)} }}
    Countdown {{ {box(76, 76, 58, 58)} }}
    Mark[role="small"] {{ {box(30, 30, 26, 26)} }}
    Mark[role="number"] {{ {box(52, 52, 44, 44)} }}
    Mark[role="large"] {{ {box(104, 104, 80, 80)} }}
    QPushButton {{ background: {PAPER}; border: 2px solid #9aa9b5; border-radius: 14px; min-height: {button};
        min-width: {px(96, TOUCH)}; padding: 0 18px; font-size: {px(22, 18)}; font-weight: 600; }}
    QPushButton:pressed {{ background: {LINE}; }}
    QPushButton::menu-indicator {{ width: 0; }}
    QMenu {{ background: {PAPER}; border: 2px solid #9aa9b5; font-size: {px(22, 18)}; font-weight: 600; }}
    QMenu::item {{ min-height: {button}; padding: 0 28px; }}
    QMenu::item:selected {{ background: {LINE}; color: {INK}; }}
    QPushButton:disabled {{ color: #7c8a96; border-color: {LINE}; background: #f4f6f8; }}
    QPushButton[role="send"] {{ min-height: {px(108, 68)}; }}
    QPushButton[role="yes"], QPushButton[role="no"] {{ min-width: {px(230)}; min-height: {px(92, 72)};
        font-size: {px(32, 26)}; font-weight: 700; }}
    QPushButton[role="yes"] {{ background: {GOOD}; border-color: {GOOD}; color: white; }}
    QPushButton[role="yes"]:pressed {{ background: #0f5430; }}
    QPushButton[role="yes"]:disabled {{ background: #b9cdc1; border-color: #b9cdc1; color: #f4f8f5; }}
    QPushButton[role="key"], QPushButton[role="yes-key"] {{ min-height: {px(72, TOUCH)}; font-size: {px(34, 28)};
        font-weight: 700; }}
    QPushButton[role="yes-key"] {{ background: {GOOD}; border-color: {GOOD}; color: white; font-size: {px(26, 20)}; }}
    QPushButton[role="yes-key"]:pressed {{ background: #0f5430; }}
    QPushButton[role="yes-key"]:disabled {{ background: #b9cdc1; border-color: #b9cdc1; color: #f4f8f5; }}
    QPushButton[role="choice"], QPushButton[role="picked"] {{ padding: 0; min-height: 72px; max-height: {px(140)}; }}
    QPushButton[role="picked"] {{ background: {TONES["info"][1]}; border-color: {BRAND}; }}
    QPushButton[role="choice"]:pressed {{ background: {TONES["info"][1]}; border-color: {BRAND}; }}
    {roles}{tones}
    """
