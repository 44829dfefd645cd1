"""One utterance, read from top to bottom: hear, understand, plan, confirm, journal, send, say."""

import logging
import uuid
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from kiosk_app.core.actions import CustomerCreation, OrderCancellation, OrderPlacement, Plan, StockMovement
from kiosk_app.core.errors import Conflict, KioskError, MissingPart, NotUnderstood, OutcomeUnknown, Refused
from kiosk_app.core.events import Answered, Choice, Done, Event, Executing, Heard, Planned, Understood
from kiosk_app.core.handlers.results import confirmed
from kiosk_app.core.hearing.ahead import Ahead
from kiosk_app.core.hearing.endpoint import Endpointer
from kiosk_app.core.intents import IntentSpec, in_currency
from kiosk_app.core.numbers import Normalised, normalise
from kiosk_app.core.plan import check_right, plan
from kiosk_app.core.ports import Aliases, Catalogue, IntentModel, Journal, Store
from kiosk_app.core.situation import AskDocuments, Limits, Proposal, Reply, Situation
from kiosk_app.core.sound_ports import Recogniser, VoiceActivity
from kiosk_app.core.types import SAMPLE_RATE, Customer, Intent, Language, Order, Outcome, Transcript
from kiosk_app.core.understanding.clarify import clarified
from kiosk_app.core.understanding.confidence import Thresholds
from kiosk_app.core.understanding.context import Context, Deed
from kiosk_app.core.understanding.follow_up import continuation, correction, corrects_order, is_settable
from kiosk_app.core.understanding.order_reading import order_read
from kiosk_app.core.understanding.wishes import said_values, wished

log = logging.getLogger(__name__)

Sound = Generator[bytes, None, None]
"""int16 mono 16 kHz samples as they arrive; ends with the utterance."""

LONGEST_TEXT = 400
"""Characters of a typed utterance."""

LONGEST_SOUND = 60 * SAMPLE_RATE * 2
"""Bytes: a button that is stuck, or a foot left on the pedal, ends here."""

NEWER = frozenset({"store_changed", "price_changed"})
"""Codes of conflicts that say no more than that the store holds other values by now: a new plan shows them.

A stock that has changed is not among them: then the shelf must be counted again.
"""

PLAN_LIFETIME = timedelta(seconds=90)
"""Longer than the 60 s for which a confirmation waits."""


@dataclass(frozen=True, slots=True)
class Engines:
    """What one turn works with."""

    recogniser: Recogniser | None
    """None where nothing on this till listens in its language."""
    voice_activity: Callable[[], VoiceActivity]
    """Makes one for each utterance."""
    intents: IntentModel
    catalogue: Catalogue
    aliases: Aliases
    ask_documents: AskDocuments | None
    """None where the shop's documents cannot be read."""
    store: Store
    journal: Journal
    language: Language
    limits: Limits
    moods: Mapping[str, tuple[str, ...]]
    """Words to search the catalogue by for each mood, where the store has none of its own."""
    known: Mapping[str, IntentSpec]
    """What this till can do: the table of intents, less those that the shop has switched off."""
    thresholds: Thresholds


class Talk(Protocol):
    """The person's side of a turn."""

    def emit(self, event: Event) -> None:
        """Show what happened."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Time what happens inside; questions are timed apart. Raises `Cancelled` once the person has cancelled."""

    def commit(self) -> None:
        """From here on nothing can be cancelled. Raises `Cancelled` when that had happened before."""

    def resume(self) -> None:
        """Nothing was done: from here on the person can cancel again."""

    def end_of_speech(self) -> None:
        """Count milliseconds from now."""

    def ask(self, kind: str, question: str, choices: Sequence[Choice], plan_id: str = "") -> str:
        """The value of the choice that was picked. Raises `Cancelled` for No, and when no answer comes."""

    def say(self, text: str) -> None:
        """Speak."""


