"""webrtcvad tells speech from silence and noise, through real endpointing."""

import subprocess
from pathlib import Path

import numpy as np
import pytest

from kiosk_app.core.hearing.endpoint import Endpointer
from kiosk_app.core.types import FRAME_SAMPLES, SAMPLE_RATE, Speech
from kiosk_app.engines.audio import read_speech
from kiosk_app.engines.vad import WebRtcActivity


@pytest.fixture
def spoken(tmp_path: Path) -> Speech:
    """A sentence by flite."""
    wav = tmp_path / "spoken.wav"
    subprocess.run(["flite", "-voice", "slt", "-t", "one large coffee with milk please", "-o", str(wav)], check=True)
    return read_speech(wav)


def heard(pcm: bytes) -> bytes:
    endpointer = Endpointer(WebRtcActivity())
    return endpointer.push(pcm) + endpointer.close()


def noise(seconds: float, amplitude: float) -> bytes:
    samples = np.random.default_rng(7).normal(0, amplitude, int(seconds * SAMPLE_RATE))
    return samples.astype("<i2").tobytes()


@pytest.mark.parametrize("mode", [0, 1, 2, 3])
def test_silence_is_no_speech_in_any_mode(mode: int) -> None:
    activity = WebRtcActivity(mode)  # type: ignore[arg-type]
    assert not any(activity(bytes(FRAME_SAMPLES * 2)) for _ in range(50))


@pytest.mark.parametrize("amplitude", [0, 20, 300])
def test_silence_and_steady_noise_are_nothing(amplitude: float) -> None:
    assert heard(noise(4, amplitude)) == b""


def test_a_sentence_in_a_quiet_room_is_kept_and_the_silence_around_it_is_not(spoken: Speech) -> None:
    quiet = noise(3, 10)
    passed = Speech(heard(quiet + spoken.pcm + quiet))
    assert 0.7 * spoken.seconds < passed.seconds < spoken.seconds + 1.0
    middle = spoken.pcm[len(spoken.pcm) // 4 // 2 * 2 : len(spoken.pcm) * 3 // 4 // 2 * 2]
    assert middle in passed.pcm


def test_a_frame_of_another_length_is_a_mistake() -> None:
    with pytest.raises(Exception, match="processing frame"):
        WebRtcActivity()(b"\0" * 10)
