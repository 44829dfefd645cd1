"""A real window on a scripted assistant."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.core import events
from kiosk_app.core.events import Event
from kiosk_app.core.wire import Command
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.window import Window
from tests.qt.scripted import ScriptedLink, seen, state


class Till:
    """The window, and both ends of its wire."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.links: list[ScriptedLink] = []
        self.bridge = Bridge(self._start, pauses=(0,))
        self.window = Window(self.bridge, language="en", push_to_talk_key="F9")
        self._seen = seen(self.bridge)
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
        """Have the assistant say these, and wait until the window has shown them all."""
        self._wait_for(len(said), lambda: self.link.say(*said))

    def lose(self) -> None:
        """End the assistant, and wait until the window has shown it."""
        self._wait_for(1, self.link.die)

    def _wait_for(self, number: int, act: Callable[[], None]) -> None:
        expected = len(self._seen) + number
        act()
        self.qtbot.waitUntil(lambda: len(self._seen) == expected)


@pytest.fixture
def till(qtbot: QtBot) -> Iterator[Till]:
    """A window whose assistant is ready."""
    made = Till(qtbot)
    made.say(state(), events.Ready())
    yield made
    made.window.close()
