"""pocketsphinx: a closed vocabulary, generated from the shop's own words, with the model that its wheel carries."""

import math
import tempfile
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import count, takewhile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pocketsphinx import Decoder, get_model_path

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.hearing.network import SILENT, Network
from kiosk_app.core.hearing.pronunciation import arpabet
from kiosk_app.core.hearing.speech_grammar import answers as answers_network
from kiosk_app.core.hearing.speech_grammar import grammar, products
from kiosk_app.core.sound_ports import Hearing, Vocabulary
from kiosk_app.core.types import SAMPLE_RATE, Transcript
from kiosk_app.core.understanding.confidence import fitted

_WEIGHT = 6.0
"""How much the grammar counts beside the sound, as an exponent."""

_INSERTION = 1e-5
"""What each word costs: noise fits many short ones as well as it fits silence."""

_DITHER = 4.0
"""Loudness (RMS) of the noise laid under the sound: what has none, as after a noise gate, fits no silence it knows."""

_LEAST = 1e-60
"""What is less likely than this is as likely as this."""

_CEPSTRA = 13
_MEAN = np.array([40.0, 3.0, -1.0] + [0.0] * (_CEPSTRA - 3))
"""The cepstral mean that pocketsphinx expects, its own default: one speaker does not colour the next."""

_MEAN_FRAMES = 30
"""So many frames of an utterance's own count as much as that."""

_WINDOW_FRAMES = 500
"""So many frames pocketsphinx takes a mean that it is given for."""

_FIRST_BYTES = 2 * SAMPLE_RATE
"""A second is waited for before decoding begins, so that there is a mean to begin with."""

_ACTIVE_SOUNDS = 5000
"""Models of sounds that are followed at once, at most: in noise it would be many times that, slower than speech."""

_SEARCH = {
    "lm": None,
    "bestpath": False,
    "beam": 1e-80,
    "pbeam": 1e-80,
    "wbeam": 1e-60,
    "maxhmmpf": _ACTIVE_SOUNDS,
    "lw": 1.0,  # likelihoods are weighed here
    "fsgusealtpron": False,  # they stand in the network; it would look through all of it for each word
    "loglevel": "FATAL",
}

_UNDERSTOOD = 0.6
"""Below this fit nothing was understood: what was said elsewhere got 0.59 at most, all of 38 right clean orders more.

Chosen, as all of the fit's figures, on every third of the recorded orders (clean, and in kitchen noise), on the next of
each three against the grammar of a hardware shop, and on 60 sentences of other things by flite's voices.
"""

_RIGHT = 0.63, 1.25
"""Slope and offset to how often the words are right, from their fit: of those orders, clean and in noise at 18 dB."""

_DRAWN_OUT = 11
"""Frames for each letter; what takes more is no speech. Recorded orders take 5 to 10, also in noise."""

_SHOP = "shop"
_ANSWERS = "answers"
_LISTENING = "listening"
"""A network of one word, under which the front end runs alone."""


