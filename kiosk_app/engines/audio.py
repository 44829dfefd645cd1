"""Sound in and out: files (soundfile), the microphone and the loudspeaker (sounddevice), resampling (soxr)."""

import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from kiosk_app.core.errors import AudioError, MissingPart
from kiosk_app.core.types import FRAME_SAMPLES, SAMPLE_RATE, Audio, Speech

LONGEST_SECONDS = 60
"""A longer file is not an utterance."""

_BYTES_A_SECOND = SAMPLE_RATE * 2
_FRAME_BYTES = FRAME_SAMPLES * 2
_PRE_ROLL_BYTES = _BYTES_A_SECOND // 2
_BLOCKS_A_SECOND = 50
# Ten seconds may wait for a busy assistant before sound is lost.
_QUEUE_BLOCKS = 10 * _BLOCKS_A_SECOND
# Played after each sound: PortAudio drops what its device still holds at the end (45 ms were lost on PulseAudio).
_TAIL_SECONDS = 0.1
# Half the volume is then heard as about half as loud: the curve that PulseAudio has, too.
_VOLUME_EXPONENT = 3
# Written in place of a length by programs that write to a pipe.
_UNKNOWN_LENGTH = 0xFFFFFFFF


def read_speech(path: Path, longest: int = LONGEST_SECONDS) -> Speech:
    """Read a WAV or FLAC file of any rate, sample format and number of channels, of `longest` seconds at most.

    Raises `AudioError`: `audio_not_found`, `audio_unreadable`, `audio_empty`, `audio_too_long`, `audio_cut_off`.
    """
    if not path.is_file():
        raise AudioError("audio_not_found", file=str(path))
    if path.stat().st_size == 0:
        raise AudioError("audio_empty", file=str(path))
    try:
        file = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError) as error:  # TypeError: a name that ends in .raw
        raise AudioError("audio_unreadable", file=str(path)) from error
    with file:
        seconds = file.frames / file.samplerate
        if file.format in ("WAV", "WAVEX") and _is_cut_off(path):
            raise AudioError("audio_cut_off", file=str(path))
        if not file.frames:
            raise AudioError("audio_empty", file=str(path))
        if seconds > longest:
            raise AudioError("audio_too_long", file=str(path), seconds=round(seconds), limit=longest)
        try:
            blocks = [block.mean(axis=1) for block in file.blocks(file.samplerate, dtype="float32", always_2d=True)]
        except soundfile.LibsndfileError as error:  # how a FLAC file that ends too early shows
            raise AudioError("audio_cut_off", file=str(path)) from error
        mono = np.nan_to_num(np.concatenate(blocks), posinf=0.0, neginf=0.0)
        return Speech(_int16(soxr.resample(mono, file.samplerate, SAMPLE_RATE)))


def as_speech(audio: Audio) -> Speech:
    """Sound that was made to be played, as a microphone would take it."""
    return Speech(_int16(soxr.resample(_floats(audio.pcm), audio.rate, SAMPLE_RATE)))


def write_wav(path: Path, audio: Audio) -> None:
    """Write sound as a 16-bit WAV file. Raises `AudioError`: `audio_not_written`."""
    try:
        soundfile.write(path, np.frombuffer(audio.pcm, dtype="<i2"), audio.rate, subtype="PCM_16", format="WAV")
    except soundfile.LibsndfileError as error:
        raise AudioError("audio_not_written", file=str(path)) from error


