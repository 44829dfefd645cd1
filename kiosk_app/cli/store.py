"""The commands about the shop's own store: connect and check."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

from kiosk_app.cli.commands import Check, print_checks
from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import SettingsError, UsageError
from kiosk_app.core.store_api import Choice, IntentCheck, Proposal, StoreApi
from kiosk_app.settings_file import mapping

Propose = Callable[[Mapping[str, str]], Proposal]
_SIGNS = {"yes": "✓", "no": "✗", "unknown": "?"}


def connect(
    propose: Propose,
    said: Mapping[str, str],
    trial: Callable[[StoreApi], Iterator[Check]],
    save: Callable[[StoreApi], None],
    out: TextIO,
    *,
    as_json: bool,
) -> int:
    """Show what was found, ask where that is unsure, try it, and save it where it works; returns the exit code.

    As JSON it is one object, and nothing is asked or saved.
    """
    if as_json:
        proposal = _proposed(propose, said)
        found: dict[str, object] = {
            "choices": [to_json(choice) for choice in proposal.choices],
            "tried": [to_json(check) for check in trial(proposal.api)],
            "mapping": mapping(proposal.api),
            "sure": not proposal.unsure,
        }
        print(json.dumps(found, ensure_ascii=False), file=out)
        return 0
    proposal = settle(propose, said, ask_at_terminal)
    for choice in proposal.choices:
        print(f"  {choice.setting:24} {choice.value or '(none)':32} {choice.why}", file=out)
    if not print_checks(trial(proposal.api), out, as_json=False):
        print("Nothing was saved. Set what is wrong with --set NAME=VALUE, and try again.", file=out)
        return UsageError.exit_code
    save(proposal.api)
    print("Saved in the settings. What this person can do there, kiosk-app store check tells.", file=out)
    return 0


def settle(propose: Propose, said: Mapping[str, str], ask: Callable[[Choice], str]) -> Proposal:
    """A proposal of which everything is sure, what is not having been asked about. Raises UsageError."""
    answers = dict(said)
    while (proposal := _proposed(propose, answers)).unsure:
        if not sys.stdin.isatty() and ask is ask_at_terminal:
            raise UsageError("store_unsure", settings=", ".join(choice.setting for choice in proposal.unsure))
        answers[proposal.unsure[0].setting] = ask(proposal.unsure[0])
    return proposal


def ask_at_terminal(choice: Choice) -> str:
    """The value that the person picks by its number, or types."""
    values = (choice.value, *choice.others)
    print(f"{choice.setting}? It may be the first of these: {choice.why}.")
    for number, value in enumerate(values, 1):
        print(f"  {number}  {value or '(none)'}")
    given = input("Its number, or another value > ").strip() or "1"
    return values[int(given) - 1] if given.isdecimal() and 0 < int(given) <= len(values) else given


def ask_username() -> str:
    """Who signs in. Raises UsageError where nobody can be asked."""
    if not sys.stdin.isatty():
        raise UsageError("user_missing")
    return input("User name in the store: ").strip()


def given_schema(place: str) -> object:
    """A schema's own content where `place` is a file, otherwise the place. Raises UsageError."""
    file = Path(place)
    if not place or not file.is_file():
        return place
    try:
        schema = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(schema, dict):
            raise ValueError("it is no object")
    except (OSError, ValueError) as error:
        raise UsageError("schema_unreadable", file=file, reason=error) from error
    return schema


def print_verdicts(verdicts: Iterable[str | IntentCheck], out: TextIO, *, as_json: bool) -> None:
    """Each verdict as it comes; what is said of the store as a whole first."""
    for verdict in verdicts:
        if as_json:
            line = {"note": verdict} if isinstance(verdict, str) else to_json(verdict)
            print(json.dumps(line, ensure_ascii=False), file=out, flush=True)
        elif isinstance(verdict, str):
            print(f"  {verdict}", file=out, flush=True)
        else:
            print(f"{_SIGNS[verdict.can]} {verdict.intent:22} {verdict.why}", file=out, flush=True)


def _proposed(propose: Propose, said: Mapping[str, str]) -> Proposal:
    try:
        return propose(said)
    except ValueError as error:
        raise SettingsError("store_mapping_invalid", reason=error) from error
