"""Parse arguments, load settings, build, choose a front."""

import logging
import os
import sys
import tempfile
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from logging.handlers import RotatingFileHandler
from multiprocessing import freeze_support
from pathlib import Path
from subprocess import PIPE, call

from kiosk_app import build, shop, trials
from kiosk_app.cli import accounts, commands, models, recordings, records, store
from kiosk_app.cli.arguments import OWN_QUESTIONS, OWN_SPEECH, parse_arguments
from kiosk_app.cli.bench_catalogue import bench_catalogue
from kiosk_app.cli.bench_knowledge import read_question_sets
from kiosk_app.cli.bench_models import bench_models, read_recordings
from kiosk_app.cli.bench_speech import Measure, bench_speech
from kiosk_app.cli.bench_understanding import bench_understanding, read_sentences
from kiosk_app.cli.bench_voice import PRODUCT, bench_voice
from kiosk_app.cli.demonstration import demonstrate
from kiosk_app.cli.front import Printer, at_terminal, scripted, take_turns
from kiosk_app.cli.noise import LONGEST_NOISE
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.errors import KioskError
from kiosk_app.core.memory import installed_memory
from kiosk_app.core.phrases import explain
from kiosk_app.core.ports import Front, Vocabulary
from kiosk_app.core.types import Language
from kiosk_app.knowledge_commands import KNOWLEDGE_COMMANDS
from kiosk_app.process import AssistantProcess, StoreAccess, demo_store, demo_store_command
from kiosk_app.settings import LiveSettings, Settings, StoreSettings, load_settings, place, settings_file
from kiosk_app.settings_file import save_model, save_setting, save_store

DEMO_CURRENCY = "EUR"
"""Of the demo store, which stands in where no store is set."""

log = logging.getLogger("kiosk_app")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit code. A person never sees a traceback: it goes to the log."""
    freeze_support()
    parsed = parse_arguments(arguments)
    language: Language = getattr(parsed, "language", "en")
    try:
        _open_log()
        settings = load_settings(getattr(parsed, "settings", None))
        if hasattr(parsed, "language"):
            settings = replace(settings, till=replace(settings.till, language=parsed.language))
        language = settings.till.language
        return COMMANDS[parsed.command](parsed, settings)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader of our lines went away
        return 0
    except KioskError as error:
        failure = error
    except Exception:
        log.exception("command %s failed", parsed.command)
        failure = KioskError("internal")
    print(f"{explain(failure, language)} [{failure.code}]", file=sys.stderr)
    return failure.exit_code


def window(parsed: Namespace, settings: Settings) -> int:
    """The till on the store in the settings."""
    return _open_window(parsed, settings, shop.own_store(settings, pin_at_window=True))


def demo(parsed: Namespace, settings: Settings) -> int:
    """The till on the embedded demo store; a spoken demonstration where nobody could see a window."""
    settings = _for_demo(settings)
    with demo_store(parsed.role) as access:
        if build.has_display():
            return _open_window(parsed, settings, access)
        return demonstrate(_headless(parsed, settings, access), build.read_speech, sys.stdout)


def turn(parsed: Namespace, settings: Settings) -> int:
    """One utterance."""
    utterance = build.read_speech(parsed.wav) if parsed.wav else parsed.text
    answer = scripted(parsed.answer) if parsed.demo else at_terminal
    with ExitStack() as stack:
        if parsed.demo:
            settings, access = _for_demo(settings), stack.enter_context(demo_store(parsed.role))
        else:
            access = shop.own_store(settings)
        make = _headless(parsed, settings, access)
        return take_turns(make, Printer(sys.stdout, as_json=parsed.json), [utterance], answer)


def parse(parsed: Namespace, settings: Settings) -> int:
    """Transcripts in, intents out."""
    currency = settings.store.api.currency or ("" if settings.store.url else DEMO_CURRENCY)
    model = build.load_intents(settings, _models(parsed))
    commands.parse_lines(model, settings.till.language, currency, sys.stdin, sys.stdout)
    return 0


def listen(parsed: Namespace, settings: Settings) -> int:
    """Recordings in, transcripts out."""
    recogniser = build.load_recogniser(settings, _models(parsed))
    language = settings.till.language
    recogniser.learn(_vocabularies(settings, (language,), own=True)[language])
    return commands.transcribe(recogniser, build.read_speech, parsed.files, settings.till.language, as_json=parsed.json)


def say(parsed: Namespace, settings: Settings) -> int:
    """A sentence in, speech out."""
    voice = build.load_voice(settings, _models(parsed))
    play = build.player(settings, parsed.wav)
    commands.speak(voice, parsed.text, settings.till.language, play, as_json=parsed.json)
    return 0


def serve_store(parsed: Namespace, _: Settings) -> int:
    """The demo store until interrupted."""
    database = parsed.database
    if database is None and not os.environ.get("DATABASE_URL"):
        database = place("data") / "demo-store.sqlite3"
    if database is not None:
        database.parent.mkdir(parents=True, exist_ok=True)
    # It ends with its standard input: with us, that is, and not with a terminal that there need not be.
    return call(demo_store_command(database, parsed.port), stdin=PIPE)  # noqa: S603 - our own module


def list_journal(parsed: Namespace, _: Settings) -> int:
    """What was changed."""
    with closing(build.open_journal()) as journal:
        records.list_journal(journal.entries(), journal.waiting(), sys.stdout, as_json=parsed.json)
    return 0


def verify_journal(parsed: Namespace, _: Settings) -> int:
    """Whether the record of it is as it was written."""
    with closing(build.open_journal()) as journal:
        unsettled, waiting = len(journal.unsettled()), journal.waiting()
        records.verify_journal(journal.entries(), unsettled, waiting, sys.stdout, as_json=parsed.json)
    return 0


def export_journal(parsed: Namespace, _: Settings) -> int:
    """All of it."""
    with closing(build.open_journal()) as journal:
        records.export_journal(journal.entries(), sys.stdout, as_json=parsed.json)
    return 0


def stats(parsed: Namespace, _: Settings) -> int:
    """How well it goes."""
    with closing(build.open_journal()) as journal:
        records.print_stats(journal.turns(), sys.stdout, as_json=parsed.json)
    return 0


def store_sign_in(_: Namespace, settings: Settings) -> int:
    """A person signs in to the store in the settings, for the starts to come."""
    accounts.sign_in(shop.accounts(settings), settings.till.language, sys.stdout)
    return 0


def store_sign_out(parsed: Namespace, settings: Settings) -> int:
    """A person's password is forgotten."""
    accounts.sign_out(shop.accounts(settings), parsed.user, settings.till.language, sys.stdout)
    return 0


