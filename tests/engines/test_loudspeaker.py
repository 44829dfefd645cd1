"""The loudspeaker plays one sound after the other without a gap, as loud as it is set, and stops at once."""

import threading
import time
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio
from kiosk_app.engines.audio import Devices, SoundDevicePlayer

RATE = 16_000
TAIL = bytes(2 * RATE // 10)


class FakeDevice:
    """sounddevice with one loudspeaker at 16 kHz, whose callback is called whenever a stream is looked at."""

    class PortAudioError(Exception):
        pass

    class CallbackStop(Exception):
        pass

    def __init__(self) -> None:
        self.heard = b""
        self.closed = 0
        self.ended = threading.Event()
        self.block = 64
        self.breaks_after: int | None = None
        """Blocks."""
        self.each_block: Callable[[], None] = lambda: None
        self._threads: list[threading.Thread] = []

    @property
    def player(self) -> SoundDevicePlayer:
        return SoundDevicePlayer(Devices(lambda: self))

    def query_devices(self, kind: str) -> dict[str, Any]:
        return {"name": kind, "index": 0, "default_samplerate": float(RATE)}

    def RawOutputStream(  # noqa: N802
        self, callback: Callable[..., None], finished_callback: Callable[[], None], **_: object
    ) -> SimpleNamespace:
        stopping = threading.Event()

        def run() -> None:
            blocks = 0
            while not stopping.is_set() and blocks != self.breaks_after:
                out = bytearray(b"\x55" * 2 * self.block)
                try:
                    callback(out, self.block, SimpleNamespace(outputBufferDacTime=2.5, currentTime=2.0), None)
                except self.CallbackStop:
                    stopping.set()
                self.heard += out
                blocks += 1
                self.each_block()
            finished_callback()
            self.ended.set()

        thread = threading.Thread(target=run)

        def close() -> None:
            stopping.set()
            thread.join()
            self.closed += 1

        return SimpleNamespace(start=thread.start, close=close)


@pytest.fixture
def device() -> FakeDevice:
    return FakeDevice()


def ramp(samples: int, start: int = 1) -> bytes:
    return (np.arange(start, start + samples) % 30_000 + 1).astype("<i2").tobytes()


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6), st.integers(1, 300))
def test_all_of_it_is_played_once_and_in_order(lengths: list[int], block: int) -> None:
    fake = FakeDevice()
    fake.block = block
    sounds = [ramp(length, 1000 * number) for number, length in enumerate(lengths)]
    assert fake.player.play(Audio(sound, RATE) for sound in sounds) == ""
    played = np.frombuffer(fake.heard, dtype="<i2")
    # nothing but silence stands between them, while the next one is not there yet
    assert played[played != 0].tobytes() == b"".join(sounds)
    assert fake.heard.endswith(TAIL)
    assert fake.closed == 1


def test_the_next_sound_is_made_while_the_first_is_heard(device: FakeDevice) -> None:
    heard = threading.Event()
    device.each_block = heard.set

    def made() -> Iterator[Audio]:
        yield Audio(ramp(100), RATE)
        assert heard.wait(20)
        yield Audio(ramp(100), RATE)

    device.player.play(made())
    assert device.heard.count(ramp(100)) == 2


@pytest.mark.parametrize("volume", [0.0, 0.5, 0.9])
def test_the_volume_is_set_while_it_plays(device: FakeDevice, volume: float) -> None:
    player = SoundDevicePlayer(Devices(lambda: device), volume=volume)
    device.block = 100

    def made() -> Iterator[Audio]:
        yield Audio(np.full(1000, 20_000, dtype="<i2").tobytes(), RATE)

    player.play(made())
    assert np.frombuffer(device.heard[:2000], dtype="<i2") == pytest.approx(20_000 * volume**3, abs=1)
    device.heard = b""
    player.volume = 1.0
    player.play(made())
    assert np.frombuffer(device.heard[:2000], dtype="<i2") == pytest.approx(20_000)


def test_a_stop_silences_it_while_the_next_sound_is_in_the_making(device: FakeDevice) -> None:
    player = device.player
    heard = threading.Event()
    device.each_block = heard.set

    def made() -> Iterator[Audio]:
        yield Audio(ramp(60 * RATE), RATE)
        assert heard.wait(20)
        player.stop()
        before = len(device.heard)
        assert device.ended.wait(20)
        assert len(device.heard) <= before + 2 * 2 * device.block
        yield Audio(ramp(100), RATE)
        raise AssertionError("nobody wants the third")

    player.play(made())
    assert device.closed == 1


def test_a_stop_before_the_first_sound_leaves_the_device_alone(device: FakeDevice) -> None:
    player = device.player

    def made() -> Iterator[Audio]:
        player.stop()
        yield Audio(ramp(100), RATE)

    assert player.play(made()) == ""
    assert device.closed == 0
    player.play([Audio(ramp(100), RATE)])
    assert device.heard.startswith(ramp(100))


def test_a_device_that_breaks_is_missing(device: FakeDevice) -> None:
    device.breaks_after = 3
    with pytest.raises(MissingPart) as caught:
        device.player.play([Audio(ramp(RATE), RATE)])
    assert caught.value.code == "no_speaker"
    assert device.closed == 1


def test_what_the_voice_raises_comes_through_and_the_device_is_released(device: FakeDevice) -> None:
    def made() -> Iterator[Audio]:
        yield Audio(ramp(100), RATE)
        raise MissingPart("voice_unusable", voice="x", reason="")

    with pytest.raises(MissingPart) as caught:
        device.player.play(made())
    assert caught.value.code == "voice_unusable"
    assert device.closed == 1


def test_it_tells_when_the_sound_began_to_be_heard(device: FakeDevice) -> None:
    player = device.player
    assert player.began_at is None
    started = time.monotonic()
    player.play([Audio(ramp(100), RATE)])
    assert player.began_at is not None
    assert player.began_at >= started + 0.5  # the device's own delay
    assert device.closed == 1
