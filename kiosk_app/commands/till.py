"""The till itself: its window, one utterance, and each step of one alone."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from functools import partial

from kiosk_app import build, shop
from kiosk_app.cli import commands
from kiosk_app.cli.demonstration import demonstrate
from kiosk_app.cli.front import Printer, at_terminal, scripted, take_turns
from kiosk_app.commands.shared import Command, headless, models_folder, opened_store, settings_file_of, vocabularies
from kiosk_app.doctor import check, has_display
from kiosk_app.process import AssistantProcess, StoreAccess
from kiosk_app.settings import LiveSettings, Settings, place
from kiosk_app.settings_file import save_model

DEMO_CURRENCY = "EUR"
"""Of the demo store, which stands in where no store is set."""


def window(parsed: Namespace, settings: Settings) -> int:
    """The till on the store in the settings."""
    return _open_window(parsed, settings, shop.own_store(settings, pin_at_window=True))


def demo(parsed: Namespace, settings: Settings) -> int:
    """The till on the embedded demo store; a spoken demonstration where nobody could see a window."""
    with opened_store(settings, parsed.role) as (settings, access):
        if has_display():
            return _open_window(parsed, settings, access)
        return demonstrate(headless(parsed, settings, access), build.read_speech, sys.stdout)


def turn(parsed: Namespace, settings: Settings) -> int:
    """One utterance."""
    utterance = build.read_speech(parsed.wav) if parsed.wav else parsed.text
    answer = scripted(parsed.answer) if parsed.demo else at_terminal
    with opened_store(settings, parsed.role if parsed.demo else "") as (settings, access):
        make = headless(parsed, settings, access)
        return take_turns(make, Printer(sys.stdout, as_json=parsed.json), [utterance], answer)


def parse(parsed: Namespace, settings: Settings) -> int:
    """Transcripts in, intents out."""
    currency = settings.store.api.currency or ("" if settings.store.url else DEMO_CURRENCY)
    model = build.load_intents(settings, models_folder(parsed))
    commands.parse_lines(model, settings.till.language, currency, sys.stdin, sys.stdout)
    return 0


def listen(parsed: Namespace, settings: Settings) -> int:
    """Recordings in, transcripts out."""
    recogniser = build.load_recogniser(settings, models_folder(parsed))
    language = settings.till.language
    recogniser.prepare(vocabularies(settings, (language,), own=True)[language])()
    return commands.transcribe(recogniser, build.read_speech, parsed.files, settings.till.language, as_json=parsed.json)


def say(parsed: Namespace, settings: Settings) -> int:
    """A sentence in, speech out."""
    voice = build.load_voice(settings, models_folder(parsed))
    play = build.player(settings, parsed.wav)
    commands.speak(voice, parsed.text, settings.till.language, play, as_json=parsed.json)
    return 0


def doctor(parsed: Namespace, settings: Settings) -> int:
    """What this till has."""
    checks = check(settings, models_folder(parsed))
    return 0 if commands.print_checks(checks, sys.stdout, as_json=parsed.json) else 7


def _open_window(parsed: Namespace, settings: Settings, access: StoreAccess) -> int:
    from kiosk_app.qt.app import run  # Qt only where a window opens

    file = settings_file_of(parsed)
    live = LiveSettings(settings, file, partial(save_model, file))

    def start() -> AssistantProcess:
        serve = partial(build.serve_window, live.to_start(), models_folder(parsed), access)
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


TILL_COMMANDS: Mapping[str, Command] = {
    "window": window,
    "demo": demo,
    "turn": turn,
    "parse": parse,
    "listen": listen,
    "say": say,
    "doctor": doctor,
}
