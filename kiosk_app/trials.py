"""Runs models in processes of their own, which they may end: one on trial, or all of them to be measured."""

import random
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby, islice, product
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein

from kiosk_app import build
from kiosk_app.cli.bench_knowledge import QuestionSet, is_right
from kiosk_app.cli.bench_models import Recording, is_heard
from kiosk_app.cli.bench_voice import made, percentile
from kiosk_app.cli.scoring import Answer, Sentence, score
from kiosk_app.core.errors import KioskError, MissingPart, UsageError
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.models.candidates import PATIENCE_MS, Candidate, Figures, Measured, Task
from kiosk_app.core.models.files import ROLES, Role, Taken
from kiosk_app.core.models.memory import peak_memory, used_memory
from kiosk_app.core.numbers import normalise
from kiosk_app.core.saying.frequent import frequent
from kiosk_app.core.saying.phrases import explain, sentence
from kiosk_app.core.saying.say import pieces
from kiosk_app.core.sound_ports import Vocabulary
from kiosk_app.core.types import SAMPLE_RATE, Language, Money
from kiosk_app.engines.models.checking import check as check_model
from kiosk_app.process import contained
from kiosk_app.settings import Settings

WINDOWS_S = (30, 10)
"""Whisper's windows that are compared."""
SENTENCES = 60
"""Of each language, that an intent model reads."""
PHRASES = 10
"""Of each kind, that a voice says."""

LOAD_S = 300.0
"""A model that is not ready after so many seconds is given up: 2 GB take 40 from a disk of 50 MB/s."""
IMPATIENCE = 40
"""So many times as long as people would wait for an answer, it may take before the model is given up."""

Tell = Callable[[int, int], None]
"""Takes how many sentences are done, and how many there are."""


@dataclass(frozen=True, slots=True)
class Material:
    """What candidates are measured on."""

    recordings: tuple[Recording, ...]
    vocabularies: Mapping[Language, Vocabulary]
    """The words of a shop in which these could be said."""
    sentences: tuple[Sentence, ...]
    questions: tuple[QuestionSet, ...]
    seed: int
    """Of the phrases that voices say."""

    def serves(self, task: Task) -> bool:
        """Whether there is anything to measure that on; for voices there always is."""
        role, language = task
        said: dict[Role, set[Language]] = {
            "recogniser": {each.language for each in self.recordings},
            "intent": {each.language for each in self.sentences},
            "embedding": {each.lang for one in self.questions for each in one.questions if each.document},
        }
        return role not in said or language in said[role]


def try_model(settings: Settings, models: Path | None, name: str) -> Role:
    """Load a model in a process of its own, which it may end; its role.

    Raises UsageError for a name that nothing has, MissingPart for a model that does not work.
    """
    role = build.BUILT_IN.get(name)
    if role is None:
        library = build.model_library(settings, models)
        found = library.find(name)
        library.check(found)
        role = found.role
    chosen: dict[str, Any] = {role: name}
    tried = replace(settings, models=replace(settings.models, **chosen))
    try:
        with closing(contained(_load_model, tried, models, role, first_s=LOAD_S)) as messages:
            reason = next(messages, None)
    except TimeoutError as error:
        raise MissingPart("model_trial_slow", name=name, minutes=round(LOAD_S / 60)) from error
    if reason is None:
        raise MissingPart("model_trial_ended", name=name)
    if reason:
        raise MissingPart("model_trial_failed", name=name, reason=reason)
    return role


def try_taken(settings: Settings, models: Path | None, taken: Taken) -> None:
    """Try a model that came, where the setting `auto` would take it at the next start: one that fails is removed.

    Raises MissingPart.
    """
    chosen = build.chosen_models(settings)
    if taken.was_there or chosen.get(taken.role) != "auto":
        return
    try:
        try_model(settings, models, taken.name)
    except MissingPart:
        build.model_library(settings, models).remove(taken.name, chosen)
        raise


def _load_model(pipe: Connection, settings: Settings, models: Path | None, role: Role) -> None:
    """Load the model of a role, and tell why that fails; an empty string where it does not."""
    load: dict[str, Callable[[Settings, Path | None], object]] = {
        "recogniser": build.load_recogniser,
        "intent": build.load_intents,
        "voice": build.load_voice,
        "embedding": build.load_embedding,
    }
    try:
        load[role](settings, models)
    except KioskError as error:
        pipe.send(explain(error, settings.till.language))
    else:
        pipe.send("")


