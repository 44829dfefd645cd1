"""The microphone and the loudspeaker work on a real sound system, which plays into its own microphone."""

import ctypes.util
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from queue import SimpleQueue
from types import SimpleNamespace

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.hearing.listening import Ear
from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.core.wire import StopListening
from kiosk_app.engines.audio import Devices, Earcons, SoundDeviceMicrophone, SoundDevicePlayer
from tests.sound_system import SoundSystem
from tests.sounds import FRAME_BYTES, Recorder, loud, pitch, tone


def heard(pcm: bytes) -> int:
    """How many 10 ms of sound."""
    return sum(loud(pcm))


def silent_again(pcm: bytes) -> bool:
    """Whether sound was followed by 0.3 s without any."""
    pattern = loud(pcm)
    return any(pattern) and not any(pattern[-30:])


@pytest.fixture
def devices(sound_system: SoundSystem) -> Devices:  # noqa: ARG001
    return Devices()


@pytest.fixture
def microphone(devices: Devices) -> Iterator[SoundDeviceMicrophone]:
    with closing(SoundDeviceMicrophone(devices)) as microphone:
        yield microphone


@pytest.fixture
def playing(
    devices: Devices, microphone: SoundDeviceMicrophone
) -> Iterator[tuple[SoundDevicePlayer, threading.Thread]]:
    """A player amid a long tone, which the microphone has begun to hear."""
    player = SoundDevicePlayer(devices)
    thread = threading.Thread(target=player.play, args=([tone(60)],))
    recorder = Recorder()
    with microphone.record(recorder):
        thread.start()
        recorder.wait(lambda pcm: heard(pcm) > 5)
    yield player, thread
    player.stop()
    thread.join()


def test_what_is_played_is_heard_whole(devices: Devices, microphone: SoundDeviceMicrophone) -> None:
    player, recorder = SoundDevicePlayer(devices), Recorder()
    with microphone.record(recorder):
        recorder.wait(bool)  # the microphone delivers
        player.play([tone(1)])
        recorder.wait(silent_again)
    assert all(len(frames) % FRAME_BYTES == 0 for frames in recorder.handed)
    assert 95 <= heard(recorder.pcm) <= 103
    assert pitch(recorder.pcm) == pytest.approx(1000, abs=5)
    assert (microphone.name, player.name) == ("default", "default")


@pytest.mark.usefixtures("playing")
def test_the_half_second_before_is_handed_over_first(microphone: SoundDeviceMicrophone) -> None:
    witness = SoundDeviceMicrophone(Devices())
    try:
        with witness.record(recorder := Recorder()):
            recorder.wait(lambda pcm: heard(pcm) > 80)
        with microphone.record(recorder := Recorder()):
            recorder.wait(bool)
    finally:
        witness.close()
    assert len(recorder.handed[0]) == SAMPLE_RATE  # bytes: half a second
    assert all(loud(recorder.handed[0]))


def test_stop_is_silence_at_once(
    microphone: SoundDeviceMicrophone, playing: tuple[SoundDevicePlayer, threading.Thread]
) -> None:
    player, thread = playing
    with microphone.record(recorder := Recorder()):
        recorder.wait(lambda pcm: heard(pcm) > 5)
        player.stop()
        thread.join(timeout=5)
        assert not thread.is_alive()
        recorder.wait(silent_again)


def test_after_a_stop_the_next_sound_is_played(
    microphone: SoundDeviceMicrophone, playing: tuple[SoundDevicePlayer, threading.Thread]
) -> None:
    player, thread = playing
    player.stop()
    thread.join()
    with microphone.record(recorder := Recorder()):
        recorder.wait(lambda pcm: not any(loud(pcm)[-30:]))
        player.play([tone(0.3)])
        recorder.wait(silent_again)


def test_no_sound_is_played_at_once(devices: Devices) -> None:
    player = SoundDevicePlayer(devices)
    player.stop()
    player.play([])
    player.play([Audio(b"", 22_050)])


def test_a_device_is_found_by_a_part_of_its_name(devices: Devices) -> None:
    assert SoundDevicePlayer(devices, "DEFAU").name == "default"
    assert "default" in devices.microphones()
    with pytest.raises(MissingPart) as caught:
        SoundDevicePlayer(devices, "jukebox")
    assert (caught.value.code, caught.value.values) == ("speaker_not_found", {"device": "jukebox"})


