"""The commands under `bench`: what the till can do, measured."""

import sys
import tempfile
from argparse import Namespace
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from kiosk_app import build
from kiosk_app.cli import recordings
from kiosk_app.cli.bench_catalogue import bench_catalogue
from kiosk_app.cli.bench_speech import Measure, bench_speech
from kiosk_app.cli.bench_understanding import bench_understanding, read_sentences
from kiosk_app.cli.bench_voice import PRODUCT, bench_voice
from kiosk_app.cli.noise import LONGEST_NOISE
from kiosk_app.commands.shared import Command, headless, models_folder, opened_store
from kiosk_app.settings import Settings


def measure_catalogue(parsed: Namespace, settings: Settings) -> int:
    """Searches in a catalogue of made-up products."""
    catalogue = build.ProductCatalogue(settings.till.language)
    bench_catalogue(catalogue, parsed.names, parsed.seed, sys.stdout, as_json=parsed.json)
    return 0


def measure_speech(parsed: Namespace, settings: Settings) -> int:
    """Recorded orders through the whole path."""
    if parsed.recordings:
        return measure_on_recordings(parsed, settings)
    with opened_store(settings, "manager", "hardware" if parsed.other_shop else "cafe") as (settings, access):
        bench_speech(
            headless(parsed, settings, access),
            build.read_speech,
            lambda file: build.read_speech(file, LONGEST_NOISE),
            Measure(
                labels=parsed.labels,
                noise=parsed.noise,
                snrs=tuple(parsed.snr),
                outside=tuple(parsed.outside),
                sample=parsed.sample,
                seed=parsed.seed,
                other_shop=parsed.other_shop,
            ),
            sys.stdout,
            as_json=parsed.json,
        )
    return 0


def measure_on_recordings(parsed: Namespace, settings: Settings) -> int:
    """What was said at this till, in its own store, or in the demo store where none is set. Nothing is written."""
    kept = list(build.load_recordings().all())
    with (
        opened_store(settings, "" if settings.store.url else "manager") as (settings, access),
        tempfile.TemporaryDirectory(prefix="kiosk-app-bench-") as folder,
    ):
        access = replace(access, records=Path(folder))  # the till's own figures do not count this
        recordings.bench_recordings(headless(parsed, settings, access), kept, sys.stdout, as_json=parsed.json)
    return 0


def measure_voice(parsed: Namespace, settings: Settings) -> int:
    """The voice, from its text to what is heard."""
    with tempfile.TemporaryDirectory(prefix="kiosk-app-voice-") as folder:
        bench_voice(
            lambda: build.load_voice(settings, models_folder(parsed), Path(folder)),
            build.measured_output(settings),
            build.listener(settings, models_folder(parsed), PRODUCT[settings.till.language]),
            settings.till.language,
            parsed.seed,
            sys.stdout,
            as_json=parsed.json,
        )
    return 0


def measure_understanding(parsed: Namespace, settings: Settings) -> int:
    """Labelled sentences to intents, by one model or by several side by side."""
    sentences = read_sentences(parsed.sets, parsed.seed)
    labelled = [(str(file or settings.models.intent), file) for file in parsed.files or [None]]
    bench_understanding(
        ((label, build.load_intents(settings, models_folder(parsed), file)) for label, file in labelled),
        sentences,
        sys.stdout,
        thresholds=settings.ask.thresholds,
        with_errors=parsed.errors,
        with_curve=parsed.curve,
        as_json=parsed.json,
    )
    return 0


BENCH_COMMANDS: Mapping[str, Command] = {
    "bench catalogue": measure_catalogue,
    "bench speech": measure_speech,
    "bench voice": measure_voice,
    "bench understanding": measure_understanding,
}
