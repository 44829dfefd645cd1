"""The worker: takes a front's commands one after the other, runs turns, asks, speaks, and never dies of an error."""

import logging
import math
import threading
import time
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from queue import Empty, Queue

from kiosk_app.core import calls, turn
from kiosk_app.core.asking import Asking, Corrected
from kiosk_app.core.away import AwayStore
from kiosk_app.core.door import Door
from kiosk_app.core.errors import Cancelled, KioskError, NotUnderstood, OutcomeUnknown, Refused, StoreError
from kiosk_app.core.events import (
    Answered,
    Asked,
    Choice,
    Ended,
    Event,
    Failed,
    OrderChanged,
    Ready,
    Record,
    Result,
    Settled,
)
from kiosk_app.core.hearing.input_test import InputTest
from kiosk_app.core.hearing.listening import Ear, MicrophoneChanged, Sound
from kiosk_app.core.inbox import Hear, Inbox
from kiosk_app.core.parts import Parts
from kiosk_app.core.ports import Front, Store
from kiosk_app.core.records.figures import Tally, TurnFigures
from kiosk_app.core.records.tape import Tape
from kiosk_app.core.saying.phrases import explain, sentence
from kiosk_app.core.saying.speaking import Speaking
from kiosk_app.core.stopwatch import Stopwatch
from kiosk_app.core.types import Outcome, Transcript
from kiosk_app.core.understanding.context import Context
from kiosk_app.core.upkeep.background import Background
from kiosk_app.core.wire import (
    Call,
    Cancel,
    Close,
    Command,
    Listen,
    Lock,
    SetVolume,
    Submit,
    Unlock,
)

ANSWER_SECONDS = 60
"""For which a question waits; then the answer is No."""

log = logging.getLogger(__name__)