def candidates(
    settings: Settings, models: Path | None, languages: Iterable[Language], names: Collection[str]
) -> dict[Task, list[Candidate]]:
    """Every model that can be chosen here, by what it would do, or those of these names.

    Raises UsageError `model_not_installed`.
    """
    there = [(role, name, "") for name, role in build.BUILT_IN.items()]
    installed = build.model_library(settings, models).installed()
    there += [(model.role, model.name, str(model.folder)) for model in installed]
    for name in names:
        if all(name != known for _, known, _ in there):
            raise UsageError("model_not_installed", name=name)
    windows = sorted({*WINDOWS_S, settings.models.whisper_window_s}, reverse=True)
    found: dict[Task, list[Candidate]] = {}
    for role, language in product(ROLES, languages):
        several = [] if names else found.setdefault((role, language), [])
        for of, name, folder in there:
            if of == role and (not names or name in names) and _speaks(role, name, folder, language):
                of_whisper = windows if role == "recogniser" and folder else [0]
                several += [Candidate(role, language, name, window, folder) for window in of_whisper]
        if several:
            found[role, language] = several
    return found


def _speaks(role: Role, name: str, folder: str, language: Language) -> bool:
    """Whether the till would use it in this language."""
    if role == "voice" and folder:
        return name.startswith(language)
    return name != "sphinx" or language == "en"


def picked(sentences: Iterable[Sentence]) -> tuple[Sentence, ...]:
    """The first `SENTENCES` of each language: a large model takes seconds for each."""
    by_language = groupby(sentences, lambda each: each.language)
    return tuple(each for _, several in by_language for each in islice(several, SENTENCES))


def measure(candidate: Candidate, settings: Settings, models: Path | None, material: Material, tell: Tell) -> Measured:
    """Measure one; whatever happens to it, it happens in a process of its own, which is ended when it hangs."""
    answer_s = IMPATIENCE * PATIENCE_MS[candidate.role] / 1000
    work = contained(_measure, candidate, settings, models, material, first_s=LOAD_S, next_s=answer_s)
    begun = False
    try:
        with closing(work) as messages:
            for message in messages:
                if isinstance(message, Figures):
                    return Measured(candidate, message)
                if isinstance(message, str):
                    return Measured(candidate, None, message)
                tell(*message)
                begun = True
    except TimeoutError:
        what, seconds = ("one answer", answer_s) if begun else ("loading", LOAD_S)
        return Measured(candidate, None, f"It took too long: more than {seconds:g} seconds for {what}.")
    return Measured(candidate, None, "It ended the program that ran it.")


def _measure(
    pipe: Connection, candidate: Candidate, settings: Settings, models: Path | None, material: Material
) -> None:
    """Send how far it is, and in the end the figures, or a sentence about why there are none."""
    till = replace(settings.till, language=candidate.language)
    chosen: dict[str, Any] = {candidate.role: candidate.name}
    if candidate.window_s:
        chosen["whisper_window_s"] = candidate.window_s
    measures = {"recogniser": _recogniser, "intent": _intents, "voice": _voice, "embedding": _embedding}
    before = used_memory()
    try:
        if candidate.folder:
            check_model(candidate.role, Path(candidate.folder))
        figures = measures[candidate.role](
            replace(settings, till=till, models=replace(settings.models, **chosen)),
            models,
            material,
            lambda *step: pipe.send(step),
        )
        pipe.send(replace(figures, memory_mb=round((peak_memory() - before) / 2**20)))
    except KioskError as error:
        pipe.send(explain(error, settings.till.language))
    except Exception as error:  # a library's own, that nobody has met yet
        pipe.send(f"{type(error).__name__}: {error}")


def _recogniser(settings: Settings, models: Path | None, material: Material, tell: Tell) -> Figures:
    """The recordings are fed as they are spoken, on a clock of their own."""
    language = settings.till.language
    started = time.monotonic()
    recogniser = build.load_recogniser(settings, models)
    recogniser.prepare(material.vocabularies[language])()
    load_s = time.monotonic() - started
    recordings = [recording for recording in material.recordings if recording.language == language]
    waits, work_s, sound_s, right, edits, words = [], 0.0, 0.0, 0, 0, 0
    for done, recording in enumerate(recordings):
        tell(done, len(recordings))
        hearing = recogniser.begin()
        behind_s = 0.0
        for chunk in chunks(build.read_speech(recording.file)):
            started = time.monotonic()
            hearing.feed(chunk)
            took_s = time.monotonic() - started
            seconds = len(chunk) / 2 / SAMPLE_RATE
            behind_s = max(0.0, behind_s + took_s - seconds)
            work_s, sound_s = work_s + took_s, sound_s + seconds
        started = time.monotonic()
        text = hearing.finish().text
        last_s = time.monotonic() - started
        work_s += last_s
        waits.append(behind_s + last_s)
        right += is_heard(recording, text)
        if recording.text:
            meant, heard = (normalise(each, language).text.split() for each in (recording.text, text))
            edits, words = edits + Levenshtein.distance(meant, heard), words + len(meant)
    return Figures(
        memory_mb=0,
        load_ms=round(1000 * load_s),
        of=len(recordings),
        wait_ms_p50=percentile(50, waits),
        wait_ms_p95=percentile(95, waits),
        right=right,
        word_error_rate=round(edits / words, 3) if words else None,
        real_time_factor=round(work_s / sound_s, 3),
    )