def take_turn(utterance: str | Transcript | Sound, engines: Engines, talk: Talk, context: Context) -> Outcome:
    """One utterance, typed or spoken; a transcript where it was heard as the answer to a question.

    Raises the `KioskError` that ends it, or `Cancelled`.
    """
    match utterance:
        case Transcript():
            said = utterance
        case str():
            said = typed(utterance, talk)
        case _:
            said = hear(utterance, engines, talk)
    heard = normalise(said.text, engines.language)
    talk.emit(Heard(heard.text, said.text, said.confidence, said.engine))
    context.begin(engines.store.user)
    with talk.stage("understand"):
        intent = understand(heard, said, engines, context)
    talk.emit(understood(intent))
    situation = the_situation(heard, said, engines, talk, context)
    check_right(intent, situation)
    make_sure(intent, engines, talk, situation)

    complete, situation = clarified(intent, situation)
    if complete != intent:
        talk.emit(understood(complete))
    result: Order | Customer | None = None
    sent: Proposal | None = None
    refused: tuple[Proposal, Conflict] | None = None
    while sent is None:
        with talk.stage("plan"):
            proposal = plan(complete, situation)
        if complete.args or isinstance(proposal, Proposal):
            context.meant(complete, corrects=corrects_order(complete))
        if isinstance(proposal, Reply):
            context.said = Answered(proposal.sentence, proposal.rows, proposal.note, proposal.table)
            talk.emit(context.said)
            talk.say(proposal.sentence)
            return "answered"

        if refused and refused[0].action == proposal.action:  # what has changed is nothing that a new plan shows
            raise refused[1]
        agreed = freeze(proposal, intent, engines.store)
        talk.emit(Planned(agreed, proposal.title, proposal.rows))
        question = the_question(proposal, intent, engines, situation, is_new=refused is not None)
        confirm(question, talk, situation, agreed.id)
        try:
            with talk.stage("store"):
                result = execute(agreed, preview(proposal), engines, talk)
            sent = proposal
        except Conflict as error:
            if error.code not in NEWER:
                raise
            talk.resume()
            refused = proposal, error
    with talk.stage("read_back"):
        done, read_back = confirmed(agreed, result, engines.store, engines.language)
    context.did(Deed(agreed, sent.before, result))
    context.said = Answered(done)
    if isinstance(agreed.action, OrderPlacement | OrderCancellation):
        context.end_sale()
    talk.emit(Done(agreed.id, done, read_back))
    talk.say(done)
    return "done"


def understand(heard: Normalised, said: Transcript, engines: Engines, context: Context) -> Intent:
    """What an utterance means: as a correction or continuation of what went before, or by itself.

    Its confidence joins the model's with the recogniser's. Raises `Refused` for a correction that comes too late.
    """
    intent = correction(heard, engines.language, context.intent, engines.catalogue)
    if intent and context.done and not is_settable(intent, context.intent):
        raise Refused("done_already")
    intent = intent or continuation(heard, engines.language, context.intent, engines.catalogue)
    if intent is None and "add_to_order" in engines.known:
        intent = order_read(heard, engines.language, engines.catalogue)
    if intent is None:
        named = said_values(heard, engines.language, engines.catalogue, engines.store)
        intent = engines.intents.parse(heard, engines.language, named)
        if {"recommend_items", "ask_knowledge"} <= engines.known.keys():
            intent = wished(intent, heard, engines.language, engines.catalogue, named)
    intent = in_currency(intent, engines.store.currency)
    return replace(intent, confidence=intent.confidence * said.confidence)


def understood(intent: Intent) -> Understood:
    """The event that shows an intent."""
    return Understood(intent.name, intent.args, intent.confidence, intent.needs_clarification, intent.origins)


def the_situation(heard: Normalised, said: Transcript, engines: Engines, talk: Talk, context: Context) -> Situation:
    """What planning may look at and ask."""

    def choose(question: str, cards: Sequence[Choice]) -> int:
        return [card.value for card in cards].index(talk.ask("choose", question, cards))

    def ask(question: str) -> Normalised:
        return normalise(talk.ask("clarify", question, ()), engines.language)

    return Situation(
        heard=heard,
        spoken=said.engine != "typed",
        language=engines.language,
        catalogue=engines.catalogue,
        aliases=engines.aliases,
        store=engines.store,
        choose=choose,
        ask=ask,
        limits=engines.limits,
        moods=engines.moods,
        intents=engines.known,
        context=context,
        ask_documents=engines.ask_documents,
    )