def connect_store(parsed: Namespace, settings: Settings) -> int:
    """A store's API, found out and saved."""
    username = parsed.user or settings.store.username or store.ask_username()
    said, schema = dict(parsed.said), store.given_schema(parsed.schema)
    with shop.surroundings(settings, parsed.url, username, schema, said) as found:
        return store.connect(
            found.propose,
            said,
            lambda api: shop.trial(found, api, settings),
            lambda api: save_store(_settings_file(parsed), parsed.url, username, api),
            sys.stdout,
            as_json=parsed.json,
        )


def check_store(parsed: Namespace, settings: Settings) -> int:
    """What this person can do on the store."""
    known = build.known_intents(settings).values()
    verdicts = shop.check_store(settings, shop.own_store(settings), known)
    store.print_verdicts(verdicts, sys.stdout, as_json=parsed.json)
    return 0


def list_aliases(parsed: Namespace, settings: Settings) -> int:
    """What was picked for which words."""
    with closing(build.load_aliases(place("data"), shop.own_host(settings))) as aliases:
        commands.print_aliases(aliases, sys.stdout, as_json=parsed.json)
    return 0


def forget_alias(parsed: Namespace, settings: Settings) -> int:
    """Words that shall mean nothing any more."""
    with closing(build.load_aliases(place("data"), shop.own_host(settings))) as aliases:
        commands.forget_alias(aliases, parsed.words, sys.stdout, as_json=parsed.json)
    return 0


def list_models(parsed: Namespace, settings: Settings) -> int:
    """Which models there are."""
    rows = build.model_library(settings, _models(parsed)).rows(build.chosen_models(settings))
    models.print_models(rows, sys.stdout, as_json=parsed.json)
    return 0


