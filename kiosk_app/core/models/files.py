"""What is known of models and their files: the manifest, what lies on this till, and how far a download is."""

import re
import tomllib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Literal, get_args

from kiosk_app.core.codec import from_json

Role = Literal["recogniser", "intent", "voice", "embedding"]
ROLES: tuple[Role, ...] = get_args(Role)

RECORD = "installed.json"
"""The file in a model's folder that says what came there."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model."""

    name: str
    size: int = 0
    """Bytes; 0 where nobody says."""
    sha256: str = ""
    """Hexadecimal; empty where nobody says."""
    path: str = ""
    """Where it lies in its repository, if that is not its name."""


@dataclass(frozen=True, slots=True)
class Model:
    """One model that is known to be good for a role."""

    name: str
    role: Role
    repository: str
    """Owner and name, as on Hugging Face."""
    revision: str
    files: tuple[ModelFile, ...]
    languages: tuple[str, ...] = ()
    licence: str = ""
    memory_gb: float = 0.0
    """That it takes while it works; 0 where no source says."""
    when: str = ""
    """When to choose it."""
    sources: tuple[str, ...] = ()
    """Where all of this was found."""

    @property
    def size(self) -> int:
        """Bytes of all files as far as they are known."""
        return sum(file.size for file in self.files)

    def url(self, file: ModelFile, mirror: str) -> str:
        """Where a file is fetched from."""
        return f"{mirror.rstrip('/')}/{self.repository}/resolve/{self.revision}/{file.path or file.name}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest file: its only table."""

    model: tuple[Model, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What came into a model's folder, as `RECORD` keeps it."""

    source: str
    """A URL of its repository, or the name of what it was imported from."""
    files: tuple[ModelFile, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one file is."""

    file: str
    done: int
    """Bytes."""
    total: int
    """Bytes; 0 while nobody says."""
    bytes_per_s: float = 0.0
    seconds_left: float | None = None


Watch = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """A model that was fetched or imported."""

    role: Role
    name: str
    folder: str
    pinned: tuple[ModelFile, ...] = ()
    """Files whose hash nobody had named: what came counts as right from now on."""
    was_there: bool = False
    """It was installed already, and whole; nothing was done."""


@dataclass(frozen=True, slots=True)
class FileState:
    """What became of one file since it came."""

    file: str
    state: Literal["ok", "changed", "missing", "added", "unrecorded"]
    """`unrecorded` where nobody wrote down what the model's files are."""


@dataclass(frozen=True, slots=True)
class ModelState:
    """One model that was verified."""

    role: Role
    name: str
    folder: str
    files: tuple[FileState, ...]
    problem: str = ""
    """Why it cannot be used, where its files are no such model."""

    @property
    def ok(self) -> bool:
        """Whether all is as it came."""
        return not self.problem and all(file.state in ("ok", "unrecorded") for file in self.files)


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One line of `models list`."""

    role: Role
    name: str
    folder: str
    """Empty where it is not installed."""
    chosen: bool
    """Whether the settings name it."""
    size: int = 0
    """Bytes, as far as anybody says."""
    size_known: bool = True
    """Whether that is all of them."""
    languages: tuple[str, ...] = ()
    licence: str = ""
    memory_gb: float = 0.0
    when: str = ""


def is_name(text: str) -> bool:
    """Whether it can be the name of a model or of a file of one: it leads into no other folder."""
    return bool(_NAME.fullmatch(text)) and text != RECORD


def read_manifest(text: str) -> tuple[Model, ...]:
    """The models of a manifest in TOML. Raises ValueError."""
    models = from_json(Manifest, tomllib.loads(text)).model
    for model in models:
        names = [model.name, *(file.name for file in model.files)]
        if unfit := [name for name in names if not is_name(name)]:
            raise ValueError(f"{unfit[0]!r} is no name of a model or a file")
        if not model.files or role_of([file.name for file in model.files], model.role) != model.role:
            raise ValueError(f"the files of {model.name} are not those of the role {model.role}")
        if unfit := [file.sha256 for file in model.files if not re.fullmatch("([0-9a-f]{64})?", file.sha256)]:
            raise ValueError(f"{unfit[0]!r} is no SHA-256")
    return models


def role_of(files: Collection[str], wanted: str = "") -> Role | None:
    """The role that a folder with these files has; None for none. A GGUF file may have two: the `wanted` one counts."""
    if {"model.bin", "config.json"} <= set(files):
        return "recogniser"
    if any(file.endswith(".gguf") for file in files):
        return "embedding" if wanted == "embedding" else "intent"
    if any(file.endswith(".onnx") and f"{file}.json" in files for file in files):
        return "voice"
    if any(file.endswith(".onnx") for file in files):
        return "embedding"
    return None


def in_units(size: float) -> str:
    """Bytes as people read them: "1.1 GB"."""
    for unit in ("B", "kB", "MB"):
        if size < 1000:
            return f"{size:.1f} {unit}" if unit == "MB" else f"{size:.0f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"
