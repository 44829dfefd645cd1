"""Whisper, run for real on tiny models that say what they were built to say."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.hearing.endpoint import Endpointer
from kiosk_app.core.hearing.sound import chunks
from kiosk_app.core.sound_ports import Optioned, Options, Vocabulary
from kiosk_app.core.types import SAMPLE_RATE, Speech, Transcript
from kiosk_app.engines.whisper import WhisperRecogniser
from tests.engines import tiny_whisper

NOISE = np.random.default_rng(0).normal(0, 1000, 16_000).astype("<i2").tobytes()
FILES = ("model.bin", "config.json", "tokenizer.json", "vocabulary.json")


def hear(folder: Path, *answers: str, vocabulary: Vocabulary | None = None, pcm: bytes = NOISE) -> Transcript:
    recogniser = WhisperRecogniser(folder, "en", threads=1)
    if vocabulary:
        recogniser.prepare(vocabulary)()
    hearing = recogniser.begin(answers)
    for start in range(0, len(pcm), 640):
        hearing.feed(pcm[start : start + 640])
    assert hearing.partial() == ""
    return hearing.finish()


def test_plain_words_with_the_numbers_as_they_were_written(tmp_path: Path) -> None:
    tiny_whisper.build(tmp_path, "Coca-Cola, 33 cl: it's 1.20 now.")
    heard = hear(tmp_path)
    assert heard.text == "coca-cola 33 cl it's 1.20 now"
    assert 0.8 < heard.confidence <= 1
    assert heard.engine == "whisper"


def test_confidence_is_the_models_own(tmp_path: Path) -> None:
    tiny_whisper.build(tmp_path, "One coffee", sure=7.0)
    assert 0.4 < hear(tmp_path).confidence < 0.9


@pytest.mark.parametrize("model", [{"no_speech": True}, {"sure": 4.0}, {"says": ""}, {"says": " ... "}])
def test_what_is_not_speech_or_not_sure_is_not_understood(tmp_path: Path, model: dict[str, Any]) -> None:
    tiny_whisper.build(tmp_path, **{"says": "Thank you", **model})
    assert hear(tmp_path) == Transcript("", 0.0, "whisper")


@pytest.mark.parametrize("pcm", [b"", bytes(32_000), NOISE[:2], NOISE * 40])
def test_any_length_of_sound(tmp_path: Path, pcm: bytes) -> None:
    tiny_whisper.build(tmp_path, "Yes")
    heard = hear(tmp_path, pcm=pcm)
    assert heard.text in ("", "yes")
    assert bool(heard.text) == (len(pcm) > 1000 and any(pcm))


def test_the_shops_words_come_before_the_speech(tmp_path: Path) -> None:
    # Eight more tokens: the mark of what went before, and " latte" a byte each, with one the model takes as a start.
    tiny_whisper.build(tmp_path, "Two", prompt=9)
    assert hear(tmp_path).text == ""
    assert hear(tmp_path, vocabulary=Vocabulary(("Latte 33 cl",), (), ())).text == "two"


def test_answers_are_the_hints_while_a_question_is_open(tmp_path: Path) -> None:
    tiny_whisper.build(tmp_path, "Two", prompt=9)
    assert hear(tmp_path, "mocha", vocabulary=Vocabulary(("anything else",), (), ())).text == "two"


def test_hints_stay_short_however_large_the_shop(tmp_path: Path) -> None:
    tiny_whisper.build(tmp_path, "Two")
    products = tuple(f"{first}{second} juice" for first in "abcdefgh" for second in ("apple", "orange", "tomato"))
    recogniser = WhisperRecogniser(tmp_path, "en", threads=1)
    recogniser.prepare(Vocabulary(products, (), (Optioned(products, (Options((("whole milk", True),)),)),)))()
    assert recogniser.hints.startswith("juice, ")
    assert len(recogniser.hints) <= 40  # one token a byte in this model


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    tiny_whisper.build(tmp_path, "Yes")
    (tmp_path / name).unlink()
    with pytest.raises(MissingPart) as caught:
        WhisperRecogniser(tmp_path, "en")
    assert caught.value.code == "whisper_missing"
    assert caught.value.values == {"folder": str(tmp_path), "files": name.replace("vocabulary.json", "vocabulary.*")}


@pytest.mark.parametrize("name", ["model.bin", "config.json", "tokenizer.json", "vocabulary.json"])
@pytest.mark.parametrize("content", [b"", b"\xff\x00 not what it should be"])
def test_a_broken_file_is_one_error(tmp_path: Path, name: str, content: bytes) -> None:
    tiny_whisper.build(tmp_path, "Yes")
    (tmp_path / name).write_bytes(content)
    with pytest.raises(MissingPart) as caught:
        WhisperRecogniser(tmp_path, "en")
    assert caught.value.code == "whisper_broken"


def test_a_cut_model_is_one_error(tmp_path: Path) -> None:
    tiny_whisper.build(tmp_path, "Yes")
    whole = (tmp_path / "model.bin").read_bytes()
    (tmp_path / "model.bin").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(MissingPart):
        WhisperRecogniser(tmp_path, "en")


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(MissingPart):
        WhisperRecogniser(tmp_path / "nothing", "en")


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many frames the model read, each time that it did."""
    read: list[int] = []
    encode = WhisperModel.encode

    def watched(model: WhisperModel, features: np.ndarray) -> object:
        read.append(features.shape[-1])
        return encode(model, features)

    monkeypatch.setattr(WhisperModel, "encode", watched)
    return read


