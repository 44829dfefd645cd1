"""Waits for the answer to a question, by touch, voice or typing, and asks again while none can be understood."""

import time
from collections.abc import Callable
from dataclasses import replace
from queue import Empty

from kiosk_app.core import turn
from kiosk_app.core.errors import Cancelled, NotUnderstood
from kiosk_app.core.events import Asked, Heard, Settled
from kiosk_app.core.hearing.listening import Ear, MicrophoneChanged
from kiosk_app.core.inbox import Hear, Inbox
from kiosk_app.core.numbers import normalise
from kiosk_app.core.parts import Parts
from kiosk_app.core.saying.phrases import sentence
from kiosk_app.core.types import Transcript
from kiosk_app.core.understanding import answers
from kiosk_app.core.understanding.context import Context
from kiosk_app.core.understanding.follow_up import correction
from kiosk_app.core.wire import Answer, Cancel, Close, Listen, Lock, Submit


class Corrected(Exception):
    """A question was answered with a correction of what it was about: "no, the big one"."""

    def __init__(self, said: Transcript) -> None:
        super().__init__()
        self.said = said


class Asking:
    """While a question is open, it takes what comes into the assistant's inbox."""

    def __init__(
        self,
        parts: Parts,
        inbox: Inbox,
        ear: Ear,
        context: Context,
        engines: Callable[[], turn.Engines],
        show_state: Callable[[], None],
    ) -> None:
        """`engines` are what an answer is recognised with; `show_state` is called where the microphone has changed."""
        self._parts = parts
        self._inbox = inbox
        self._ear = ear
        self._context = context
        self._engines = engines
        self._show_state = show_state

    def wait(self, asked: Asked, talk: turn.Talk) -> str:
        """The value of the answer; `no` where none comes in time. Raises `Corrected`."""
        deadline = time.monotonic() + asked.expires_in_s
        while True:
            try:
                command = self._inbox.get(timeout=max(0.0, deadline - time.monotonic()))
            except Empty:
                return "no"
            match command:
                case Answer(asked.id, value) if value == "no" or value in [choice.value for choice in asked.choices]:
                    return value
                case Answer(asked.id, text) if asked.kind == "clarify":
                    value_said = answers.read_answer(text, asked, self._parts.language)
                case Close() | Lock():
                    self._inbox.put(command)
                    return "no"
                case Cancel():
                    return "no"
                case MicrophoneChanged():
                    self._show_state()
                    continue
                case Submit(text):
                    value_said = self._read(Transcript(text, 1.0, "typed"), asked, talk)
                case Hear() | Listen():
                    sound = command.sound if isinstance(command, Hear) else self._ear.listen(is_asking=True)
                    try:
                        value_said = self._hear(sound, asked, talk)
                    except Cancelled:
                        continue  # what cancelled it waits in the inbox
                case _:
                    continue
            if value_said is not None:
                return value_said
            again = sentence("answer_first", self._parts.language)
            left = round(max(0.0, deadline - time.monotonic()))
            talk.emit(replace(asked, sentence=f"{again} {asked.sentence}", expires_in_s=left))

    def _hear(self, sound: turn.Sound, asked: Asked, talk: turn.Talk) -> str | None:
        language = self._parts.language
        listened_for = () if asked.kind == "clarify" else answers.phrases(asked, language)
        try:
            said = turn.hear(sound, self._engines(), talk, listened_for)
        except NotUnderstood:
            return None
        talk.emit(Heard(said.text, said.text, said.confidence, said.engine))
        return self._read(said, asked, talk)

    def _read(self, said: Transcript, asked: Asked, talk: turn.Talk) -> str | None:
        """The value of an answer, None for none. Raises `Corrected` for a correction of what was to be confirmed."""
        value = answers.read_answer(said.text, asked, self._parts.language)
        if value is None and asked.plan_id and self._corrects(said.text):
            talk.emit(Settled(asked.id, "no"))
            raise Corrected(said)
        return value

    def _corrects(self, text: str) -> bool:
        language, last = self._parts.language, self._context.intent
        return correction(normalise(text, language), language, last, self._parts.catalogue) is not None
