"""The loudspeaker (sounddevice)."""

import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from typing import Any

import numpy as np
import soxr

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio
from kiosk_app.engines.audio.devices import Devices
from kiosk_app.engines.audio.samples import floats, int16

# Played after each sound: PortAudio drops what its device still holds at the end (45 ms were lost on PulseAudio).
_TAIL_SECONDS = 0.1
# Half the volume is then heard as about half as loud: the curve that PulseAudio has, too.
_VOLUME_EXPONENT = 3


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
            out[:] = int16(floats(out[:]) * np.float32(volume**_VOLUME_EXPONENT))
        self.was_played = is_whole and not self._at_hand and not self.waiting
        return self.was_played or self.was_stopped


class SoundDevicePlayer:
    """The loudspeaker; it plays one thing at a time."""

    def __init__(self, devices: Devices, wanted: str = "", volume: float = 1.0) -> None:
        """Use the first loudspeaker whose name holds `wanted`, or the default one. `volume` is 0 to 1.

        Raises `MissingPart`: `no_speaker`, `speaker_not_found`, `portaudio_missing`.
        """
        self._devices = devices
        self._wanted = wanted
        self.name: str = devices.find("output", wanted)["name"]
        self.volume = volume
        self._playing = _Playing()

    @property
    def began_at(self) -> float | None:
        """When the last sound could be heard first, by `time.monotonic` and the delay that the device tells."""
        return self._playing.began_at

    def play(self, sounds: Iterable[Audio]) -> str:
        """Play them without a gap to the end, or until `stop`; each is asked for while the one before it sounds.

        Blocks. Returns an empty string: nothing was written to a file. Raises `MissingPart` when the device has gone.
        """
        playing = self._playing = _Playing()
        library = self._devices.library
        rate = 0.0
        with ExitStack() as stack:
            try:
                for sound in sounds:
                    if playing.over.is_set():
                        break
                    is_first = not rate
                    if is_first:
                        stack.enter_context(self._devices.in_use)
                        # Looked up each time: its number changes when the devices are listed anew.
                        device = self._devices.find("output", self._wanted)
                        rate = device["default_samplerate"]
                    playing.waiting.append(int16(soxr.resample(floats(sound.pcm), sound.rate, rate)))
                    if is_first:
                        stream = self._opened(playing, device)
                        stack.callback(stream.close)  # and drops what is not played yet
                        stream.start()
                if not rate:
                    return ""
                playing.waiting.append(bytes(2 * int(_TAIL_SECONDS * rate)))
                playing.is_whole = True
                playing.over.wait()
            except library.PortAudioError as error:
                raise MissingPart("no_speaker") from error
        if not playing.was_played and not playing.was_stopped:
            raise MissingPart("no_speaker")
        return ""

    def stop(self) -> None:
        """Be silent at once. May be called from any thread; does nothing when nothing is played."""
        self._playing.was_stopped = True
        self._playing.over.set()

    def _opened(self, playing: _Playing, device: Mapping[str, Any]) -> Any:
        library = self._devices.library

        def fill(out: Any, _frames: int, timing: Any, _status: Any) -> None:
            if playing.began_at is None:
                playing.began_at = time.monotonic() + timing.outputBufferDacTime - timing.currentTime
            if playing.fill(out, self.volume):
                raise library.CallbackStop

        return library.RawOutputStream(
            samplerate=device["default_samplerate"],
            device=device["index"],
            channels=1,
            dtype="int16",
            callback=fill,
            finished_callback=playing.over.set,
        )
