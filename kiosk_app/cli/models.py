"""The commands about model files: what they show."""

import json
import time
from collections.abc import Callable, Iterable
from typing import TextIO

from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.models.files import ModelRow, ModelState, Progress, Role, Taken, Watch, in_units

_EVERY_S = 0.25
"""Seconds between two lines of progress."""


def print_models(rows: Iterable[ModelRow], out: TextIO, *, as_json: bool) -> None:
    """One line a model; `*` where the settings name it, `+` where it is installed."""
    for row in rows:
        if as_json:
            print(json.dumps(to_json(row), ensure_ascii=False), file=out)
            continue
        sign = "*" if row.chosen else "+" if row.folder else " "
        facts = (
            in_units(row.size) + ("" if row.size_known else " or more") if row.size else "",
            " ".join(row.languages),
            row.licence,
            f"{row.memory_gb:g} GB of memory" if row.memory_gb else "",
            row.when,
        )
        print(f"{sign} {row.role:10} {row.name:28} {'  '.join(fact for fact in facts if fact)}".rstrip(), file=out)


def shown_progress(out: TextIO, *, as_json: bool, clock: Callable[[], float] = time.monotonic) -> Watch:
    """Shows how far a file is: JSON lines for a program, one line that changes for a person at a terminal."""
    last = float("-inf")

    def show(progress: Progress) -> None:
        nonlocal last
        now, is_over = clock(), progress.done == progress.total
        if not (as_json or out.isatty()) or (now - last < _EVERY_S and not is_over):
            return
        last = now
        if as_json:
            print(json.dumps({"event": "Progress", **to_json(progress)}), file=out, flush=True)
        else:
            print(f"\r{describe(progress):78}", end="\n" if is_over else "", file=out, flush=True)

    return show


def describe(progress: Progress) -> str:
    """A line such as "model.bin  12.3 of 75.5 MB  16 %  3.1 MB/s  0:20 left"."""
    parts = [progress.file, in_units(progress.done)]
    if progress.total:
        parts += [f"of {in_units(progress.total)}", f"{100 * progress.done / progress.total:.0f} %"]
    if progress.bytes_per_s:
        parts.append(f"{in_units(progress.bytes_per_s)}/s")
    if progress.seconds_left is not None:
        minutes, seconds = divmod(round(progress.seconds_left), 60)
        parts.append(f"{minutes}:{seconds:02} left")
    return "  ".join(parts)


def print_taken(taken: Taken, out: TextIO, *, as_json: bool) -> None:
    """A model that is installed now, and what of it had to be taken on trust."""
    if as_json:
        print(json.dumps({"event": "Result", **to_json(taken)}, ensure_ascii=False), file=out, flush=True)
        return
    print(f"{taken.name} ({taken.role}) {'was there' if taken.was_there else 'is installed'}: {taken.folder}", file=out)
    for file in taken.pinned:
        print(f"  No hash was known for {file.name}; what came counts from now on: {file.sha256}", file=out)


def print_states(states: Iterable[ModelState], out: TextIO, *, as_json: bool) -> None:
    """Each model with what has changed. Raises MissingPart `models_changed` after the last one where one has."""
    changed = []
    for state in states:
        if not state.ok:
            changed.append(state.name)
        if as_json:
            line = {"event": "Result", **to_json(state), "ok": state.ok}
            print(json.dumps(line, ensure_ascii=False), file=out, flush=True)
            continue
        recorded = all(file.state != "unrecorded" for file in state.files)
        told = "as it came" if recorded else "nobody wrote down what its files are"
        print(
            f"{'✓' if state.ok else '✗'} {state.role:10} {state.name:28} {told if state.ok else ''}".rstrip(), file=out
        )
        for file in state.files:
            if file.state not in ("ok", "unrecorded"):
                print(f"    {file.state}: {file.file}", file=out)
        if state.problem:
            print(f"    it cannot be used ({state.problem})", file=out)
    if changed:
        raise MissingPart("models_changed", names=", ".join(changed))


def print_change(name: str, role: Role, what: str, out: TextIO, *, as_json: bool) -> None:
    """What was done with a model: `in use` or `removed`."""
    line = {"event": "Result", "role": role, "name": name, "done": what}
    print(json.dumps(line) if as_json else f"{name} ({role}): {what}", file=out)
