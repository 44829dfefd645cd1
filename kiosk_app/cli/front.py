"""The headless front: events out as lines that a person or a program reads, answers in."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TextIO

from kiosk_app.core.assistant import Assistant
from kiosk_app.core.events import (
    Answered,
    Asked,
    Done,
    Ended,
    Event,
    Executing,
    Failed,
    Heard,
    OrderChanged,
    Planned,
    Ready,
    Record,
    Settled,
    Spoke,
    Understood,
)
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.inbox import Hear
from kiosk_app.core.ports import Front
from kiosk_app.core.turn import Sound
from kiosk_app.core.types import Money, Row, Speech
from kiosk_app.core.wire import Answer, Close, Submit, encode_event


class Printer:
    """A front that writes each event as a line, for a program (`as_json`) or for a person."""

    def __init__(self, out: TextIO, *, as_json: bool) -> None:
        self._out = out
        self._as_json = as_json

    def emit(self, record: Record) -> None:
        """Write one event."""
        if self._as_json:
            print(encode_event(record), file=self._out, flush=True)
        else:
            for line in describe(record.event):
                print(line, file=self._out, flush=True)


class _Driver:
    """A front that answers questions and gives the next utterance when a turn ends; passes every event on."""

    def __init__(
        self, front: Front, utterances: Iterator[str | Speech | Sound], answer: Callable[[Asked], str]
    ) -> None:
        self.assistant: Assistant | None = None
        self.exit_code = 0
        self._front = front
        self._utterances = utterances
        self._answer = answer

    def emit(self, record: Record) -> None:
        self._front.emit(record)
        if self.assistant is None:
            return
        if isinstance(record.event, Asked):
            self.assistant.post(Answer(record.event.id, self._answer(record.event)))
        elif isinstance(record.event, Ready | Ended):
            self.exit_code = self.exit_code or self.assistant.exit_code
            utterance = next(self._utterances, None)
            if utterance is None:
                self.assistant.post(Close())
            else:
                if isinstance(utterance, Speech):
                    utterance = chunks(utterance)
                self.assistant.post(Submit(utterance) if isinstance(utterance, str) else Hear(utterance))


def take_turns(
    build: Callable[[Front], Assistant],
    front: Front,
    utterances: Iterable[str | Speech | Sound],
    answer: Callable[[Asked], str],
) -> int:
    """Run utterances one after the other; returns the first exit code that is not 0."""
    driver = _Driver(front, iter(utterances), answer)
    driver.assistant = build(driver)
    driver.assistant.run()
    return driver.exit_code


def scripted(answers: str | None) -> Callable[[Asked], str]:
    """Answers from the command line, in order; No when they are used up, or when one does not fit."""
    left = iter(answers.split(",")) if answers else iter(())

    def answer(asked: Asked) -> str:
        given = next(left, "no").strip().lower()
        if asked.kind == "clarify":
            return given or "no"
        values = [choice.value for choice in asked.choices]
        if given == "yes" and len(values) == 1:
            return values[0]
        return given if given in values else "no"

    return answer


def at_terminal(asked: Asked) -> str:
    """The answer of the person at the terminal; No where there is none."""
    if not sys.stdin.isatty():
        return "no"
    given = input("> ").strip().lower()
    if asked.kind == "clarify":
        return given or "no"
    return given if given in [choice.value for choice in asked.choices] else "no"


def describe(event: Event) -> Iterator[str]:
    """An event in lines for a person; none for those that only a screen needs."""
    match event:
        case Heard(text, raw, confidence, engine):
            yield f"Heard       “{raw}”" + (f" → {text}" if text != raw else "") + f"  ({engine}, {confidence:.2f})"
        case Understood(intent, args, confidence, _):
            yield f"Understood  {intent} {json.dumps(args, ensure_ascii=False, default=str)}  ({confidence:.2f})"
        case Planned(_, title, rows):
            yield f"Planned     {title}"
            yield from _describe_rows(rows)
        case Asked(_, _, sentence, choices):
            yield f"Asked       {sentence}"
            for choice in choices:
                yield f"              [{choice.value}] {choice.label} {choice.detail}".rstrip()
        case Settled(_, value):
            yield f"Answered    {value}"
        case Executing():
            yield "Sent        to the store"
        case Answered(sentence, rows, note):
            yield f"Answer      {sentence}"
            yield from _describe_rows(rows)
            if note:
                yield f"              ({note})"
        case Done(_, sentence, read_back):
            yield f"Done        {sentence}"
            if isinstance(read_back, Money):
                yield f"Read back   {read_back.amount} {read_back.currency}"
        case OrderChanged(sentence=sentence):
            yield f"News        {sentence}"
        case Spoke(text, engine, wav):
            yield f"Spoke       “{text}”  ({engine}{', ' + wav if wav else ''})"
        case Failed(code, sentence):
            yield f"Failed      {sentence}  ({code})"
        case Ended(outcome, _, stages):
            yield f"Ended       {outcome}  ({', '.join(f'{name} {ms} ms' for name, ms in stages.items())})"
        case _:
            return


def _describe_rows(rows: Sequence[Row]) -> Iterator[str]:
    for row in rows:
        yield f"              {row.label}: " + (f"{row.before} → {row.after}" if row.before else row.after)
