"""Two short, soft sounds: the till listens from now on; the till has heard."""

import logging
import threading
import time

import numpy as np

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio
from kiosk_app.engines.audio.loudspeaker import SoundDevicePlayer
from kiosk_app.engines.audio.samples import int16

_RATE = 22_050
_SECONDS = 0.06
_LOUDNESS = 0.1
"""Of full scale."""

log = logging.getLogger(__name__)


def chirp(low: float, high: float) -> Audio:
    """A tone that glides from one frequency to the other, in hertz, and swells and fades without a click."""
    at = np.arange(round(_SECONDS * _RATE)) / _RATE
    phase = 2 * np.pi * (low * at + (high - low) / (2 * _SECONDS) * at**2)
    swelling = np.sin(np.pi * at / _SECONDS) ** 2
    return Audio(int16((_LOUDNESS * swelling * np.sin(phase)).astype(np.float32)), _RATE)


class Earcons:
    """Implements `sound_ports.Earcons`; a loudspeaker that is gone or muted is only silent."""

    def __init__(self, player: SoundDevicePlayer) -> None:
        self._player = player

    def down(self) -> tuple[float, float]:
        """The button went down. Returns from when to when it could be heard, by `time.monotonic`."""
        first = time.monotonic()  # some sound systems are faster than they say
        self._play(chirp(600, 900))
        return first, (self._player.began_at or first) + _SECONDS

    def up(self) -> None:
        """The utterance is over. Does not wait for the sound."""
        threading.Thread(target=self._play, args=(chirp(900, 600),), name="earcon").start()

    def _play(self, sound: Audio) -> None:
        if self._player.volume:
            try:
                self._player.play([sound])
            except MissingPart as error:
                log.warning("no earcon: %s", error.code)
