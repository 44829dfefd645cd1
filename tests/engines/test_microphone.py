"""What the microphone does with sound, fed by hand: nothing is lost, doubled or left waiting."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import SAMPLE_RATE
from kiosk_app.engines.audio import Devices, SoundDeviceMicrophone
from kiosk_app.engines.audio import microphone as engine
from tests.sounds import FRAME_BYTES, Recorder


class FakeSoundDevice:
    """sounddevice with one microphone at 16 kHz, whose sound the test pushes."""

    class PortAudioError(Exception):
        pass

    def __init__(self) -> None:
        self.push: Callable[[bytes], None] = lambda _: None

    def _terminate(self) -> None:
        pass

    _initialize = _terminate

    def query_devices(self, kind: str) -> dict[str, Any]:
        return {"name": kind, "index": 0, "default_samplerate": 16_000.0}

    def RawInputStream(self, callback: Callable[..., None], **_: object) -> SimpleNamespace:  # noqa: N802
        self.push = lambda pcm: callback(pcm, len(pcm) // 2, None, SimpleNamespace(input_overflow=False))
        return SimpleNamespace(active=True, start=lambda: None, close=lambda: None)


@pytest.fixture
def by_hand() -> Iterator[tuple[FakeSoundDevice, SoundDeviceMicrophone]]:
    fake = FakeSoundDevice()
    with closing(SoundDeviceMicrophone(Devices(lambda: fake))) as microphone:
        yield fake, microphone


@given(st.lists(st.integers(1, 9000), max_size=12), st.lists(st.integers(1, 3000), max_size=12))
def test_all_sound_is_handed_over_once_in_order(before: list[int], during: list[int]) -> None:
    fake = FakeSoundDevice()
    pcm = np.arange(1, sum(before) + sum(during) + 1, dtype="<u2").astype("<i2").tobytes()
    at = 0

    def push(count: int) -> None:
        nonlocal at
        fake.push(pcm[at : at + count * 2])
        at += count * 2

    recorder, second = Recorder(), Recorder()
    with closing(SoundDeviceMicrophone(Devices(lambda: fake))) as microphone:
        for count in before:
            push(count)
        with microphone.record(recorder):
            for count in during:
                push(count)
        with microphone.record(second):
            pass
    whole = sum(before) * 2 // FRAME_BYTES * FRAME_BYTES
    last = len(pcm) // FRAME_BYTES * FRAME_BYTES
    assert recorder.pcm == pcm[max(0, whole - SAMPLE_RATE) : last]
    assert second.handed == []


def test_what_the_receiver_raises_comes_back_at_the_end(
    by_hand: tuple[FakeSoundDevice, SoundDeviceMicrophone],
) -> None:
    fake, microphone = by_hand
    calls = []

    def on_frames(frames: bytes) -> None:
        calls.append(frames)
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"), microphone.record(on_frames):
        fake.push(bytes(2 * FRAME_BYTES))
    assert calls == [bytes(2 * FRAME_BYTES)]
    with microphone.record(recorder := Recorder()):
        fake.push(bytes(FRAME_BYTES))
    assert recorder.pcm == bytes(FRAME_BYTES)


def test_a_closed_microphone_is_missing() -> None:
    fake = FakeSoundDevice()
    microphone = SoundDeviceMicrophone(Devices(lambda: fake))
    microphone.close()
    with pytest.raises(MissingPart) as caught, microphone.record(Recorder()):
        pass
    assert caught.value.code == "no_microphone"


def test_a_device_that_says_it_is_well_but_gives_no_sound_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_LOOK_SECONDS", 0.01)
    fake, names, opened = FakeSoundDevice(), [], threading.Event()
    with closing(SoundDeviceMicrophone(Devices(lambda: fake))) as microphone:

        def changed() -> None:
            names.append(microphone.name)
            if len(names) == 2:
                opened.set()

        microphone.watch(changed)
        assert opened.wait(20)
        assert names[:2] == ["", "input"]


def test_sound_that_nobody_takes_is_counted_as_lost(by_hand: tuple[FakeSoundDevice, SoundDeviceMicrophone]) -> None:
    fake, microphone = by_hand
    entered, free = threading.Event(), threading.Event()

    def busy(_frames: bytes) -> None:
        entered.set()
        free.wait()

    with microphone.record(busy):
        fake.push(bytes(FRAME_BYTES))
        entered.wait()
        for _ in range(503):  # ten seconds have room
            fake.push(bytes(FRAME_BYTES))
        free.set()
    assert microphone.dropped == 3
