"""The commands that answer in lines of their own: parse, listen, say, doctor."""

import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import KioskError, UsageError
from kiosk_app.core.intents import in_currency
from kiosk_app.core.numbers import normalise
from kiosk_app.core.ports import Aliases, IntentModel
from kiosk_app.core.saying.phrases import explain
from kiosk_app.core.saying.say import pieces
from kiosk_app.core.sound_ports import Recogniser, Voice
from kiosk_app.core.types import Audio, Language, Speech


def parse_lines(model: IntentModel, language: Language, currency: str, lines: Iterable[str], out: TextIO) -> None:
    """One transcript a line to one intent a line. `currency` is empty where only the store knows it."""
    for line in lines:
        intent = model.parse(normalise(line, language), language)
        print(json.dumps(in_currency(intent, currency).as_json(), ensure_ascii=False), file=out, flush=True)


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `doctor`."""

    check: str
    ok: bool
    detail: str


def print_checks(checks: Iterator[Check], out: TextIO, *, as_json: bool) -> bool:
    """Show each check as it is made; returns whether all are well."""
    well = True
    for check in checks:
        well = well and check.ok
        if as_json:
            print(json.dumps(to_json(check), ensure_ascii=False), file=out, flush=True)
        else:
            print(f"{'✓' if check.ok else '✗'} {check.check:12} {check.detail}", file=out, flush=True)
    return well


def print_aliases(aliases: Aliases, out: TextIO, *, as_json: bool) -> None:
    """One line for each product that some words were taken for."""
    for alias in aliases.all():
        line = json.dumps(to_json(alias), ensure_ascii=False)
        print(line if as_json else f"{alias.words}: {alias.product} ({alias.picks})", file=out)


def forget_alias(aliases: Aliases, words: str, out: TextIO, *, as_json: bool) -> None:
    """Unlearn some words. Raises `UsageError` where nothing was learnt for them."""
    products = aliases.forget(words)
    if not products:
        raise UsageError("alias_unknown", words=words)
    print(json.dumps({"words": words, "products": products}) if as_json else f"{words}: forgotten", file=out)


def transcribe(
    recogniser: Recogniser, read: Callable[[Path], Speech], files: Sequence[Path], language: Language, *, as_json: bool
) -> int:
    """One line a file; returns 0, or the exit code of the last file that could not be read."""
    exit_code = 0
    for file in files:
        try:
            speech = read(file)
        except KioskError as error:
            exit_code = error.exit_code
            reason = explain(error, language)
            print(json.dumps({"file": str(file), "code": error.code, "error": reason}) if as_json else reason)
            continue
        started = time.monotonic()
        hearing = recogniser.begin()
        hearing.feed(speech.pcm)
        said = hearing.finish()
        ms = round((time.monotonic() - started) * 1000)
        line = {"file": str(file), "text": said.text, "confidence": round(said.confidence, 3), "ms": ms}
        print(json.dumps(line, ensure_ascii=False) if as_json else f"{file.name}: {said.text or '(not understood)'}")
    return exit_code


def speak(
    voice: Voice, text: str, language: Language, play: Callable[[Iterable[Audio]], str], *, as_json: bool
) -> None:
    """Say a sentence as the till would."""
    said = pieces(text, language)
    seconds = 0.0

    def spoken() -> Iterator[Audio]:
        nonlocal seconds
        for sound in voice.speak(said):
            seconds += sound.seconds
            yield sound

    wav = play(spoken())
    words = " ".join(said)
    line = {"words": words, "engine": voice.name, "seconds": round(seconds, 2), "wav": wav}
    print(json.dumps(line, ensure_ascii=False) if as_json else f"{words}  ({voice.name}, {seconds:.1f} s)")
