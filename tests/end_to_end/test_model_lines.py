"""What the model commands write for a person and for a program."""

import json
from io import StringIO

import pytest

from kiosk_app.cli.models import describe, print_models, print_states, print_taken, shown_progress
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.models.files import FileState, ModelFile, ModelRow, ModelState, Progress, Taken


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_with_speed_and_time_left() -> None:
    assert describe(Progress("model.bin", 12_300_000, 75_500_000, 3_100_000.0, 80.4)) == (
        "model.bin  12.3 MB  of 75.5 MB  16 %  3.1 MB/s  1:20 left"
    )
    assert describe(Progress("model.bin", 12, 0)) == "model.bin  12 B"


def test_progress_is_shown_a_few_times_a_second_and_at_the_end() -> None:
    times = iter([0.0, 0.1, 0.3, 0.4])
    out = StringIO()
    watch = shown_progress(out, as_json=True, clock=lambda: next(times))
    for done in (0, 1, 2, 4):
        watch(Progress("f", done, 4))
    shown = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [(line["event"], line["done"]) for line in shown] == [("Progress", 0), ("Progress", 2), ("Progress", 4)]


def test_a_terminal_gets_one_line_that_changes_and_a_file_none() -> None:
    terminal, file = Terminal(), StringIO()
    for out in (terminal, file):
        watch = shown_progress(out, as_json=False)
        watch(Progress("f", 0, 4))
        watch(Progress("f", 4, 4))
    assert [line.strip() for line in terminal.getvalue().split("\r") if line] == [
        "f  0 B  of 4 B  0 %",
        "f  4 B  of 4 B  100 %",
    ]
    assert file.getvalue() == ""


def test_the_list_for_a_person() -> None:
    out = StringIO()
    rows = [
        ModelRow("intent", "kiosk-intent", "/bundled", chosen=True, size=3_500_000),
        ModelRow("voice", "mine", "/own", chosen=False),
        ModelRow("recogniser", "tiny", "", False, 63_201_294, False, ("en", "es"), "MIT", 0.5, "Small"),
    ]
    print_models(rows, out, as_json=False)
    assert out.getvalue().splitlines() == [
        "* intent     kiosk-intent                 3.5 MB",
        "+ voice      mine",
        "  recogniser tiny                         63.2 MB or more  en es  MIT  0.5 GB of memory  Small",
    ]


def test_what_was_taken_on_trust_is_said() -> None:
    out = StringIO()
    print_taken(Taken("voice", "mine", "/own", (ModelFile("f", 1, "ab"),)), out, as_json=False)
    assert "No hash was known for f" in out.getvalue()
    assert "ab" in out.getvalue()


def test_changes_are_named_and_end_in_a_refusal() -> None:
    out = StringIO()
    states = [
        ModelState("voice", "good", "/own", (FileState("f", "ok"),)),
        ModelState("voice", "copied", "/own", (FileState("f", "unrecorded"),)),
        ModelState("intent", "bad", "/own", (FileState("f", "missing"), FileState("g", "ok")), "model_incomplete"),
    ]
    with pytest.raises(MissingPart) as caught:
        print_states(states, out, as_json=False)
    assert caught.value.values == {"names": "bad"}
    assert out.getvalue().splitlines() == [
        "✓ voice      good                         as it came",
        "✓ voice      copied                       nobody wrote down what its files are",
        "✗ intent     bad",
        "    missing: f",
        "    it cannot be used (model_incomplete)",
    ]
