"""What several commands make of their arguments and settings."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from kiosk_app import build, shop
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.ports import Front
from kiosk_app.core.sound_ports import Vocabulary
from kiosk_app.core.types import Language
from kiosk_app.process import StoreAccess, demo_store
from kiosk_app.settings import Settings, StoreSettings, place, settings_file

Command = Callable[[Namespace, Settings], int]
"""Does it, and returns the exit code."""


def models_folder(parsed: Namespace) -> Path | None:
    """Where model files are looked for first; None where nobody says so."""
    folder: Path | None = getattr(parsed, "models", None)
    return folder


def settings_file_of(parsed: Namespace) -> Path:
    """The settings that are read, and written where a command changes them."""
    file: Path | None = getattr(parsed, "settings", None)
    return file or settings_file()


def vocabularies(settings: Settings, languages: Sequence[Language], *, own: bool) -> dict[Language, Vocabulary]:
    """The words of the store in the settings, where that is wanted and there is one, or of the demo store."""
    with opened_store(settings, "" if own and settings.store.url else "cashier") as (settings, access):
        return {
            language: build.vocabulary(replace(settings, till=replace(settings.till, language=language)), access)
            for language in languages
        }


@contextmanager
def opened_store(settings: Settings, demo_role: str, goods: str = "cafe") -> Iterator[tuple[Settings, StoreAccess]]:
    """The shop's own store; with a `demo_role`, the embedded one, with these goods.

    Nothing that is set about the other store holds for it.
    """
    if not demo_role:
        yield settings, shop.own_store(settings)
        return
    with demo_store(demo_role, goods) as access:
        yield replace(settings, store=StoreSettings()), access


def headless(parsed: Namespace, settings: Settings, access: StoreAccess) -> Callable[[Front], Assistant]:
    """Builds an assistant that uses no devices: what it says is written to files."""
    return partial(build.build, settings, models_folder(parsed), access, place("cache") / "spoken")
