"""The lines that a front and the assistant exchange: one JSON object each, the same as `--json` prints."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import get_args

from kiosk_app.core import events
from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.events import Event, Record


@dataclass(frozen=True, slots=True)
class Listen:
    """The button went down: take the microphone's sound."""


@dataclass(frozen=True, slots=True)
class StopListening:
    """The button went up: the utterance is over."""


@dataclass(frozen=True, slots=True)
class Submit:
    """Typed instead of spoken."""

    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An open question was settled by touch."""

    question_id: str
    value: str


@dataclass(frozen=True, slots=True)
class Cancel:
    """Throw away what is going on; an open question is answered with No."""


@dataclass(frozen=True, slots=True)
class Lock:
    """Somebody else may come, or nobody is there: take nothing but a PIN from now on; an open question gets No."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """Somebody wants the till."""

    user: str
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """Something that is no utterance, as in `core.calls`; answered by one `Result` or `Failed` where no turn is on."""

    name: str
    args: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetVolume:
    """How loud the till speaks from now on; nothing else is disturbed."""

    percent: int
    """0 to 100; at 0 it says nothing, so that nobody waits for what cannot be heard."""


@dataclass(frozen=True, slots=True)
class Close:
    """The front goes away."""


Command = Listen | StopListening | Submit | Answer | Cancel | Lock | Unlock | Call | SetVolume | Close

_COMMANDS = {kind.__name__: kind for kind in get_args(Command)}
_EVENTS = {kind.__name__: kind for kind in get_args(Event)}


def encode_command(command: Command) -> str:
    """One line, without its line feed."""
    return json.dumps({"command": type(command).__name__, **to_json(command)}, ensure_ascii=False)


def decode_command(line: str) -> Command:
    """The reverse; raises `ValueError` on anything else."""
    fields = json.loads(line)
    command: Command = from_json(_kind(_COMMANDS, fields, "command"), fields)
    return command


def encode_event(record: Record) -> str:
    """One line, without its line feed."""
    head = {"event": type(record.event).__name__, "turn": record.turn, "ms": record.ms}
    return json.dumps(head | to_json(record.event), ensure_ascii=False)


def decode_event(line: str) -> Record:
    """The reverse; raises `ValueError` on anything else."""
    fields = json.loads(line)
    kind = _kind(_EVENTS, fields, "event")
    turn, ms = fields.pop("turn", None), fields.pop("ms", None)
    if not isinstance(turn, int) or not isinstance(ms, int):
        raise ValueError("not one of this wire's lines: no turn and ms")
    event: events.Event = from_json(kind, fields)
    return Record(turn, ms, event)


def _kind(known: dict[str, type], fields: object, key: str) -> type:
    if not isinstance(fields, dict) or fields.get(key) not in known:
        raise ValueError(f"not one of this wire's lines: no known {key}")
    return known[fields.pop(key)]
