"""Sound in and out: files, the microphone, the loudspeaker."""

from kiosk_app.engines.audio.devices import Devices
from kiosk_app.engines.audio.earcons import Earcons
from kiosk_app.engines.audio.files import as_speech, read_speech, write_wav
from kiosk_app.engines.audio.loudspeaker import SoundDevicePlayer
from kiosk_app.engines.audio.microphone import SoundDeviceMicrophone
from kiosk_app.engines.audio.saving import SavingPlayer, write_joined

__all__ = [
    "Devices",
    "Earcons",
    "SavingPlayer",
    "SoundDeviceMicrophone",
    "SoundDevicePlayer",
    "as_speech",
    "read_speech",
    "write_joined",
    "write_wav",
]