def _is_cut_off(path: Path) -> bool:
    """Whether a WAV file promises more sound than it holds: libsndfile reads such a file without a word."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(12)
        while len(header := file.read(8)) == 8:
            name, length = header[:4], int.from_bytes(header[4:], "little")
            if name == b"data":
                return length != _UNKNOWN_LENGTH and file.tell() + length > size
            file.seek(length + length % 2, 1)
    return True


def _floats(pcm: bytes) -> npt.NDArray[np.float32]:
    """int16 samples as -1 to 1."""
    return np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)


def _int16(samples: npt.NDArray[np.float32]) -> bytes:
    """Samples of -1 to 1 as int16, cut at full scale."""
    return (samples * 32768).round().clip(-32768, 32767).astype("<i2").tobytes()


def _sounddevice() -> Any:
    """sounddevice, loaded with the first device: it opens the sound system, which files do not need."""
    try:
        import sounddevice
    except OSError as error:  # PortAudio itself is not there
        raise MissingPart("portaudio_missing") from error
    return sounddevice


def _device(kind: Literal["input", "output"], name: str) -> dict[str, Any]:
    """The first device whose name holds `name`, or the default one. Raises `MissingPart`."""
    part = "microphone" if kind == "input" else "speaker"
    sounddevice = _sounddevice()
    if name:
        for device in sounddevice.query_devices():
            if name.casefold() in device["name"].casefold() and device[f"max_{kind}_channels"]:
                return dict(device)
        raise MissingPart(f"{part}_not_found", device=name)
    try:
        return dict(sounddevice.query_devices(kind=kind))
    except (sounddevice.PortAudioError, ValueError) as error:
        raise MissingPart(f"no_{part}") from error


@dataclass(slots=True, eq=False)
class _Recording:
    """One `record` context. It goes through the queue twice: where it begins and where it ends among the sound."""

    on_frames: Callable[[bytes], None]
    begun: bool = False
    error: Exception | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def hand_over(self, frames: bytes) -> None:
        if frames and self.error is None:
            try:
                self.on_frames(frames)
            except Exception as error:  # goes to the thread that records, when its context ends
                self.error = error


class SoundDeviceMicrophone:
    """A microphone that is open all the time, so that the start of speech is never lost."""

    def __init__(self, device: str = "") -> None:
        """Open the first microphone whose name holds `device`, or the default one.

        Raises `MissingPart`: `no_microphone`, `microphone_not_found`, `portaudio_missing`.
        """
        self._device = _device("input", device)
        self.name: str = self._device["name"]
        self.dropped = 0
        """Blocks of sound (20 ms) that were lost because the machine was too busy."""
        self._queue: queue.Queue[bytes | _Recording | None] = queue.Queue(_QUEUE_BLOCKS)
        self._stream = self._opened()
        self._thread = threading.Thread(target=self._run, name="microphone")
        self._thread.start()

    @contextmanager
    def record(self, on_frames: Callable[[bytes], None]) -> Iterator[None]:
        """Hand over the half second before now, then all that follows, until the context ends.

        `on_frames` is called on the microphone's own thread with whole 20 ms frames, never twice with the same sound.
        What it raises ends the recording and is raised again at the end of the context, after all sound captured
        until then was handed over. Raises `MissingPart` (`no_microphone`) when the device has gone.
        """
        self._reopen_if_gone()
        recording = _Recording(on_frames)
        self._queue.put(recording)
        try:
            yield
        finally:
            self._queue.put(recording)
            recording.ended.wait()
        if recording.error is not None:
            raise recording.error
        if not self._stream.active:
            raise MissingPart("no_microphone")

    def close(self) -> None:
        """Release the device and end the thread. For when no recording is open; there is none afterwards."""
        self._stream.close()
        self._queue.put(None)
        self._thread.join()

    def _opened(self) -> Any:
        sounddevice = _sounddevice()
        rate = self._device["default_samplerate"]
        try:
            stream = sounddevice.RawInputStream(
                samplerate=rate,
                blocksize=int(rate / _BLOCKS_A_SECOND),
                device=self._device["index"],
                channels=1,
                dtype="int16",
                callback=self._captured,
            )
            stream.start()
        except sounddevice.PortAudioError as error:
            raise MissingPart("no_microphone") from error
        return stream

    def _reopen_if_gone(self) -> None:
        if not self._thread.is_alive():
            raise MissingPart("no_microphone")
        if not self._stream.active:
            self._stream.close()
            self._stream = self._opened()

    def _captured(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        """Called by PortAudio on its own thread: must not wait."""
        self.dropped += bool(status.input_overflow)
        try:
            self._queue.put_nowait(bytes(data))
        except queue.Full:
            self.dropped += 1

    def _run(self) -> None:
        """Cut the sound into frames, and keep it or hand it over."""
        resampler = soxr.ResampleStream(self._device["default_samplerate"], SAMPLE_RATE, 1, dtype="float32")
        recording: _Recording | None = None
        kept, rest = b"", b""
        while (item := self._queue.get()) is not None:
            if isinstance(item, bytes):
                rest += _int16(resampler.resample_chunk(_floats(item)))
                whole = len(rest) - len(rest) % _FRAME_BYTES
                frames, rest = rest[:whole], rest[whole:]
                if recording is not None:
                    recording.hand_over(frames)
                else:
                    kept = (kept + frames)[-_PRE_ROLL_BYTES:]
            elif item.begun:
                recording = None
                item.ended.set()
            else:
                item.begun, recording = True, item
                recording.hand_over(kept)
                kept = b""


class _Playing:
    """What the loudspeaker plays now, as PortAudio takes it."""

    def __init__(self) -> None:
        self.waiting: deque[bytes] = deque()
        """int16 mono at the device's rate."""
        self.is_whole = False
        """Nothing will be added to what waits."""
        self.over = threading.Event()
        self.was_stopped = False
        self.was_played = False
        """To the end."""
        self.began_at: float | None = None
        self._at_hand = memoryview(b"")

    def fill(self, out: Any, volume: float) -> bool:
        """Fill PortAudio's buffer; True when nothing follows. Called on a thread of PortAudio's: must not wait."""
        is_whole = self.is_whole  # looked at first: what waits now is then the rest
        at = 0
        while at < len(out) and not self.was_stopped and (self._at_hand or self.waiting):
            self._at_hand = self._at_hand or memoryview(self.waiting.popleft())
            block = self._at_hand[: len(out) - at]
            out[at : at + len(block)] = block
            at += len(block)
            self._at_hand = self._at_hand[len(block) :]
        out[at:] = bytes(len(out) - at)
        if volume < 1:
            out[:] = _int16(_floats(out[:]) * np.float32(volume**_VOLUME_EXPONENT))
        self.was_played = is_whole and not self._at_hand and not self.waiting
        return self.was_played or self.was_stopped


