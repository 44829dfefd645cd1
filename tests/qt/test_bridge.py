"""The bridge: a process that speaks the wire, ends, says nonsense, or does not start."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.core import events
from kiosk_app.core.wire import Cancel, Close, Listen, Submit
from kiosk_app.qt.bridge import Bridge
from tests.qt.scripted import ScriptedLink, seen, state

CHILD = """
import sys
from kiosk_app.core import events
from kiosk_app.core.events import Record
from kiosk_app.core.wire import Close, Submit, decode_command, encode_event

def say(event):
    print(encode_event(Record(1, 0, event)), flush=True)

say(events.Ready())
for line in sys.stdin:
    match decode_command(line):
        case Submit("crash"):
            sys.exit(3)
        case Submit(text):
            say(events.Heard(text, text, 1.0, "typed"))
        case Close():
            sys.exit(0)
"""


class ProcessLink:
    """A child process that reads and writes lines."""

    def __init__(self, script: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
            env={"PYTHONPATH": str(Path(__file__).parents[2])},
        )

    def send(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def lines(self) -> Iterator[str]:
        assert self.process.stdout is not None
        yield from self.process.stdout

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()


def test_a_real_process_talks_crashes_and_comes_back(qtbot: QtBot, tmp_path: Path) -> None:
    script = tmp_path / "child.py"
    script.write_text(CHILD)
    links: list[ProcessLink] = []

    def start() -> ProcessLink:
        links.append(ProcessLink(script))
        return links[-1]

    bridge = Bridge(start, pauses=(0,))
    said = seen(bridge)
    bridge.open()
    qtbot.waitUntil(lambda: len(said) == 1)
    bridge.send(Submit("café con leche · 1,20 €"))
    qtbot.waitUntil(lambda: len(said) == 2)
    bridge.send(Submit("crash"))
    qtbot.waitUntil(lambda: len(said) == 4)
    bridge.send(Submit("again"))
    qtbot.waitUntil(lambda: len(said) == 5)
    bridge.close()
    first, again = (events.Heard(text, text, 1.0, "typed") for text in ("café con leche · 1,20 €", "again"))
    assert said == [events.Ready(), first, None, events.Ready(), again]
    assert [link.process.returncode for link in links] == [3, 0]


def test_commands_reach_the_assistant_in_order(qtbot: QtBot) -> None:
    link = ScriptedLink()
    bridge = Bridge(lambda: link)
    said = seen(bridge)
    bridge.open()
    link.say(events.Ready())
    qtbot.waitUntil(lambda: said == [events.Ready()])
    bridge.send(Listen())
    bridge.send(Cancel())
    bridge.close()
    assert link.commands == [Listen(), Cancel(), Close()]
    assert link.closed


def test_an_assistant_that_is_wanted_anew_ends_and_another_takes_over(qtbot: QtBot) -> None:
    links: list[ScriptedLink] = []

    def start() -> ScriptedLink:
        links.append(ScriptedLink())
        links[-1].say(events.Ready())
        return links[-1]

    bridge = Bridge(start, pauses=(60,))
    bridge.restart()  # nothing runs yet
    with qtbot.waitSignal(bridge.happened):
        bridge.open()
    with qtbot.assertNotEmitted(bridge.lost), qtbot.waitSignals([bridge.restarting, bridge.happened], order="strict"):
        bridge.restart()
    bridge.close()
    assert [link.commands for link in links] == [[Close()], [Close()]]


def test_closing_twice_says_it_once_and_loses_nothing(qtbot: QtBot) -> None:
    link = ScriptedLink()
    bridge = Bridge(lambda: link)
    said = seen(bridge)
    bridge.open()
    link.say(events.Ready())
    qtbot.waitUntil(lambda: said == [events.Ready()])
    bridge.close()
    bridge.close()
    qtbot.wait(0)
    assert said == [events.Ready()]
    assert link.commands == [Close()]


@pytest.mark.usefixtures("qtbot")
def test_a_bridge_that_was_never_opened_closes() -> None:
    Bridge(ScriptedLink).close()


@pytest.mark.parametrize("line", ["no json", "[]", '{"event": "Nonsense"}', '{"event": "Ready"}', '{"event": "Level"}'])
def test_a_line_that_is_not_of_the_wire_ends_that_assistant(qtbot: QtBot, line: str) -> None:
    links: list[ScriptedLink] = []

    def start() -> ScriptedLink:
        links.append(ScriptedLink())
        if len(links) == 1:
            links[0].say_line(line)
        return links[-1]

    bridge = Bridge(start, pauses=(0,))
    said = seen(bridge)
    bridge.open()
    qtbot.waitUntil(lambda: said == [None] and len(links) == 2)
    bridge.close()
    assert links[0].closed


def test_an_assistant_that_cannot_be_started_is_tried_again(qtbot: QtBot) -> None:
    tries: list[int] = []

    def start() -> ScriptedLink:
        tries.append(1)
        if len(tries) < 3:
            raise FileNotFoundError("no such program")
        link = ScriptedLink()
        link.say(events.Ready())
        return link

    bridge = Bridge(start, pauses=(0,))
    said = seen(bridge)
    bridge.open()
    qtbot.waitUntil(lambda: said == [None, None, events.Ready()])
    bridge.close()
    assert len(tries) == 3


def test_the_pause_before_a_new_start_grows_until_one_gets_ready(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = iter([False, False, False, True, False, False])
    waited: list[float] = []
    done = threading.Event()

    def start() -> ScriptedLink:
        link = ScriptedLink()
        ready = next(scripts, None)
        if ready is None:
            done.set()
            return link
        if ready:
            link.say(events.Ready())
        link.die()
        return link

    bridge = Bridge(start, pauses=(1, 2, 5))
    monkeypatch.setattr(bridge._closing, "wait", waited.append)
    bridge.open()
    qtbot.waitUntil(done.is_set)
    assert waited[:6] == [1, 2, 5, 1, 2, 5]
    bridge.close()


def test_an_assistant_that_does_not_end_by_itself_is_ended(qtbot: QtBot) -> None:
    class Deaf(ScriptedLink):
        def send(self, line: str) -> None:
            """Takes no notice."""

    link = Deaf()
    bridge = Bridge(lambda: link, grace=0.01)
    said = seen(bridge)
    bridge.open()
    link.say(events.Ready())
    qtbot.waitUntil(lambda: said == [events.Ready()])
    bridge.close()
    assert link.closed


def test_a_window_that_closes_while_the_assistant_starts_leaves_none_behind(qtbot: QtBot) -> None:
    starting, go = threading.Event(), threading.Event()
    link = ScriptedLink()

    def start() -> ScriptedLink:
        starting.set()
        go.wait(5)
        return link

    bridge = Bridge(start, grace=0.01)
    bridge.open()
    assert starting.wait(5)
    bridge.close()
    go.set()
    qtbot.waitUntil(lambda: link.closed)


@pytest.mark.usefixtures("qtbot")
def test_what_is_sent_while_no_assistant_runs_is_dropped() -> None:
    link = ScriptedLink()
    link.close()
    bridge = Bridge(lambda: link)
    bridge.send(Listen())
    link.say(state())
    assert link.commands == []