class SphinxRecogniser:
    """Understands what `core.hearing.speech_grammar` foresees, in English; anything else is not understood."""

    name = "sphinx"

    def __init__(self, pronounce: Callable[[str], Iterable[str]]) -> None:
        """`pronounce` gives IPA for a word outside the dictionary. Raises `MissingPart`."""
        self._pronounce = pronounce
        self._lock = threading.Lock()
        try:
            self._decoder = Decoder(**_SEARCH)
            self._phones = Decoder(**_SEARCH, allphone=get_model_path("en-us/en-us-phone.lm.bin"))
            """Follows whatever sounds there are: what the words are measured against."""
        except RuntimeError as error:
            raise MissingPart("sphinx_missing", reason=str(error)) from error
        self._decoder.add_fsg(_LISTENING, self._decoder.create_fsg(_LISTENING, 0, 1, [(0, 1, 1.0, "yes")]))
        self._hearing: _Hearing | None = None
        self._answers: tuple[str, ...] = ()
        """Of the question that was last open: Yes and No come again and again."""
        self.prepare(Vocabulary((), (), ()))()

    def prepare(self, vocabulary: Vocabulary) -> Callable[[], None]:
        """Work out the grammar of these words; what is given back listens for them, and drops what is being heard."""
        network, named = grammar(vocabulary), products(vocabulary)

        def take_up() -> None:
            with self._lock:
                self._stop()
                self._add(_SHOP, network)
                self._products, self._answers = named, ()

        return take_up

    def begin(self, answers: Sequence[str] = ()) -> Hearing:
        """Begin an utterance; one that was not finished is dropped."""
        with self._lock:
            self._stop()
            if answers and self._answers != tuple(answers):
                self._add(_ANSWERS, answers_network(answers, self._products))
                self._answers = tuple(answers)
            for decoder in (self._decoder, self._phones):
                decoder.reinit_feat()  # forgets the noise of the utterance before
            self._noise = np.random.default_rng(0)
            self._hearing = _Hearing(self, _ANSWERS if answers else _SHOP)
            return self._hearing

    def _stop(self) -> None:
        """End the utterance. What was too short to begin with is decoded now."""
        if self._hearing:
            if self._hearing.waiting:
                self._start(self._hearing)
            if self._hearing.started:
                for decoder in (self._decoder, self._phones):
                    decoder.end_utt()
            self._hearing = None

    def _add(self, name: str, network: Network) -> None:
        said = {word: self._ways_to_say(word) for word in network.words}
        end = len(network.arcs)
        lines = [f"FSG_BEGIN {name}", f"NUM_STATES {end + 1}", "START_STATE 0", f"FINAL_STATE {end}"]
        for state, arcs in enumerate(network.arcs):
            for arc in arcs:
                if arc.word != SILENT:
                    cost = max(_weighed(arc.likelihood) * _INSERTION, _LEAST)
                    lines += [f"TRANSITION {state} {arc.to} {cost:.6g} {way}" for way in said[arc.word]]
            # pocketsphinx takes one silent step after a word, never two: each way is one step.
            silently = network.silently(state)
            lines += [f"TRANSITION {state} {to} {_weighed(way):.6g}" for to, way in silently.items() if to != state]
            stop = max((silently[to] * last for to, last in network.finals.items() if to in silently), default=0.0)
            if stop:
                lines.append(f"TRANSITION {state} {end} {_weighed(stop):.6g}")
        # From a file: its other way in, `create_fsg`, looks each word up among all others.
        with tempfile.TemporaryDirectory(prefix="kiosk-app-words-") as folder:
            file = Path(folder) / f"{name}.fsg"
            file.write_text("\n".join([*lines, "FSG_END", ""]), encoding="utf-8")
            self._decoder.add_fsg(name, self._decoder.read_fsg(str(file)))

    def _ways_to_say(self, word: str) -> list[str]:
        """The dictionary's entries for a word: itself, and with a number for each other way that it has."""
        if self._decoder.lookup_word(word) is None:
            said = [" ".join(phones) for phones in map(arpabet, self._pronounce(word)) if phones]
            for number, phones in enumerate(said or ["SIL"], 1):
                self._decoder.add_word(_entry(word, number), phones, False)
        entries = (_entry(word, number) for number in count(1))
        return list(takewhile(lambda entry: self._decoder.lookup_word(entry) is not None, entries))

    def _feed(self, hearing: "_Hearing", pcm: bytes) -> None:
        with self._lock:
            if not pcm or self._hearing is not hearing:
                return
            noisy = np.frombuffer(pcm, dtype="<i2") + self._noise.normal(0, _DITHER, len(pcm) // 2)
            sound = noisy.clip(-32768, 32767).astype("<i2").tobytes()
            if hearing.started:
                self._decode(hearing, sound)
                return
            hearing.waiting += sound
            if len(hearing.waiting) >= _FIRST_BYTES:
                self._start(hearing)

    def _start(self, hearing: "_Hearing") -> None:
        """Decode what has waited, with its own mean."""
        self._decoder.activate_search(_LISTENING)
        self._decoder.set_cmn(_written(_MEAN))
        self._decoder.start_utt()
        self._decoder.process_raw(hearing.waiting)
        self._decoder.end_utt()
        hearing.take_mean(self._decoder, _MEAN, self._decoder.n_frames())
        self._decoder.activate_search(hearing.search)
        for decoder in (self._decoder, self._phones):
            decoder.set_cmn(_written(hearing.mean))
            decoder.start_utt()
            decoder.process_raw(hearing.waiting)
            decoder.set_cmn(_written(hearing.mean))  # what has waited is in it
        hearing.started, hearing.waiting = self._decoder.n_frames(), b""

    def _decode(self, hearing: "_Hearing", sound: bytes) -> None:
        """Decode what follows; its own mean counts from the next piece on."""
        for decoder in (self._decoder, self._phones):
            decoder.process_raw(sound)
        frames = self._decoder.n_frames()
        if frames > hearing.started:
            hearing.take_mean(self._decoder, hearing.mean, frames - hearing.started)
            for decoder in (self._decoder, self._phones):
                decoder.set_cmn(_written(hearing.mean))
            hearing.started = frames

    def _partial(self, hearing: "_Hearing") -> str:
        with self._lock:
            best = self._decoder.hyp() if self._hearing is hearing and hearing.started else None
            return best.hypstr if best else ""

    def _finish(self, hearing: "_Hearing") -> Transcript:
        with self._lock:
            if self._hearing is not hearing:
                return Transcript("", 0.0, self.name)
            self._stop()
            best = self._decoder.hyp() if hearing.started else None
            fit = _fit(_stretches(self._decoder), _stretches(self._phones)) if best else 0.0
            if best is None or fit < _UNDERSTOOD:
                return Transcript("", round(fit, 3), self.name)
            return Transcript(best.hypstr, round(fitted(fit, *_RIGHT), 3), self.name)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One word, or one phone."""

    name: str
    first: int
    after: int
    """Frames."""
    score: float
    """Natural logarithm, against the best of all the model's sounds in each frame."""

    @property
    def is_speech(self) -> bool:
        return self.name != "SIL" and self.name[0] not in "<[(+"


def _stretches(decoder: Decoder) -> list[_Stretch]:
    return [
        _Stretch(found.word, found.start_frame, found.end_frame + 1, math.log(max(found.ascore, 1e-300)) * 1024)
        for found in decoder.seg() or ()
    ]


def _fit(words: Sequence[_Stretch], phones: Sequence[_Stretch]) -> float:
    """How well the words fit the sound, 0 to 1: a logistic curve through four figures.

    How far all words, and the worst of them, lie behind the free phones in each frame (natural logarithms), the frames
    per word, for in noise the few words found are drawn out, and the speech heard for each frame of the words.
    """
    said = [word for word in words if word.is_speech]
    frames = sum(word.after - word.first for word in said)
    letters = sum(len(word.name.partition("(")[0]) for word in said)
    if not said or frames > _DRAWN_OUT * letters:
        return 0.0
    free = np.zeros(max(stretch.after for stretch in (*words, *phones)))
    for phone in phones:
        free[phone.first : phone.after] = phone.score / (phone.after - phone.first)
    behind = [word.score - free[word.first : word.after].sum() for word in said]
    worst = min(each / (word.after - word.first) for each, word in zip(behind, said, strict=True))
    speech = sum(phone.after - phone.first for phone in phones if phone.is_speech)
    odds = 21.85 + 3.561 * sum(behind) / frames + 0.288 * worst - 0.217 * frames / len(said) - 1.626 * speech / frames
    return float(1 / (1 + np.exp(-odds)))


def _entry(word: str, number: int) -> str:
    return word if number == 1 else f"{word}({number})"


def _weighed(likelihood: float) -> float:
    return max(math.pow(likelihood, _WEIGHT), _LEAST)


def _written(mean: npt.NDArray[np.float64]) -> str:
    return ",".join(f"{value:.2f}" for value in mean)


class _Hearing:
    """One utterance while it is being recognised."""

    def __init__(self, recogniser: SphinxRecogniser, search: str) -> None:
        self._recogniser = recogniser
        self.search = search
        self.waiting = b""
        """Sound before decoding begins."""
        self.started = 0
        """Frames that were decoded; 0 before it begins."""
        self.mean = _MEAN
        """The utterance's cepstral mean, as far as it has been heard."""
        self._sum, self._frames = _MEAN * _MEAN_FRAMES, _MEAN_FRAMES

    def take_mean(self, decoder: Decoder, given: npt.NDArray[np.float64], frames: int) -> None:
        """Let the mean follow the `frames` that the decoder has heard since it was `given` one."""
        joined = np.array([float(value) for value in decoder.get_cmn(True).split(",")[:_CEPSTRA]])
        self._sum = self._sum + (_WINDOW_FRAMES + frames) * joined - _WINDOW_FRAMES * given
        self._frames += frames
        self.mean = self._sum / self._frames

    def feed(self, pcm: bytes) -> None:
        self._recogniser._feed(self, pcm)

    def partial(self) -> str:
        return self._recogniser._partial(self)

    def finish(self) -> Transcript:
        return self._recogniser._finish(self)