@pytest.mark.parametrize(("window_s", "seconds", "frames"), [(30, 2, 3000), (10, 2, 1000), (5, 7, 800), (5, 40, 3000)])
def test_it_reads_no_more_than_its_window_or_the_whole_utterance(
    tmp_path: Path, read: list[int], window_s: int, seconds: int, frames: int
) -> None:
    tiny_whisper.build(tmp_path, "Two coffees")
    hearing = WhisperRecogniser(tmp_path, "en", threads=1, window_s=window_s).begin()
    hearing.feed((NOISE * 40)[: seconds * 2 * SAMPLE_RATE])
    assert hearing.finish().text == "two coffees"
    assert read == [frames]


def wait_until_read() -> None:
    """Until no utterance is being read."""
    for thread in threading.enumerate():
        if thread.name.startswith("whisper"):
            thread.join()


def test_at_a_pause_it_reads_what_there_is_and_then_nothing_is_left_to_do(tmp_path: Path, read: list[int]) -> None:
    tiny_whisper.build(tmp_path, "Two coffees")
    hearing = WhisperRecogniser(tmp_path, "en", threads=1, window_s=5).begin()
    endpointer = Endpointer(any)
    for piece in chunks(Speech(bytes(SAMPLE_RATE) + NOISE * 2 + bytes(SAMPLE_RATE))):
        hearing.feed(endpointer.push(piece))
    wait_until_read()
    assert hearing.partial() == "two coffees"
    hearing.feed(endpointer.close())
    assert hearing.finish().text == "two coffees"
    assert read == [500]


def test_what_is_said_after_a_pause_is_read_with_what_was_said_before_it(tmp_path: Path, read: list[int]) -> None:
    tiny_whisper.build(tmp_path, "Two coffees")
    hearing = WhisperRecogniser(tmp_path, "en", threads=1, window_s=5).begin()
    for seconds in (2, 5):
        hearing.feed(NOISE * seconds)
        hearing.feed(b"")
        wait_until_read()
    hearing.feed(NOISE * 2)
    assert hearing.finish().text == "two coffees"
    assert read == [500, 800, 1000]


def test_nobody_waits_for_what_is_read_at_a_pause_until_the_button_goes_up(
    tmp_path: Path, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    tiny_whisper.build(tmp_path, "Two coffees")
    recogniser = WhisperRecogniser(tmp_path, "en", threads=1, window_s=5)
    may_read = threading.Event()
    transcribe: Callable[..., Any] = WhisperModel.transcribe

    def slow(*arguments: Any, **options: Any) -> Any:
        may_read.wait()
        return transcribe(*arguments, **options)

    monkeypatch.setattr(WhisperModel, "transcribe", slow)
    thrown_away, hearing = recogniser.begin(), recogniser.begin()
    for each in (thrown_away, hearing):
        each.feed(NOISE * 2)
        each.feed(b"")
        each.feed(NOISE * 5)
        each.feed(b"")  # it reads still
        assert each.partial() == ""
    may_read.set()
    assert hearing.finish().text == "two coffees"
    wait_until_read()
    assert sorted(read) == [500, 500, 800]
