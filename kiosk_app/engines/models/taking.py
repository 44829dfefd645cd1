"""Brings models to this till: fetched or imported beside the others, checked, and only then put in their place."""

import hashlib
import json
import os
import shutil
import stat
import time
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import MissingPart, UsageError
from kiosk_app.core.models.files import (
    RECORD,
    ROLES,
    Model,
    ModelFile,
    Progress,
    Record,
    Role,
    Taken,
    Watch,
    in_units,
    is_name,
    role_of,
)
from kiosk_app.engines.http.download import Downloader
from kiosk_app.engines.models.checking import check

STAGING = ".coming"
"""The folder among the models where one waits until it is whole."""
SPARE_BYTES = 64 * 2**20
"""What must stay free on the disk."""

_CHUNK = 2**20

Source = tuple[int, Callable[[], IO[bytes]]]
"""Bytes of a file that can be imported, and how it is opened."""


class Meter:
    """Speed and time left of one file."""

    def __init__(self, file: str, watch: Watch, clock: Callable[[], float] = time.monotonic) -> None:
        self._file, self._watch, self._clock = file, watch, clock
        self._started = clock()
        self._first: int | None = None

    def __call__(self, done: int, total: int) -> None:
        """Tell that so many bytes are there; what was there at the first call came without time."""
        if self._first is None:
            self._first = done
        seconds = self._clock() - self._started
        speed = (done - self._first) / seconds if seconds > 0 else 0.0
        left = (total - done) / speed if total and speed > 0 else None
        self._watch(Progress(self._file, done, total, speed, left))


def hashed(file: Path, watch: Watch) -> str:
    """A file's SHA-256."""
    digest, meter, size = hashlib.sha256(), Meter(file.name, watch), file.stat().st_size
    done = 0
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
            meter(done := done + len(chunk), size)
    return digest.hexdigest()


def fetch(model: Model, own: Path, mirror: str, downloader: Downloader, watch: Watch) -> Taken:
    """Fetch a model into the `own` models folder; what was cut off before goes on. Raises MissingPart."""
    staging = own / STAGING / model.role / model.name
    with _written(staging):
        staging.mkdir(parents=True, exist_ok=True)
        parts = {file: staging / f"{file.name}.part" for file in model.files}
        there = sum(part.stat().st_size for part in parts.values() if part.exists())
        there += sum((staging / file.name).stat().st_size for file in parts if (staging / file.name).exists())
        _make_sure_of_room(model.size - there, own)
        came = []
        for file, part in parts.items():
            if not (staging / file.name).exists():
                _fetch_file(file, model.url(file, mirror), part, downloader, watch)
                part.rename(staging / file.name)
            came.append(_proved(staging / file.name, file, watch))
        source = f"{mirror.rstrip('/')}/{model.repository}/tree/{model.revision}"
        folder = install(staging, own, model.role, Record(source, tuple(came)))
    pinned = tuple(file for file, known in zip(came, model.files, strict=True) if not known.sha256)
    return Taken(model.role, model.name, str(folder), pinned)


def _fetch_file(file: ModelFile, url: str, part: Path, downloader: Downloader, watch: Watch) -> None:
    meter = Meter(file.name, watch)
    roomy = False

    def told(done: int, total: int) -> None:
        nonlocal roomy
        if total and not roomy:
            _make_sure_of_room(total - done, part.parent)
            roomy = True
        meter(done, total)

    try:
        downloader.fetch(url, part, told, size=file.size, sealed=bool(file.sha256))
    except MissingPart as error:
        if error.code == "download_wrong":
            part.unlink(missing_ok=True)
        raise


def _proved(path: Path, file: ModelFile, watch: Watch) -> ModelFile:
    """What came, with its size and hash; where these are not the known ones it is deleted. Raises MissingPart."""
    came = ModelFile(file.name, path.stat().st_size, hashed(path, watch))
    if file.sha256 not in ("", came.sha256) or file.size not in (0, came.size):
        path.unlink()
        raise MissingPart("model_wrong_file", file=file.name, known=file.sha256 or file.size, came=came.sha256)
    return came


def bring_in(source: Path, own: Path, known: Mapping[str, Model], watch: Watch) -> Iterator[Taken]:
    """Import every model that lies in a folder or a zip file. Raises UsageError, MissingPart."""
    with ExitStack() as stack:
        try:
            files = _zipped(stack.enter_context(zipfile.ZipFile(source))) if source.is_file() else _lying(source)
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            raise UsageError("import_unreadable", source=source, reason=error) from error
        groups: dict[PurePosixPath, dict[str, Source]] = defaultdict(dict)
        for path, file in files.items():
            if path.name != RECORD:
                groups[path.parent][path.name] = file
        found = False
        for place, group in sorted(groups.items()):
            wanted = place.parts[-2] if len(place.parts) > 1 else ""
            if role := role_of(group, wanted if wanted in ROLES else _known_role(group, known)):
                found = True
                yield _bring_in_one(source, role, _name(place, source, role, group, known), group, own, known, watch)
        if not found:
            raise UsageError("import_empty", source=source)


