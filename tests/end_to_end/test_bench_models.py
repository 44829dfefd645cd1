"""`models bench`: what it counts, what it recommends, and that nothing a model does ends it."""

import io
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from kiosk_app import trials
from kiosk_app.cli.arguments import OWN_SPEECH
from kiosk_app.cli.bench_knowledge import Question, QuestionSet
from kiosk_app.cli.bench_models import Recording, Tell, bench_models, is_heard, read_recordings
from kiosk_app.core.errors import UsageError
from kiosk_app.core.models.candidates import Candidate, Figures, Measured, Task
from kiosk_app.core.models.files import Role
from kiosk_app.core.sound_ports import Vocabulary
from kiosk_app.core.types import Language
from kiosk_app.settings import Settings
from tests import untrained
from tests.end_to_end.test_model_commands import lines, models
from tests.engines import tiny_whisper
from tests.engines.tiny_voice import write_voice

FIGURES = Figures(memory_mb=90, load_ms=800, of=12, wait_ms_p50=300, wait_ms_p95=700, right=11, word_error_rate=0.02)
SPHINX = Candidate("recogniser", "en", "sphinx")
WHISPER = Candidate("recogniser", "en", "whisper-tiny", 10, "/models/whisper-tiny")
NO_MATERIAL = trials.Material((), {}, (), (), 0)


def shown(*, as_json: bool) -> str:
    def measure(candidate: Candidate, tell: Tell) -> Measured:
        tell(0, 12)
        return Measured(candidate, FIGURES if candidate is WHISPER else None, "It is broken.")

    out = io.StringIO()
    several: dict[Task, list[Candidate]] = {("recogniser", "en"): [SPHINX, WHISPER], ("recogniser", "es"): []}
    bench_models(several, measure, 2**32, "recordings", out, as_json=as_json)
    return out.getvalue()


def test_the_table_ends_in_plain_words() -> None:
    text = shown(as_json=False)
    assert "✗ It is broken." in text
    assert "11 of 12 right  2% of the words wrong  waits p50 300 ms, p95 700 ms  90 MB" in text
    assert "Use whisper-tiny: 11 of 12 right, 95 of 100 answers within 700 ms, 90 MB of memory." in text
    assert "[models] whisper_window_s = 10" in text
    assert "Nothing here does. Others to fetch: kiosk-app models list" in text


def test_as_json_every_step_is_a_line() -> None:
    told = [json.loads(line) for line in shown(as_json=True).splitlines()]
    assert [line["event"] for line in told] == [*["Progress", "Result"] * 2, "Recommended", "Recommended"]
    assert (told[1]["figures"], told[1]["problem"]) == (None, "It is broken.")
    assert told[3]["candidate"]["window_s"] == 10
    assert [line["name"] for line in told[-2:]] == ["whisper-tiny", ""]


def test_models_are_measured_and_what_does_not_work_is_told(tmp_path: Path) -> None:
    write_voice(tmp_path / "voice")
    (tmp_path / "intent" / "base").mkdir(parents=True)
    untrained.write(tmp_path / "intent" / "base" / "base.gguf", {"general.name": "base"})
    asked = ("en_US-hum-low", "espeak", "base", "kiosk-intent", "--language", "en", "--models", tmp_path, "--json")
    told = lines(models("bench", *asked))
    results = {line["candidate"]["name"]: line for line in told if line["event"] == "Result"}
    assert "template" in results["base"]["problem"]
    for name, of in (("en_US-hum-low", 20), ("espeak", 20), ("kiosk-intent", 60)):
        figures = results[name]["figures"]
        assert figures["of"] == of
        assert figures["memory_mb"] > 0
    assert results["kiosk-intent"]["figures"]["right"] > 30
    assert results["kiosk-intent"]["figures"]["tokens_per_s"] > 0
    assert {line["role"]: line["name"] for line in told if line["event"] == "Recommended"} == {
        "intent": "kiosk-intent",
        "voice": "en_US-hum-low",
    }


def test_a_recogniser_is_fed_every_recording_in_its_language(tmp_path: Path) -> None:
    tiny_whisper.build(tmp_path / "recogniser" / "tiny", "How many croissants are left?")
    found = trials.candidates(Settings(), tmp_path, ["en", "es"], ["tiny"])
    assert [candidate.window_s for candidate in found["recogniser", "en"]] == [30, 10]
    recordings = tuple(each for each in read_recordings(OWN_SPEECH) if each.language == "en")[:3]
    material = trials.Material(recordings, {"en": Vocabulary((), (), ())}, (), (), 0)
    steps: list[tuple[int, int]] = []
    measured = trials.measure(
        found["recogniser", "en"][1], Settings(), tmp_path, material, lambda *step: steps.append(step)
    )
    assert steps == [(0, 3), (1, 3), (2, 3)]
    assert measured.figures
    assert (measured.figures.of, measured.figures.right) == (3, 1)
    assert measured.figures.word_error_rate


