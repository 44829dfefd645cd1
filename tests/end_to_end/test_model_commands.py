"""The model commands, run as a person runs them."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from kiosk_app import trials
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.models.files import Role
from kiosk_app.settings import Settings, load_settings, place
from tests import untrained
from tests.engines.tiny_voice import write_voice
from tests.model_server import ModelServer

VOICE = "en_US-hum-low"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ModelServer]:
    """The mirror in the settings, with a voice that the user's own manifest knows."""
    voice = write_voice(tmp_path / "made")
    with ModelServer() as running:
        files = []
        for file in sorted(voice.iterdir()):
            content = file.read_bytes()
            running.files[f"/o/r/resolve/1/{file.name}"] = content
            sha256 = hashlib.sha256(content).hexdigest() if file.suffix == ".onnx" else ""
            files.append(f'{{ name = "{file.name}", size = {len(content)}, sha256 = "{sha256}" }}')
        manifest = place("data") / "models" / "manifest.toml"
        manifest.parent.mkdir(parents=True)
        manifest.write_text(
            f'[[model]]\nname = "{VOICE}"\nrole = "voice"\nrepository = "o/r"\nrevision = "1"\n'
            f"files = [{', '.join(files)}]\n"
        )
        place("config").mkdir(parents=True)
        (place("config") / "settings.toml").write_text(f'[models]\nmirror = "{running.url}"\n')
        yield running


def models(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    run = subprocess.run(
        [sys.executable, "-m", "kiosk_app", "models", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in run.stdout + run.stderr
    return run


def lines(run: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    assert run.returncode == 0, run.stdout + run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.mark.usefixtures("server")
def test_a_voice_is_fetched_verified_used_and_removed() -> None:
    fetched = lines(models("fetch", VOICE, "--json"))
    assert {line["event"] for line in fetched[:-1]} == {"Progress"}
    assert fetched[-1]["name"] == VOICE
    assert [file["name"] for file in fetched[-1]["pinned"]] == [f"{VOICE}.onnx.json"]

    assert lines(models("use", VOICE, "--json")) == [
        {"event": "Result", "role": "voice", "name": VOICE, "done": "in use"}
    ]
    assert load_settings().models.voice == VOICE
    rows = {row["name"]: row for row in lines(models("list", "--json"))}
    assert rows[VOICE]["chosen"]
    assert rows["kiosk-intent"]["chosen"]
    assert rows["whisper-tiny"]["folder"] == ""

    refused = models("remove", VOICE)
    assert (refused.returncode, "[model_in_use]" in refused.stderr) == (2, True)

    config = place("data") / "models" / "voice" / VOICE / f"{VOICE}.onnx.json"
    config.write_text(config.read_text() + " ")
    verified = models("verify")
    assert verified.returncode == 7
    assert f"changed: {config.name}" in verified.stdout
    assert VOICE in verified.stderr

    assert models("use", "espeak").returncode == 0
    assert "removed" in models("remove", VOICE).stdout
    assert not config.exists()


@pytest.mark.usefixtures("server")
def test_what_does_not_work_is_not_chosen(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    untrained.write(tmp_path / "base" / "base.gguf", {"general.name": "base"})
    assert lines(models("import", tmp_path / "base", "--json"))[-1]["name"] == "base"
    run = models("use", "base", "--language", "es")
    assert run.returncode == 7
    assert "plantilla" in run.stderr
    assert load_settings().models.intent == "kiosk-intent"
    assert models("use", "nobody").returncode == 2


def test_what_would_be_taken_by_itself_is_tried_first(tmp_path: Path) -> None:
    write_voice(tmp_path / "stick", espeak={"voice": "nonsense"})
    run = models("import", tmp_path / "stick")
    assert run.returncode == 7
    assert "was tried and did not work" in run.stderr
    assert not (place("data") / "models" / "voice" / VOICE).exists()


def die(_pipe: Connection, _settings: Settings, _models: Path | None, _role: Role) -> None:
    """What a native library does at its worst."""
    os._exit(3)


def test_a_crash_is_contained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "_load_model", die)
    with pytest.raises(MissingPart) as caught:
        trials.try_model(Settings(), None, "kiosk-intent")
    assert caught.value.code == "model_trial_ended"


def hang(*_: object) -> None:
    """What it may do as well."""
    threading.Event().wait()


def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "_load_model", hang)
    monkeypatch.setattr(trials, "LOAD_S", 0.01)
    with pytest.raises(MissingPart) as caught:
        trials.try_model(Settings(), None, "kiosk-intent")
    assert caught.value.code == "model_trial_slow"