def _bring_in_one(
    source: Path,
    role: Role,
    name: str,
    group: Mapping[str, Source],
    own: Path,
    known: Mapping[str, Model],
    watch: Watch,
) -> Taken:
    if unfit := [text for text in (name, *group) if not is_name(text)]:
        raise UsageError("import_unsafe", source=source, file=unfit[0])
    model = known.get(name)
    expected = {file.name: file for file in model.files} if model and model.role == role else {}
    staging = own / STAGING / role / name
    with _written(staging):
        shutil.rmtree(staging, ignore_errors=True)  # of a fetch that was given up
        staging.mkdir(parents=True)
        _make_sure_of_room(sum(size for size, _ in group.values()), own)
        try:
            came = []
            for file, (size, opener) in sorted(group.items()):
                _copy(opener, staging / file, size, watch)
                came.append(_proved(staging / file, expected.get(file, ModelFile(file)), watch))
            folder = install(staging, own, role, Record(source.name, tuple(came)))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise UsageError("import_unreadable", source=source, reason=error) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    unknown = [file for file in came if not (file.name in expected and expected[file.name].sha256)]
    return Taken(role, name, str(folder), tuple(unknown))


def install(staging: Path, own: Path, role: Role, record: Record) -> Path:
    """Check a model that is whole, and put it in its place, instead of a former one. Raises MissingPart, OSError."""
    expected = {file.name for file in record.files}
    for left in staging.iterdir():
        if left.name not in expected:
            left.unlink()
    try:
        check(role, staging)
    except MissingPart:
        shutil.rmtree(staging)  # the same files would come again
        raise
    text = json.dumps(to_json(record), indent=2)
    (staging / RECORD).write_text(text, "utf-8")
    target, former = own / role / staging.name, own / STAGING / f"former-{role}-{staging.name}"
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(former, ignore_errors=True)
    if target.exists():
        target.rename(former)
    try:
        staging.rename(target)
    except OSError:
        if former.exists():
            former.rename(target)
        raise
    shutil.rmtree(former, ignore_errors=True)
    return target


def _lying(folder: Path) -> dict[PurePosixPath, Source]:
    """The files of a folder by their places in it; links are passed over."""

    def opener(path: Path) -> Callable[[], IO[bytes]]:
        return lambda: path.open("rb")

    files: dict[PurePosixPath, Source] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            path = Path(place) / name
            if path.is_file() and not path.is_symlink() and not name.startswith("."):
                files[PurePosixPath(path.relative_to(folder).as_posix())] = path.stat().st_size, opener(path)
    return files


def _zipped(archive: zipfile.ZipFile) -> dict[PurePosixPath, Source]:
    """The files of a zip by their places in it. Raises UsageError `import_unsafe` for one that leads out of it."""

    def opener(entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
        return lambda: archive.open(entry)

    files: dict[PurePosixPath, Source] = {}
    for entry in archive.infolist():
        path = PurePosixPath(entry.filename)
        odd = path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or ":" in entry.orig_filename
        if odd or path in files or entry.flag_bits & 1 or stat.S_ISLNK(entry.external_attr >> 16):
            raise UsageError("import_unsafe", source=archive.filename, file=entry.filename)
        if not entry.is_dir() and not any(part.startswith((".", "__MACOSX")) for part in path.parts):
            files[path] = entry.file_size, opener(entry)
    return files


def _copy(opener: Callable[[], IO[bytes]], target: Path, size: int, watch: Watch) -> None:
    meter, done = Meter(target.name, watch), 0
    with opener() as source, target.open("xb") as copy:
        while chunk := source.read(_CHUNK):
            done += len(chunk)
            if done > size:
                raise EOFError(f"{target.name} is longer than it says")
            copy.write(chunk)
            meter(done, size)
        copy.flush()
        os.fsync(copy.fileno())


def _known_role(group: Mapping[str, Source], known: Mapping[str, Model]) -> str:
    """The role that the manifest gives these files."""
    return next((model.role for model in known.values() if {file.name for file in model.files} <= set(group)), "")


def _name(
    place: PurePosixPath, source: Path, role: Role, group: Mapping[str, Source], known: Mapping[str, Model]
) -> str:
    """What a model that is imported is called: as its voice, as in the manifest, or as its folder."""
    if role == "voice":
        return next(file for file in group if file.endswith(".onnx")).removesuffix(".onnx")
    if place.name and place.name not in ROLES:
        return place.name
    for model in known.values():
        if model.role == role and {(file.name, file.size) for file in model.files} <= {
            (file, size) for file, (size, _) in group.items()
        }:
            return model.name
    return source.resolve().stem if source.is_file() else source.resolve().name


def _make_sure_of_room(needed: int, folder: Path) -> None:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    if needed + SPARE_BYTES > free:
        raise MissingPart("disk_full", folder=there, needed=in_units(needed + SPARE_BYTES), free=in_units(free))


@contextmanager
def _written(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise MissingPart("model_not_written", folder=folder, reason=error) from error
