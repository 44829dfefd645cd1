"""The shop's own store: who signs in there and how, what is found in it, and what can be done there."""

import getpass
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kiosk_app.cli.commands import Check
from kiosk_app.core.errors import SettingsError
from kiosk_app.core.intents import IntentSpec
from kiosk_app.core.ports import People
from kiosk_app.core.store_api import IntentCheck, StoreApi
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from kiosk_app.engines.store.checking import check_intents, protections
from kiosk_app.engines.store.connecting import Surroundings, look_around, tried
from kiosk_app.engines.store.sign_in import authorise
from kiosk_app.process import StoreAccess
from kiosk_app.settings import Settings, place, settings_file

if TYPE_CHECKING:
    from kiosk_app.engines.vault import Vault

PASSWORD_VARIABLE = "KIOSK_STORE_PASSWORD"


def sign_in(settings: Settings, url: str, username: str, password: str) -> DrfStore:
    """A person signed in to a store as the settings describe it. Raises UsageError, SettingsError, StoreError."""
    till, connect = settings.till, partial(_http, settings)
    return DrfStore.sign_in(url, username, password, till.name, till.language, connect, settings.store.api)


@contextmanager
def signed_in(settings: Settings, access: StoreAccess) -> Iterator[DrfStore]:
    """The same, for a moment."""
    with closing(sign_in(settings, access.url, access.username, access.password)) as store:
        yield store


def own_store(settings: Settings, *, pin_at_window: bool = False) -> StoreAccess:
    """The store in the settings, as who signed in with `store sign-in`; otherwise the password is asked for.

    A PIN is asked for at the terminal, or left to the window. Raises SettingsError, MissingPart, Refused.
    """
    store, host, file = settings.store, own_host(settings), _people_file()
    vault = _vault(file)
    known = vault.users(host)
    username = store.username
    if username not in known and not (username and os.environ.get(PASSWORD_VARIABLE)):
        username = next(iter(known), username)  # who connected the store need not be who works at the till
    if not username:
        raise SettingsError("sign_in_first")
    password = "" if pin_at_window and vault.has_pin(host, username) else _password(vault, host, username)
    return StoreAccess(host, username, password, place("data"), file)


def own_host(settings: Settings) -> str:
    """Scheme, host and port of the store in the settings. Raises SettingsError where none is set."""
    if not settings.store.url:
        raise SettingsError("store_not_set", file=settings_file())
    return settings.store.url.rstrip("/")


@dataclass(frozen=True, slots=True)
class OwnAccounts:
    """Those who sign in to the store in the settings (`cli.accounts.Accounts`)."""

    settings: Settings
    host: str
    vault: "Vault"

    def users(self) -> tuple[str, ...]:
        """Who is remembered, the last one first."""
        return self.vault.users(self.host)

    def check(self, username: str, password: str) -> None:
        """Ask the store."""
        sign_in(self.settings, self.host, username, password).close()

    def keep(self, username: str, password: str, pin: str) -> Literal["keyring", "file", "nowhere"]:
        """Remember a password."""
        return self.vault.keep(self.host, username, password, pin)

    def forget(self, username: str) -> bool:
        """Forget it."""
        return self.vault.forget(self.host, username)


def accounts(settings: Settings) -> OwnAccounts:
    """Signing in to the store in the settings and out of it, for good. Raises SettingsError."""
    return OwnAccounts(settings, own_host(settings), _vault(_people_file()))


def colleagues(file: Path | None, host: str, sign_in: Callable[[str, str], DrfStore]) -> People | None:
    """Those who may take over by PIN, by the `file` that remembers them."""
    if file is None:
        return None
    from kiosk_app.engines.vault import Colleagues

    return Colleagues(_vault(file), host, sign_in)


@contextmanager
def surroundings(
    settings: Settings, url: str, username: str, schema: object, said: Mapping[str, str]
) -> Iterator[Surroundings]:
    """What is found in a store that nobody described. `schema`: decoded, a path in the store, or empty.

    Raises `SettingsError` where what was said is no mapping, otherwise like `look_around`.
    """
    with closing(_http(settings, url)) as http:
        password = _password(_vault(_people_file()), http.host, username)
        try:
            found = look_around(http, username, password, schema, said)
        except ValueError as error:
            raise SettingsError("store_mapping_invalid", reason=error) from error
        yield found


def trial(found: Surroundings, api: StoreApi, settings: Settings) -> Iterator[Check]:
    """What a mapping brings, read only."""
    for what, ok, detail in tried(found, api, settings.till.name, settings.till.language):
        yield Check(what, ok, detail)


def check_store(settings: Settings, access: StoreAccess, known: Iterable[IntentSpec]) -> Iterator[str | IntentCheck]:
    """How writes are kept safe on a store, then a verdict for each of the `known` intents."""
    api, till = settings.store.api, settings.till
    with closing(_http(settings, access.url)) as http:
        authorise(http, api.sign_in, access.username, access.password)
        store = DrfStore.signed_in(http, access.username, till.name, till.language, api)
        yield from protections(api)
        yield from check_intents(http, api, store, known)


def _http(settings: Settings, url: str) -> Http:
    store = settings.store
    ca_file = Path(store.ca_file).expanduser() if store.ca_file else None
    return Http(url, ca_file=ca_file, allow_plain_http=store.allow_plain_http)


def _password(vault: "Vault", host: str, username: str) -> str:
    """The one that is remembered, opened by its PIN; else from the environment, or from the terminal.

    Raises SettingsError, MissingPart, Refused.
    """
    if vault.has_pin(host, username):
        return vault.unseal(host, username, _ask_secretly(f"PIN of {username}: "))
    kept = vault.password(host, username) or os.environ.get(PASSWORD_VARIABLE)
    return kept or _ask_secretly(f"Password of {username} at {host}: ")


def _ask_secretly(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise SettingsError("password_missing", variable=PASSWORD_VARIABLE)
    return getpass.getpass(prompt)


def _people_file() -> Path:
    return place("data") / "people.json"


def _vault(file: Path) -> "Vault":
    from kiosk_app.engines.keyring import SystemKeyring  # looks at every backend: only where somebody signs in
    from kiosk_app.engines.vault import Vault

    return Vault(file, SystemKeyring())
