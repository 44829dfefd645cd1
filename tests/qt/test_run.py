"""The whole front: shown, closed, and interrupted."""

import os
import signal
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from kiosk_app.core.errors import SettingsError
from kiosk_app.core.events import Ready
from kiosk_app.core.wire import Close, SetVolume
from kiosk_app.qt.app import run
from kiosk_app.qt.window import Window
from tests.qt.scripted import ScriptedLink, state


def _shown() -> Window | None:
    windows = (widget for widget in QApplication.topLevelWidgets() if isinstance(widget, Window))
    return next((window for window in windows if window.isVisible()), None)


def _run(link: ScriptedLink, folder: Path, *, push_to_talk_key: str = "F9", fullscreen: bool = False) -> int:
    return run(
        lambda: link,
        language="es",
        push_to_talk_key=push_to_talk_key,
        fullscreen=fullscreen,
        volume=80,
        muted=False,
        remembered=folder / "window.ini",
    )


@pytest.mark.parametrize("fullscreen", [False, True])
@pytest.mark.usefixtures("qtbot")
def test_it_runs_until_its_window_is_closed(fullscreen: bool, tmp_path: Path) -> None:
    link = ScriptedLink()
    link.say(state(), Ready())
    seen: list[bool] = []

    def close() -> None:
        window = _shown()
        if window is not None and window.field.isEnabled():
            seen.append(window.isFullScreen())
            window.close()

    timer = QTimer()
    timer.timeout.connect(close)
    timer.start(10)
    assert _run(link, tmp_path, fullscreen=fullscreen) == 0
    assert seen == [fullscreen]
    assert link.commands == [Close()]


@pytest.mark.usefixtures("qtbot")
def test_an_interrupt_from_the_terminal_closes_it(tmp_path: Path) -> None:
    link = ScriptedLink()
    before = signal.getsignal(signal.SIGINT)
    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGINT))
    assert _run(link, tmp_path, push_to_talk_key="F12") == 0
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.usefixtures("qtbot")
def test_a_wrong_key_is_said_before_anything_starts(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        _run(ScriptedLink(), tmp_path, push_to_talk_key="Return")


@pytest.mark.usefixtures("qtbot")
def test_the_volume_of_the_last_time_is_set_again(tmp_path: Path) -> None:
    (tmp_path / "window.ini").write_text("[General]\nvolume=30\nmuted=false\n")
    link = ScriptedLink()
    link.say(state(), Ready())
    timer = QTimer()
    timer.timeout.connect(lambda: (window := _shown()) and link.commands and window.close())
    timer.start(10)
    _run(link, tmp_path)
    assert link.commands == [SetVolume(30), Close()]


@pytest.mark.usefixtures("qtbot")
def test_models_that_were_swapped_start_a_new_assistant_behind_the_window(tmp_path: Path) -> None:
    links: list[ScriptedLink] = []

    def start() -> ScriptedLink:
        links.append(ScriptedLink())
        links[-1].say(state(), Ready())
        return links[-1]

    def changed() -> bool:
        window = _shown()
        if window is None or not window.field.isEnabled():
            return False
        assert not window.is_busy
        if len(links) == 2:
            window.close()
        return len(links) == 1

    remembered = tmp_path / "window.ini"
    ended = run(
        start,
        language="en",
        push_to_talk_key="F9",
        fullscreen=False,
        volume=100,
        muted=False,
        remembered=remembered,
        changed=changed,
    )
    assert ended == 0
    assert [link.commands for link in links] == [[Close()], [Close()]]
