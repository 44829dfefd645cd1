"""Sound files of any kind are read or refused; the microphone and the loudspeaker work on a real sound system."""

import ctypes.util
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from queue import SimpleQueue
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.errors import AudioError, MissingPart
from kiosk_app.core.hearing.listening import Ear
from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.core.wire import StopListening
from kiosk_app.engines.audio import Devices, Earcons, SoundDeviceMicrophone, SoundDevicePlayer, read_speech, write_wav
from kiosk_app.engines.audio import microphone as engine
from tests.sound_system import SoundSystem

FRAME_BYTES = 640


def tone(seconds: float, rate: int = 22_050, hertz: float = 1000) -> Audio:
    at = np.arange(round(seconds * rate)) / rate
    return Audio((np.sin(2 * np.pi * hertz * at) * 16000).astype("<i2").tobytes(), rate)


def samples(pcm: bytes) -> np.ndarray:
    return np.frombuffer(pcm, dtype="<i2").astype(float)


def pitch(pcm: bytes) -> float:
    """The loudest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(samples(pcm)))
    return float(np.argmax(spectrum) * SAMPLE_RATE / (len(pcm) // 2))


def loud(pcm: bytes) -> list[bool]:
    """For each 10 ms: is there sound?"""
    return [bool(np.abs(samples(pcm[at : at + 320])).max() > 1000) for at in range(0, len(pcm) - 319, 320)]


# Files


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


# Devices, on a sound system that plays into its own microphone


class Recorder:
    """Keeps what the microphone hands over."""

    def __init__(self) -> None:
        self.handed: list[bytes] = []
        self._changed = threading.Condition()

    def __call__(self, frames: bytes) -> None:
        with self._changed:
            self.handed.append(frames)
            self._changed.notify_all()

    @property
    def pcm(self) -> bytes:
        return b"".join(self.handed)

    def wait(self, enough: Callable[[bytes], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: enough(self.pcm), timeout=20), "the microphone did not hear it"


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


# The microphone's own part, fed by hand


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
