"""What the assistant takes one after the other: a front's commands, and what its own microphone does."""

from dataclasses import dataclass
from queue import Queue

from kiosk_app.core import turn
from kiosk_app.core.hearing.listening import MicrophoneChanged, Sound
from kiosk_app.core.wire import Command


@dataclass(frozen=True, slots=True)
class Hear:
    """Recognise this sound, as if it came from the microphone."""

    sound: turn.Sound


Inbox = Queue[Command | Hear | Sound | MicrophoneChanged]
