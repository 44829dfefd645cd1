"""Writes the store's tables and models' names into the settings file; all else stays as it stands, comments too."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import SettingsError
from kiosk_app.core.store_api import StoreApi

_HEADER = re.compile(r"\s*\[\s*([^\[\]]+?)\s*\]\s*(#.*)?")
_VALUE = r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|\w+"


def mapping(api: StoreApi) -> dict[str, Any]:
    """What a mapping sets differently from the defaults, as it stands in the file."""
    return _different(to_json(api), to_json(StoreApi()))


def save_store(file: Path, url: str, username: str, api: StoreApi) -> None:
    """Set the store's address, person and API in `file`, which is made where it is missing.

    Raises SettingsError where that cannot be done without touching anything else: nothing is written then.
    """

    def change(before: str, wanted: dict[str, Any]) -> str:
        wanted["store"] = wanted.get("store", {}) | {"url": url, "username": username}
        wanted["store"].pop("api", None)
        if different := mapping(api):
            wanted["store"]["api"] = different
        return _with_store(before, url, username, different)

    _save(file, "store", change)


def save_model(file: Path, role: str, name: str) -> None:
    """Choose a model for a role in `file`, which is made where it is missing. Raises like `save_store`."""
    save_setting(file, "models", role, name)


def save_setting(file: Path, table: str, key: str, value: str | int) -> None:
    """Set one key of a table in `file`, which is made where it is missing. Raises like `save_store`."""

    def change(before: str, wanted: dict[str, Any]) -> str:
        wanted[table] = wanted.get(table, {}) | {key: value}
        lines = before.splitlines()
        _set(lines, _table(lines, table), key, json.dumps(value, ensure_ascii=False))
        return "\n".join(lines) + "\n"

    _save(file, table, change)


def _save(file: Path, table: str, change: Callable[[str, dict[str, Any]], str]) -> None:
    """Write what `change` makes of the text; it changes what the text says too, which must be the same."""
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        wanted = tomllib.loads(before)
        after = change(before, wanted)
        if tomllib.loads(after) != wanted:
            raise ValueError(f"its [{table}] table is written in a way that cannot be changed safely")
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f"{file.name}.new")
        beside.write_text(after, encoding="utf-8")
        beside.replace(file)
    except (OSError, ValueError) as error:
        raise SettingsError("settings_not_saved", file=file, reason=error) from error


def _with_store(text: str, url: str, username: str, api: Mapping[str, Any]) -> str:
    """The text with the tables of the store's API replaced, and the two keys set."""
    lines = "\n".join(_without_api(text.splitlines())).rstrip().splitlines()
    start = _table(lines, "store")
    for key, value in (("username", username), ("url", url)):
        _set(lines, start, key, json.dumps(value, ensure_ascii=False))
    if api:
        lines += ["", *_tables("store.api", api)]
    return "\n".join(lines).rstrip() + "\n"


def _without_api(lines: list[str]) -> Iterator[str]:
    """Every line but those of `[store.api]` and the tables in it; what stands before the next table is its own."""
    held: list[str] = []
    dropping = False
    for line in lines:
        if (name := _header(line)) is not None:
            was, dropping = dropping, name == "store.api" or name.startswith("store.api.")
            if not (was and dropping):
                yield from held
            held = []
        if not dropping:
            yield line
        elif not line.strip() or line.lstrip().startswith("#"):
            held.append(line)
        else:
            held = []


def _table(lines: list[str], name: str) -> int:
    """Where the header of a table stands; it is put at the end where it is missing."""
    start = next((place for place, line in enumerate(lines) if _header(line) == name), None)
    if start is None:
        lines += [*([""] if lines else []), f"[{name}]"]
        start = len(lines) - 1
    return start


def _set(lines: list[str], start: int, key: str, value: str) -> None:
    """Set a key of the table whose header stands at `start`; a comment behind it stays."""
    for place in range(start + 1, len(lines)):
        if _header(lines[place]) is not None:
            break
        if match := re.fullmatch(rf"(\s*{key}\s*=\s*)(?:{_VALUE})(.*)", lines[place]):
            lines[place] = match[1] + value + match[2]
            return
    lines.insert(start + 1, f"{key} = {value}")


def _tables(name: str, table: Mapping[str, Any]) -> Iterator[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if plain:
        yield f"[{name}]"
        yield from (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in plain.items())
        yield ""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _tables(f"{name}.{key}", value)


def _header(line: str) -> str | None:
    """The name of the table that begins here."""
    return re.sub(r"\s*\.\s*", ".", match[1]) if (match := _HEADER.fullmatch(line)) else None


def _different(value: Mapping[str, Any], default: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, inner in value.items():
        if isinstance(inner, dict):
            if deeper := _different(inner, default[key]):
                found[key] = deeper
        elif inner != default[key]:
            found[key] = inner
    return found
