"""What can be set, declared once, and where files lie."""

import os
import tomllib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import platformdirs

from kiosk_app.core.codec import from_json
from kiosk_app.core.errors import SettingsError
from kiosk_app.core.models.files import ROLES, Role
from kiosk_app.core.store_api import StoreApi
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.confidence import Thresholds
from kiosk_app.core.understanding.moods import MOODS


@dataclass(frozen=True, slots=True)
class TillSettings:
    """This till."""

    name: str = "till-1"
    """As the store knows it: letters, digits, `-` and `_`, at most 32."""
    language: Language = "en"
    push_to_talk_key: str = "F9"
    """A key that barcodes cannot contain."""
    fullscreen: bool = False
    lock_after_minutes: int = 10
    """Of idleness, after which the till asks for the PIN of whoever has one; 0 for never."""


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """The store's API."""

    url: str = ""
    """Scheme, host and port, such as `https://shop.example:8443`."""
    username: str = ""
    """Who has the till at its start; empty for who signed in last."""
    ca_file: str = ""
    """Certificates (PEM) of the authority that vouches for the store; empty for those that the system trusts."""
    allow_plain_http: bool = False
    """Without encryption everybody on the network can read and change what is sent; the window says so in red."""
    api: StoreApi = field(default_factory=StoreApi)
    """How its API is shaped; `kiosk-app store connect` finds it out."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which models are used; each name is a folder under its role."""

    folder: str = ""
    """Searched after `--models` and before the user's own folder."""
    mirror: str = "https://huggingface.co"
    """Where `models fetch` takes files from: this, then `/OWNER/NAME/resolve/REVISION/FILE`."""
    recogniser: str = "auto"
    """`sphinx`, the name of a Whisper model, or `auto`: Whisper where one is installed."""
    whisper_window_s: int = 30
    """Seconds, 5 to 30, that Whisper reads of each utterance, longer ones whole: fewer are faster, and less sure."""
    intent: str = "kiosk-intent"
    embedding: str = "wordllama"
    """What finds documents by meaning: `wordllama`, or the name of a sentence model."""
    voice: str = "auto"
    """`espeak`, the name of a Piper voice, or `auto`: Piper where one for the language is installed."""

    def __post_init__(self) -> None:
        if not 5 <= self.whisper_window_s <= 30:
            raise ValueError(f"whisper_window_s is {self.whisper_window_s}, not 5 to 30")


@dataclass(frozen=True, slots=True)
class AudioSettings:
    """Devices, by name; empty for the system's default."""

    microphone: str = ""
    speaker: str = ""
    volume: int = 100
    """Of the voice, 0 to 100, until somebody sets it at the window, which remembers that."""
    muted: bool = False
    """Answers are only shown; until somebody changes that at the window, too."""
    open_hands: bool = False
    """The button is tapped, and a pause ends the utterance; otherwise it is held."""
    earcons: bool = True
    """A short sound when the till begins to listen, and when it has heard."""

    def __post_init__(self) -> None:
        if not 0 <= self.volume <= 100:
            raise ValueError(f"volume is {self.volume}, not 0 to 100")


@dataclass(frozen=True, slots=True)
class RecordingSettings:
    """What is said, kept on this till to tune recognisers on: sealed, and never sent anywhere."""

    on: bool = False
    """The window shows a sign while it is."""
    days: int = 14
    """After which a recording is deleted, at least 1."""

    def __post_init__(self) -> None:
        if self.days < 1:
            raise ValueError(f"days is {self.days}, not 1 or more")


@dataclass(frozen=True, slots=True)
class AskSettings:
    """When the till asks again."""

    price_factor: int = 10
    """A new price at least this many times the old one, or at most its inverse."""
    quantity: int = 50
    """More than this of one thing."""
    percent: int = 50
    """Prices that change by more than this share."""
    sure_to_write: float = 0.85
    """Confidence, 0 to 1, below which a write is shown as one that may be misunderstood."""
    sure_to_read: float = 0.7
    """Confidence below which a question is asked about before it is answered."""
    least_confidence: float = 0.55
    """Confidence below which an utterance counts as not understood."""

    @property
    def thresholds(self) -> Thresholds:
        """The three confidences."""
        return Thresholds(self.sure_to_write, self.sure_to_read, self.least_confidence)


@dataclass(frozen=True, slots=True)
class IntentSettings:
    """What this till may be asked to do."""

    off: tuple[str, ...] = ()
    """Names of intents that are switched off, as in `core.intents`."""


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """Where the shop's documents come from, besides those that are added by hand and the store's own."""

    folder: str = ""
    """Watched: what is put there is read, what is changed is read again, what is deleted is forgotten."""
    sure: float = 0.0
    """From which score on a passage is told as the answer, 0 to 1; 0 for what was measured with `wordllama`. For any
    other embedding model take what `kiosk-app kb bench` tells."""
    hosts: tuple[str, ...] = ()
    """From which web pages may be added, such as `www.shop.example`; nothing is ever fetched from another one."""
    server: str = ""
    """Address of a Chroma server that keeps the index of vectors, instead of this till's own folder."""

    def __post_init__(self) -> None:
        """Raise ValueError for what is no such address."""
        parts = urlsplit(self.server)
        if self.server and not (parts.scheme in ("http", "https") and parts.hostname):
            raise ValueError(f"knowledge.server: {self.server!r} is no address such as http://192.168.1.20:8000")


