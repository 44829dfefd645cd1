"""Speech through a real sound system: the loudspeaker plays into the microphone that the till listens to."""

import subprocess
import threading
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from kiosk_app import build
from kiosk_app.core.assistant import Assistant
from kiosk_app.core.events import Asked, Done, Ended, Event, Failed, Listening, Ready, Record, State
from kiosk_app.core.types import SAMPLE_RATE, Audio, Money
from kiosk_app.core.wire import Answer, Close, Listen, StopListening
from kiosk_app.engines.audio import write_wav
from tests.sound_system import SoundSystem
from tests.speech import flite
from tests.till import Till


@dataclass
class Cashier:
    """Pulls out the microphone and puts it back, holds the button while speaking, and answers Yes."""

    says: Path
    sound_system: SoundSystem
    events: list[Event] = field(default_factory=list)
    microphones: list[str] = field(default_factory=list)
    """As the till showed them."""
    assistant: Assistant | None = None

    def emit(self, record: Record) -> None:
        """React to what the till shows (`core.ports.Front`)."""
        self.events.append(record.event)
        if self.assistant is None:
            return
        match record.event:
            case Ready():
                self.sound_system.unplug()
            case State(microphone=name):
                self.microphones.append(name)
                if len(self.microphones) == 2:
                    self.sound_system.plug_in()
                elif len(self.microphones) == 3:
                    self.assistant.post(Listen())
            case Listening():
                self._speaking = threading.Thread(target=self._speak, args=(self.assistant,))
                self._speaking.start()
            case Asked(question):
                self.assistant.post(Answer(question, "yes"))
            case Ended():
                self._speaking.join()
                self.assistant.post(Close())

    def _speak(self, assistant: Assistant) -> None:
        # paplay hands everything over at once: a busy machine cannot make it stutter.
        subprocess.run(["paplay", f"--server=unix:{self.sound_system.socket}", self.says], check=True, timeout=30)
        assistant.post(StopListening())


def test_a_price_said_into_the_microphone_is_changed_and_answered_aloud(
    till: Till, sound_system: SoundSystem, tmp_path: Path
) -> None:
    said = tmp_path / "said.wav"
    write_wav(said, Audio(flite("coca cola thirty three is one twenty now").pcm, SAMPLE_RATE))
    cashier = Cashier(said, sound_system)
    cashier.assistant = build.build(till.settings, None, till.access, None, cashier)
    cashier.assistant.run()
    assert not [event for event in cashier.events if isinstance(event, Failed)]
    assert cashier.microphones == ["default", "", "default"]
    (done,) = [event for event in cashier.events if isinstance(event, Done)]
    assert done.read_back == Money(Decimal("1.20"), "EUR")
