"""What is asked of those who hear and speak: recogniser, microphone, voice, loudspeaker."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio, Transcript


@dataclass(frozen=True, slots=True)
class Options:
    """Of which a line of an order carries at most `at_most`."""

    names: tuple[tuple[str, bool], ...]
    """And whether an amount ("a little") may stand before each."""
    at_most: int = 1


@dataclass(frozen=True, slots=True)
class Optioned:
    """Products that come with the same options."""

    names: tuple[str, ...]
    options: tuple[Options, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The shop's own words, that a recogniser listens for."""

    products: tuple[str, ...]
    """Names and aliases, as the store writes them."""
    categories: tuple[str, ...]
    optioned: tuple[Optioned, ...] = ()
    """Those of the products that carry options; no other takes any."""
    often: tuple[tuple[str, int], ...] = ()
    """Names of what is ordered often, and how much oftener than any other product."""
    diets: tuple[str, ...] = ()
    """Those that the store's products are tagged with and the till does not know by itself."""
    moods: tuple[str, ...] = ()
    """Those that the store thinks of and the till does not."""

    @property
    def options(self) -> dict[str, bool]:
        """The names of all options, and whether they take an amount."""
        return {name: measured for kind in self.optioned for group in kind.options for name, measured in group.names}


class Hearing(Protocol):
    """One utterance while it is being recognised."""

    def feed(self, pcm: bytes) -> None:
        """Take the next int16 mono samples at 16 kHz; none while nobody speaks, for what can be done at a pause."""

    def partial(self) -> str:
        """What has been heard so far, or an empty string."""

    def finish(self) -> Transcript:
        """Decode what is left. An empty text means that nothing was understood."""


class Recogniser(Protocol):
    """Speech to text, on the device."""

    name: str
    """`sphinx` or `whisper`."""

    def prepare(self, vocabulary: Vocabulary) -> Callable[[], None]:
        """Work out how to listen for these words: for seconds, in any thread, while others may be listened for.

        What is given back takes them up, between two utterances.
        """

    def begin(self, answers: Sequence[str] = ()) -> Hearing:
        """Begin an utterance. With `answers`, a question is open and these phrases are what can be said."""


class Synthesiser(Protocol):
    """Text to sound, as an engine makes it."""

    name: str
    """`piper` or `espeak`."""
    identity: str
    """Changes with everything that the sound of a text depends on: engine, voice, contents of the model's files."""

    def synthesise(self, text: str) -> Audio:
        """Speak one or more sentences whose numbers are already words, at any loudness. Raises `MissingPart`."""


class Voice(Protocol):
    """What the till says, as sound that is always equally loud."""

    name: str
    """`piper` or `espeak`."""

    def speak(self, pieces: Sequence[str]) -> Iterator[Audio]:
        """Speak pieces (`say.pieces`), each made when it is asked for; silence stands between them and around all.

        Raises `MissingPart`.
        """


class Player(Protocol):
    """The loudspeaker."""

    volume: float
    """0 to 1; set from any thread, heard at once."""

    def play(self, sounds: Iterable[Audio]) -> str:
        """Play them without a gap to the end, or until `stop`; each is asked for while the one before it sounds.

        Blocks. Returns the file it was written to, or an empty string. Raises `MissingPart`.
        """

    def stop(self) -> None:
        """Be silent at once. May be called from any thread."""


class Earcons(Protocol):
    """Short sounds that say whether the till listens. Nothing is raised: a loudspeaker may be gone."""

    def down(self) -> tuple[float, float]:
        """It listens. Blocks; returns from when to when it could be heard, by `time.monotonic`."""

    def up(self) -> None:
        """It has heard. Does not wait for the sound."""


class Microphone(Protocol):
    """The microphone: open all the time, keeping the last half second; taken up again after it was unplugged."""

    name: str
    """The device's name, or empty while there is none."""
    problem: MissingPart | None
    """Why there is none."""
    dropped: int
    """Pieces of sound, 20 ms each, that were lost because the machine was too busy."""
    wanted: str
    """A part of the name of the device that is set; empty for the system's own choice."""

    def names(self) -> tuple[str, ...]:
        """The devices that can be chosen now. Raises `MissingPart`."""

    def choose(self, wanted: str) -> None:
        """Take another device, soon."""

    def watch(self, changed: Callable[[], None]) -> None:
        """Call `changed`, on a thread of the microphone's own, whenever `name` or `problem` are others."""

    def record(self, on_frames: Callable[[bytes], None]) -> AbstractContextManager[None]:
        """Hand over the half second before now, then all that follows, until the context ends.

        `on_frames` is called on a thread of the microphone's own with whole frames. Raises `MissingPart`.
        """

    def close(self) -> None:
        """Release the device."""


class VoiceActivity(Protocol):
    """Is this frame speech?"""

    def __call__(self, frame: bytes, /) -> bool:
        """`frame` is 20 ms of int16 mono at 16 kHz."""
