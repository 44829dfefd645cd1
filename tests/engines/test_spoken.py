"""Whatever a synthesiser makes comes out equally loud and whole; what is said often is made once and kept."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kiosk_app.core.saying.frequent import frequent
from kiosk_app.core.saying.say import pieces
from kiosk_app.core.types import Audio, Language
from kiosk_app.engines import spoken
from kiosk_app.engines.espeak import Espeak
from kiosk_app.engines.piper import PiperVoice
from kiosk_app.engines.spoken import SpokenVoice, even, speech_rms
from tests.engines.tiny_voice import write_voice

RATE = 16_000
LEAD, TAIL = int(0.03 * RATE), int(0.06 * RATE)


def decibels(value: float) -> float:
    return float(20 * np.log10(value))


def samples(audio: Audio) -> np.ndarray:
    return np.frombuffer(audio.pcm, dtype="<i2") / 32768


def tone(seconds: float, peak: float = 0.5) -> bytes:
    at = np.arange(int(seconds * RATE)) / RATE
    return (np.sin(2 * np.pi * 440 * at) * peak * 32767).astype("<i2").tobytes()


@dataclass
class Humming:
    """A synthesiser that hums as long as the text is, and counts what it is asked for."""

    name: str = "piper"
    identity: str = "hum 1"
    made: list[str] = field(default_factory=list)

    def synthesise(self, text: str) -> Audio:
        self.made.append(text)
        return Audio(bytes(RATE // 5) + tone(0.05 * (len(text) + 1)) + bytes(RATE // 5), RATE)


def always(_: str) -> bool:
    return True


def spoken_by(synthesiser: Humming, folder: Path, *said: str, often: Callable[[str], bool] = always) -> list[Audio]:
    return list(SpokenVoice(synthesiser, folder, often).speak(said))


# Loudness and ends


@given(st.floats(0.01, 1.0), st.floats(0.05, 1.0), st.integers(0, 4000), st.integers(0, 4000))
def test_a_sound_comes_out_at_one_level_without_its_silence(
    peak: float, seconds: float, before: int, after: int
) -> None:
    sound = even(Audio(bytes(2 * before) + tone(seconds, peak) + bytes(2 * after), RATE))
    assert decibels(speech_rms(samples(sound), RATE)) == pytest.approx(-22, abs=0.6)
    assert seconds - 0.002 <= sound.seconds <= seconds + 0.032


@given(st.binary(max_size=4000).map(lambda pcm: pcm[: len(pcm) // 2 * 2]))
@example(b"")
@example(b"\x00\x80" * 2000)
def test_no_sound_is_clipped(pcm: bytes) -> None:
    assert np.abs(samples(even(Audio(pcm, RATE)))).max(initial=0) <= 10 ** (-1.5 / 20) + 1e-4


def test_nothing_that_can_be_heard_is_cut_off_at_the_ends() -> None:
    soft = tone(0.05, 0.01)  # 34 dB below what follows: the beginning of an f
    sound = even(Audio(bytes(RATE) + soft + tone(0.3) + soft + bytes(RATE), RATE))
    assert sound.seconds >= 0.4


@pytest.mark.parametrize("language", ["en", "es"])
def test_espeak_is_whole_even_and_unclipped(language: Language, tmp_path: Path) -> None:
    voice = Espeak(language)
    for piece in (*frequent(language)[::10], *pieces("0.95 € 13.50 € 1.20 €, 33 cl, 9:30", language)):
        raw = voice.synthesise(piece)
        assert np.abs(samples(raw)).max() < 0.99, piece
        assert 0.2 < raw.seconds < 6
        (said,) = SpokenVoice(voice, tmp_path, always).speak([piece])
        sound = samples(said)
        assert not sound[: int(0.03 * said.rate)].any()
        assert not sound[-int(0.06 * said.rate) :].any()
        assert decibels(speech_rms(sound, said.rate)) == pytest.approx(-22, abs=1)
        assert decibels(np.abs(sound).max()) <= -1.4
        # what was left away at the ends cannot be heard
        lost = (
            np.sum(samples(raw) ** 2)
            - np.sum(samples(even(raw)) ** 2) * (np.abs(samples(raw)).max() / np.abs(samples(even(raw))).max()) ** 2
        )
        assert lost < 1e-3 * np.sum(samples(raw) ** 2)


def test_piper_speaks_as_loud_as_espeak(tmp_path: Path) -> None:
    text = pieces("The flat white costs 3.20 €.")
    for synthesiser in (PiperVoice(write_voice(tmp_path)), Espeak("en")):
        sound = b"".join(sound.pcm for sound in SpokenVoice(synthesiser, tmp_path / "kept", always).speak(text))
        level = speech_rms(np.frombuffer(sound, dtype="<i2") / 32768, synthesiser.synthesise("a").rate)
        assert decibels(level) == pytest.approx(-22, abs=1)


# Pieces


def test_each_piece_is_made_when_it_is_asked_for(tmp_path: Path) -> None:
    humming = Humming()
    sounds = SpokenVoice(humming, tmp_path, always).speak(["one", "two", "three"])
    assert humming.made == []
    next(sounds)
    assert humming.made == ["one"]
    next(sounds)
    assert humming.made == ["one", "two"]


def test_there_is_silence_around_it_and_pauses_as_its_clauses_want(tmp_path: Path) -> None:
    def silence_after(sound: Audio) -> float:
        return float(len(sound.pcm) // 2 - 1 - np.flatnonzero(samples(sound))[-1]) / RATE

    first, *middle, last = spoken_by(Humming(), tmp_path, "Done.", "the milk costs", "a,", "b:", "one euro.")
    assert not samples(first)[:LEAD].any()
    assert not samples(last)[-TAIL:].any()
    assert samples(last)[:LEAD].any()
    pauses = [silence_after(sound) for sound in (first, *middle)]
    assert pauses == pytest.approx([0.28, 0.02, 0.12, 0.18], abs=0.02)


def test_what_has_no_sound_is_silence(tmp_path: Path) -> None:
    class Silent(Humming):
        def synthesise(self, text: str) -> Audio:
            return Audio(bytes(len(text)), RATE)

    (sound,) = spoken_by(Silent(), tmp_path, "shhh")
    assert not any(sound.pcm)
    assert spoken_by(Silent(), tmp_path) == []


# The cache


def test_what_is_said_often_is_made_once_for_all_starts(tmp_path: Path) -> None:
    humming = Humming()
    first = spoken_by(humming, tmp_path / "new", "Done.")
    assert spoken_by(humming, tmp_path / "new", "Done.") == first
    assert humming.made == ["Done."]


def test_names_are_made_once_for_this_start_and_never_written(tmp_path: Path) -> None:
    humming = Humming()
    voice = SpokenVoice(humming, tmp_path / "none", lambda _: False)
    assert list(voice.speak(["Here is Ana."])) == list(voice.speak(["Here is Ana."]))
    assert humming.made == ["Here is Ana."]
    assert not (tmp_path / "none").exists()


def test_another_voice_another_model_and_another_text_are_kept_apart(tmp_path: Path) -> None:
    hummers = [Humming(), Humming(identity="hum 2"), Humming(identity="hum 1\nDone")]
    for humming in hummers:
        spoken_by(humming, tmp_path, "Done.", "Done")
        assert humming.made == ["Done.", "Done"]
    assert len(list(tmp_path.iterdir())) == 6


@given(st.data())
def test_a_broken_entry_is_made_anew(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder, humming = tmp_path_factory.mktemp("kept"), Humming()
    whole = spoken_by(humming, folder, "hm")
    (file,) = folder.iterdir()
    content = bytearray(file.read_bytes())
    if data.draw(st.booleans(), label="cut"):
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    assert spoken_by(humming, folder, "hm") == whole
    assert spoken_by(humming, folder, "hm") == whole
    assert humming.made == ["hm", "hm"]


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    humming = Humming()
    spoken_by(humming, tmp_path, "a", "b", "c")
    for age, file in enumerate(sorted(tmp_path.iterdir(), key=lambda file: file.stat().st_mtime_ns, reverse=True)):
        os.utime(file, ns=(0, 10**18 - age * 10**9))
    size = max(file.stat().st_size for file in tmp_path.iterdir())
    monkeypatch.setattr(spoken, "_MOST_BYTES", 3 * size)
    spoken_by(humming, tmp_path, "a", "d")  # "a" was the oldest, and is used again
    humming.made.clear()
    spoken_by(humming, tmp_path, "a", "c", "d")
    assert humming.made == []
    spoken_by(humming, tmp_path, "b")
    assert humming.made == ["b"]


def test_a_folder_that_cannot_be_written_only_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    humming = Humming()
    for _ in range(2):
        assert spoken_by(humming, tmp_path / "file", "Done.")
    assert humming.made == ["Done.", "Done."]
