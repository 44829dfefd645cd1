"""pocketsphinx: a closed vocabulary, generated from the shop's own words, with the model that its wheel carries."""

import math
import threading
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from pocketsphinx import Decoder, Segment

from kiosk_app.core.confidence import fitted
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.network import SILENT, Network
from kiosk_app.core.pronunciation import arpabet
from kiosk_app.core.sound_ports import Hearing, Vocabulary
from kiosk_app.core.speech_grammar import answers as answers_network
from kiosk_app.core.speech_grammar import grammar, products
from kiosk_app.core.types import SAMPLE_RATE, Transcript
from kiosk_app.engines.sphinx.cepstra import Cepstra

_WEIGHT = 6.0
"""How much the grammar counts beside the sound, as an exponent: pocketsphinx passes over `lw` for networks of ours."""

_INSERTION = 1e-5
"""What each word costs: noise fits many short ones as well as it fits silence."""

_DITHER = 4.0
"""Loudness (RMS) of the noise laid under the sound: what has none, as after a noise gate, fits no silence it knows."""

_LEAST = 1e-60
"""What is less likely than this is as likely as this."""

_FIRST_SAMPLES = SAMPLE_RATE
"""A second is waited for before decoding begins, so that there is a mean to begin with."""

_NO_MEAN = ",".join(["0"] * 13)

_ACTIVE_SOUNDS = 5000
"""Models of sounds that are followed at once, at most: in noise it would be many times that, slower than speech."""

_RIGHT = 0.17, 1.99
"""Slope and offset to how often a transcript is right: what is understood at all mostly is.

Fitted to every third of the recorded orders, clean: 37 of 40 are. In kitchen noise at 12 dB half of them are.
"""

_DRAWN_OUT = 11
"""Frames for each letter; what takes more is no speech. Recorded orders take 5 to 10, also in noise."""

_UNDERSTOOD = 0.25
"""Below this confidence nothing was understood."""

_SHOP = "shop"
_ANSWERS = "answers"


