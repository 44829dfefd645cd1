"""The microphone (sounddevice): open all the time, and taken up again after it was unplugged."""

import logging
import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import soxr

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import FRAME_SAMPLES, SAMPLE_RATE
from kiosk_app.engines.audio.devices import Devices
from kiosk_app.engines.audio.samples import floats, int16

_FRAME_BYTES = FRAME_SAMPLES * 2
_PRE_ROLL_BYTES = SAMPLE_RATE * 2 // 2
_BLOCKS_A_SECOND = 50
# Ten seconds may wait for a busy assistant before sound is lost.
_QUEUE_BLOCKS = 10 * _BLOCKS_A_SECOND
# Without a block; then the device is looked at, or looked for.
_LOOK_SECONDS = 1.0
# Such looks after which a stream that says it is well counts as dead; a null sink's first block takes 2 s.
_LONGEST_STALL = 4

log = logging.getLogger(__name__)


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
    """A microphone that is open all the time, so that the start of speech is never lost.

    While there is none, its thread looks for one every second, and takes it up.
    """

    def __init__(self, devices: Devices, wanted: str = "") -> None:
        """Open the first microphone whose name holds `wanted`, or the default one.

        Raises `MissingPart`: `portaudio_missing`. What else is missing is told by `problem`.
        """
        self.name = ""
        """The device's name, or empty while there is none."""
        self.problem: MissingPart | None = None
        """Why there is none: `no_microphone`, `microphone_not_found`."""
        self.dropped = 0
        """Blocks of sound (20 ms) that were lost because the machine was too busy."""
        self.wanted = wanted
        """A part of the name of the device that is set; empty for the system's own choice."""
        self._devices = devices
        self._changed: Callable[[], None] = lambda: None
        self._queue: queue.Queue[bytes | _Recording | Literal["look", "end"]] = queue.Queue(_QUEUE_BLOCKS)
        self._stream: Any = None
        self._resampler: Any = None
        self._recording: _Recording | None = None
        self._kept = self._rest = b""
        devices.library  # noqa: B018 - loaded
        self._open()
        self._thread = threading.Thread(target=self._run, name="microphone")
        self._thread.start()

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed`, on the microphone's own thread, whenever `name` or `problem` are others."""
        self._changed = changed

    @contextmanager
    def record(self, on_frames: Callable[[bytes], None]) -> Iterator[None]:
        """Hand over the half second before now, then all that follows, until the context ends.

        `on_frames` is called on the microphone's own thread with whole 20 ms frames, never twice with the same sound.
        What it raises ends the recording and is raised again at the end of the context, after all sound captured
        until then was handed over. Raises `MissingPart` when there is no device, or it goes meanwhile.
        """
        self._check()
        recording = _Recording(on_frames)
        self._queue.put(recording)
        try:
            yield
        finally:
            self._queue.put(recording)
            recording.ended.wait()
        if recording.error is not None:
            raise recording.error
        self._check()

    def names(self) -> tuple[str, ...]:
        """What can be chosen now. Raises `MissingPart`."""
        return self._devices.microphones()

    def choose(self, wanted: str) -> None:
        """Take another device, at once."""
        self.wanted = wanted
        self._queue.put("look")

    def close(self) -> None:
        """Release the device and end the thread. For when no recording is open; there is none afterwards."""
        self._queue.put("end")
        self._thread.join()

    def _check(self) -> None:
        if self.problem is not None:
            raise MissingPart(self.problem.code, **self.problem.values)

    def _captured(self, data: Any, _frames: int, _time: Any, status: Any) -> None:
        """Called by PortAudio on its own thread: must not wait."""
        self.dropped += bool(status.input_overflow)
        try:
            self._queue.put_nowait(bytes(data))
        except queue.Full:
            self.dropped += 1

    # On the microphone's own thread, but for the first `_open`

    def _run(self) -> None:
        looks = 0
        while True:
            try:
                item = self._queue.get(timeout=_LOOK_SECONDS)
            except queue.Empty:
                stream = self._stream
                self._look(is_stalled=looks >= _LONGEST_STALL)
                looks = looks + 1 if self._stream is stream else 0
                continue
            match item:
                case bytes():
                    looks = 0
                    self._take(item)
                case _Recording():
                    self._begin_or_end(item)
                case "look":
                    looks = 0
                    self._lose()
                    self._look_for_it()
                case _:
                    self._lose()
                    return

    def _take(self, block: bytes) -> None:
        """Cut the sound into frames, and keep it or hand it over."""
        if self._stream is None:  # captured before the device was given up
            return
        self._rest += int16(self._resampler.resample_chunk(floats(block)))
        whole = len(self._rest) - len(self._rest) % _FRAME_BYTES
        frames, self._rest = self._rest[:whole], self._rest[whole:]
        if self._recording is not None:
            self._recording.hand_over(frames)
        else:
            self._kept = (self._kept + frames)[-_PRE_ROLL_BYTES:]

    def _begin_or_end(self, recording: _Recording) -> None:
        if recording.begun:
            self._recording = None
            recording.ended.set()
        else:
            recording.begun, self._recording = True, recording
            recording.hand_over(self._kept)
            self._kept = b""

    def _look(self, *, is_stalled: bool) -> None:
        """No sound comes: is the device gone, or back?"""
        if self._stream is not None and self._stream.active and not is_stalled:
            return
        if self._stream is not None:
            log.warning("the microphone is gone")
            self._lose()
        self._look_for_it()

    def _look_for_it(self) -> None:
        before = self.name, self.problem and self.problem.code
        try:
            if self._devices.look_again():
                self._open()
        except MissingPart as error:
            self.problem = error
        if before != (self.name, self.problem and self.problem.code):
            self._changed()

    def _lose(self) -> None:
        """Give the device up, with what was kept of its sound; who records learns of it."""
        if self._stream is not None:
            lost, self._stream = self._stream, None
            self._kept = self._rest = b""
            self.name, self.problem = "", MissingPart("no_microphone")
            self._changed()  # first: a broken sound system may keep who closes a stream waiting
            lost.close()

    def _open(self) -> None:
        library = self._devices.library
        try:
            device = self._devices.find("input", self.wanted)
            rate = device["default_samplerate"]
            stream = library.RawInputStream(
                samplerate=rate,
                blocksize=int(rate / _BLOCKS_A_SECOND),
                device=device["index"],
                channels=1,
                dtype="int16",
                callback=self._captured,
            )
            self._resampler = soxr.ResampleStream(rate, SAMPLE_RATE, 1, dtype="float32")
            stream.start()
        except library.PortAudioError:
            self.problem = MissingPart("no_microphone")
        except MissingPart as error:
            self.problem = error
        else:
            self._stream, self.name, self.problem = stream, device["name"], None
