"""The devices that PortAudio knows (sounddevice)."""

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Literal

from kiosk_app.core.errors import MissingPart


def _sounddevice() -> Any:
    """sounddevice, loaded with the first device: it opens the sound system, which files do not need."""
    try:
        import sounddevice
    except OSError as error:  # PortAudio itself is not there
        raise MissingPart("portaudio_missing") from error
    return sounddevice


class Devices:
    """One list of devices for a microphone and a loudspeaker: PortAudio makes it when it starts, and then keeps it.

    To see a device that was plugged in, PortAudio must be started again, which ends every stream.
    """

    def __init__(self, load: Callable[[], Any] = _sounddevice) -> None:
        self._load = load
        self.in_use = threading.RLock()
        """Held while the list is read or made, and as long as a loudspeaker has a stream open."""

    @property
    def library(self) -> Any:
        """The module. Raises `MissingPart` (`portaudio_missing`)."""
        return self._load()

    def find(self, kind: Literal["input", "output"], name: str) -> dict[str, Any]:
        """The first device whose name holds `name`, or the default one. Raises `MissingPart`."""
        part = "microphone" if kind == "input" else "speaker"
        library = self.library
        with self.in_use:
            if name:
                for device in library.query_devices():
                    if name.casefold() in device["name"].casefold() and device[f"max_{kind}_channels"]:
                        return dict(device)
                raise MissingPart(f"{part}_not_found", device=name)
            try:
                return dict(library.query_devices(kind=kind))
            except (library.PortAudioError, ValueError) as error:
                raise MissingPart(f"no_{part}") from error

    def microphones(self) -> tuple[str, ...]:
        """The names of all, each once. Raises `MissingPart` (`portaudio_missing`)."""
        with self.in_use:
            devices = self.library.query_devices()
        return tuple(dict.fromkeys(device["name"] for device in devices if device["max_input_channels"]))

    def look_again(self) -> bool:
        """List the devices anew, for a microphone that has no stream open; False while a loudspeaker has one.

        Raises `MissingPart` (`portaudio_missing`).
        """
        library = self.library
        if not self.in_use.acquire(blocking=False):
            return False
        try:
            # Private, and the only way: https://github.com/spatialaudio/python-sounddevice/issues/125
            with suppress(library.PortAudioError):  # it could not be started the last time
                library._terminate()
            library._initialize()
        except library.PortAudioError as error:
            raise MissingPart("no_microphone") from error
        finally:
            self.in_use.release()
        return True
