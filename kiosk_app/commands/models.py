"""The commands under `models`."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace

from kiosk_app import build, trials
from kiosk_app.cli import models
from kiosk_app.cli.arguments import OWN_QUESTIONS, OWN_SPEECH
from kiosk_app.cli.bench_knowledge import read_question_sets
from kiosk_app.cli.bench_models import bench_models, read_recordings
from kiosk_app.cli.bench_understanding import read_sentences
from kiosk_app.commands.shared import Command, models_folder, settings_file_of, vocabularies
from kiosk_app.core.models.memory import installed_memory
from kiosk_app.core.types import Language
from kiosk_app.settings import Settings
from kiosk_app.settings_file import save_model


def list_models(parsed: Namespace, settings: Settings) -> int:
    """Which models there are."""
    rows = build.model_library(settings, models_folder(parsed)).rows(build.chosen_models(settings))
    models.print_models(rows, sys.stdout, as_json=parsed.json)
    return 0


def fetch_model(parsed: Namespace, settings: Settings) -> int:
    """A model from the mirror."""
    watch = models.shown_progress(sys.stdout, as_json=parsed.json)
    taken = build.model_library(settings, models_folder(parsed)).fetch(parsed.name, watch)
    trials.try_taken(settings, models_folder(parsed), taken)
    models.print_taken(taken, sys.stdout, as_json=parsed.json)
    return 0


def import_models(parsed: Namespace, settings: Settings) -> int:
    """Models from a folder or a zip file."""
    watch = models.shown_progress(sys.stdout, as_json=parsed.json)
    for taken in build.model_library(settings, models_folder(parsed)).bring_in(parsed.source, watch):
        trials.try_taken(settings, models_folder(parsed), taken)
        models.print_taken(taken, sys.stdout, as_json=parsed.json)
    return 0


def verify_models(parsed: Namespace, settings: Settings) -> int:
    """Whether the files of models are as they came."""
    watch = models.shown_progress(sys.stdout, as_json=parsed.json)
    states = build.model_library(settings, models_folder(parsed)).verify(parsed.names, watch)
    models.print_states(states, sys.stdout, as_json=parsed.json)
    return 0


def use_model(parsed: Namespace, settings: Settings) -> int:
    """A model for the next starts; an open window takes it at once."""
    role = trials.try_model(settings, models_folder(parsed), parsed.name)
    save_model(settings_file_of(parsed), role, parsed.name)
    models.print_change(parsed.name, role, "in use", sys.stdout, as_json=parsed.json)
    return 0


def remove_model(parsed: Namespace, settings: Settings) -> int:
    """A model that is not needed any more."""
    gone = build.model_library(settings, models_folder(parsed)).remove(parsed.name, build.chosen_models(settings))
    models.print_change(gone.name, gone.role, "removed", sys.stdout, as_json=parsed.json)
    return 0


def measure_models(parsed: Namespace, settings: Settings) -> int:
    """Every model that is installed, one after the other on this very till."""
    languages: tuple[Language, ...] = (parsed.language,) if hasattr(parsed, "language") else ("en", "es")
    material = trials.Material(
        recordings=read_recordings(parsed.labels or OWN_SPEECH),
        vocabularies={},
        sentences=trials.picked(read_sentences(parsed.sets, parsed.seed)),
        questions=tuple(read_question_sets(OWN_QUESTIONS, None)) if OWN_QUESTIONS.is_dir() else (),
        seed=parsed.seed,
    )
    candidates = trials.candidates(settings, models_folder(parsed), languages, parsed.names)
    candidates = {task: several for task, several in candidates.items() if material.serves(task)}
    if listening := [language for (role, language), several in candidates.items() if role == "recogniser" and several]:
        words = vocabularies(settings, listening, own=parsed.labels is not None)
        material = replace(material, vocabularies=words)
    bench_models(
        candidates,
        lambda candidate, tell: trials.measure(candidate, settings, models_folder(parsed), material, tell),
        installed_memory(),
        "people" if parsed.labels else "synthetic voices: people differ; --labels measures recordings of them",
        sys.stdout,
        as_json=parsed.json,
    )
    return 0


MODEL_COMMANDS: Mapping[str, Command] = {
    "models list": list_models,
    "models fetch": fetch_model,
    "models import": import_models,
    "models verify": verify_models,
    "models use": use_model,
    "models remove": remove_model,
    "models bench": measure_models,
}
