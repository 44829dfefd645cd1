"""`bench understanding`: its figures, on answers that are known; the command, on models that know nothing."""

import io
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.cli import arguments
from kiosk_app.cli.bench_understanding import bench_understanding, read_sentences
from kiosk_app.cli.scoring import calibration_error, upper_bound
from kiosk_app.core.errors import UsageError
from kiosk_app.core.numbers import Normalised
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.confidence import Thresholds
from kiosk_app.core.understanding.trigger_words import NOTHING, Enumeration
from tests import untrained
from tests.end_to_end.test_commands import kiosk_app, lines

SALE: dict[str, Any] = {"query": "cola", "quantity": "2"}
LABELS: list[dict[str, Any]] = [
    {"lang": "en", "text": "2 colas", "intent": "add_to_order", "args": {"items": [{"query": " colas"}]}},
    {"lang": "en", "text": "cola please", "intent": "add_to_order", "args": {"items": [SALE]}},
    {"lang": "en", "text": "cola is 1.20", "intent": "update_product_price", "args": {"query": "cola"}},
    {"lang": "en", "text": "give me the moon", "intent": "out_of_scope", "args": {}},
    {"lang": "en", "text": "sell the shop", "intent": "out_of_scope", "args": {}},
    {"lang": "en", "text": "well " * 20 + "what do i owe", "intent": "show_order", "args": {}},
    {"lang": "es", "text": "qué hay en el pedido", "intent": "show_order", "args": {}},
]
ANSWERS = {
    "2 colas": Intent("add_to_order", {"items": [{"query": "colas", "quantity": "1", "options": []}]}, 0.9),
    "cola please": Intent("add_to_order", {"items": [SALE | {"quantity": "3", "options": []}]}, 0.8),  # a wrong number
    "cola is 1.20": Intent("retrieve_product", {"query": "cola"}, 0.9),  # wrong, but it writes nothing
    "give me the moon": Intent("add_to_order", {"items": [{"query": "moon"}]}, 0.2),  # wrong, and not gone on with
    "sell the shop": Intent("place_order", {}, 0.9),
    "qué hay en el pedido": Intent("show_order", {}, 0.4),
}


class KnownAnswers:
    """An intent model that answers by heart (`core.ports.IntentModel`)."""

    name = "by heart"

    def __init__(self, answers: Mapping[str, Intent]) -> None:
        self.answers = answers
        self.closed = False

    def parse(self, heard: Normalised, language: Language, _: Mapping[str, Enumeration] = NOTHING, /) -> Intent:
        assert language in ("en", "es")
        return self.answers.get(heard.text, Intent("show_order", {}, 0.9))

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    return write(tmp_path / "labels.jsonl", *map(json.dumps, LABELS))


def write(path: Path, *some: str) -> Path:
    path.write_text("\n".join(some) + "\n", encoding="utf-8")
    return path


def bench(labels: Path, *models: KnownAnswers, as_json: bool, everything: bool = False) -> str:
    out = io.StringIO()
    bench_understanding(
        [(f"model {place}", model) for place, model in enumerate(models)],
        read_sentences([labels], seed=1),
        out,
        thresholds=Thresholds(0.5, 0.5, 0.5),
        with_errors=everything,
        with_curve=everything,
        as_json=as_json,
    )
    assert all(model.closed for model in models)
    return out.getvalue()


def test_figures_of_known_answers(labels: Path) -> None:
    figures = json.loads(bench(labels, KnownAnswers(ANSWERS), as_json=True, everything=True))
    assert list(figures)[-1] == "exact_match"
    assert figures["exact_match"] == round(3 / 7, 4)
    (model,) = figures["models"]
    english, spanish = model["languages"]["en"], model["languages"]["es"]
    assert (english["lines"], english["intent_accuracy"], english["exact_match"]) == (6, 0.5, 0.3333)
    assert (english["wrong_writes"]["count"], english["wrong_writes"]["rate"]) == (2, 0.3333)
    assert english["out_of_scope"] == {"lines": 2, "rejected": 1, "rate": 0.5}
    assert english["intents"]["add_to_order"] == {"lines": 2, "intent_accuracy": 1.0, "exact_match": 0.5}
    assert english["parse_ms_short"].keys() == english["parse_ms"].keys() == {"p50", "p95"}
    assert spanish["out_of_scope"] is None
    assert spanish["intents"] == {"show_order": {"lines": 1, "intent_accuracy": 1.0, "exact_match": 1.0}}
    assert spanish["calibration_error"] == 0.6

    curve = {round(point["least_confidence"], 2): point for point in english["curve"]}
    assert len(curve) == 19
    assert [curve[0.05][key] for key in ("acted_on", "wrong_acts", "wrong_writes", "refused_good")] == [6, 4, 3, 0]
    assert [curve[0.85][key] for key in ("acted_on", "wrong_acts", "wrong_writes", "refused_good")] == [4, 2, 1, 0]
    assert curve[0.95]["refused_good"] == 2
    wrong = {error["text"]: error["answer"]["intent"] for error in model["errors"]}
    assert wrong == {
        "cola please": "add_to_order",
        "cola is 1.20": "retrieve_product",
        "give me the moon": "add_to_order",
        "sell the shop": "place_order",
    }


