"""What happened, typed: all that a front ever learns from the assistant."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk_app.core.actions import Plan
from kiosk_app.core.types import Outcome, Row, Table


@dataclass(frozen=True, slots=True)
class State:
    """What is there: sent at the start and whenever it changes."""

    language: str
    recogniser: str
    """The engine that listens, or empty when none can."""
    intent_model: str
    voice: str
    microphone: str
    """The device's name, or empty when there is none."""
    store: str
    """Scheme, host and port."""
    user: str
    """Who is signed in, or empty."""
    till: str
    problems: tuple[str, ...] = ()
    """Sentences to show: what is missing and what to do about it."""
    examples: tuple[str, ...] = ()
    """A few things that this person may say on this till."""
    plain_http: bool = False
    """Others on the network can read what goes to the store, and change it."""
    open_hands: bool = False
    """A tap of the button begins an utterance, a pause ends it, and a second tap throws it away."""
    records: bool = False
    """What is said is kept on this till, for tuning."""
    can_lock: bool = False
    """Somebody could open the till again, by PIN."""
    can_manage: bool = False
    """This person may look after what the till has learnt."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The assistant takes commands from now on."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The till takes nothing but a PIN; `State` and `Ready` follow when it was right."""

    people: tuple[str, ...]
    """Who has one, the last one first."""
    user: str = ""
    """Who had the till, or whose PIN was wrong."""
    sentence: str = ""
    """What was wrong with the last try; empty before the first."""
    wait_s: int = 0
    """Seconds until this user's next try."""


@dataclass(frozen=True, slots=True)
class Listening:
    """The microphone's sound is being taken."""


@dataclass(frozen=True, slots=True)
class Level:
    """How loud the microphone is, ten times a second while it listens."""

    rms: float
    """0 to 1 of full scale."""
    is_clipped: bool = False
    """It was too loud for the microphone: what was said is distorted."""
    dropped: int = 0
    """Pieces of sound, 20 ms each, lost since it began to listen, because the computer was too busy."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What has been heard so far; may change."""

    text: str
    product: str = ""
    """The name of the one product that these words surely name, once they have stayed for a moment; or empty."""
    price: str = ""
    """Of that, to be shown; empty where the catalogue is too old to tell."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The transcript."""

    text: str
    """As the intent model reads it: numbers written in digits."""
    raw: str
    """As the recogniser wrote it, or as it was typed."""
    confidence: float
    engine: str


@dataclass(frozen=True, slots=True)
class Understood:
    """The intent, in the four keys of its JSON contract; once more when what was missing has been said."""

    intent: str
    args: Mapping[str, object]
    confidence: float
    needs_clarification: bool
    origins: Mapping[str, str] = field(default_factory=dict)
    """Arguments that were not said in the utterance itself: `default`, `asked` or `context`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One card of a question."""

    value: str
    """What `answer` takes to pick it: `1`, `2`, ..."""
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that waits for an answer; after `expires_in_s` the answer is No."""

    id: str
    kind: str
    """`choose`, `confirm`, or `clarify` for a question that is answered freely."""
    sentence: str
    choices: tuple[Choice, ...]
    """For `confirm`, the values are `yes` and `no`; none for `clarify`."""
    expires_in_s: int
    plan_id: str = ""
    """The plan that a `confirm` is about: the last one `Planned`."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A question was answered, by touch, by voice, by the clock or by the till itself."""

    id: str
    value: str


@dataclass(frozen=True, slots=True)
class Planned:
    """A write, ready to be confirmed."""

    plan: Plan
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Executing:
    """The plan is being sent to the store."""

    plan_id: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a question that writes nothing."""

    sentence: str
    rows: tuple[Row, ...] = ()
    note: str = ""
    """Small print, which is not said: how a figure is defined."""
    table: Table | None = None
    """The figures of the rows, where they are such."""


@dataclass(frozen=True, slots=True)
class Done:
    """The store did it."""

    plan_id: str
    sentence: str
    read_back: object
    """The value read from the store afterwards: money for a price, the order for an order."""


@dataclass(frozen=True, slots=True)
class OrderChanged:
    """The store has changed the status of one of this till's orders; told between two turns."""

    number: str
    status: str
    """`ready`, `delivered` or `cancelled`."""
    sentence: str


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What the person who has just signed in left open the last time; nothing has to be done about it."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Spoke:
    """What the voice said."""

    text: str
    engine: str
    wav: str = ""
    """The file that holds it, where the front asked for files; empty when it was played."""


@dataclass(frozen=True, slots=True)
class Failed:
    """It did not work; nothing is half done."""

    code: str
    sentence: str
    retryable: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a `Call` is that takes its time."""

    name: str
    """The call's."""
    done: int
    of: int
    what: str
    """What was done last, or is being done; empty for what is done with all of them at the end."""
    percent: int = 100
    """Of `what`: less than 100 while that is being done, and does not count as done."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a `Call` came to."""

    name: str
    """The call's."""
    value: object


@dataclass(frozen=True, slots=True)
class Ended:
    """The turn is over."""

    outcome: Outcome
    code: str = ""
    stages_ms: dict[str, int] = field(default_factory=dict)


Event = (
    State
    | Ready
    | Locked
    | Listening
    | Level
    | Partial
    | Heard
    | Understood
    | Asked
    | Settled
    | Planned
    | Executing
    | Answered
    | Done
    | OrderChanged
    | LeftOpen
    | Spoke
    | Failed
    | Progress
    | Result
    | Ended
)


@dataclass(frozen=True, slots=True)
class Record:
    """An event with its place and time, as it goes over the wire."""

    turn: int
    """Counted from 1; 0 outside a turn."""
    ms: int
    """Milliseconds since the end of speech, or since the text was given."""
    event: Event
