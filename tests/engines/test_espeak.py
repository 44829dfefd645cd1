"""espeak-ng speaks whole, unclipped sentences and gives pronunciations, from any thread."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio, Language
from kiosk_app.engines import espeak
from kiosk_app.engines.espeak import Espeak, phonemes


def samples(audio: Audio) -> np.ndarray:
    return np.frombuffer(audio.pcm, dtype="<i2").astype(float)


@pytest.mark.parametrize(
    ("word", "voice", "ipa"),
    [
        ("cappuccino", "en-us", "kˌæpuːtʃˈiːnoʊ"),
        ("dr. pepper", "en-us", "dˈɑːktɚ pˈɛpɚ"),
        ("salt, pepper", "en-us", "sˈɔlt pˈɛpɚ"),
        ("leche", "es", "lˈetʃe"),
        ("", "en-us", ""),
        ("...", "en-us", ""),
    ],
)
def test_pronunciations(word: str, voice: str, ipa: str) -> None:
    assert phonemes(word, voice) == ipa


@given(st.text(max_size=60))
def test_any_text_has_a_pronunciation_on_one_line(text: str) -> None:
    ipa = phonemes(text)
    assert ipa == " ".join(ipa.split())


def test_an_unknown_voice_is_a_missing_part() -> None:
    with pytest.raises(MissingPart) as caught:
        phonemes("milk", voice="zz")
    assert caught.value.code == "voice_missing"


@pytest.mark.parametrize(
    ("language", "text"), [("en", "The flat white is three euros twenty."), ("es", "El café cuesta un euro.")]
)
def test_a_sentence_is_whole_and_unclipped(language: Language, text: str) -> None:
    audio = Espeak(language).synthesise(text)
    assert 1 < audio.seconds < 5
    assert 0.05 * 32768 < np.abs(samples(audio)).max() < 0.9 * 32768


def test_voices_are_told_apart() -> None:
    assert Espeak("en").identity == Espeak("en").identity != Espeak("es").identity


def test_more_words_take_longer() -> None:
    voice = Espeak("en")
    assert voice.synthesise("One coffee. Two teas. Is that right?").seconds > voice.synthesise("One coffee.").seconds


def test_no_words_are_silence() -> None:
    assert not samples(Espeak("en").synthesise("")).any()


@given(st.text(max_size=40))
def test_any_text_can_be_spoken_without_reaching_full_scale(text: str) -> None:
    sound = samples(Espeak("en").synthesise(text))
    assert np.abs(sound).max() < 0.9 * 32768


def test_control_characters_command_nothing() -> None:
    # \x01 would begin an embedded command: 450S sets the speed.
    voice = Espeak("en")
    commanded, plain = voice.synthesise("still \x01450S water"), voice.synthesise("still  450S water")
    assert commanded.seconds == pytest.approx(plain.seconds, abs=0.05)


def test_threads_take_turns() -> None:
    english, spanish = Espeak("en"), Espeak("es")
    jobs: list[Callable[[], object]] = [
        lambda: round(english.synthesise("twenty-five").seconds),  # espeak-ng's sound varies by a few samples
        lambda: round(spanish.synthesise("cinco, diez, quince, veinte").seconds),
        lambda: phonemes("horchata"),
    ]
    expected = [job() for job in jobs]
    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(lambda job: job(), jobs * 10)) == expected * 10


@pytest.mark.parametrize("absent", ["get_library_path", "get_data_path"])
def test_an_absent_library_is_a_missing_part(absent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(espeakng_loader, absent, lambda: str(tmp_path / "gone"))
    espeak._library.cache_clear()
    try:
        with pytest.raises(MissingPart) as caught:
            Espeak("en")
        assert caught.value.code == "espeak_missing"
    finally:
        monkeypatch.undo()
        espeak._library.cache_clear()
        assert phonemes("milk") == "mˈɪlk"