def test_an_embedding_is_asked_what_the_documents_answer(tmp_path: Path) -> None:
    (tmp_path / "hours.md").write_text("# Opening hours\n\nWe open at nine and close at eight.\n")
    (tmp_path / "scan.pdf").write_bytes(b"no text in here")
    asked = (
        Question("en", "When do you open?", "hours.md", answer="open at nine"),
        Question("en", "When do you open?", "other.md"),
        Question("en", "Do you sell stamps?", None),
    )
    material = trials.Material((), {}, (), (QuestionSet(tmp_path, asked),), 0)
    several = trials.candidates(Settings(), None, ["en"], ["wordllama"])["embedding", "en"]
    (measured,) = (trials.measure(each, Settings(), None, material, lambda *_: None) for each in several)
    assert measured.figures
    assert (measured.figures.right, measured.figures.of) == (1, 2)


def test_what_there_is_nothing_to_measure_on_is_left_out() -> None:
    material = trials.Material((Recording(Path(), "en", "hello"),), {}, (), (), 0)
    roles: tuple[Role, ...] = ("recogniser", "intent", "voice", "embedding")
    languages: tuple[Language, ...] = ("en", "es")
    tasks = [(role, language) for role in roles for language in languages]
    assert [task for task in tasks if material.serves(task)] == [
        ("recogniser", "en"),
        ("voice", "en"),
        ("voice", "es"),
    ]


def test_what_no_setting_can_choose_is_not_measured() -> None:
    unused = Candidate("embedding", "en", "e5", folder="/models/e5")
    assert "e5" in trials.measure(unused, Settings(), None, NO_MATERIAL, lambda *_: None).problem


def die(*_: object) -> None:
    """What a native library does at its worst."""
    os._exit(3)


def fail(pipe: Connection, *_: object) -> None:
    """What it may do before."""
    pipe.send((1, 2))
    os._exit(3)


def hang(pipe: Connection, *_: object) -> None:
    """Answers once and never again, whoever asks it to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    pipe.send((0, 2))
    threading.Event().wait()


def never_begin(*_: object) -> None:
    """Loads for ever."""
    threading.Event().wait()


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (hang, "It took too long: more than 0.015 seconds for one answer."),
        (never_begin, "It took too long: more than 0.01 seconds for loading."),
    ],
)
def test_what_hangs_is_ended(monkeypatch: pytest.MonkeyPatch, work: object, problem: str) -> None:
    monkeypatch.setattr(trials, "_measure", work)
    monkeypatch.setattr(trials, "IMPATIENCE", 0.01)
    if work is never_begin:
        monkeypatch.setattr(trials, "LOAD_S", 0.01)
    assert trials.measure(SPHINX, Settings(), None, NO_MATERIAL, lambda *_: None) == Measured(SPHINX, None, problem)


@pytest.mark.parametrize("work", [die, fail])
def test_a_crash_is_one_candidates_own(monkeypatch: pytest.MonkeyPatch, work: object) -> None:
    monkeypatch.setattr(trials, "_measure", work)
    measured = trials.measure(SPHINX, Settings(), None, NO_MATERIAL, lambda *_: None)
    assert measured == Measured(SPHINX, None, "It ended the program that ran it.")


@pytest.fixture
def heeded() -> Iterator[None]:
    """Ctrl+C works here, also in the background of a shell, which has what it starts ignore it."""
    former = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, former)


@pytest.mark.usefixtures("heeded")
def test_an_interrupt_ends_it_and_what_it_runs() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk_app", "models", "bench", "kiosk-intent", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        assert running.stdout
        assert running.stderr
        assert json.loads(running.stdout.readline())["event"] == "Progress"
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
        _, errors = running.communicate(timeout=60)  # ends when nobody holds the other end any more
    assert (running.returncode, errors) == (130, "")


@pytest.mark.usefixtures("heeded")
def test_an_interrupt_while_a_process_begins_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    start = SpawnProcess.start
    begun: list[SpawnProcess] = []

    def interrupted(self: SpawnProcess) -> None:
        signal.raise_signal(signal.SIGINT)
        start(self)
        begun.append(self)

    monkeypatch.setattr(SpawnProcess, "start", interrupted)
    monkeypatch.setattr(trials, "_measure", never_begin)
    with pytest.raises(KeyboardInterrupt):
        trials.measure(SPHINX, Settings(), None, NO_MATERIAL, lambda *_: None)
    assert begun[0].exitcode is not None


@pytest.mark.parametrize(
    ("recording", "text", "heard"),
    [
        (Recording(Path(), "en", "cola is one twenty"), "cola is 1.20", True),
        (Recording(Path(), "en", "cola is one twenty"), "cola is 1.30", False),
        (Recording(Path(), "en", "", ("whole milk", "two")), "two lattes with whole milk", True),
        (Recording(Path(), "en", "", ("whole milk",)), "a latte", False),
    ],
)
def test_numbers_may_be_written_as_they_like(recording: Recording, text: str, heard: bool) -> None:
    assert is_heard(recording, text) == heard


@pytest.mark.parametrize("line", ["", "no", '{"text": "x"}', '{"file": "x.flac", "text": "x"}', "[]"])
def test_labels_that_cannot_be_read_are_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "labels.jsonl").write_text(line)
    with pytest.raises(UsageError) as caught:
        read_recordings(tmp_path / "labels.jsonl")
    assert caught.value.code == "labels_invalid"


def test_the_shipped_recordings_are_there_in_both_languages() -> None:
    assert {each.language for each in read_recordings(OWN_SPEECH)} == {"en", "es"}


def test_a_name_that_nobody_knows() -> None:
    with pytest.raises(UsageError):
        trials.candidates(Settings(), None, ["en"], ["nobody"])
