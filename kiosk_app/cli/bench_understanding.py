"""Labelled sentences through intent models, the models side by side."""

import json
import random
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from kiosk_app.cli.scoring import SHORT, Answer, AtThreshold, Figures, Sentence, curve, score
from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import UsageError
from kiosk_app.core.intents import FILLED, INTENTS, filled
from kiosk_app.core.numbers import normalise
from kiosk_app.core.numbers.words import NUMBER_WORDS
from kiosk_app.core.ports import IntentModel
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.confidence import Thresholds

_SILENT_S = 2
"""Seconds between two words on how far it is."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One model's answers."""

    model: str
    answers: Mapping[Language, Sequence[Answer]]


def bench_understanding(
    models: Iterable[tuple[str, IntentModel]],
    sentences: Sequence[Sentence],
    out: TextIO,
    *,
    thresholds: Thresholds,
    with_errors: bool,
    with_curve: bool,
    as_json: bool,
) -> None:
    """Let each model, by its label, read all sentences, and print how well it did.

    As JSON it is one object, whose last key is the exact match of the first model over all sentences.
    """
    measured = [measure(label, model, sentences, sys.stderr) for label, model in models]
    if as_json:
        figures = {
            "sentences": len(sentences),
            "thresholds": to_json(thresholds),
            "models": [_as_json(one, thresholds, with_errors, with_curve) for one in measured],
            "exact_match": round(_exact(measured[0]) / len(sentences), 4),
        }
        print(json.dumps(figures, ensure_ascii=False), file=out)
        return
    for language in measured[0].answers:
        columns = [
            {language: one.model}
            | _rows(score(one.answers[language], thresholds))
            | (_curve_rows(curve(one.answers[language])) if with_curve else {})
            for one in measured
        ]
        _print_columns(columns, out)
    if with_errors:
        for one in measured:
            print(f"{one.model}: wrong answers", file=out)
            for answer in _wrong(one):
                print(f"  {_explained(answer)}", file=out)
            print(file=out)
    for one in measured:
        print(f"{one.model}: {_exact(one)} of {len(sentences)} exact", file=out)


def read_sentences(files: Iterable[Path], seed: int) -> list[Sentence]:
    """JSON lines of `{"lang", "text", "intent", "args"}`, by language, else in an order drawn from the seed.

    No neighbour in a file can then help a model that keeps what it has read. Raises `UsageError`.
    """
    sentences: list[Sentence] = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
            sentences += [_sentence(line, number) for number, line in enumerate(lines, start=1) if line.strip()]
            if not sentences:
                raise ValueError("no lines")
        except (OSError, ValueError) as error:
            fields = "lang, text, intent, args"
            raise UsageError("labels_invalid", file=file, reason=error, fields=fields) from error
    random.Random(seed).shuffle(sentences)  # noqa: S311 - an order, not a secret
    return sorted(sentences, key=lambda sentence: sentence.language)


def _sentence(line: str, number: int) -> Sentence:
    """Read one label. Raises ValueError."""
    try:
        label = json.loads(line)
        language, text, intent = label["lang"], str(label["text"]), label["intent"]
        if language not in NUMBER_WORDS or intent not in INTENTS:
            raise ValueError(f"unknown language {language!r} or intent {intent!r}")
        given = {key: _unspaced(value) for key, value in label["args"].items() if key not in FILLED}
        if unknown := given.keys() - {argument.name for argument in INTENTS[intent].arguments}:
            raise ValueError(f"{intent} has no argument {', '.join(sorted(unknown))}")
        return Sentence(language, text, intent, filled(intent, given, normalise(text, language).text)[0])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"line {number}: {type(error).__name__} {error}") from error


