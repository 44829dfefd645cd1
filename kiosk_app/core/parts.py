"""What an assistant is made of."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from kiosk_app.core.calls import may_manage
from kiosk_app.core.documents.keeper import DocumentKeeper
from kiosk_app.core.events import State
from kiosk_app.core.intents import IntentSpec
from kiosk_app.core.ports import Aliases, Catalogue, CatalogueCopy, IntentModel, Journal, People, Recordings, Store
from kiosk_app.core.records.diary import Diary
from kiosk_app.core.saying.phrases import explain
from kiosk_app.core.situation import Limits
from kiosk_app.core.sound_ports import Earcons, Microphone, Player, Recogniser, Voice, VoiceActivity
from kiosk_app.core.store_api import is_offered
from kiosk_app.core.turn import Engines
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.confidence import Thresholds

_SAID_MOST = ("update_product_price", "add_to_order", "check_stock", "retrieve_product", "show_order")
_SHOWN_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """All of them; what is None is not there on this till."""

    language: Language
    till: str
    connect: Callable[[], Store] | None
    """Signs in. Raises a `StoreError`; tried again at the next turn. None where a PIN must say first who is there."""
    host: str
    recogniser: Recogniser | None
    microphone: Microphone | None
    voice_activity: Callable[[], VoiceActivity]
    """Makes one for each utterance: it adapts to what it hears."""
    intents: IntentModel
    catalogue: Catalogue
    copy: CatalogueCopy
    aliases: Aliases
    documents: DocumentKeeper | None
    """None where the shop's documents cannot be read."""
    journal: Journal
    voice: Voice | None
    player: Player | None
    limits: Limits
    moods: Mapping[str, tuple[str, ...]]
    """Words to search the catalogue by for each mood, where the store has none of its own."""
    known: Mapping[str, IntentSpec]
    """The intents that are switched on."""
    thresholds: Thresholds
    diary: Diary | None = None
    """None where nothing is kept of what people say."""
    problems: tuple[str, ...] = ()
    """Sentences about what is missing."""
    person: str = ""
    """The name that `connect` signs in with."""
    people: People | None = None
    """None where nobody can take over."""
    lock_after_s: float | None = None
    """Seconds of idleness; None for never."""
    frequent: tuple[str, ...] = ()
    """What the voice says often (`say.pieces`): said once to itself while the till is idle."""
    save_setting: Callable[[str, str, str | bool], None] = lambda *_: None
    """Keeps a table's key in the settings, for the next starts. Raises SettingsError."""
    recordings: Recordings | None = None
    """None where none could be kept."""
    records: bool = False
    """Utterances are kept in `recordings` for tuning."""
    recording_days: int = 0
    """After which they are deleted."""
    earcons: Earcons | None = None
    """None for silence."""
    open_hands: bool = False
    """A tap begins an utterance, and a pause ends it."""
    plain_http: bool = False
    """Whether others on the network can read what goes to the store."""

    def engines(self, store: Store) -> Engines:
        """What one turn works with."""
        return Engines(
            recogniser=self.recogniser,
            voice_activity=self.voice_activity,
            intents=self.intents,
            catalogue=self.catalogue,
            aliases=self.aliases,
            ask_documents=partial(self.documents.ask, store) if self.documents is not None else None,
            store=store,
            journal=self.journal,
            language=self.language,
            limits=self.limits,
            moods=self.moods,
            known=self.known,
            thresholds=self.thresholds,
        )

    def state(self, store: Store | None, problems: tuple[str, ...]) -> State:
        """What there is to show; `store` is None while nobody is signed in."""
        return State(
            language=self.language,
            recogniser=self.recogniser.name if self.recogniser else "",
            intent_model=self.intents.name,
            voice=self.voice.name if self.voice else "",
            microphone=self.microphone.name if self.microphone else "",
            store=self.host,
            user=store.user if store else "",
            till=self.till,
            problems=self.problems + self._microphone_problem() + problems,
            examples=self._examples(store),
            open_hands=self.open_hands,
            records=self.records and self.recordings is not None,
            plain_http=self.plain_http,
            can_manage=store is not None and may_manage(store.permissions),
            can_lock=self.people is not None and bool(self.people.names()),
        )

    def _microphone_problem(self) -> tuple[str, ...]:
        problem = self.microphone.problem if self.microphone else None
        return (explain(problem, self.language),) if problem else ()

    def _examples(self, store: Store | None) -> tuple[str, ...]:
        """What is said most, of what is switched on, this store has, and this person may do."""
        permissions, lacks = (store.permissions, store.lacks) if store else (frozenset[str](), frozenset[str]())
        specs = [self.known[name] for name in _SAID_MOST if name in self.known]
        allowed = [spec for spec in specs if spec.is_allowed(permissions) and is_offered(spec.name, lacks)]
        return tuple(spec.examples[self.language][0] for spec in allowed[:_SHOWN_EXAMPLES])
