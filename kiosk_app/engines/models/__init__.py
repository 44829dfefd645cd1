"""The models of this till: which are known, which are installed, whether their files are as they came."""

import json
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kiosk_app.core.codec import from_json
from kiosk_app.core.errors import MissingPart, SettingsError, UsageError
from kiosk_app.core.models.files import (
    RECORD,
    ROLES,
    FileState,
    Model,
    ModelFile,
    ModelRow,
    ModelState,
    Record,
    Role,
    Taken,
    Watch,
    is_name,
    read_manifest,
)
from kiosk_app.engines.http.download import Downloader
from kiosk_app.engines.models.checking import check
from kiosk_app.engines.models.taking import STAGING, bring_in, fetch, hashed

MANIFEST = "manifest.toml"


@dataclass(frozen=True, slots=True)
class Installed:
    """A model's folder."""

    role: Role
    name: str
    folder: Path


@dataclass(frozen=True, slots=True)
class ModelLibrary:
    """Models in several folders, of which one is the user's own."""

    folders: Sequence[Path]
    """In the order in which a model is searched."""
    own: Path
    """Where models are written."""
    mirror: str
    """Where files are fetched from: scheme, host and perhaps a path."""
    downloader: Callable[[], Downloader] = field(default=Downloader)

    def known(self) -> dict[str, Model]:
        """The models of all manifests by name; of two, that of the folder searched first. Raises SettingsError."""
        models: dict[str, Model] = {}
        for folder in reversed(self.folders):
            file = folder / MANIFEST
            try:
                if file.is_file():
                    models |= {model.name: model for model in read_manifest(file.read_text("utf-8"))}
            except (OSError, ValueError) as error:
                raise SettingsError("manifest_invalid", file=file, reason=error) from error
        return models

    def installed(self) -> Iterator[Installed]:
        """Every model as a till would find it, role by role."""
        for role in ROLES:
            places = [place for folder in self.folders if (place := folder / role).is_dir()]
            found = {model.name: model for place in reversed(places) for model in place.iterdir() if model.is_dir()}
            yield from (Installed(role, name, folder) for name, folder in sorted(found.items()))

    def find(self, name: str) -> Installed:
        """An installed model by its name. Raises UsageError `model_not_installed`."""
        for model in self.installed():
            if model.name == name:
                return model
        raise UsageError("model_not_installed", name=name)

    def rows(self, chosen: Mapping[Role, str]) -> Iterator[ModelRow]:
        """All that is installed or known, role by role. `chosen`: the names in the settings."""
        known, installed = self.known(), {(model.role, model.name): model for model in self.installed()}
        for role in ROLES:
            names = {name for of, name in installed if of == role}
            for name in sorted(names | {model.name for model in known.values() if model.role == role}):
                there, model = installed.get((role, name)), known.get(name)
                size = sum(file.stat().st_size for file in there.folder.iterdir() if file.is_file()) if there else 0
                row = ModelRow(role, name, str(there.folder) if there else "", chosen.get(role) == name, size)
                yield _with_facts(row, model) if model and model.role == role else row

    def fetch(self, name: str, watch: Watch) -> Taken:
        """Fetch a model of the manifest, unless it is there. Raises UsageError `model_unknown`, MissingPart."""
        model = self.known().get(name)
        if model is None:
            raise UsageError("model_unknown", name=name)
        folder = self.own / model.role / name
        if folder.is_dir() and self._state(Installed(model.role, name, folder), watch).ok:
            return Taken(model.role, name, str(folder), was_there=True)
        with self.downloader() as downloader:
            return fetch(model, self.own, self.mirror, downloader, watch)

    def bring_in(self, source: Path, watch: Watch) -> Iterator[Taken]:
        """Import every model that lies in a folder or a zip file. Raises UsageError, MissingPart."""
        yield from bring_in(source, self.own, self.known(), watch)

    def verify(self, names: Collection[str], watch: Watch) -> Iterator[ModelState]:
        """What became of the files of these models, or of all. Raises UsageError `model_not_installed`."""
        for model in [self.find(name) for name in names] or list(self.installed()):
            yield self._state(model, watch)

    def check(self, model: Installed) -> None:
        """Raises MissingPart where its files are no such model."""
        check(model.role, model.folder)

    def remove(self, name: str, chosen: Mapping[Role, str]) -> Installed:
        """Delete a model of the user's own folder, or what came of it so far.

        Raises UsageError for any other and for one that is `chosen`.
        """
        for role in ROLES:
            coming = self.own / STAGING / role / name
            if is_name(name) and coming.is_dir():
                shutil.rmtree(coming, ignore_errors=True)
                if all(model.name != name for model in self.installed()):
                    return Installed(role, name, coming)
        model = self.find(name)
        if chosen.get(model.role) == name:
            raise UsageError("model_in_use", name=name)
        if model.folder.parent.parent != self.own:
            raise UsageError("model_not_own", name=name, folder=model.folder)
        gone = self.own / STAGING / f"gone-{model.role}-{name}"
        try:
            gone.parent.mkdir(exist_ok=True)
            shutil.rmtree(gone, ignore_errors=True)
            model.folder.rename(gone)  # at once, so that no till finds the half of it
            shutil.rmtree(gone)
        except OSError as error:
            raise MissingPart("model_not_written", folder=model.folder, reason=error) from error
        return model

    def _state(self, model: Installed, watch: Watch) -> ModelState:
        expected = self._expected(model)
        there = {file.name: file for file in sorted(model.folder.iterdir()) if file.is_file() and file.name != RECORD}
        files = []
        for name in sorted(expected.keys() | there.keys()):
            if not expected:
                files.append(FileState(name, "unrecorded"))
            elif name not in expected:
                files.append(FileState(name, "added"))
            elif name not in there:
                files.append(FileState(name, "missing"))
            else:
                files.append(FileState(name, "ok" if _is(there[name], expected[name], watch) else "changed"))
        problem = ""
        try:
            self.check(model)
        except MissingPart as error:
            problem = error.code
        return ModelState(model.role, model.name, str(model.folder), tuple(files), problem)

    def _expected(self, model: Installed) -> dict[str, ModelFile]:
        """What its files are: what was written down when they came, and before that what the manifest says."""
        recorded: dict[str, ModelFile] = {}
        try:
            record = from_json(Record, json.loads((model.folder / RECORD).read_text("utf-8")))
            recorded = {file.name: file for file in record.files}
        except FileNotFoundError:
            pass
        except (OSError, ValueError):
            recorded = {RECORD: ModelFile(RECORD)}  # it counts as missing
        known = self.known().get(model.name)
        if known is None or known.role != model.role:
            return recorded
        return recorded | {file.name: file for file in known.files if file.sha256 or file.name not in recorded}


def _is(path: Path, expected: ModelFile, watch: Watch) -> bool:
    same_size = expected.size in (0, path.stat().st_size)
    return same_size and (not expected.sha256 or hashed(path, watch) == expected.sha256)


def _with_facts(row: ModelRow, model: Model) -> ModelRow:
    """A line with what the manifest says; of what is installed, the size is that of the files."""
    return replace(
        row,
        size=row.size or model.size,
        size_known=bool(row.size) or all(file.size for file in model.files),
        languages=model.languages,
        licence=model.licence,
        memory_gb=model.memory_gb,
        when=model.when,
    )