def fetch_model(parsed: Namespace, settings: Settings) -> int:
    """A model from the mirror."""
    watch = models.shown_progress(sys.stdout, as_json=parsed.json)
    taken = build.model_library(settings, _models(parsed)).fetch(parsed.name, watch)
    trials.try_taken(settings, _models(parsed), taken)
    models.print_taken(taken, sys.stdout, as_json=parsed.json)
    return 0


def import_models(parsed: Namespace, settings: Settings) -> int:
    """Models from a folder or a zip file."""
    watch = models.shown_progress(sys.stdout, as_json=parsed.json)
    for taken in build.model_library(settings, _models(parsed)).bring_in(parsed.source, watch):
        trials.try_taken(settings, _models(parsed), taken)
        models.print_taken(taken, sys.stdout, as_json=parsed.json)
    return 0


def verify_models(parsed: Namespace, settings: Settings) -> int:
    """Whether the files of models are as they came."""
    watch = models.shown_progress(sys.stdout, as_json=parsed.json)
    states = build.model_library(settings, _models(parsed)).verify(parsed.names, watch)
    models.print_states(states, sys.stdout, as_json=parsed.json)
    return 0


def use_model(parsed: Namespace, settings: Settings) -> int:
    """A model for the next starts; an open window takes it at once."""
    role = trials.try_model(settings, _models(parsed), parsed.name)
    save_model(_settings_file(parsed), role, parsed.name)
    models.print_change(parsed.name, role, "in use", sys.stdout, as_json=parsed.json)
    return 0


def remove_model(parsed: Namespace, settings: Settings) -> int:
    """A model that is not needed any more."""
    gone = build.model_library(settings, _models(parsed)).remove(parsed.name, build.chosen_models(settings))
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
    candidates = trials.candidates(settings, _models(parsed), languages, parsed.names)
    candidates = {task: several for task, several in candidates.items() if material.serves(task)}
    if listening := [language for (role, language), several in candidates.items() if role == "recogniser" and several]:
        words = _vocabularies(settings, listening, own=parsed.labels is not None)
        material = replace(material, vocabularies=words)
    bench_models(
        candidates,
        lambda candidate, tell: trials.measure(candidate, settings, _models(parsed), material, tell),
        installed_memory(),
        "people" if parsed.labels else "synthetic voices: people differ; --labels measures recordings of them",
        sys.stdout,
        as_json=parsed.json,
    )
    return 0


def doctor(parsed: Namespace, settings: Settings) -> int:
    """What this till has."""
    checks = build.check(settings, _models(parsed))
    return 0 if commands.print_checks(checks, sys.stdout, as_json=parsed.json) else 7


def switch_recordings(parsed: Namespace, _: Settings) -> int:
    """Keep what is said from now on, or no more; an open window takes it at once."""
    save_setting(_settings_file(parsed), "recordings", "on", parsed.command == "recordings on")
    return list_recordings(parsed, load_settings(_settings_file(parsed)))


def list_recordings(parsed: Namespace, settings: Settings) -> int:
    """What was kept."""
    kept, on, days = build.load_recordings().all(), settings.recordings.on, settings.recordings.days
    recordings.print_recordings(kept, sys.stdout, is_on=on, days=days, as_json=parsed.json)
    return 0


def delete_recordings(parsed: Namespace, _: Settings) -> int:
    """All that was kept."""
    recordings.print_deleted(build.load_recordings().delete(), sys.stdout, as_json=parsed.json)
    return 0


def measure_on_recordings(parsed: Namespace, settings: Settings) -> int:
    """What was said at this till, in its own store, or in the demo store where none is set. Nothing is written."""
    kept = list(build.load_recordings().all())
    with ExitStack() as stack:
        if settings.store.url:
            access = shop.own_store(settings)
        else:
            settings, access = _for_demo(settings), stack.enter_context(demo_store("manager"))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-app-bench-"))
        access = replace(access, records=Path(folder))  # the till's own figures do not count this
        recordings.bench_recordings(_headless(parsed, settings, access), kept, sys.stdout, as_json=parsed.json)
    return 0


