"""Sound files of any kind are read or refused."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.errors import AudioError
from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.engines.audio import read_speech, write_wav
from tests.sounds import pitch, samples, tone


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="module", params=["wav", "flac"])
def whole_file(request: pytest.FixtureRequest, folder: Path) -> bytes:
    path = folder / f"whole.{request.param}"
    soundfile.write(path, samples(tone(0.3, 16_000).pcm) / 32768, 16_000)
    return path.read_bytes()


def code_of(path: Path) -> str:
    with pytest.raises(AudioError) as caught:
        read_speech(path)
    assert caught.value.exit_code == 2
    assert caught.value.values["file"] == str(path)
    return caught.value.code


@given(
    st.sampled_from([8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 96_000]),
    st.integers(1, 6),
    st.sampled_from([("WAV", "PCM_16"), ("WAV", "PCM_U8"), ("WAV", "FLOAT"), ("WAV", "ALAW"), ("FLAC", "PCM_24")]),
    st.floats(0.2, 2),
)
def test_any_rate_and_channels_become_16_khz_mono(
    folder: Path, rate: int, channels: int, kind: tuple[str, str], seconds: float
) -> None:
    path = folder / "any"
    mono = samples(tone(seconds, rate, 440).pcm) / 32768
    soundfile.write(path, np.column_stack([mono] * channels), rate, format=kind[0], subtype=kind[1])
    speech = read_speech(path)
    assert speech.seconds == pytest.approx(len(mono) / rate, abs=0.001)
    assert pitch(speech.pcm) == pytest.approx(440, abs=6)
    assert samples(speech.pcm).std() == pytest.approx(mono.std() * 32768, rel=0.05)


def test_16_khz_mono_is_read_bit_for_bit(tmp_path: Path) -> None:
    pcm = np.random.default_rng(1).integers(-32768, 32768, 5000).astype("<i2").tobytes()
    write_wav(tmp_path / "a.wav", Audio(pcm, SAMPLE_RATE))
    assert read_speech(tmp_path / "a.wav").pcm == pcm


def test_what_is_over_full_scale_or_no_number_is_cut(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "a.wav", [2.0, -2.0, np.nan, np.inf], SAMPLE_RATE, subtype="FLOAT")
    assert samples(read_speech(tmp_path / "a.wav").pcm).tolist() == [32767, -32768, 0, 0]


@given(st.data())
def test_a_file_cut_off_anywhere_is_refused(folder: Path, whole_file: bytes, data: st.DataObject) -> None:
    path = folder / "cut"
    path.write_bytes(whole_file[: data.draw(st.integers(1, len(whole_file) - 1))])
    assert code_of(path) in ("audio_cut_off", "audio_unreadable")


def test_a_file_cut_off_in_its_sound_says_so(folder: Path, whole_file: bytes) -> None:
    path = folder / "cut"
    path.write_bytes(whole_file[: len(whole_file) // 2])
    assert code_of(path) == "audio_cut_off"


def test_a_wav_written_to_a_pipe_has_no_length_and_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "piped.wav"
    write_wav(path, tone(0.5, SAMPLE_RATE))
    written = bytearray(path.read_bytes())
    written[40:44] = b"\xff" * 4
    path.write_bytes(written)
    assert read_speech(path).pcm == tone(0.5, SAMPLE_RATE).pcm


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=60).map(b"RIFF".__add__)))
def test_any_other_bytes_are_no_sound(folder: Path, content: bytes) -> None:
    path = folder / "bytes"
    path.write_bytes(content)
    assert code_of(path) in ("audio_unreadable", "audio_empty", "audio_cut_off")


def test_what_cannot_be_used_is_named(tmp_path: Path) -> None:
    assert code_of(tmp_path / "absent.wav") == "audio_not_found"
    assert code_of(tmp_path) == "audio_not_found"
    (tmp_path / "nothing.wav").touch()
    assert code_of(tmp_path / "nothing.wav") == "audio_empty"
    write_wav(tmp_path / "header.wav", Audio(b"", SAMPLE_RATE))
    assert code_of(tmp_path / "header.wav") == "audio_empty"
    (tmp_path / "text.wav").write_text("not a sound")
    assert code_of(tmp_path / "text.wav") == "audio_unreadable"
    (tmp_path / "bare.raw").write_bytes(tone(1).pcm)
    assert code_of(tmp_path / "bare.raw") == "audio_unreadable"
    write_wav(tmp_path / "long.wav", tone(60.1, 8000))
    assert code_of(tmp_path / "long.wav") == "audio_too_long"


def test_the_longest_file_is_read(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(60, 8000))
    assert read_speech(tmp_path / "a.wav").seconds == pytest.approx(60)


def test_a_written_file_plays_elsewhere(tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", tone(0.1))
    pcm, rate = soundfile.read(tmp_path / "a.wav", dtype="int16")
    assert (pcm.tobytes(), rate) == (tone(0.1).pcm, 22_050)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(AudioError) as caught:
        write_wav(tmp_path / "absent" / "a.wav", tone(0.1))
    assert caught.value.code == "audio_not_written"
