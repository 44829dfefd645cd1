"""A real window on a scripted assistant."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.core import events
from kiosk_app.core.events import Event
from kiosk_app.core.wire import Command
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.window import Window
from tests.qt.scripted import ScriptedLink, state


class Till:
    """The window, and both ends of its wire."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.links: list[ScriptedLink] = []
        self.bridge = Bridge(self._start, pauses=(0,))
        self.window = Window(self.bridge, language="en", push_to_talk_key="F9")
        qtbot.addWidget(self.window)
        self.window.resize(1280, 800)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.bridge.open()
        qtbot.waitUntil(lambda: len(self.links) == 1)

    def _start(self) -> ScriptedLink:
        link = ScriptedLink()
        self.links.append(link)
        return link

    @property
    def link(self) -> ScriptedLink:
        return self.links[-1]

    @property
    def commands(self) -> list[Command]:
        return self.link.commands

    def say(self, *said: Event) -> None:
        """Have the assistant say these, and wait until the window has shown the last."""
        last = said[-1]
        with self.qtbot.waitSignal(
            self.bridge.happened, check_params_cb=lambda record: type(record.event) is type(last)
        ):
            self.link.say(*said)
        self.qtbot.wait(0)


@pytest.fixture
def till(qtbot: QtBot) -> Iterator[Till]:
    """A window whose assistant is ready."""
    made = Till(qtbot)
    made.say(state(), events.Ready())
    yield made
    made.window.close()