def _unspaced(value: Any) -> Any:
    """As the till has values: those that models are trained on keep the space before them."""
    if isinstance(value, dict):
        return {key: _unspaced(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_unspaced(entry) for entry in value]
    return value.strip()


def measure(label: str, model: IntentModel, sentences: Sequence[Sentence], progress: TextIO) -> Measured:
    """The model's answers to all sentences; then it is closed."""
    answers: dict[Language, list[Answer]] = {}
    shown = began = time.monotonic()
    for done, sentence in enumerate(sentences):
        start = time.perf_counter()
        intent = model.parse(normalise(sentence.text, sentence.language), sentence.language)
        ms = 1000 * (time.perf_counter() - start)
        answers.setdefault(sentence.language, []).append(Answer(sentence, intent, ms))
        if time.monotonic() - shown > _SILENT_S:
            shown = time.monotonic()
            print(f"\r{label}: {done + 1} of {len(sentences)}", end="", file=progress, flush=True)
    if shown > began:
        print(file=progress)
    model.close()
    return Measured(label, answers)


def _exact(measured: Measured) -> int:
    return sum(answer.exact for answers in measured.answers.values() for answer in answers)


def _wrong(measured: Measured) -> list[Answer]:
    """What is not exact, by language and intent."""
    order = {name: place for place, name in enumerate(INTENTS)}
    wrong = [answer for answers in measured.answers.values() for answer in answers if not answer.exact]
    return sorted(wrong, key=lambda answer: (answer.sentence.language, order[answer.sentence.intent]))


def _explained(answer: Answer) -> str:
    said, intent = answer.sentence, answer.intent
    got, meant = (json.dumps(dict(args), ensure_ascii=False) for args in (intent.args, said.args))
    return f"{said.language} “{said.text}”: {intent.name} {got} ({intent.confidence:.2f}), not {said.intent} {meant}"


def _as_json(measured: Measured, thresholds: Thresholds, with_errors: bool, with_curve: bool) -> dict[str, object]:
    languages = {}
    for language, answers in measured.answers.items():
        languages[language] = to_json(score(answers, thresholds))
        if with_curve:
            languages[language]["curve"] = [to_json(point) for point in curve(answers)]
    figures: dict[str, object] = {"model": measured.model, "languages": languages}
    if with_errors:
        figures["errors"] = [
            to_json(answer.sentence) | {"answer": answer.intent.as_json()} for answer in _wrong(measured)
        ]
    return figures


def _rows(figures: Figures) -> dict[str, str]:
    """What stands in one model's column, by the row's label."""
    wrong, foreign = figures.wrong_writes, figures.out_of_scope
    rows = {
        "lines": str(figures.lines),
        "intent right": f"{figures.intent_accuracy:.1%}",
        "exact match": f"{figures.exact_match:.1%}",
        "wrong writes": f"{wrong.count} = {wrong.rate:.2%} (95 %: at most {wrong.upper_95:.2%})",
        "gone on with, asked first": f"{figures.sure:.1%}, {figures.doubtful:.1%}",
        "out of scope rejected": f"{foreign.rejected} of {foreign.lines} = {foreign.rate:.1%}" if foreign else "-",
        "calibration error": f"{figures.calibration_error:.3f}",
    }
    for label, ms in ((f"parse, to {SHORT} words", figures.parse_ms_short), ("parse, all", figures.parse_ms)):
        rows[label] = f"p50 {ms.p50:.1f} ms, p95 {ms.p95:.1f} ms" if ms else "-"
    for name, some in figures.intents.items():
        rows[f"{name} ({some.lines})"] = f"intent {some.intent_accuracy:.1%}, exact {some.exact_match:.1%}"
    return rows


def _curve_rows(points: Sequence[AtThreshold]) -> dict[str, str]:
    return {
        f"from {point.least_confidence:.2f}": f"acted on {point.acted_on}, wrong {point.wrong_acts}, "
        f"wrong writes {point.wrong_writes}, good refused {point.refused_good}"
        for point in points
    }


def _print_columns(columns: Sequence[Mapping[str, str]], out: TextIO) -> None:
    """The same rows of every column, the first a heading."""
    left = max(map(len, columns[0])) + 2
    widths = [max(map(len, column.values())) + 2 for column in columns]
    for label in columns[0]:
        cells = (column[label].ljust(width) for column, width in zip(columns, widths, strict=True))
        print(f"{label.ljust(left)}{''.join(cells)}".rstrip(), file=out)
    print(file=out)
