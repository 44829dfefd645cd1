"""A whole till in this process: every real engine, on a real store, answering from a script."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from kiosk_app import build
from kiosk_app.cli.front import scripted, take_turns
from kiosk_app.core.actions import Plan
from kiosk_app.core.events import Ended, Event, Failed, Planned, Record
from kiosk_app.core.types import Speech
from kiosk_app.process import StoreAccess
from kiosk_app.settings import Settings

E = TypeVar("E")


@dataclass
class Turns:
    """What the till showed while it took some utterances."""

    events: list[Event] = field(default_factory=list)
    exit_code: int = 0
    meanwhile: Callable[[], object] | None = None
    """Happens once, as soon as a plan is shown."""

    def emit(self, record: Record) -> None:
        """Keep the event (`core.ports.Front`)."""
        self.events.append(record.event)
        if isinstance(record.event, Planned) and self.meanwhile:
            happen, self.meanwhile = self.meanwhile, None
            happen()

    def all(self, kind: type[E]) -> list[E]:
        """Every event of a kind."""
        return [event for event in self.events if isinstance(event, kind)]

    def one(self, kind: type[E]) -> E:
        """The only event of a kind."""
        (event,) = self.all(kind)
        return event

    @property
    def plan(self) -> Plan:
        """The only plan that was shown."""
        return self.one(Planned).plan

    @property
    def outcome(self) -> str:
        """How the last turn ended."""
        return self.all(Ended)[-1].outcome

    @property
    def code(self) -> str:
        """The error's code, which its sentence came with."""
        ended = self.all(Ended)[-1]
        if ended.code:
            failed = self.all(Failed)[-1]
            assert failed.code == ended.code
            assert failed.sentence.endswith((".", "”."))
        return ended.code


@dataclass(frozen=True)
class Till:
    """One till on one store."""

    access: StoreAccess
    sounds: Path
    settings: Settings = field(default_factory=Settings)

    def take(
        self, *utterances: str | Speech, answers: str = "", meanwhile: Callable[[], object] | None = None
    ) -> Turns:
        """Take utterances one after the other, answering questions in their order; No when answers run out."""
        turns = Turns(meanwhile=meanwhile)
        make = partial(build.build, self.settings, None, self.access, self.sounds)
        turns.exit_code = take_turns(make, turns, utterances, scripted(answers))
        return turns