class SphinxRecogniser:
    """Understands what `core.speech_grammar` foresees, in English; anything else is not understood."""

    name = "sphinx"

    def __init__(self, pronounce: Callable[[str], Iterable[str]]) -> None:
        """`pronounce` gives IPA for a word outside the dictionary. Raises `MissingPart`."""
        self._pronounce = pronounce
        self._lock = threading.Lock()
        try:
            self._decoder = Decoder(
                lm=None,
                bestpath=False,
                beam=1e-80,
                pbeam=1e-80,
                wbeam=1e-60,
                maxhmmpf=_ACTIVE_SOUNDS,
                loglevel="FATAL",
            )
        except RuntimeError as error:
            raise MissingPart("sphinx_missing", reason=str(error)) from error
        self._hearing: _Hearing | None = None
        self._answers: tuple[str, ...] = ()
        """Of the question that was last open: Yes and No come again and again."""
        self.learn(Vocabulary((), (), ()))

    def learn(self, vocabulary: Vocabulary) -> None:
        """Listen for these words from the next utterance on. May be called from any thread."""
        network, named = grammar(vocabulary), products(vocabulary)
        with self._lock:
            self._stop()
            self._add(_SHOP, network)
            self._products, self._answers = named, ()

    def begin(self, answers: Sequence[str] = ()) -> Hearing:
        """Begin an utterance; one that was not finished is dropped."""
        with self._lock:
            self._stop()
            if answers and self._answers != tuple(answers):
                self._add(_ANSWERS, answers_network(answers, self._products))
                self._answers = tuple(answers)
            self._noise = np.random.default_rng(0)
            self._hearing = _Hearing(self, _ANSWERS if answers else _SHOP)
            return self._hearing

    def _stop(self) -> None:
        """End the utterance. What was too short to begin with is decoded now."""
        if self._hearing:
            if self._hearing.heard and not self._hearing.started:
                self._start(self._hearing)
            if self._hearing.started:
                self._decode(self._hearing, is_last=True)
                self._decoder.end_utt()
            self._hearing = None

    def _add(self, name: str, network: Network) -> None:
        for word in sorted(network.words):
            if self._decoder.lookup_word(word) is None:
                said = [" ".join(phones) for phones in map(arpabet, self._pronounce(word)) if phones]
                for number, phones in enumerate(said or ["SIL"], 1):
                    self._decoder.add_word(word if number == 1 else f"{word}({number})", phones, False)
        end = len(network.arcs)
        transitions: list[tuple[int, int, float] | tuple[int, int, float, str]] = []
        for state, arcs in enumerate(network.arcs):
            transitions += [
                (state, arc.to, max(_weighed(arc.likelihood) * _INSERTION, _LEAST), arc.word)
                for arc in arcs
                if arc.word != SILENT
            ]
            # pocketsphinx takes one silent step after a word, never two: each way is one step.
            silently = network.silently(state)
            transitions += [(state, to, _weighed(way)) for to, way in silently.items() if to != state]
            stop = max((silently[to] * last for to, last in network.finals.items() if to in silently), default=0.0)
            if stop:
                transitions.append((state, end, _weighed(stop)))
        self._decoder.add_fsg(name, self._decoder.create_fsg(name, 0, end, transitions))

    def _feed(self, hearing: "_Hearing", pcm: bytes) -> None:
        with self._lock:
            if not pcm or self._hearing is not hearing:
                return
            sound = np.frombuffer(pcm, dtype="<i2")
            hearing.cepstra.push(sound + self._noise.normal(0, _DITHER, len(sound)))
            hearing.heard += len(sound)
            if hearing.started:
                self._decode(hearing)
            elif hearing.heard >= _FIRST_SAMPLES:
                self._start(hearing)

    def _start(self, hearing: "_Hearing") -> None:
        self._decoder.activate_search(hearing.search)
        self._decoder.start_utt()
        hearing.started = True
        self._decode(hearing)

    def _decode(self, hearing: "_Hearing", *, is_last: bool = False) -> None:
        """Decode what has been heard since."""
        # Its own running mean is not wanted: the cepstra come without theirs.
        self._decoder.set_cmn(_NO_MEAN)
        self._decoder.process_cep(hearing.cepstra.take(is_last=is_last))

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
            fit = _confidence(self._decoder.seg()) if best else 0.0
            if best is None or fit < _UNDERSTOOD:
                return Transcript("", round(fit, 3), self.name)
            return Transcript(best.hypstr, round(fitted(fit, *_RIGHT), 3), self.name)


def _confidence(segments: Iterable[Segment]) -> float:
    """How likely it is that the words were said, from how well each of them fits the sound.

    A logistic curve through three figures: the words' score per frame, that of the word at the lower quartile (both
    against the best of all the model's sounds in the same frame, natural logarithm), and the frames per word, for in
    noise the few words found are drawn out. Fitted to 40 of the recorded orders and 51 flite sentences of the shop,
    against 40 other orders with the coffee taken out of the grammar, 60 flite sentences of other things, and kitchen
    noise.
    """
    said = [segment for segment in segments if segment.word[0] not in "<[("]
    letters = sum(len(segment.word.partition("(")[0]) for segment in said)
    words = [
        (math.log(max(segment.ascore, 1e-300)) * 1024, segment.end_frame - segment.start_frame + 1) for segment in said
    ]
    if not words:
        return 0.0
    frames = sum(length for _, length in words)
    if frames > _DRAWN_OUT * letters:
        return 0.0
    mean = sum(score for score, _ in words) / frames
    weak = sorted(score / length for score, length in words)[len(words) // 4]
    return 1 / (1 + math.exp(-(23.34 + 2.767 * mean + 1.328 * weak - 0.093 * frames / len(words))))


def _weighed(likelihood: float) -> float:
    return max(math.pow(likelihood, _WEIGHT), _LEAST)


class _Hearing:
    """One utterance while it is being recognised."""

    def __init__(self, recogniser: SphinxRecogniser, search: str) -> None:
        self._recogniser = recogniser
        self.search = search
        self.cepstra = Cepstra()
        self.heard = 0
        """Samples."""
        self.started = False
        """Whether decoding has begun."""

    def feed(self, pcm: bytes) -> None:
        self._recogniser._feed(self, pcm)

    def partial(self) -> str:
        return self._recogniser._partial(self)

    def finish(self) -> Transcript:
        return self._recogniser._finish(self)
