"""The window as a program: opened, interrupted, closed."""

import signal
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from kiosk_app.core.types import Language
from kiosk_app.qt.bridge import Bridge, Link
from kiosk_app.qt.window import Window


def run(
    start: Callable[[], Link],
    *,
    language: Language,
    push_to_talk_key: str,
    fullscreen: bool,
    volume: int,
    muted: bool,
    remembered: Path,
    changed: Callable[[], bool] = lambda: False,
) -> int:
    """Show the window until it is closed; the exit code is 0.

    `start` starts an assistant; it is called on a thread of the window's own, and again when an assistant ends by
    itself or when `changed` says so, which is asked four times a second while nothing else goes on. `push_to_talk_key`
    is the name of an F-key; SettingsError `push_to_talk_key` where it is not. `volume`, 0 to 100, and `muted` are what
    assistants start with; what people set instead is kept in the file `remembered`.
    """
    created = QApplication.instance()
    app = created if isinstance(created, QApplication) else QApplication([])
    app.setStyle("Fusion")
    app.setApplicationName("kiosk-app")
    words = QTranslator(app)  # of Qt's own dialogs
    if words.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(words)
    bridge = Bridge(start)
    window = Window(bridge, language=language, push_to_talk_key=push_to_talk_key)
    window.strip.volume.remember(remembered, volume, muted=muted)
    window.resize(1280, 800)
    # Python's handlers run between two of its instructions: the timer sees to it that there are some.
    former = {number: signal.signal(number, lambda *_: window.close()) for number in (signal.SIGINT, signal.SIGTERM)}
    awake = QTimer(window)
    awake.start(250)
    awake.timeout.connect(lambda: bridge.restart() if not window.is_busy and changed() else None)
    try:
        bridge.open()
        window.showFullScreen() if fullscreen else window.show()
        return app.exec()
    finally:
        awake.stop()
        bridge.close()
        for number, handler in former.items():
            signal.signal(number, handler)
