"""Refuses model files that are damaged, cut short, of another kind or too large, before a native library sees them."""

import json
import mmap
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.models.files import Role
from kiosk_app.core.models.headers import DAMAGED, Data, ctranslate2, gguf, onnx
from kiosk_app.core.models.memory import installed_memory

MOST_JSON = 64 * 2**20
"""Bytes of a configuration or a tokenizer; no model's are as many."""

T = TypeVar("T")


def check(role: Role, folder: Path) -> None:
    """Raises MissingPart: `model_incomplete`, `model_too_big` for this till's memory, `model_unusable`."""
    size = sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
    if size > (memory := installed_memory()):
        raise MissingPart("model_too_big", folder=folder, memory=f"{memory / 2**30:.0f} GB")
    if role == "recogniser":
        _check_whisper(folder)
    elif role == "voice":
        _check_piper(folder)
    elif role == "intent":
        _read(_first(folder, "*.gguf"), lambda data: gguf(data, writes=True))
    elif any(folder.glob("*.gguf")):
        _read(_first(folder, "*.gguf"), lambda data: gguf(data, writes=False))
    else:
        _read_json(_first(folder, "tokenizer.json"))
        _check_onnx(_first(folder, "*.onnx"))


def _check_whisper(folder: Path) -> None:
    _read_json(_first(folder, "config.json"))
    _read_json(_first(folder, "tokenizer.json"))
    _first(folder, "vocabulary.*")
    model = _first(folder, "model.bin")
    if (kind := _read(model, ctranslate2)) != "WhisperSpec":
        raise _unusable(model, f"it is a {kind}, no Whisper model")


def _check_piper(folder: Path) -> None:
    config = _first(folder, f"{folder.name}.onnx.json")
    said = _read_json(config)
    if not isinstance(said.get("phoneme_id_map"), dict) or not isinstance(said.get("audio"), dict):
        raise _unusable(config, "it describes no Piper voice")
    _check_onnx(_first(folder, f"{folder.name}.onnx"))


def _check_onnx(model: Path) -> None:
    """What it keeps outside itself must be files in its own folder."""
    for place in _read(model, onnx):
        path = PurePosixPath(place)
        inside = not path.is_absolute() and ".." not in path.parts and "\\" not in place and ":" not in place
        file = model.parent / path
        if not inside or not file.resolve().is_relative_to(model.parent.resolve()):
            raise _unusable(model, f"it reads {place}, which lies outside its folder")
        if not file.is_file():
            raise MissingPart("model_incomplete", folder=model.parent, files=place)


def _first(folder: Path, pattern: str) -> Path:
    files = sorted(file for file in folder.glob(pattern) if file.is_file())
    if not files:
        raise MissingPart("model_incomplete", folder=folder, files=pattern)
    return files[0]


def _read(file: Path, read: Callable[[Data], T]) -> T:
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return read(data)
    except (*DAMAGED, OSError) as error:
        raise _unusable(file, error) from error


def _read_json(file: Path) -> dict[str, Any]:
    try:
        if file.stat().st_size > MOST_JSON:
            raise ValueError("it is too long")
        said = json.loads(file.read_bytes())
        if not isinstance(said, dict):
            raise ValueError("it is no JSON object")
    except (OSError, ValueError, RecursionError) as error:
        raise _unusable(file, error) from error
    return said


def _unusable(file: Path, reason: object) -> MissingPart:
    return MissingPart("model_unusable", file=file, reason=reason)