class Watched:
    """A microphone, and what it says of itself."""

    def __init__(self, wanted: str = "") -> None:
        self._changed = threading.Condition()
        self.microphone = SoundDeviceMicrophone(Devices(), wanted)
        self.microphone.watch(self._tell)

    def _tell(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def wait_for(self, name: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.microphone.name == name, timeout=20)

    def close(self) -> None:
        self.microphone.close()


def hears_something(microphone: SoundDeviceMicrophone) -> bool:
    with microphone.record(recorder := Recorder()):
        recorder.wait(bool)
    return True


def test_a_microphone_that_is_unplugged_is_missed_and_taken_up_again(sound_system: SoundSystem) -> None:
    with closing(Watched()) as watched:

        def record_until_it_is_gone() -> None:
            with watched.microphone.record(recorder := Recorder()):
                recorder.wait(bool)
                sound_system.unplug()
                watched.wait_for("")

        for _ in range(2):  # while it records, and when it is to begin
            with pytest.raises(MissingPart) as caught:
                record_until_it_is_gone()
            assert caught.value.code == "no_microphone"
        sound_system.plug_in()
        watched.wait_for("default")
        assert hears_something(watched.microphone)


def test_a_till_that_starts_without_a_microphone_gets_one_later(sound_system: SoundSystem) -> None:
    sound_system.stop()
    with closing(Watched()) as watched:
        assert watched.microphone.problem is not None
        sound_system.start()
        watched.wait_for("default")
        assert watched.microphone.problem is None
        assert hears_something(watched.microphone)


@pytest.mark.usefixtures("sound_system")
def test_another_microphone_is_chosen_while_it_runs() -> None:
    with closing(Watched("jukebox")) as watched:
        assert watched.microphone.problem is not None
        assert watched.microphone.problem.code == "microphone_not_found"
        watched.microphone.choose("fault")
        watched.wait_for("default")
        watched.microphone.choose("jukebox")
        watched.wait_for("")


def test_no_devices_are_listed_anew_while_the_till_speaks(
    devices: Devices, playing: tuple[SoundDevicePlayer, threading.Thread]
) -> None:
    assert not devices.look_again()
    assert playing[1].is_alive()


def test_a_loudspeaker_that_goes_away_is_missing(
    sound_system: SoundSystem, devices: Devices, microphone: SoundDeviceMicrophone
) -> None:
    player, recorder = SoundDevicePlayer(devices), Recorder()

    def unplugged() -> Iterator[Audio]:
        yield tone(60)
        with microphone.record(recorder):
            recorder.wait(lambda pcm: heard(pcm) > 5)
        sound_system.unplug()

    try:
        for sounds in (unplugged(), [tone(0.1)]):
            with pytest.raises(MissingPart) as caught:
                player.play(sounds)
            assert caught.value.code == "no_speaker"
    finally:
        sound_system.plug_in()


def test_an_earcon_is_heard_but_not_recorded(devices: Devices, microphone: SoundDeviceMicrophone) -> None:
    with microphone.record(witness := Recorder()):
        witness.wait(bool)
    earcons, inbox = Earcons(SoundDevicePlayer(devices)), SimpleQueue[object]()
    parts = SimpleNamespace(microphone=microphone, earcons=earcons, open_hands=False, voice_activity=lambda: None)
    recorded, kept = Recorder(), b""
    record = microphone.record

    @contextmanager
    def witnessed(on_frames: Callable[[bytes], None]) -> Iterator[None]:
        def both(pcm: bytes) -> None:
            recorded(pcm)
            on_frames(pcm)

        with record(both):
            yield

    microphone.record = witnessed  # type: ignore[method-assign]
    for pcm in Ear(parts, inbox, lambda _: None).listen(is_asking=False):  # type: ignore[arg-type]
        kept += pcm
        if len(recorded.pcm) > SAMPLE_RATE * 2:
            inbox.put(StopListening())
    assert any(loud(recorded.pcm))
    assert not any(loud(kept))


@pytest.mark.usefixtures("no_sound_system")
def test_without_devices_they_are_missing_parts() -> None:
    with pytest.raises(MissingPart) as caught:
        SoundDevicePlayer(Devices())
    assert (caught.value.code, caught.value.exit_code) == ("no_speaker", 7)
    with closing(SoundDeviceMicrophone(Devices())) as microphone:
        assert microphone.problem is not None
        assert microphone.problem.code == "no_microphone"


def test_without_portaudio_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(ctypes.util, "find_library", lambda _: None)
    with pytest.raises(MissingPart) as caught:
        SoundDeviceMicrophone(Devices())
    assert caught.value.code == "portaudio_missing"