def _intents(settings: Settings, models: Path | None, material: Material, tell: Tell) -> Figures:
    language = settings.till.language
    started = time.monotonic()
    model = build.load_intents(settings, models)
    load_s = time.monotonic() - started
    said = [each for each in material.sentences if each.language == language]
    answers: list[Answer] = []
    for done, each in enumerate(said):
        tell(done, len(said))
        started = time.monotonic()
        intent = model.parse(normalise(each.text, language), language)
        answers.append(Answer(each, intent, 1000 * (time.monotonic() - started)))
    figures = score(answers, settings.ask.thresholds)
    return Figures(
        memory_mb=0,
        load_ms=round(1000 * load_s),
        of=len(said),
        wait_ms_p50=round(figures.parse_ms.p50),
        wait_ms_p95=round(figures.parse_ms.p95),
        right=sum(answer.exact for answer in answers),
        wrong_writes=figures.wrong_writes.count,
        tokens_per_s=round(model.tokens / (sum(answer.ms for answer in answers) / 1000)),
    )


def _voice(settings: Settings, models: Path | None, material: Material, tell: Tell) -> Figures:
    """What is said is new to the voice: nothing is kept from before."""
    language = settings.till.language
    dice = random.Random(material.seed)  # noqa: S311 - picks phrases
    said: list[tuple[str, ...]] = [(piece,) for piece in dice.sample(frequent(language), PHRASES)]
    for _ in range(PHRASES):
        total = Money(Decimal(dice.randint(5, 9_999)) / 100, "EUR")
        said.append(pieces(sentence("done_order", language, total=total), language))
    with tempfile.TemporaryDirectory(prefix="kiosk-app-voice-") as folder:
        started = time.monotonic()
        voice = build.load_voice(settings, models, Path(folder))
        load_s = time.monotonic() - started
        waits, work_s, sound_s = [], 0.0, 0.0
        for done, phrase in enumerate(said):
            tell(done, len(said))
            first_s, whole_s, sound = made(voice, phrase)
            waits.append(first_s)
            work_s, sound_s = work_s + whole_s, sound_s + sound.seconds
    return Figures(
        memory_mb=0,
        load_ms=round(1000 * load_s),
        of=len(said),
        wait_ms_p50=percentile(50, waits),
        wait_ms_p95=percentile(95, waits),
        real_time_factor=round(work_s / sound_s, 3),
    )


def _embedding(settings: Settings, models: Path | None, material: Material, tell: Tell) -> Figures:
    """Questions with an answer in the documents beside them: right is what is found first."""
    language = settings.till.language
    settings = replace(
        settings, knowledge=replace(settings.knowledge, server="")
    )  # the till's own index stays as it is
    with (
        tempfile.TemporaryDirectory(prefix="kiosk-app-kb-") as folder,
        closing(build.open_shelf(settings, models, Path(folder))) as shelf,
    ):
        kept = shelf.knowledge
        asked = [
            (each, one.folder)
            for one in material.questions
            for each in one.questions
            if each.lang == language and each.document
        ]
        started = time.monotonic()
        build.load_embedding(settings, models)
        load_s = time.monotonic() - started
        for file in build.documents_in(sorted({place for _, place in asked})):
            with suppress(UsageError):  # one holds pictures of pages only
                kept.add(build.read_document(file))
        kept.ask("?", language)  # what is loaded once does not count
        waits, right = [], 0
        for done, (question, _) in enumerate(asked):
            tell(done, len(asked))
            started = time.monotonic()
            passages = kept.ask(question.question, language)
            waits.append(time.monotonic() - started)
            right += bool(passages) and is_right(question, passages[0].chunk)
    return Figures(
        memory_mb=0,
        load_ms=round(1000 * load_s),
        of=len(asked),
        wait_ms_p50=percentile(50, waits),
        wait_ms_p95=percentile(95, waits),
        right=right,
    )
