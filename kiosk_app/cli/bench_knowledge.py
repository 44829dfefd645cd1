"""Labelled questions against a knowledge base: is the right passage found, is what has no answer refused, how fast."""

import json
import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path
from typing import Literal, TextIO

from kiosk_app.core.codec import from_json
from kiosk_app.core.document_ports import Knowledge
from kiosk_app.core.documents.knowledge import Block, Chunk, Document, Passage
from kiosk_app.core.documents.relevance import words_of
from kiosk_app.core.errors import UsageError
from kiosk_app.core.types import Language

QUESTIONS = "questions.jsonl"
ANSWER_SHARE = 0.9
"""So much of the labelled answer's words stands in a passage that counts as the right one."""
REFUSED = 0.9
"""Of the questions that nothing answers, so many are to be refused."""
MADE_UP_WORDS = 60
"""Of a made-up chunk."""
MADE_UP_CHUNKS = 200
"""Of a made-up document."""


@dataclass(frozen=True, slots=True)
class Question:
    """One labelled question."""

    lang: Language
    question: str
    document: str | None
    """The file's name; None where no document answers."""
    section: str = ""
    """The heading above the answer, or the name of its row."""
    answer: str = ""
    """The words that answer."""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Documents and the questions about them."""

    folder: Path
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """How well and how fast questions in one language are answered; shares of 1."""

    lang: str
    answerable: int
    first: float
    """The right passage is the first one."""
    first_three: float
    answered: float
    """A passage is sure enough to be quoted, right or not."""
    answered_right: float
    """It is, and it is the right one."""
    unanswerable: int
    refused: float
    """No passage is sure enough."""
    refusing: float
    """The least score to be sure from, if `REFUSED` of these are to be refused."""
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Speed:
    """How long a question takes among so many chunks."""

    chunks: int
    p50_ms: float
    p95_ms: float


def read_question_sets(folder: Path, half: Literal["odd", "even"] | None) -> list[QuestionSet]:
    """The sets in a folder: its own, or those of the folders in it. Raises UsageError."""
    files = [folder / QUESTIONS] if (folder / QUESTIONS).exists() else sorted(folder.glob(f"*/{QUESTIONS}"))
    if not files:
        raise UsageError("question_set_invalid", file=folder / QUESTIONS, reason="it is not there")
    return [QuestionSet(file.parent, tuple(_read(file, half))) for file in files]


def bench_knowledge(
    knowledge: Knowledge,
    sets: Sequence[QuestionSet],
    sizes: Sequence[int],
    seed: int,
    out: TextIO,
    *,
    with_errors: bool,
    as_json: bool,
) -> None:
    """Ask every question of a knowledge base that holds the sets' documents, then once more at each size."""
    questions = [question for one in sets for question in one.questions]
    knowledge.ask("?", questions[0].lang)  # what is loaded once does not count
    asked = [(question, *_timed(knowledge, question)) for question in questions]
    languages = sorted({question.lang for question in questions})
    figures = [_figures(lang, [each for each in asked if each[0].lang == lang]) for lang in languages]
    if with_errors:
        for question, passages, _ in asked:
            _print_error(question, passages, out)
    speeds = list(_speeds(knowledge, questions, sorted(sizes), random.Random(seed)))  # noqa: S311 - no secret
    if as_json:
        found = {"languages": [asdict(each) for each in figures], "speeds": [asdict(each) for each in speeds]}
        print(json.dumps(found | {"first": figures[0].first}), file=out)
        return
    for each in figures:
        print(
            f"{each.lang}  right first {each.first:.0%}, in three {each.first_three:.0%} of {each.answerable};"
            f" quoted {each.answered:.0%}, rightly {each.answered_right:.0%};"
            f" refused {each.refused:.0%} of {each.unanswerable} ({REFUSED:.0%} from {each.refusing});"
            f" p50 {each.p50_ms:.1f} ms, p95 {each.p95_ms:.1f} ms",
            file=out,
        )
    for speed in speeds:
        print(f"{speed.chunks:7} chunks: p50 {speed.p50_ms:.1f} ms, p95 {speed.p95_ms:.1f} ms", file=out)