class Assistant:
    """One till's assistant. `post` may be called from any thread; `run` works until `Close`."""

    def __init__(self, parts: Parts, front: Front, context: Context | None = None) -> None:
        self.exit_code = 0
        """Of the last turn, as the command line returns it."""
        self._parts = parts
        self._front = front
        self._inbox: Inbox = Queue()
        self._store: Store | None = None
        self._problems: tuple[str, ...] = ()
        self._door = Door(parts)
        self._turn = 0
        self._watch = Stopwatch()
        self._cancelled = threading.Event()
        self._committed = False
        self._ear = Ear(parts, self._inbox, self.emit)
        self._input_test = InputTest(parts, self._ear)
        self._context = context or Context()
        self._asking = Asking(parts, self._inbox, self._ear, self._context, self._engines, self._show_state)
        self._background = Background(parts)
        self._tape: Tape | None = None
        self._tally = Tally()
        self._speaking = Speaking(parts, self._ear)

    def post(self, command: Command | Hear) -> None:
        """Take a command; never blocks. Whatever a person does silences the voice, or sets its volume."""
        if isinstance(command, SetVolume):
            if self._parts.player is not None:
                self._parts.player.volume = min(max(command.percent, 0), 100) / 100
            return
        if isinstance(command, Cancel | Close | Lock):
            self._cancelled.set()
        if self._parts.player is not None:
            self._parts.player.stop()
        self._inbox.put(command)

    def run(self) -> None:
        """Work until `Close`, then release every part."""
        if self._parts.microphone is not None:
            self._parts.microphone.watch(lambda: self._inbox.put(MicrophoneChanged()))
        if self._door.is_locked:
            self._show_state()
            self._lock()
        else:
            self._greet()
        while not isinstance(command := self._next(), Close):
            match command:
                case Unlock(user, pin) if self._door.is_locked:
                    self._unlock(user, pin)
                case _ if self._door.is_locked or isinstance(command, Lock):
                    self._lock()
                case Submit(text):
                    self._take_turn(text)
                case Hear(sound):
                    self._take_turn(sound)
                case Listen():
                    self._take_turn(self._taped(self._ear.listen(is_asking=False)))
                case Call() as call:
                    self._answer_call(call)
                case _:
                    pass  # answers to closed questions, the last of the microphone's sound
        if self._store is not None:
            self._background.chores.finish(self._store)
        parts = self._parts
        for part in (
            parts.microphone,
            self._store,
            parts.intents,
            parts.journal,
            parts.aliases,
            parts.documents,
            parts.diary,
        ):
            if part is not None:
                part.close()

    # What a turn asks of the assistant (`core.turn.Talk`)

    def emit(self, event: Event) -> None:
        """Show what happened."""
        record = Record(self._turn, self._watch.ms, event)
        self._tally.see(record)
        if self._parts.diary is not None:
            self._parts.diary.see(event)
        if self._tape is not None:
            self._tape.see(event)
        self._front.emit(record)

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Time what happens inside, without the stages inside it. Raises `Cancelled` once that was wished."""
        if self._cancelled.is_set() and not self._committed:
            raise Cancelled
        return self._watch.stage(name)

    def commit(self) -> None:
        """From here on nothing can be cancelled."""
        if self._cancelled.is_set():
            raise Cancelled
        self._committed = True

    def resume(self) -> None:
        """Nothing was done: from here on the person can cancel again."""
        self._committed = False

    def end_of_speech(self) -> None:
        """Count milliseconds from now."""
        self._watch.restart()

    def ask(self, kind: str, question: str, choices: Sequence[Choice], plan_id: str = "") -> str:
        """Ask, and wait for an answer by touch, voice or typing. Raises `Cancelled` for No and for none."""
        asked = Asked(str(uuid.uuid4()), kind, question, tuple(choices), ANSWER_SECONDS, plan_id)
        self.emit(asked)
        with self.stage("answer"):
            value = self._asking.wait(asked, self)
        self.emit(Settled(asked.id, value))
        if value == "no":
            raise Cancelled
        return value

    def say(self, text: str) -> None:
        """Speak, unless that is unwanted now; a till without a voice or a loudspeaker stays silent."""
        if spoke := self._speaking.say(text, self.stage, self._is_unwanted):
            self.emit(spoke)

    def _is_unwanted(self) -> bool:
        listening_next = any(isinstance(command, Listen) for command in list(self._inbox.queue))
        return listening_next or (self._cancelled.is_set() and not self._committed)

    # Its own work

    def _greet(self) -> None:
        self._problems = ()
        try:
            self._connected()
        except KioskError as error:
            self._problems = (explain(error, self._parts.language),)
        self._show_state()
        self.emit(Ready())
        if self._store is not None and self._parts.diary is not None:
            for event in self._parts.diary.greeting(self._store):
                self.emit(event)

    def _show_state(self) -> None:
        self.emit(self._parts.state(self._store, self._problems))

    def _lock(self) -> None:
        if locked := self._door.lock():
            self.emit(locked)

    def _unlock(self, user: str, pin: str) -> None:
        """Give the till to who knows the PIN: a person's own connection, rights and conversation come with them."""
        before = self._door.person
        if refused := self._door.open(user, pin):
            self.emit(refused)
            return
        if self._store is not None and self._door.person != before:
            self._store.close()
            self._store = None
        self._greet()

    def _connected(self) -> Store:
        """The store, signed in, its catalogue loaded, and what was in doubt settled."""
        if self._store is None:
            self._background.catalogue.restore()
            store = self._door.connect()
            self._background.catalogue.signed_in(store)
            for plan in self._parts.journal.unsettled():
                if (plan.host, plan.user, plan.till) == (store.host, store.user, store.till):
                    self._parts.journal.settle(plan.id, store.settle(plan))
            self._store = store
            self._background.signed_in()
        return self._store

    def _next(self) -> Command | Hear | Sound:
        """The next command; while there is none, what goes on without one. `Lock` when none comes for long."""
        idle_s = self._door.idle_s
        locks_at = math.inf if idle_s is None else time.monotonic() + idle_s
        while True:
            store = None if self._door.is_locked else self._store
            due = self._background.due_in() if store else None
            left = max(0.0, min(locks_at - time.monotonic(), math.inf if due is None else due))
            rehearses = bool(self._speaking.unrehearsed and left)
            try:
                command = self._inbox.get(timeout=0 if rehearses else None if math.isinf(left) else left)
                if not isinstance(command, MicrophoneChanged):
                    return command
                self._show_state()
            except Empty:
                if rehearses:
                    self._speaking.rehearse()
                elif time.monotonic() >= locks_at:
                    return Lock()
                elif store is not None:
                    self._do_chores(store)

    def _do_chores(self, store: Store) -> None:
        """One step of them; what the store has changed is shown and said, outside any turn."""
        orders, events = self._background.work(store)
        if not (orders or events):
            return
        last, self._turn = self._turn, 0
        self.end_of_speech()
        self._cancelled.clear()
        for event in events:
            self.emit(event)
        for order in orders:
            status = sentence(f"status_{order.status}", self._parts.language)
            text = sentence("order_status_is", self._parts.language, number=order.number, status=status)
            self.emit(OrderChanged(order.number, order.status, text))
            self._context.said = Answered(text)
            with suppress(Cancelled):
                self.say(text)
        self._turn = last

    def _answer_call(self, call: Call) -> None:
        last, self._turn = self._turn, 0
        try:
            store = self._connected()
            microphone = self._input_test.answer
            self.emit(Result(call.name, calls.answer(call, store.user, store.permissions, self._parts, microphone)))
        except KioskError as error:
            self.emit(Failed(error.code, explain(error, self._parts.language), error.retryable))
        self._turn = last

    def _take_turn(self, utterance: str | Transcript | turn.Sound) -> None:
        self._turn += 1
        self._watch, self._committed = Stopwatch(), False
        self._tally = Tally()
        self._cancelled.clear()
        self.exit_code = 0
        code = ""
        outcome: Outcome
        correction: Transcript | None = None
        try:
            outcome = turn.take_turn(utterance, self._engines(), self, self._context)
        except Corrected as corrected:
            outcome, self.exit_code, correction = "cancelled", Refused.exit_code, corrected.said
        except Cancelled:
            outcome, self.exit_code = "cancelled", Refused.exit_code
            self.say(sentence("cancelled", self._parts.language))
        except KioskError as error:
            outcome, code, self.exit_code = _outcome(error), error.code, error.exit_code
            self._fail(error)
        except Exception:
            log.exception("a turn failed")
            failure = OutcomeUnknown("outcome_unknown") if self._committed else KioskError("internal")
            outcome, code, self.exit_code = _outcome(failure), failure.code, failure.exit_code
            self._fail(failure)
        self.emit(Ended(outcome, code, self._watch.stages_ms))
        self._count_turn(self._tally.ended(outcome))
        if self._tape is not None:
            self._tape.ended(outcome, code)
            self._tape = None
        if self._store is not None:
            self._background.turn_ended(self._context.deed)
        if correction is not None:
            self._take_turn(correction)

    def _taped(self, sound: turn.Sound) -> turn.Sound:
        """The same, recorded where that is wanted."""
        if not (self._parts.records and self._parts.recordings):
            return sound
        self._tape = Tape(self._parts.recordings, self._parts.language)
        return self._tape.copied(sound)

    def _count_turn(self, figures: TurnFigures) -> None:
        try:
            self._parts.journal.count(figures)
        except KioskError as error:
            log.warning("a turn could not be counted: %s", error.code)

    def _fail(self, error: KioskError) -> None:
        text = explain(error, self._parts.language)
        self.emit(Failed(error.code, text, error.retryable))
        self._context.said = Answered(text)
        self.say(text)

    def _engines(self) -> turn.Engines:
        """What a turn works with; while the store is away, the catalogue of the time before."""
        store: Store
        try:
            store = self._connected()
        except StoreError as error:
            if not (error.retryable and self._parts.catalogue.products):
                raise
            store = AwayStore(error, self._parts.host, self._door.person, self._parts.till)
        return self._parts.engines(store)


def _outcome(error: KioskError) -> Outcome:
    if isinstance(error, NotUnderstood):
        return "not_understood"
    if isinstance(error, Refused):
        return "refused"
    return "unknown" if isinstance(error, OutcomeUnknown) else "failed"