def test_models_stand_side_by_side(labels: Path) -> None:
    table = bench(labels, KnownAnswers(ANSWERS), KnownAnswers({}), as_json=False, everything=True)
    cells = [[cell.strip() for cell in line.split("  ") if cell] for line in table.splitlines()]
    assert cells[0] == ["en", "model 0", "model 1"]
    assert ["exact match", "33.3%", "16.7%"] in cells
    assert ["wrong writes", "2 = 33.33% (95 %: at most 72.87%)", "0 = 0.00% (95 %: at most 39.30%)"] in cells
    assert ["out of scope rejected", "1 of 2 = 50.0%", "0 of 2 = 0.0%"] in cells
    assert ["add_to_order (2)", "intent 100.0%, exact 50.0%", "intent 0.0%, exact 0.0%"] in cells
    assert ["es", "model 0", "model 1"] in cells
    assert "from 0.85" in table
    assert "“sell the shop”: place_order {} (0.90), not out_of_scope {}" in table
    assert table.endswith("model 0: 3 of 7 exact\nmodel 1: 2 of 7 exact\n")


def test_sentences_come_by_language_in_the_order_of_the_seed(labels: Path) -> None:
    first, again, other = (read_sentences([labels], seed) for seed in (1, 1, 2))
    assert first == again != other
    assert [sentence.language for sentence in first] == ["en"] * 6 + ["es"]
    assert len(read_sentences([labels, labels], 0)) == 14


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"lang": "en", "text": "x", "intent": "out_of_scope"}',
        '{"lang": "fr", "text": "x", "intent": "out_of_scope", "args": {}}',
        '{"lang": "en", "text": "x", "intent": "delete_everything", "args": {}}',
        '{"lang": "en", "text": "x", "intent": "add_to_order", "args": {}}',
        '{"lang": "en", "text": "x", "intent": "choose", "args": {"ordinal": 2}}',
    ],
)
def test_labels_that_cannot_be_read_are_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_sentences([write(tmp_path / "labels.jsonl", line)], 0)
    assert caught.value.code == "labels_invalid"


@given(st.data())
def test_the_bound_is_the_rate_that_one_sample_in_twenty_stays_below(data: st.DataObject) -> None:
    total = data.draw(st.integers(1, 300))
    count = data.draw(st.integers(0, total))
    bound = upper_bound(count, total)
    if count == total:
        assert bound == 1
    else:
        below = sum(math.comb(total, k) * bound**k * (1 - bound) ** (total - k) for k in range(count + 1))
        assert below == pytest.approx(0.05)
        assert bound > count / total


def test_the_bound_of_none_and_of_many() -> None:
    assert upper_bound(0, 250) == pytest.approx(1 - 0.05 ** (1 / 250))
    assert upper_bound(30, 5000) == pytest.approx(0.0081, abs=0.0001)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1))
def test_the_calibration_error_is_a_distance(answers: list[tuple[float, bool]]) -> None:
    assert 0 <= calibration_error(answers) <= 1.000001


def test_the_calibration_error_of_the_certain_and_of_the_wrong() -> None:
    assert calibration_error([(1.0, True), (0.0, False)] * 20) == 0
    assert calibration_error([(1.0, False)] * 20) == 1
    assert calibration_error([(0.7, i % 10 < 7) for i in range(10)]) == pytest.approx(0.42)
    assert calibration_error([(0.5, True), (0.5, False)] * 100) == pytest.approx(0)


def test_the_command_measures_models_side_by_side(labels: Path, tmp_path: Path) -> None:
    models = [
        untrained.write(tmp_path / f"{seed}.gguf", {**untrained.OURS, "general.name": "same"}, seed) for seed in (1, 2)
    ]
    options = [text for model in models for text in ("--model", str(model))]
    run = kiosk_app("bench", "understanding", *options, "--set", labels, "--curve", "--errors", "--json")
    assert run.returncode == 0, run.stderr
    (figures,) = lines(run)
    assert [model["model"] for model in figures["models"]] == [str(model) for model in models]
    assert figures["sentences"] == 7
    assert list(figures)[-1] == "exact_match"
    for model in figures["models"]:
        assert {language: some["lines"] for language, some in model["languages"].items()} == {"en": 6, "es": 1}
        exact = sum(round(some["exact_match"] * some["lines"]) for some in model["languages"].values())
        assert len(model["errors"]) == 7 - exact
        assert all(some["parse_ms"]["p95"] > 0 for some in model["languages"].values())


def test_without_a_model_the_one_in_the_settings_is_measured(labels: Path) -> None:
    run = kiosk_app("bench", "understanding", "--set", labels, "--set", labels, "--seed", "3")
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[0].split() == ["en", "kiosk-intent"]
    assert "of 14 exact" in run.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    ("options", "exit_code", "says"),
    [
        (["--set", "none.jsonl"], 2, "[labels_invalid]"),
        (["--set", "{labels}", "--model", "none.gguf"], 7, "“none.gguf”"),
        (["--set", "{labels}", "--model", "{labels}"], 7, "[intent_model_broken]"),
    ],
)
def test_wrong_usage_is_one_sentence(options: list[str], exit_code: int, says: str, labels: Path) -> None:
    run = kiosk_app("bench", "understanding", *(option.format(labels=labels) for option in options))
    assert run.returncode == exit_code
    assert says in run.stderr
    assert len(run.stderr.splitlines()) == 1


def test_a_set_is_needed_where_the_source_code_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert arguments.parse_arguments(["bench", "understanding"]).sets == sorted(
        Path("tests/data/understanding").absolute().glob("test_*.jsonl")
    )
    monkeypatch.setattr(arguments, "OWN_SENTENCES", tmp_path)
    with pytest.raises(SystemExit) as caught:
        arguments.parse_arguments(["bench", "understanding"])
    assert caught.value.code == 2
    assert "--set is needed" in capsys.readouterr().err
