"""How it looks: nothing runs out of its place, at any size, in any language, with any text."""

import dataclasses
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.core import events
from kiosk_app.core.errors import SettingsError
from kiosk_app.core.events import Event, Record
from kiosk_app.core.types import Language, Row
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.talk import parse_key
from kiosk_app.qt.texts import TEXTS
from kiosk_app.qt.theme import TONES, TOUCH, scale_for
from kiosk_app.qt.widgets import Text, clean
from kiosk_app.qt.window import Window
from tests.qt import screenshots
from tests.qt.scripted import ScriptedLink, choose_milk, confirm, heard, price_plan, state

SIZES = ((1024, 600), (1280, 800), (1920, 1080))
LONG_NAME = "Extraordinarily long product name with many words and " * 8
LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 12


def _window(qtbot: QtBot, size: tuple[int, int], *script: Event, language: Language = "en") -> Window:
    window = Window(Bridge(ScriptedLink), language=language, push_to_talk_key="F9")
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    qtbot.waitExposed(window)
    for event in (state(language), events.Ready(), *script):
        window.show_record(Record(1, 0, event))
    QApplication.processEvents()
    QApplication.processEvents()  # a scroll bar that appeared lays out once more
    return window


def _visible(window: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_every_scene_fits_and_can_be_touched(qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    window = _window(qtbot, size, *screenshots.PICTURES[name])
    assert window.size() == QSize(*size)
    for touched in (*_visible(window, QAbstractButton), *_visible(window, QLineEdit)):
        assert touched.width() >= TOUCH
        assert touched.height() >= TOUCH
    for text in _visible(window, Text):
        assert isinstance(text, Text)
        assert text.fontMetrics().height() >= 15
        rows = text.rows(text.width())
        assert text.height() >= len(rows) * text.fontMetrics().lineSpacing() - 1, f"{text.text()!r} is clipped"
        assert all(text.fontMetrics().horizontalAdvance(row) <= text.width() + 1 for row in rows)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["confirmation", "choice", "listening"])
def test_nothing_has_to_be_scrolled_to_in_the_usual_case(qtbot: QtBot, name: str, size: tuple[int, int]) -> None:
    window = _window(qtbot, size, *screenshots.PICTURES[name])
    assert window.confirm._rows.verticalScrollBar().maximum() == 0
    for touched in _visible(window, QPushButton):
        corner = touched.mapTo(window, touched.rect().bottomRight())
        assert window.rect().contains(corner)


@pytest.mark.parametrize("language", TEXTS)
def test_no_label_of_a_button_is_cut(qtbot: QtBot, language: Language) -> None:
    window = _window(qtbot, SIZES[0], price_plan(), confirm(), language=language)
    for pushed in window.findChildren(QPushButton):
        if pushed.text():
            assert pushed.fontMetrics().horizontalAdvance(pushed.text()) + 20 <= pushed.sizeHint().width()


@pytest.mark.parametrize("name", [LONG_NAME, LONG_WORD, "🥐" * 200, "\ud800", "", "\n\t", "ﷺ" * 40])
def test_any_name_is_shown_without_breaking_the_window(qtbot: QtBot, name: str) -> None:
    choices = tuple(events.Choice(str(number), name, name) for number in range(1, 9))
    scenes: list[tuple[Event, ...]] = [
        (heard(name), price_plan(name), confirm()),
        (heard(name), price_plan(name, name, name, name), confirm(sentence=name)),
        (dataclasses.replace(choose_milk(), choices=choices, sentence=name),),
        (events.Answered(name, (Row(name, name, name), Row(name, "", ""))), events.Ended("answered")),
        (events.Failed(name, name, True), events.Ended("failed")),
        (events.Listening(), events.Partial(name, name, name)),
        (dataclasses.replace(state(), store=name, user=name, microphone=name, problems=(name, name)),),
    ]
    for scene in scenes:
        window = _window(qtbot, SIZES[0], *scene)
        assert window.size() == QSize(*SIZES[0])
        assert not window.grab().isNull()


def test_a_very_long_transcript_is_cut_at_its_end_and_a_partial_one_at_its_start(qtbot: QtBot) -> None:
    words = " ".join(f"word{number}" for number in range(20_000))
    window = _window(qtbot, SIZES[1], events.Listening(), events.Partial(words))
    text = window.strip.text
    rows = text.rows(text.width())
    assert len(rows) == 2
    assert rows[0].startswith("…")
    assert rows[-1].endswith("word19999")
    window.show_record(Record(1, 0, heard(words)))
    rows = text.rows(text.width())
    assert len(rows) == 2
    assert rows[0].startswith("“word0 ")
    assert rows[-1].endswith("…")
    assert text.accessibleName() == f"“{words}”"


@pytest.mark.usefixtures("qapp")
@given(text=st.text(), width=st.integers(1, 400), lines=st.one_of(st.none(), st.integers(1, 4)), tail=st.booleans())
def test_text_keeps_to_its_lines(text: str, width: int, lines: int | None, tail: bool) -> None:
    label = Text(text, lines=lines, keep_end=tail)
    rows = label.rows(width)
    if lines is not None:
        assert len(rows) <= lines
    else:
        assert "".join("".join(rows).split()) == "".join(clean(text).split())


@given(st.text())
def test_cleaned_text_has_no_controls_and_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    assert not any(
        ord(char) < 32 or char in "\x7f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" for char in cleaned
    )
    assert clean(cleaned) == cleaned


def test_every_language_says_everything_with_the_same_blanks() -> None:
    def blanks(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    english = TEXTS["en"]
    for texts in TEXTS.values():
        for field in dataclasses.fields(texts):
            ours, theirs = getattr(english, field.name), getattr(texts, field.name)
            if isinstance(ours, str):
                assert theirs
                assert blanks(ours) == blanks(theirs), field.name
            else:
                assert ours.keys() == theirs.keys()


def _luminance(color: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4

    shade = QColor(color)
    return 0.2126 * linear(shade.redF()) + 0.7152 * linear(shade.greenF()) + 0.0722 * linear(shade.blueF())


@pytest.mark.parametrize("tone", TONES)
def test_every_tone_can_be_read(tone: str) -> None:
    ink, paper = TONES[tone]  # type: ignore[index]
    for ground in (paper, "#ffffff"):
        assert (_luminance(ground) + 0.05) / (_luminance(ink) + 0.05) >= 4.5


def test_everything_grows_with_the_screen_within_reason() -> None:
    assert scale_for(QSize(1280, 800)) == 1
    assert scale_for(QSize(1024, 600)) == 0.8
    assert scale_for(QSize(1920, 1080)) == 1.35
    assert scale_for(QSize(10_000, 10_000)) == 1.8


@pytest.mark.parametrize(("name", "key"), [("F1", Qt.Key.Key_F1), ("F9", Qt.Key.Key_F9), ("F35", Qt.Key.Key_F35)])
def test_an_f_key_is_the_push_to_talk_key(name: str, key: Qt.Key) -> None:
    assert parse_key(name) == key


@pytest.mark.parametrize("name", ["", "A", "Space", "F0", "F36", "f9", "Return", "F9 "])
def test_a_key_that_a_scanner_may_type_is_refused(name: str) -> None:
    with pytest.raises(SettingsError) as caught:
        parse_key(name)
    assert caught.value.code == "push_to_talk_key"