def measure_speech(parsed: Namespace, settings: Settings) -> int:
    """Recorded orders through the whole path."""
    if parsed.recordings:
        return measure_on_recordings(parsed, settings)
    settings = _for_demo(settings)
    with demo_store("manager", "hardware" if parsed.other_shop else "cafe") as access:
        bench_speech(
            _headless(parsed, settings, access),
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


def measure_voice(parsed: Namespace, settings: Settings) -> int:
    """The voice, from its text to what is heard."""
    with tempfile.TemporaryDirectory(prefix="kiosk-app-voice-") as folder:
        bench_voice(
            lambda: build.load_voice(settings, _models(parsed), Path(folder)),
            build.measured_output(settings),
            build.listener(settings, _models(parsed), PRODUCT[settings.till.language]),
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
        ((label, build.load_intents(settings, _models(parsed), file)) for label, file in labelled),
        sentences,
        sys.stdout,
        thresholds=settings.ask.thresholds,
        with_errors=parsed.errors,
        with_curve=parsed.curve,
        as_json=parsed.json,
    )
    return 0


def measure_catalogue(parsed: Namespace, settings: Settings) -> int:
    """Searches in a catalogue of made-up products."""
    catalogue = build.ProductCatalogue(settings.till.language)
    bench_catalogue(catalogue, parsed.names, parsed.seed, sys.stdout, as_json=parsed.json)
    return 0


COMMANDS: dict[str, Callable[[Namespace, Settings], int]] = {
    **KNOWLEDGE_COMMANDS,
    "window": window,
    "demo": demo,
    "turn": turn,
    "parse": parse,
    "listen": listen,
    "say": say,
    "store serve": serve_store,
    "journal list": list_journal,
    "journal verify": verify_journal,
    "journal export": export_journal,
    "stats": stats,
    "store sign-in": store_sign_in,
    "store sign-out": store_sign_out,
    "store connect": connect_store,
    "store check": check_store,
    "aliases list": list_aliases,
    "aliases forget": forget_alias,
    "models list": list_models,
    "models fetch": fetch_model,
    "models import": import_models,
    "models verify": verify_models,
    "models bench": measure_models,
    "models use": use_model,
    "models remove": remove_model,
    "recordings on": switch_recordings,
    "recordings off": switch_recordings,
    "recordings list": list_recordings,
    "recordings delete": delete_recordings,
    "doctor": doctor,
    "bench catalogue": measure_catalogue,
    "bench speech": measure_speech,
    "bench voice": measure_voice,
    "bench understanding": measure_understanding,
}


def _models(parsed: Namespace) -> Path | None:
    folder: Path | None = getattr(parsed, "models", None)
    return folder


def _settings_file(parsed: Namespace) -> Path:
    file: Path | None = getattr(parsed, "settings", None)
    return file or settings_file()


def _vocabularies(settings: Settings, languages: Sequence[Language], *, own: bool) -> dict[Language, Vocabulary]:
    """The words of the store in the settings, where that is wanted and there is one, or of the demo store."""
    with ExitStack() as stack:
        if own and settings.store.url:
            access = shop.own_store(settings)
        else:
            settings, access = _for_demo(settings), stack.enter_context(demo_store("cashier"))
        return {
            language: build.vocabulary(replace(settings, till=replace(settings.till, language=language)), access)
            for language in languages
        }


def _for_demo(settings: Settings) -> Settings:
    """What is set about the shop's own store does not hold for the embedded one."""
    return replace(settings, store=StoreSettings())


def _headless(parsed: Namespace, settings: Settings, access: StoreAccess) -> Callable[[Front], Assistant]:
    """Builds an assistant that uses no devices: what it says is written to files."""
    return partial(build.build, settings, _models(parsed), access, place("cache") / "spoken")


def _open_window(parsed: Namespace, settings: Settings, access: StoreAccess) -> int:
    from kiosk_app.qt.app import run  # Qt only where a window opens

    file = _settings_file(parsed)
    live = LiveSettings(settings, file, partial(save_model, file))

    def start() -> AssistantProcess:
        serve = partial(build.serve_window, live.to_start(), _models(parsed), access)
        return AssistantProcess(partial(serve, settings_file=file, given_up=live.given_up))

    return run(
        start,
        changed=live.changed,
        language=settings.till.language,
        push_to_talk_key=settings.till.push_to_talk_key,
        fullscreen=settings.till.fullscreen,
        volume=settings.audio.volume,
        muted=settings.audio.muted,
        remembered=place("data") / "window.ini",
    )


def _open_log() -> None:
    """Codes, timings and ids; never what was said."""
    folder = place("data")
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "kiosk-app.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it writes whole addresses, a customer's name among them


if __name__ == "__main__":
    sys.exit(main())
