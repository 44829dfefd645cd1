"""What the till keeps of what was done and said: the journal, its figures, the recordings."""

import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import closing

from kiosk_app import build
from kiosk_app.cli import recordings, records
from kiosk_app.commands.shared import Command, settings_file_of
from kiosk_app.settings import Settings, load_settings
from kiosk_app.settings_file import save_setting


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


def switch_recordings(parsed: Namespace, _: Settings) -> int:
    """Keep what is said from now on, or no more; an open window takes it at once."""
    save_setting(settings_file_of(parsed), "recordings", "on", parsed.command == "recordings on")
    return list_recordings(parsed, load_settings(settings_file_of(parsed)))


def list_recordings(parsed: Namespace, settings: Settings) -> int:
    """What was kept."""
    kept, on, days = build.load_recordings().all(), settings.recordings.on, settings.recordings.days
    recordings.print_recordings(kept, sys.stdout, is_on=on, days=days, as_json=parsed.json)
    return 0


def delete_recordings(parsed: Namespace, _: Settings) -> int:
    """All that was kept."""
    recordings.print_deleted(build.load_recordings().delete(), sys.stdout, as_json=parsed.json)
    return 0


RECORD_COMMANDS: Mapping[str, Command] = {
    "journal list": list_journal,
    "journal verify": verify_journal,
    "journal export": export_journal,
    "stats": stats,
    "recordings on": switch_recordings,
    "recordings off": switch_recordings,
    "recordings list": list_recordings,
    "recordings delete": delete_recordings,
}
