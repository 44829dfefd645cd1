"""A manager looks after the microphone: chooses one, sees whether it hears well, and hears what it heard."""

from dataclasses import dataclass

from kiosk_app.core.errors import KioskError, MissingPart
from kiosk_app.core.hearing.listening import Ear
from kiosk_app.core.hearing.sound import CHUNK_BYTES, is_clipped, loudness
from kiosk_app.core.parts import Parts
from kiosk_app.core.saying.phrases import explain, sentence
from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.core.wire import Call

SECONDS = 4.0
"""Of sound that a test takes."""
SILENT = 0.003
"""Loudness, 0 to 1, of the loudest tenth of a second: below it nobody spoke, or the microphone is switched off."""
SOFT = 0.02


@dataclass(frozen=True, slots=True)
class InputFacts:
    """What there is to know about the microphones."""

    devices: tuple[str, ...]
    """The names of those that can be chosen."""
    wanted: str
    """A part of the name that is set; empty for the system's own choice."""
    name: str
    """The one that is open, or empty."""
    sentence: str
    """How well it heard, or what to do."""
    can_play: bool
    """There is a recording to play; it is in memory only, and gone with the next look."""
    records: bool
    """What people say is kept, for tuning."""


class InputTest:
    """Answers the calls below `microphone.`, each with `InputFacts`.

    They are `list`, `choose` (`name`), `test`, `play`, and `record` (`on`: yes or no, whether to keep utterances).
    """

    def __init__(self, parts: Parts, ear: Ear) -> None:
        self._parts = parts
        self._ear = ear
        self._heard = b""

    def answer(self, call: Call) -> InputFacts:
        """Do it. Raises MissingPart, SettingsError, and KioskError `internal` for anything else."""
        microphone, player = self._parts.microphone, self._parts.player
        if microphone is None:
            raise MissingPart("no_microphone")
        code = "input_how"
        match call:
            case Call("microphone.list"):
                self._heard = b""
            case Call("microphone.choose", {"name": name}):
                self._parts.save_setting("audio", "microphone", name)
                microphone.choose(name)
            case Call("microphone.record", {"on": on}):
                self._parts.save_setting("recordings", "on", on == "yes")  # the window starts another assistant then
            case Call("microphone.test"):
                self._heard = self._ear.record(SECONDS)
                code = verdict(self._heard)
            case Call("microphone.play") if player is not None:
                player.play([Audio(self._heard, SAMPLE_RATE)])
                self._ear.sounded()
            case _:
                raise KioskError("internal")
        language = self._parts.language
        said = explain(microphone.problem, language) if microphone.problem else sentence(code, language)
        can_play = bool(self._heard) and player is not None
        names, records = microphone.names(), self._parts.records
        return InputFacts(names, microphone.wanted, microphone.name, said, can_play, records)


def verdict(pcm: bytes) -> str:
    """The code of the sentence that says how well it was heard."""
    pieces = [pcm[at : at + CHUNK_BYTES] for at in range(0, len(pcm), CHUNK_BYTES)]
    loudest = max(map(loudness, pieces), default=0.0)
    if any(map(is_clipped, pieces)):
        return "input_loud"
    return "input_silent" if loudest < SILENT else "input_soft" if loudest < SOFT else "input_good"
