"""Signing in to the store and out of it, for good: asked for at the terminal, never given as an argument."""

import sys
from collections.abc import Callable
from getpass import getpass
from typing import Literal, Protocol, TextIO

from kiosk_app.core.errors import UsageError
from kiosk_app.core.pin import is_pin
from kiosk_app.core.saying.phrases import sentence
from kiosk_app.core.types import Language


class Accounts(Protocol):
    """Those who sign in to one store on this till."""

    @property
    def host(self) -> str:
        """Scheme, host and port."""

    def users(self) -> tuple[str, ...]:
        """Who is remembered, the last one first."""

    def check(self, username: str, password: str) -> None:
        """Ask the store. Raises StoreError where the two do not belong together."""

    def keep(self, username: str, password: str, pin: str) -> Literal["keyring", "file", "nowhere"]:
        """Remember a password, sealed by a PIN if there is one; returns where."""

    def forget(self, username: str) -> bool:
        """Forget it; returns whether it was remembered."""


def sign_in(
    accounts: Accounts,
    language: Language,
    out: TextIO,
    ask: Callable[[str], str] = input,
    ask_secretly: Callable[[str], str] = getpass,
) -> None:
    """Ask for user name, password and PIN, try them at the store, and remember them.

    Raises UsageError without a terminal or for a PIN that is none, StoreError, MissingPart.
    """
    if not sys.stdin.isatty():
        raise UsageError("terminal_needed")
    print(sentence("signing_in", language, host=accounts.host), file=out)
    username = ask(f"{sentence('ask_username', language)} ").strip()
    password = ask_secretly(f"{sentence('ask_password', language)} ")
    accounts.check(username, password)
    pin = ask_secretly(f"{sentence('ask_pin', language)} ")
    if pin and not is_pin(pin):
        raise UsageError("pin_form")
    if pin and ask_secretly(f"{sentence('ask_pin_again', language)} ") != pin:
        raise UsageError("pins_differ")
    kept = accounts.keep(username, password, pin)
    print(sentence(f"kept_{kept}", language), file=out)


def sign_out(accounts: Accounts, username: str, language: Language, out: TextIO) -> None:
    """Forget who is named, or who signed in last. Raises UsageError where nobody of that name is known."""
    name = username or next(iter(accounts.users()), "")
    if not accounts.forget(name):
        raise UsageError("nobody_signed_in")
    print(sentence("signed_out", language, user=name), file=out)
