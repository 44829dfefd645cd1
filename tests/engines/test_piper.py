"""Piper speaks from the files of a voice, and says what is wrong with files that are none."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from kiosk_app.core.errors import MissingPart
from kiosk_app.engines import piper
from kiosk_app.engines.espeak import Espeak, phonemes
from kiosk_app.engines.piper import PiperVoice
from tests.engines.tiny_voice import CONFIG, RATE, voice_model, write_voice


@pytest.fixture(scope="module")
def voice(tmp_path_factory: pytest.TempPathFactory) -> PiperVoice:
    return PiperVoice(write_voice(tmp_path_factory.mktemp("voice")))


@pytest.mark.parametrize("speakers", [1, 3])
def test_a_sentence_is_whole_and_unclipped(tmp_path: Path, speakers: int) -> None:
    audio = PiperVoice(write_voice(tmp_path, speakers)).synthesise("The flat white is three euros twenty.")
    sound = np.abs(np.frombuffer(audio.pcm, dtype="<i2").astype(float))
    assert audio.rate == RATE
    assert 0.5 < audio.seconds < 5
    assert sound.max() == pytest.approx(32767 * 10 ** (-1.5 / 20), abs=2)


def test_every_sentence_is_spoken(voice: PiperVoice) -> None:
    one, two = voice.synthesise("One coffee."), voice.synthesise("One coffee. Two teas?")
    assert two.seconds > one.seconds + 0.15


def test_no_words_are_silence(voice: PiperVoice) -> None:
    audio = voice.synthesise("")
    assert audio.pcm == b""


@given(st.text(max_size=40))
def test_any_text_can_be_spoken(voice: PiperVoice, text: str) -> None:
    assert voice.synthesise(text).rate == RATE


def test_its_identity_changes_with_its_files(tmp_path: Path) -> None:
    identities = {PiperVoice(write_voice(tmp_path / str(speakers), speakers)).identity for speakers in (1, 2)}
    folder = tmp_path / "1" / "en_US-hum-low"
    identities.add(PiperVoice(folder).identity)
    assert len(identities) == 2
    (folder / "en_US-hum-low.onnx.json").write_text(json.dumps(CONFIG | {"language": "en"}))
    assert PiperVoice(folder).identity not in identities


def test_a_product_name_commands_nothing(voice: PiperVoice) -> None:
    # Double brackets would hold phonemes.
    spoken = voice.synthesise("cappuccino]]")
    assert voice.synthesise("[[cappuccino]]") == spoken
    assert voice.synthesise("[[[cappuccino]]") == spoken


def test_it_lives_beside_espeak(voice: PiperVoice) -> None:
    # Each carries its own copy of espeak-ng, with voices of its own.
    spanish = Espeak("es")

    def speak(_: int) -> list[float]:
        return [voice.synthesise("seven").seconds, spanish.synthesise("siete, ocho, nueve").seconds]

    expected = pytest.approx(speak(0), abs=0.1)
    with ThreadPoolExecutor(2) as pool:
        assert all(seconds == expected for seconds in pool.map(speak, range(40)))
    assert phonemes("seven") == "sˈɛvən"


def problem(folder: Path) -> MissingPart:
    with pytest.raises(MissingPart) as caught:
        PiperVoice(folder)
    assert caught.value.exit_code == 7
    assert caught.value.values["voice"] == folder.name
    return caught.value


@pytest.mark.parametrize("suffix", [".onnx", ".onnx.json"])
def test_an_absent_file_is_named(tmp_path: Path, suffix: str) -> None:
    folder = write_voice(tmp_path)
    absent = folder / (folder.name + suffix)
    absent.unlink()
    error = problem(folder)
    assert (error.code, error.values["file"]) == ("voice_missing", str(absent))
    assert problem(tmp_path / "nowhere").code == "voice_missing"


def test_without_its_data_it_does_not_end_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piper, "ESPEAK_DATA_DIR", tmp_path)
    assert problem(write_voice(tmp_path)).code == "voice_missing"


def other_model() -> bytes:
    value = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("x", "y")]
    graph = helper.make_graph([helper.make_node("Identity", ["x"], ["y"])], "other", value[:1], value[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    return bytes(model.SerializeToString())


@pytest.mark.parametrize("content", [b"", b"not a model", voice_model(1)[:100], other_model()])
def test_a_model_that_is_no_voice_is_unusable(tmp_path: Path, content: bytes) -> None:
    folder = write_voice(tmp_path)
    (folder / f"{folder.name}.onnx").write_bytes(content)
    assert problem(folder).code == "voice_unusable"


@pytest.mark.parametrize("content", ["", "[]", "{}", '"text"', json.dumps(CONFIG)[:200], "\xff"])
def test_a_description_that_is_none_is_unusable(tmp_path: Path, content: str) -> None:
    folder = write_voice(tmp_path)
    (folder / f"{folder.name}.onnx.json").write_text(content, encoding="latin-1")
    assert problem(folder).code == "voice_unusable"


@pytest.mark.parametrize("kind", ["pinyin", "hebrew", "japanese", "thai", "morse"])
def test_a_voice_that_needs_a_download_is_unusable(tmp_path: Path, kind: str) -> None:
    assert problem(write_voice(tmp_path, phoneme_type=kind)).code == "voice_unusable"


def test_an_unknown_espeak_voice_is_unusable(tmp_path: Path) -> None:
    assert problem(write_voice(tmp_path, espeak={"voice": "zz"})).code == "voice_unusable"
