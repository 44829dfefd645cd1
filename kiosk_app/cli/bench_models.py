"""Models side by side, as they are measured on this till: labelled speech, the table, and which one to use."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import UsageError
from kiosk_app.core.models.candidates import Candidate, Figures, Measured, Task, best_of, is_timely
from kiosk_app.core.models.files import Role
from kiosk_app.core.numbers import normalise
from kiosk_app.core.numbers.words import NUMBER_WORDS
from kiosk_app.core.types import Language

Tell = Callable[[int, int], None]

WINDOW_S = 30
"""Whisper's own."""

_LANGUAGES: Mapping[Language, str] = {"en": "English", "es": "Spanish"}
_TASKS: Mapping[Role, str] = {
    "recogniser": "hears",
    "intent": "understands",
    "voice": "speaks",
    "embedding": "finds",
}
_WIDTH = 34


@dataclass(frozen=True, slots=True)
class Recording:
    """Something that somebody said."""

    file: Path
    language: Language
    text: str
    """All of it; empty where only `slots` are known."""
    slots: tuple[str, ...] = ()
    """Words that stand in it."""


def read_recordings(labels: Path) -> tuple[Recording, ...]:
    """JSON lines of `{"file", "text", "lang"}`, or with `"slots"` like the labels of `bench speech`. Raises UsageError.

    `lang` may be left out for English. The files lie in a folder named as the labels, or beside them.
    """
    folder = labels.with_suffix("") if labels.with_suffix("").is_dir() else labels.parent
    try:
        said = [json.loads(line) for line in labels.read_text(encoding="utf-8").splitlines() if line.strip()]
        recordings = tuple(
            Recording(
                folder / line["file"],
                line.get("lang", "en"),
                line.get("text", ""),
                tuple(line["slots"].values()) if "text" not in line else (),
            )
            for line in said
        )
        if not recordings or any(each.language not in NUMBER_WORDS for each in recordings):
            raise ValueError("no lines, or a language that no till speaks")
        if missing := [each.file for each in recordings if not each.file.is_file()]:
            raise ValueError(f"{missing[0]} is not there")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError("labels_invalid", file=labels, reason=error, fields="file, text, lang") from error
    return recordings


def is_heard(recording: Recording, text: str) -> bool:
    """Whether a transcript says the same, however its numbers are written."""
    heard = normalise(text, recording.language).text
    if recording.text:
        return heard == normalise(recording.text, recording.language).text
    return all(normalise(said, recording.language).text in heard for said in recording.slots)


def bench_models(
    candidates: Mapping[Task, Sequence[Candidate]],
    measure: Callable[[Candidate, Tell], Measured],
    memory: int,
    spoken: str,
    out: TextIO,
    *,
    as_json: bool,
) -> None:
    """Measure one after the other, and recommend one for each role and language.

    `memory`: of the till, in bytes. `spoken`: what recognisers listened to.
    """
    for (role, language), several in candidates.items():
        if not as_json:
            print(
                f"What {_TASKS[role]} {_LANGUAGES[language]}{f' ({spoken})' if role == 'recogniser' else ''}", file=out
            )
        measured = []
        for candidate in several:
            one = measure(candidate, _progress(candidate, out, as_json=as_json))
            measured.append(one)
            _print(one, out, as_json=as_json)
        best = best_of(measured, memory)
        told = advice(best, measured)
        if as_json:
            line = {"event": "Recommended", "role": role, "language": language, "advice": told}
            named = {"name": best.candidate.name, "window_s": best.candidate.window_s} if best else {"name": ""}
            print(json.dumps(line | named, ensure_ascii=False), file=out, flush=True)
        else:
            print(f"  {told}\n", file=out, flush=True)


def advice(best: Measured | None, measured: Sequence[Measured]) -> str:
    """What to do, in plain words."""
    if best is None or best.figures is None:
        why = "None of them works here, or fits into half of the memory." if measured else "Nothing here does."
        return f"{why} Others to fetch: kiosk-app models list"
    candidate, figures = best.candidate, best.figures
    told = [f"{'Use' if len(measured) > 1 else 'There is only'} {candidate.name}:"]
    if figures.right is not None:
        told.append(f"{figures.right} of {figures.of} right,")
    elif candidate.folder:
        told.append("a voice of its own (your ears decide),")
    told.append(f"95 of 100 answers within {figures.wait_ms_p95} ms, {figures.memory_mb} MB of memory.")
    if not is_timely(candidate.role, figures):
        told.append("People will not wait that long: fetch a smaller one.")
    if 0 < candidate.window_s < WINDOW_S:
        told.append(
            f"Its shorter window does as well: [models] whisper_window_s = {candidate.window_s} in the settings."
        )
    if len(measured) > 1 and candidate.role != "embedding":  # no setting names one
        told.append(f"Choose it with: kiosk-app models use {candidate.name}")
    return " ".join(told)


def _progress(candidate: Candidate, out: TextIO, *, as_json: bool) -> Tell:
    """Shows how far it is: JSON lines for a program, one line that changes for a person at a terminal."""

    def show(done: int, of: int) -> None:
        if as_json:
            line = {"event": "Progress", "candidate": to_json(candidate), "done": done, "total": of}
            print(json.dumps(line), file=out, flush=True)
        elif out.isatty():
            print(f"\r  {candidate.label:{_WIDTH}} {done + 1} of {of}", end="", file=out, flush=True)

    return show


def _print(measured: Measured, out: TextIO, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"event": "Result", **to_json(measured)}, ensure_ascii=False), file=out, flush=True)
        return
    told = _told(measured.figures) if measured.figures else f"✗ {measured.problem}"
    print(f"{chr(13) if out.isatty() else ''}  {measured.candidate.label:{_WIDTH}} {told}", file=out, flush=True)


def _told(figures: Figures) -> str:
    parts = [f"{figures.right:3} of {figures.of} right"] if figures.right is not None else []
    if figures.word_error_rate is not None:
        parts.append(f"{figures.word_error_rate:.0%} of the words wrong")
    if figures.wrong_writes:
        parts.append(f"{figures.wrong_writes} wrong writes")
    parts.append(f"waits p50 {figures.wait_ms_p50} ms, p95 {figures.wait_ms_p95} ms")
    if figures.real_time_factor is not None:
        parts.append(f"real-time factor {figures.real_time_factor:.2f}")
    if figures.tokens_per_s is not None:
        parts.append(f"{figures.tokens_per_s:.0f} tokens/s")
    return "  ".join([*parts, f"{figures.memory_mb} MB", f"loads in {figures.load_ms} ms"])
