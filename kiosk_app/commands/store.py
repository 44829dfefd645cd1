"""The commands under `store`, and what people at its tills mean by some words."""

import os
import sys
from argparse import Namespace
from collections.abc import Mapping
from contextlib import closing
from subprocess import PIPE, call

from kiosk_app import build, shop
from kiosk_app.cli import accounts, commands, store
from kiosk_app.commands.shared import Command, settings_file_of
from kiosk_app.process import demo_store_command
from kiosk_app.settings import Settings, place
from kiosk_app.settings_file import save_store


def serve_store(parsed: Namespace, _: Settings) -> int:
    """The demo store until interrupted."""
    database = parsed.database
    if database is None and not os.environ.get("DATABASE_URL"):
        database = place("data") / "demo-store.sqlite3"
    if database is not None:
        database.parent.mkdir(parents=True, exist_ok=True)
    # It ends with its standard input: with us, that is, and not with a terminal that there need not be.
    return call(demo_store_command(database, parsed.port), stdin=PIPE)  # noqa: S603 - our own module


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
            lambda api: save_store(settings_file_of(parsed), parsed.url, username, api),
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


STORE_COMMANDS: Mapping[str, Command] = {
    "store serve": serve_store,
    "store sign-in": store_sign_in,
    "store sign-out": store_sign_out,
    "store connect": connect_store,
    "store check": check_store,
    "aliases list": list_aliases,
    "aliases forget": forget_alias,
}