class SoundDevicePlayer:
    """The loudspeaker; it plays one thing at a time."""

    def __init__(self, device: str = "", volume: float = 1.0) -> None:
        """Use the first loudspeaker whose name holds `device`, or the default one. `volume` is 0 to 1.

        Raises `MissingPart`: `no_speaker`, `speaker_not_found`, `portaudio_missing`.
        """
        self._device = _device("output", device)
        self.name: str = self._device["name"]
        self.volume = volume
        self._playing = _Playing()

    @property
    def began_at(self) -> float | None:
        """When the last sound could be heard first, by `time.monotonic` and the delay that the device tells."""
        return self._playing.began_at

    def play(self, sounds: Iterable[Audio]) -> str:
        """Play them without a gap to the end, or until `stop`; each is asked for while the one before it sounds.

        Blocks. Returns an empty string: nothing was written to a file. Raises `MissingPart` (`no_speaker`) when the
        device has gone.
        """
        sounddevice = _sounddevice()
        rate = self._device["default_samplerate"]
        playing = self._playing = _Playing()
        stream: Any = None
        try:
            try:
                for sound in sounds:
                    if playing.over.is_set():
                        break
                    playing.waiting.append(_int16(soxr.resample(_floats(sound.pcm), sound.rate, rate)))
                    if stream is None:
                        stream = self._opened(playing)
                        stream.start()
                if stream is None:
                    return ""
                playing.waiting.append(bytes(2 * int(_TAIL_SECONDS * rate)))
                playing.is_whole = True
                playing.over.wait()
            finally:
                if stream is not None:
                    stream.close()  # and drops what is not played yet
        except sounddevice.PortAudioError as error:
            raise MissingPart("no_speaker") from error
        if not playing.was_played and not playing.was_stopped:
            raise MissingPart("no_speaker")
        return ""

    def stop(self) -> None:
        """Be silent at once. May be called from any thread; does nothing when nothing is played."""
        self._playing.was_stopped = True
        self._playing.over.set()

    def _opened(self, playing: _Playing) -> Any:
        sounddevice = _sounddevice()

        def fill(out: Any, _frames: int, timing: Any, _status: Any) -> None:
            if playing.began_at is None:
                playing.began_at = time.monotonic() + timing.outputBufferDacTime - timing.currentTime
            if playing.fill(out, self.volume):
                raise sounddevice.CallbackStop

        return sounddevice.RawOutputStream(
            samplerate=self._device["default_samplerate"],
            device=self._device["index"],
            channels=1,
            dtype="int16",
            callback=fill,
            finished_callback=playing.over.set,
        )
