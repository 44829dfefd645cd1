"""A till whose engines say what a test tells them, around the real assistant."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from kiosk_app.core.actions import Action
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.documents.keeper import DocumentKeeper
from kiosk_app.core.documents.shelf import Shelf
from kiosk_app.core.errors import MissingPart, StoreAway
from kiosk_app.core.events import (
    Answered,
    Asked,
    Done,
    Ended,
    Event,
    Failed,
    Planned,
    Record,
    Settled,
    Understood,
)
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.inbox import Hear
from kiosk_app.core.intents import INTENTS, IntentSpec
from kiosk_app.core.numbers import Normalised
from kiosk_app.core.parts import Parts
from kiosk_app.core.ports import People, Store
from kiosk_app.core.records.diary import Diary
from kiosk_app.core.records.recordings import Recording
from kiosk_app.core.situation import Limits
from kiosk_app.core.sound_ports import Hearing, Vocabulary
from kiosk_app.core.types import SAMPLE_RATE, Audio, Intent, Language, Row, Speech, Transcript
from kiosk_app.core.understanding.confidence import Thresholds
from kiosk_app.core.understanding.context import Context
from kiosk_app.core.understanding.moods import MOODS
from kiosk_app.core.understanding.trigger_words import NOTHING, Enumeration
from kiosk_app.core.wire import Answer, Close, Command, Listen, Submit
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.contracts import acting
from tests.fake_aliases import FakeAliases
from tests.fake_copy import FakeCopy
from tests.fake_documents import FakeReader, FakeSources
from tests.fake_journal import FakeJournal
from tests.fake_knowledge import FakeKnowledge
from tests.fakes import FakeStore

PRICE = "coca cola 33 is 1.20"
LOUD = b"\xff\x3f" * (SAMPLE_RATE // 10)
SECOND = Speech(LOUD * 10)


class ScriptedIntents:
    """An intent model that knows one sentence, or answers what it is forced to."""

    name = "scripted"

    def __init__(self) -> None:
        self.confidence = 0.9
        self.during: Callable[[], None] = lambda: None
        self.forced: Intent | None = None
        self.asked = 0
        self.more = NOTHING

    def parse(self, heard: Normalised, language: Language, more: Mapping[str, Enumeration] = NOTHING, /) -> Intent:
        self.asked += 1
        self.more = more
        self.during()
        if self.forced:
            return self.forced
        assert language == "en"
        if heard.text == PRICE:
            return Intent("update_product_price", {"query": "coca cola 33", "new_price": "1.20"}, self.confidence)
        return Intent("out_of_scope", {}, 1.0)

    def close(self) -> None:
        pass


class ScriptedRecogniser:
    """A recogniser that hears what it is told to, one utterance after the other."""

    name = "sphinx"

    def __init__(self) -> None:
        self.hears: list[str] = []
        self.answers: list[Sequence[str]] = []
        self.fed = 0

    def prepare(self, vocabulary: Vocabulary) -> Callable[[], None]:  # noqa: ARG002
        return lambda: None

    def begin(self, answers: Sequence[str] = ()) -> Hearing:
        self.answers.append(answers)
        self.fed = 0
        return self

    def feed(self, pcm: bytes) -> None:
        self.fed += len(pcm)

    def partial(self) -> str:
        return self.hears[0] if self.hears and self.fed else ""

    def finish(self) -> Transcript:
        return Transcript(self.hears.pop(0), 0.9, self.name)


@dataclass
class ScriptedMicrophone:
    """A microphone that hears a second of sound whenever it is opened."""

    name: str = "desk microphone"
    problem: MissingPart | None = None
    dropped: int = 0
    sound: bytes = SECOND.pcm
    closed: bool = False
    changed: Callable[[], None] = lambda: None

    wanted: str = ""

    def names(self) -> tuple[str, ...]:
        return "desk microphone", "headset"

    def choose(self, wanted: str) -> None:
        self.wanted = self.name = wanted

    def watch(self, changed: Callable[[], None]) -> None:
        self.changed = changed

    def unplug(self) -> None:
        self.name, self.problem = "", MissingPart("no_microphone")
        self.changed()

    def plug_in(self) -> None:
        self.name, self.problem = "desk microphone", None
        self.changed()

    @contextmanager
    def record(self, on_frames: Callable[[bytes], None]) -> Iterator[None]:
        before = SAMPLE_RATE  # bytes: half a second, in one piece
        on_frames(self.sound[:before])
        for start in range(before, len(self.sound), len(LOUD)):
            on_frames(self.sound[start : start + len(LOUD)])
        self.after()
        yield

    def after(self) -> None:
        """What happens once the sound is there: the button goes up."""

    def close(self) -> None:
        self.closed = True


@dataclass
class ScriptedVoice:
    """Speaks silence, and remembers what is played."""

    name: str = "espeak"
    fails: bool = False
    volume: float = 1.0
    spoken: list[str] = field(default_factory=list)
    played: int = 0
    stopped: int = 0
    while_it_sounds: Callable[[], object] = lambda: None

    def speak(self, pieces: Sequence[str]) -> Iterator[Audio]:
        if self.fails:
            raise MissingPart("voice_missing", voice="x")
        for piece in pieces:
            self.spoken.append(piece)
            yield Audio(bytes(2), SAMPLE_RATE)

    def play(self, sounds: Iterable[Audio]) -> str:
        for number, _ in enumerate(sounds):
            self.played += number == 0
            self.while_it_sounds()
        return ""

    def stop(self) -> None:
        self.stopped += 1


@dataclass
class ScriptedEarcons:
    """Sounds for the tenth of a second that follows the first."""

    ups: int = 0

    def down(self) -> tuple[float, float]:
        return time.monotonic(), time.monotonic() + 0.1

    def up(self) -> None:
        self.ups += 1


@dataclass
class FakeRecordings:
    """`ports.Recordings` in memory."""

    kept: list[Recording] = field(default_factory=list)
    fails: bool = False

    def keep(self, recording: Recording) -> None:
        if self.fails:
            raise MissingPart("recordings_failed", folder="x")
        self.kept.append(recording)

    def delete(self, before: datetime | None = None) -> int:
        old = [each for each in self.kept if before is None or each.at < before]
        self.kept = [each for each in self.kept if each not in old]
        return len(old)


@dataclass
class Bench:
    """A till of scripted parts; `on` says what the person does when an event is shown."""

    store: FakeStore = field(default_factory=FakeStore)
    aliases: FakeAliases = field(default_factory=FakeAliases)
    copy: FakeCopy = field(default_factory=FakeCopy)
    knowledge: FakeKnowledge | None = None
    diary: Diary | None = None
    journal: FakeJournal = field(default_factory=FakeJournal)
    intents: ScriptedIntents = field(default_factory=ScriptedIntents)
    recogniser: ScriptedRecogniser | None = field(default_factory=ScriptedRecogniser)
    microphone: ScriptedMicrophone | None = field(default_factory=ScriptedMicrophone)
    voice: ScriptedVoice = field(default_factory=ScriptedVoice)
    away: list[StoreAway] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    language: Language = "en"
    known: Mapping[str, IntentSpec] = field(default_factory=lambda: INTENTS)
    context: Context = field(default_factory=Context)
    people: People | None = None
    locked: bool = False
    lock_after_s: float | None = None
    frequent: tuple[str, ...] = ()
    earcons: ScriptedEarcons | None = None
    open_hands: bool = False
    saved: list[tuple[str, str, str | bool]] = field(default_factory=list)
    recordings: FakeRecordings | None = None
    records: bool = True

    def __post_init__(self) -> None:
        catalogue = ProductCatalogue(self.language)
        self.reader = FakeReader()
        self.documents: DocumentKeeper | None = None
        if self.knowledge is not None:
            shelf = Shelf(self.knowledge, FakeSources())
            self.documents = DocumentKeeper(shelf, self.reader, catalogue, self.language)
        self.on: dict[type, list[Callable[[], object]]] = {}
        self.assistant = Assistant(
            Parts(
                language=self.language,
                till="till-1",
                connect=None if self.locked else self._connect,
                host=self.store.host,
                recogniser=self.recogniser,
                microphone=self.microphone,
                voice_activity=lambda: lambda frame: any(frame),
                intents=self.intents,
                catalogue=catalogue,
                copy=self.copy,
                aliases=self.aliases,
                documents=self.documents,
                diary=self.diary,
                journal=self.journal,
                voice=self.voice,
                player=self.voice,
                limits=Limits(),
                moods={mood: words[self.language] for mood, words in MOODS.items()},
                known=self.known,
                thresholds=Thresholds(write=0.5, read=0.5, least=0.3),
                person=self.store.user,
                people=self.people,
                lock_after_s=self.lock_after_s,
                frequent=self.frequent,
                earcons=self.earcons,
                open_hands=self.open_hands,
                save_setting=lambda *setting: self.saved.append(setting),
                recordings=self.recordings,
                records=self.records,
                recording_days=14,
            ),
            self,
            self.context,
        )

    def _connect(self) -> Store:
        if self.away:
            raise self.away.pop()
        return self.store

    def emit(self, record: Record) -> None:
        self.events.append(record.event)
        if actions := self.on.get(type(record.event)):
            actions.pop(0)()

    def post(self, *commands: Command | Hear) -> Callable[[], None]:
        def do() -> None:
            for command in commands:
                self.assistant.post(command)

        return do

    def answer(self, value: str) -> Callable[[], None]:
        def do() -> None:
            asked = self.all(Asked)[-1]
            self.assistant.post(Answer(asked.id, value))

        return do

    def run(self, *commands: Command | Hear) -> None:
        """Take commands, then close once their turns have ended."""
        turns = sum(isinstance(command, Submit | Hear | Listen) for command in commands)
        ends: list[Callable[[], object]] = [lambda: None] * (turns - 1)
        self.on.setdefault(Ended, [*ends, self.post(Close())])
        self.post(*commands)()
        self.assistant.run()

    def all(self, kind: type) -> list:  # type: ignore[type-arg]
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def ended(self) -> Ended:
        return self.all(Ended)[-1]  # type: ignore[no-any-return]

    @property
    def price(self) -> Decimal:
        return self.store.product("5").price.amount

    @property
    def journalled(self) -> list[str]:
        return [outcome for _, outcome, _ in self.journal.entries]


def meant(name: str, /, **args: object) -> Intent:
    """An intent as a model finds it in an utterance, surely."""
    return Intent(name, args)


@dataclass
class Shown:
    """What the till showed of one utterance."""

    events: list[Event]
    model_asked: bool

    def all(self, kind: type) -> list:  # type: ignore[type-arg]
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def outcome(self) -> str:
        return str(self.all(Ended)[-1].outcome)

    @property
    def code(self) -> str:
        return str(self.all(Ended)[-1].code)

    @property
    def failure(self) -> str:
        """The sentence of the error."""
        return str(self.all(Failed)[-1].sentence)

    @property
    def understood(self) -> Understood:
        """The intent, complete."""
        return self.all(Understood)[-1]  # type: ignore[no-any-return]

    @property
    def answer(self) -> str:
        (answered,) = self.all(Answered)
        return str(answered.sentence)

    @property
    def done(self) -> Done:
        (done,) = self.all(Done)
        return done  # type: ignore[no-any-return]

    @property
    def planned(self) -> Planned:
        return self.all(Planned)[-1]  # type: ignore[no-any-return]

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """Of the answer, or of the last plan."""
        shown: Sequence[Row] = [*self.all(Answered), *self.all(Planned)][-1].rows
        return [(row.label, row.before, row.after) for row in shown]

    @property
    def questions(self) -> list[str]:
        return [asked.sentence for asked in self.all(Asked)]

    @property
    def cards(self) -> list[list[str]]:
        """The labels of each question to choose from."""
        return [[choice.label for choice in asked.choices] for asked in self.all(Asked) if asked.kind == "choose"]


class Conversation:
    """One till's utterances one after the other, each with the intent that the model finds in it."""

    def __init__(
        self,
        language: Language = "en",
        store: FakeStore | None = None,
        context: Context | None = None,
        known: Mapping[str, IntentSpec] = INTENTS,
        knowledge: FakeKnowledge | None = None,
        diary: Diary | None = None,
    ) -> None:
        self.bench = Bench(
            store=store or FakeStore(),
            language=language,
            known=known,
            context=context or Context(),
            knowledge=knowledge,
            diary=diary,
        )
        self.store = self.bench.store
        self._left: list[str] = []
        bench = self.bench
        emit = bench.emit

        def answering(record: Record) -> None:
            emit(record)
            if isinstance(record.event, Asked):
                bench.assistant.post(Submit(self._left.pop(0) if self._left else "no"))
            # After a correction the turn that it makes begins; every other end is the last, and had its sentence said.
            if isinstance(record.event, Ended) and not isinstance(bench.events[-2], Settled):
                bench.assistant.post(Close())

        bench.emit = answering  # type: ignore[method-assign]

    def say(
        self,
        text: str,
        intent: Intent | None = None,
        /,
        *answers: str,
        spoken: bool = False,
        all_asked: bool = True,
    ) -> Shown:
        """Take one utterance, answering its questions in their order, No when answers run out.

        An answer that is a correction makes a turn of its own, shown too. Every answer must have been asked for,
        unless `all_asked` is false.
        """
        bench = self.bench
        bench.events.clear()
        bench.intents.forced, bench.intents.asked = intent or Intent("out_of_scope"), 0
        self._left = list(answers)
        if spoken:
            assert bench.recogniser is not None
            bench.recogniser.hears = [text]
            bench.assistant.post(Hear(chunks(SECOND)))
        else:
            bench.assistant.post(Submit(text))
        bench.assistant.run()  # its scripted parts can be closed more than once
        assert not (all_asked and self._left), f"never asked: {self._left}"
        return Shown(list(bench.events), bench.intents.asked > 0)

    def elsewhere(self, action: Action) -> Callable[[], object]:
        """Somebody else's write, to be done when it is called."""
        return lambda: self.store.apply(acting.plan(self.store, action))
