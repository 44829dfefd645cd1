"""The till's window: every event has its place on it, and nothing else decides what it shows."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from kiosk_app.core import events
from kiosk_app.core.codec import from_json
from kiosk_app.core.events import Record
from kiosk_app.core.records.diary import Said
from kiosk_app.core.types import Language, Outcome
from kiosk_app.core.wire import Answer, Call, Cancel, Listen, Lock, SetVolume, StopListening, Submit, Unlock
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.frame import Frame
from kiosk_app.qt.history import LOOKS
from kiosk_app.qt.managing import files_in
from kiosk_app.qt.talk import parse_key
from kiosk_app.qt.theme import Tone
from kiosk_app.qt.widgets import Shape


class Window(Frame):
    """The whole till on one screen."""

    def __init__(self, bridge: Bridge, *, language: Language, push_to_talk_key: str) -> None:
        """Raises SettingsError where `push_to_talk_key` is no F-key."""
        key = parse_key(push_to_talk_key)
        super().__init__(bridge, language=language, push_to_talk_key=push_to_talk_key)
        self._bridge = bridge
        self._key = key
        self._ready = False
        self._state: events.State | None = None
        self._busy = False
        self._sent = False
        self._typing = False
        self._heard = ""
        self._news = ""
        self._sound_warning = ""
        """What is wrong with the sound of this utterance."""
        self._outcome: Outcome | None = None
        self._planned: events.Planned | None = None
        self._asked: events.Asked | None = None
        self._locked_user: str | None = None
        """Who had the till when it was locked; None while it is not."""
        self._connect()
        self._show_phase(self._texts.starting, "quiet")
        self._update_controls()

    def _connect(self) -> None:
        self._bridge.happened.connect(self.show_record)
        self._bridge.lost.connect(self.show_lost)
        self._bridge.restarting.connect(self.show_restarting)
        self.talk.held.connect(self._listen)
        self.talk.let_go.connect(self._stop_listening)
        self.talk.thrown_away.connect(self._cancel)
        self.field.returnPressed.connect(self._submit)
        self.field.textChanged.connect(self._update_controls)
        self.send.clicked.connect(self._submit)
        self.strip.cancel.clicked.connect(self._cancel)
        self.strip.lock.clicked.connect(lambda: self._bridge.send(Lock()))
        self.strip.volume.changed.connect(self._set_volume)
        self.lock.entered.connect(lambda user, pin: self._bridge.send(Unlock(user, pin)))
        self.history.learnt.triggered.connect(self.managing.ask_learnt)
        self.history.documents.triggered.connect(self.managing.ask_documents)
        self.history.microphone.triggered.connect(self.managing.ask_microphone)
        self.history.forget.clicked.connect(lambda: self._bridge.send(Call("memory.forget")))
        for page in self.managing.pages:
            page.back.clicked.connect(lambda: self._show_page(self.idle))
        self.choice.picked.connect(self._answer)
        self.confirm.answered.connect(self._answer)

    # What was pressed

    def _listen(self) -> None:
        self.strip.meter.clear()
        self._sound_warning = ""
        self._bridge.send(Listen())
        self._update_controls()

    def _stop_listening(self) -> None:
        self.strip.meter.hide()
        self._bridge.send(StopListening())
        self._update_controls()

    def _submit(self) -> None:
        text = self.field.text().strip()
        if text and self._ready:
            self.field.clear()
            self._bridge.send(Submit(text))

    def _set_volume(self) -> None:
        self._bridge.send(SetVolume(self.strip.volume.heard))

    def _answer(self, question: str, value: str) -> None:
        self._bridge.send(Answer(question, value))

    def _cancel(self) -> None:
        self.talk.lift()
        self._bridge.send(Cancel())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Push to talk, and Esc. No other key does anything here: a scanner types at any moment."""
        if self._locked_user is not None:
            self.lock.type(event.text())
        elif event.key() == self._key and not event.isAutoRepeat():
            self.talk.press()
        elif event.key() == Qt.Key.Key_Escape and not event.isAutoRepeat():
            if self.confirm.is_open:
                self.confirm.refuse()
            else:
                self._cancel()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == self._key and not event.isAutoRepeat():
            self.talk.release()

    def changeEvent(self, event: QEvent) -> None:
        """A window in the background no longer sees the button go up."""
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.talk.release()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """An open question gets no answer from here: no answer is No."""
        self.hide()
        self._bridge.close()
        event.accept()

    # What happened

    def show_record(self, record: Record) -> None:
        """Show one event."""
        match record.event:
            case events.State() as state:
                self._show_state(state)
            case events.Ready():
                self._show_ready()
            case events.Locked() as locked:
                self._show_locked(locked)
            case events.Listening():
                self._show_listening()
            case events.Level() as level:
                self._show_level(level)
            case events.Partial(text, product, price):
                self.strip.show_partial(text, " · ".join(filter(None, (product, price))))
            case events.Heard() as heard:
                self._show_heard(heard)
            case events.Understood():
                self._show_phase(self._texts.thinking, "info")
            case events.Planned() as planned:
                self._planned = planned
            case events.Asked() as asked:
                self._show_question(asked)
            case events.Settled(question):
                self._show_settled(question)
            case events.Executing():
                self._sent = True
                self._show_phase(self._texts.sending, "info")
                self._show_news("info", "dots", self._texts.sending)
            case events.Answered(sentence, rows, note, table):
                self._show_outcome("answered", sentence)
                self.message.show_details(rows, note, table)
            case events.Done(sentence=sentence):
                self._show_outcome("done", sentence)
            case events.Failed(sentence=sentence):
                self._show_outcome("failed", sentence)
            case events.OrderChanged(sentence=sentence):
                self._show_order(sentence)
            case events.LeftOpen(sentence):
                self._show_news("info", "info", self._texts.left_open, sentence)
                self._news = ""
            case events.Progress() as progress:
                self.managing.show_progress(progress)
            case events.Result() as result:
                self._show_result(result)
            case events.Spoke(text):
                self.message.show_said(self._texts.said.format(text=text))
            case events.Ended(outcome):
                self._show_ended(outcome)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A manager may drop documents anywhere."""
        if self._may_manage and files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if self._may_manage:
            self.managing.take(event.mimeData())
            event.acceptProposedAction()

    @property
    def _may_manage(self) -> bool:
        ready = self._ready and not self._busy and self._locked_user is None
        return ready and self._state is not None and self._state.can_manage

    @property
    def is_busy(self) -> bool:
        """Whether a turn goes on, or no assistant is ready."""
        return self._busy

    def show_lost(self) -> None:
        """The assistant is gone, and another one is on its way."""
        why = self._texts.lost_next if self._ready or not self._news else self._news
        if self._busy:
            cut_off: Outcome = "unknown" if self._sent else "failed"
            self.history.add(self._outcome or cut_off, self._news if self._outcome else self._texts.lost)
        self._ready = False
        self._forget()
        self.strip.show_heard("")
        self._show_news("bad", "bang", self._texts.lost, why)
        self._show_phase(self._texts.restarting, "bad", busy=False)

    def show_restarting(self) -> None:
        """Another assistant takes over, because the models were swapped."""
        self._ready = False
        self._forget()
        self.strip.show_heard("")
        self._show_phase(self._texts.restarting, "quiet", busy=False)

    def _show_state(self, state: events.State) -> None:
        self._state = state
        if not state.microphone:
            self.talk.release()
            self.talk.lift()
        self.talk.is_tapped = state.open_hands
        self.status.show_state(state)
        self.banner.show_problems(state.problems)
        self.idle.show_examples(state.examples)
        self._update_controls()

    def _show_locked(self, locked: events.Locked) -> None:
        if self._locked_user is None:
            self._locked_user = self._state.user if self._state else ""
            self.talk.release()
            self.message.saving.close_dialog()
            self.managing.leave()
            self._forget()
            self._show_phase(self._texts.locked, "quiet", busy=False)
        self.lock.show_locked(locked)
        self._show_page(self.lock)

    def _show_ready(self) -> None:
        if self._locked_user is not None and self._state and self._state.user != self._locked_user:
            self.history.clear()
            self.strip.show_heard("")
        self._locked_user = None
        self._ready = True
        if self.strip.volume.heard != self.strip.volume.usual:
            self._set_volume()
        self._forget()
        self._show_page(self.idle)
        self._show_phase(self._texts.ready, "good", busy=False)

    def _show_listening(self) -> None:
        self._begin()
        self._show_phase(self._texts.listening, "live")
        self.strip.show_partial("")
        self.strip.meter.clear()

    def _show_level(self, level: events.Level) -> None:
        """How loud it is, and what is wrong with that."""
        self.managing.show_level(level)
        self.strip.meter.add(level.rms, too_loud=level.is_clipped)
        warning = self._texts.lost_sound if level.dropped else ""
        warning = self._texts.too_loud if self.strip.meter.is_too_loud else warning
        if warning != self._sound_warning:
            self._sound_warning = warning
            self._update_controls()

    def _show_heard(self, heard: events.Heard) -> None:
        self._begin()
        text = heard.text or heard.raw
        self._heard = self._heard or text
        self.strip.show_heard(text)
        self._show_phase(self._texts.thinking, "info")

    def _show_question(self, asked: events.Asked) -> None:
        self._close_question()
        self._asked = asked
        if asked.kind == "confirm":
            # Keys that a scanner types now must find no field to end with Enter.
            self._typing = self.field.hasFocus()
            self.field.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            self.field.clearFocus()
            self.confirm.show_question(asked, self._planned)
            self._show_page(self.confirm)
        else:
            self.choice.show_question(asked)
            self._show_page(self.choice)
        self._show_phase(self._texts.waiting, "warn")

    def _show_settled(self, question: str) -> None:
        if self._asked is None or self._asked.id != question:
            return
        if self._asked.kind == "confirm":
            self._show_news("info", "dots", self._texts.thinking)
        self._close_question()
        self._show_phase(self._texts.thinking, "info")

    def _show_news(self, tone: Tone, shape: Shape, heading: str, sentence: str = "") -> None:
        self._news = sentence
        self.message.show_message(tone, shape, heading, sentence)
        self._show_page(self.message)

    def _show_outcome(self, outcome: Outcome, sentence: str) -> None:
        """How it went, while the voice still says so; `Ended` has the last word."""
        self._outcome = outcome
        self._show_news(*LOOKS[outcome], self._texts.outcomes[outcome], sentence)
        if self._ready:
            self._show_phase(self._texts.ready, "good", busy=self._busy)

    def _show_order(self, sentence: str) -> None:
        """News between two turns: it stays until somebody speaks."""
        self._show_news("info", "info", self._texts.order_news, sentence)
        self.history.add("answered", sentence)
        self._news = ""

    def _show_result(self, result: events.Result) -> None:
        """Its page opens, unless something else has begun meanwhile."""
        if result.name.startswith("memory.") and isinstance(result.value, list):
            self.history.show_said([from_json(Said, said) for said in result.value])
            return
        page = self.managing.show_result(result)
        if page is not None and not self._busy and self._locked_user is None:
            self._show_page(page)

    def _show_ended(self, outcome: Outcome) -> None:
        tone, shape = LOOKS[outcome]
        if outcome == "cancelled" and not self._news:
            self._show_news(tone, shape, "", self._texts.cancelled)
        if self._news:
            self.message.show_heading(tone, shape, self._texts.outcomes[outcome])
            self._show_page(self.message)
        else:
            self._show_page(self.idle)
        about = f"“{self._heard}”" if outcome == "cancelled" and self._heard else self._news
        self.history.add(outcome, about or f"“{self._heard}”")
        self._forget()
        self._show_phase(self._texts.ready, "good", busy=False)

    # What follows from it on the screen

    def _begin(self) -> None:
        """Words are coming: a new turn, unless they answer an open question."""
        if self._asked is None:
            self._forget()
            self._show_page(self.idle)

    def _forget(self) -> None:
        self._close_question()
        self._planned = None
        self._outcome = None
        self._sent = False
        self._heard = ""
        self._news = ""

    def _close_question(self) -> None:
        self._asked = None
        self.choice.close_question()
        self.confirm.close_question()
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self._typing:
            self._typing = False
            self.field.setFocus()

    def _show_page(self, page: QWidget) -> None:
        self.stage.setCurrentWidget(page)
        self.history.setVisible(page in (self.idle, self.message) and self._locked_user is None)
        self._update_controls()

    def _show_phase(self, label: str, tone: Tone, *, busy: bool = True) -> None:
        self.strip.show_phase(label, tone)
        if self.talk.is_tapped and tone != "live":
            self.talk.lift()
        self._busy = busy
        self._update_controls()

    def _update_controls(self) -> None:
        texts, state = self._texts, self._state
        missing = ""
        if state is not None:
            missing = "" if state.microphone else texts.off_microphone
            missing = missing if state.recogniser else texts.off_engine
        confirming = self.stage.currentWidget() is self.confirm
        locked = self._locked_user is not None
        self._show_ways_in(is_ready=self._ready, is_locked=locked, missing=missing, warning=self._sound_warning)
        self.banner.setVisible(state is not None and bool(state.problems) and not confirming)
        self.history.show_managing(self._may_manage)
        self.strip.cancel.setVisible(self._busy and not confirming)
        can_lock = self._ready and not locked and not self._busy and state is not None and state.can_lock
        self.strip.lock.setVisible(can_lock)