def make_sure(intent: Intent, engines: Engines, talk: Talk, situation: Situation) -> None:
    """Ask what was meant where that is doubtful; a write is shown and asked about anyway. Raises `NotUnderstood`."""
    if intent.name == "out_of_scope":
        return
    if intent.confidence < engines.thresholds.least:
        raise NotUnderstood("unsure")
    if not engines.known[intent.name].writes and not engines.thresholds.is_sure(intent.confidence, writes=False):
        question = situation.say("ask_meant", what=engines.known[intent.name].does[engines.language])
        confirm(question, talk, situation)


def the_question(proposal: Proposal, intent: Intent, engines: Engines, situation: Situation, *, is_new: bool) -> str:
    """What to ask before a write. `is_new`: somebody had changed what the plan before this one was made from."""
    question = proposal.question
    if not engines.thresholds.is_sure(intent.confidence, writes=True):
        question = situation.say("confirm_unsure", question=question)
    if is_new:
        question = situation.say("confirm_changed", question=question)
    if not (engines.store.guards or isinstance(proposal.action, CustomerCreation | StockMovement)):
        question = situation.say("confirm_unguarded", question=question)
    return question


def confirm(question: str, talk: Talk, situation: Situation, plan_id: str = "") -> None:
    """Go on only after a Yes. Raises `Cancelled`."""
    talk.ask("confirm", question, (Choice("yes", situation.say("yes")), Choice("no", situation.say("no"))), plan_id)


def typed(text: str, talk: Talk) -> Transcript:
    """Typed text as a transcript. Raises `NotUnderstood` for none, and for more than a sentence."""
    talk.end_of_speech()
    if not text.strip():
        raise NotUnderstood("nothing_typed")
    if len(text) > LONGEST_TEXT:
        raise NotUnderstood("text_too_long", limit=LONGEST_TEXT)
    return Transcript(text.strip(), 1.0, "typed")


def hear(sound: Sound, engines: Engines, talk: Talk, answers: Sequence[str] = ()) -> Transcript:
    """Recognise speech while it arrives. Raises `NotUnderstood` for silence and noise, `MissingPart` for no engine."""
    if engines.recogniser is None:
        raise MissingPart("no_recogniser")
    hearing = engines.recogniser.begin(answers)
    endpointer = Endpointer(engines.voice_activity())
    ahead, length = Ahead(engines.language, engines.catalogue), 0
    with closing(sound):
        for pcm in sound:
            length += len(pcm)
            hearing.feed(endpointer.push(pcm))
            if partial := ahead.follow(hearing.partial(), len(pcm)):
                talk.emit(partial)
            if endpointer.capped or length > LONGEST_SOUND:
                break
    talk.end_of_speech()
    with talk.stage("recognise"):
        hearing.feed(endpointer.close())
        if not endpointer.speech_started:
            raise NotUnderstood("nothing_heard")
        said = hearing.finish()
    if not said.text:
        raise NotUnderstood("not_recognised")
    return said


def freeze(proposal: Proposal, intent: Intent, store: Store) -> Plan:
    """The plan that is shown, journalled and sent: whose, for which store, and until when."""
    now = datetime.now(UTC)
    return Plan(
        id=str(uuid.uuid4()),
        intent=intent.name,
        action=proposal.action,
        user=store.user,
        host=store.host,
        till=store.till,
        created=now,
        expires=now + PLAN_LIFETIME,
    )


def preview(proposal: Proposal) -> str:
    """What is shown before the Yes, as text: the title, then one row a line."""
    rows = (f"{row.label}: " + (f"{row.before} → {row.after}" if row.before else row.after) for row in proposal.rows)
    return "\n".join((proposal.title, *rows))


def execute(agreed: Plan, shown: str, engines: Engines, talk: Talk) -> Order | Customer | None:
    """Journal, send, journal."""
    talk.commit()
    engines.journal.sending(agreed, shown)
    talk.emit(Executing(agreed.id))
    try:
        result = engines.store.apply(agreed)
    except KioskError as error:
        outcome = "unknown" if isinstance(error, OutcomeUnknown) else "refused"
        settle(agreed, outcome, error.code, engines)
        raise
    settle(agreed, "done", "", engines)
    return result


def settle(agreed: Plan, outcome: str, detail: str, engines: Engines) -> None:
    """Journal what became of a plan. A journal that fails now changes nothing: the next start settles the entry."""
    try:
        engines.journal.settle(agreed.id, outcome, detail)
    except KioskError as error:
        log.warning("plan %s is %s, and could not be journalled: %s", agreed.id, outcome, error.code)