def is_right(question: Question, chunk: Chunk) -> bool:
    """Whether a chunk is of the labelled section or row, or holds the labelled answer."""
    if Path(chunk.document).name != question.document:
        return False
    section = words_of(question.section)
    places = [*chunk.section.split(" › "), chunk.text.split("; ")[0].partition(": ")[2]]
    if section and section in [words_of(place) for place in places]:
        return True
    answer = Counter(words_of(question.answer))
    held = answer & Counter(words_of(chunk.text))
    return bool(answer) and held.total() >= ANSWER_SHARE * answer.total()


def _read(file: Path, half: str | None) -> Iterator[Question]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if half is None or number % 2 == (half == "odd"):
                yield from_json(Question, json.loads(line))
    except (OSError, ValueError) as error:
        raise UsageError("question_set_invalid", file=file, reason=error) from error


def _timed(knowledge: Knowledge, question: Question) -> tuple[list[Passage], float]:
    """What was found, and the milliseconds that it took."""
    started = time.perf_counter()
    passages = knowledge.ask(question.question, question.lang)
    return passages, (time.perf_counter() - started) * 1000


def _figures(lang: str, asked: Sequence[tuple[Question, list[Passage], float]]) -> Figures:
    answerable = [(question, passages) for question, passages, _ in asked if question.document]
    others = [passages[0] for question, passages, _ in asked if not question.document]
    right = [[is_right(question, passage.chunk) for passage in passages] for question, passages in answerable]
    sure = [passages[0].sure for _, passages in answerable]
    p50, p95 = _percentiles([ms for *_, ms in asked])
    return Figures(
        lang,
        len(answerable),
        _share([any(each[:1]) for each in right]),
        _share([any(each) for each in right]),
        _share(sure),
        _share([any(each[:1]) and quoted for each, quoted in zip(right, sure, strict=True)]),
        len(others),
        _share([not best.sure for best in others]),
        _refusing([best.score for best in others]),
        p50,
        p95,
    )


def _refusing(scores: Sequence[float]) -> float:
    """The least score that `REFUSED` of these stay below; 0 where there are none."""
    if not scores:
        return 0.0
    most = sorted(scores)[ceil(REFUSED * len(scores)) - 1]
    return round(most + 0.005, 2)


def _speeds(
    knowledge: Knowledge, questions: Sequence[Question], sizes: Sequence[int], chance: random.Random
) -> Iterator[Speed]:
    """Each size, with made-up chunks of the documents' own words in the language of the first question."""
    lang = questions[0].lang
    chunks = [chunk for kept in knowledge.all() for chunk in knowledge.chunks_of(kept.source)]
    words = [word for chunk in chunks if chunk.language == lang for word in words_of(chunk.text)]
    own = [question for question in questions if question.lang == lang]
    count = sum(chunk.language == lang for chunk in chunks)
    for size in sizes:
        while count < size:
            rows = min(MADE_UP_CHUNKS, size - count)
            blocks = (Block(" ".join(chance.choices(words, k=MADE_UP_WORDS)), alone=True) for _ in range(rows))
            knowledge.add(Document(f"made-up-{count}", "Made up", lang, tuple(blocks)))
            count += rows
        knowledge.ask("?", lang)
        yield Speed(count, *_percentiles([_timed(knowledge, question)[1] for question in own]))


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The median, and what 95 of 100 stay below."""
    if len(values) < 2:
        return (values[0], values[0]) if values else (0.0, 0.0)
    return round(statistics.median(values), 2), round(statistics.quantiles(values, n=20)[-1], 2)


def _share(held: Sequence[bool]) -> float:
    return round(sum(held) / len(held), 3) if held else 0.0


def _print_error(question: Question, passages: Sequence[Passage], out: TextIO) -> None:
    best = passages[0]
    right = bool(question.document) and is_right(question, best.chunk)
    if right != best.sure:
        wanted = f"{question.document} › {question.section}" if question.document else "(nothing)"
        print(f"{best.score:.2f}  {question.question}\n    {best.chunk.place}\n    wanted: {wanted}", file=out)