@dataclass(frozen=True, slots=True)
class MemorySettings:
    """What the till remembers of what people say to it; each reads back only their own."""

    keep_days: int = 1
    """1: until midnight; 0: nothing, and nothing of what was left open either."""

    def __post_init__(self) -> None:
        """Raise ValueError for what is no number of days."""
        if not 0 <= self.keep_days <= 366:
            raise ValueError(f"memory.keep_days is {self.keep_days}, not 0 to 366")


@dataclass(frozen=True, slots=True)
class Settings:
    """One settings file; its tables are the fields, its keys theirs."""

    till: TillSettings = field(default_factory=TillSettings)
    store: StoreSettings = field(default_factory=StoreSettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    audio: AudioSettings = field(default_factory=AudioSettings)
    recordings: RecordingSettings = field(default_factory=RecordingSettings)
    ask: AskSettings = field(default_factory=AskSettings)
    intents: IntentSettings = field(default_factory=IntentSettings)
    knowledge: KnowledgeSettings = field(default_factory=KnowledgeSettings)
    memory: MemorySettings = field(default_factory=MemorySettings)
    moods: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What to look for in the catalogue for somebody in a mood, instead of the words in `core.understanding.moods`."""

    def __post_init__(self) -> None:
        """Raise ValueError for a mood that nobody can be in, and for one without words."""
        for mood, words in self.moods.items():
            if mood not in MOODS:
                raise ValueError(f"moods.{mood}: the moods are {', '.join(MOODS)}")
            if not words or not all(map(str.strip, words)):
                raise ValueError(f"moods.{mood}: it takes one word or more, none of them empty")


def load_settings(file: Path | None = None) -> Settings:
    """Read `file`, or the user's own settings where there are any. Raises `SettingsError`."""
    path = file or settings_file()
    if file is None and not path.exists():
        return Settings()
    try:
        return from_json(Settings, tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise SettingsError("settings_invalid", file=path, reason=error) from error


class LiveSettings:
    """The settings of a window that is open: other models may be chosen in their file meanwhile.

    An assistant that ends by itself after such a choice brings the former models back.
    """

    def __init__(self, settings: Settings, file: Path, choose: Callable[[Role, str], None]) -> None:
        """`choose` writes the model of a role into the file, and may raise SettingsError."""
        self.settings = settings
        self.given_up: tuple[str, str] | None = None
        """Models that were chosen and ended their assistant, and those that are used again instead."""
        self._file = file
        self._choose = choose
        self._seen = self._stamp()
        self._former: ModelSettings | None = None
        """Those before the last choice."""
        self._tried = False
        """An assistant was started since then."""

    def to_start(self) -> Settings:
        """The settings for the next assistant. To be asked once for each; one that ends by itself needs a next one."""
        if self._former is None:
            return self.settings
        if not self._tried:
            self._tried = True
            return self.settings
        chosen, former = self.settings.models, self._former
        self.settings, self._former = replace(self.settings, models=former), None
        different = [each.name for each in fields(chosen) if getattr(chosen, each.name) != getattr(former, each.name)]
        with suppress(SettingsError):  # the next window will try them once more
            for role in ROLES:
                if role in different:
                    self._choose(role, getattr(former, role))
        new, old = (", ".join(str(getattr(models, name)) for name in different) for models in (chosen, former))
        self.given_up = new, old
        return self.settings

    def changed(self) -> bool:
        """Whether the file chooses other models than `settings` did, or recordings or none: from then on it has them.

        Which sound devices it chooses is taken over too, for the next assistant: this one has heard of it.
        """
        stamp = self._stamp()
        if stamp == self._seen:
            return False
        self._seen = stamp
        try:
            now = load_settings(self._file)
        except SettingsError:  # somebody is writing it by hand
            return False
        before = self.settings
        self.settings = replace(before, recordings=now.recordings, audio=now.audio)
        if now.models != before.models:
            if self._former is None or self._tried:
                self._former, self._tried = before.models, False
            self.given_up = None
            self.settings = replace(self.settings, models=now.models)
            return True
        if now.recordings == before.recordings:
            return False
        if self._tried:  # the models worked until now: the next start is none of their making
            self._former = None
        return True

    def _stamp(self) -> int:
        return self._file.stat().st_mtime_ns if self._file.exists() else 0


def place(kind: Literal["config", "data", "cache"]) -> Path:
    """The folder for settings, for data that must stay, or for what can be made again."""
    if home := os.environ.get("KIOSK_APP_HOME"):
        return Path(home) / kind
    dirs = platformdirs.PlatformDirs("kiosk-app", appauthor=False)
    return Path({"config": dirs.user_config_dir, "data": dirs.user_data_dir, "cache": dirs.user_cache_dir}[kind])


def settings_file() -> Path:
    """Where the settings are, unless a command names another file."""
    return place("config") / "settings.toml"


def model_folders(settings: Settings, first: Path | None = None) -> list[Path]:
    """Where models are searched, in order: `--models`, the settings' folder, the user's, the bundled ones."""
    package = Path(__file__).parent
    folders = [first] if first else []
    if settings.models.folder:
        folders.append(Path(settings.models.folder).expanduser())
    return [*folders, place("data") / "models", package / "models", package.parent / "models"]
