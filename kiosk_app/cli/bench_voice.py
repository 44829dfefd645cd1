"""How soon the till's voice is heard, how even it is, and whether its prices can be understood."""

import json
import math
import random
import statistics
import time
from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from operator import mul
from typing import TextIO

from kiosk_app.core.numbers import normalise
from kiosk_app.core.saying.frequent import frequent
from kiosk_app.core.saying.phrases import sentence
from kiosk_app.core.saying.say import pieces
from kiosk_app.core.sound_ports import Voice
from kiosk_app.core.types import Audio, Language, Money

PHRASES = 20
PRICES = 10
HEARD_SECONDS = 0.3
"""Of each phrase that is played: the beginning is what is measured."""
PRODUCT: dict[Language, str] = {"en": "cappuccino", "es": "café con leche"}
_COMMAND: dict[Language, str] = {"en": "the {product} is {price}", "es": "pon el {product} a {price}"}


@dataclass(frozen=True, slots=True)
class VoiceFigures:
    """What was measured; times in milliseconds after the text was known."""

    voice: str
    phrases: int
    made_ms_p50: int
    """Until the first piece of a new sentence is there."""
    made_ms_p95: int
    real_time_factor: float
    """Seconds to make a second of speech."""
    loudness_db: tuple[float, float]
    """Softest and loudest phrase, RMS of full scale."""
    peak_db: float
    prices_said: int
    prices_heard: int | None
    """By the till's own recogniser, as they were meant; None where nothing here listens in this language.

    pocketsphinx was taught by people: of espeak-ng's formants it understands next to nothing, whatever they say.
    """
    heard_by: str
    through: str
    """`loudspeaker`, or `file` where there is none: then what the device adds is missing."""
    kept_ms_p50: int
    """Until a phrase that is kept on disk can be heard."""
    kept_ms_p95: int


@dataclass(frozen=True, slots=True)
class Output:
    """Where sound goes."""

    name: str
    play: Callable[[Iterator[Audio]], object]
    began_at: Callable[[], float | None]
    """When the last sound could be heard first, by `time.monotonic`; None where nobody knows."""


@dataclass(frozen=True, slots=True)
class Listener:
    """What hears a sound as the till would."""

    name: str
    hear: Callable[[Audio], str]


def bench_voice(
    load: Callable[[], Voice],
    output: Output,
    listener: Listener | None,
    language: Language,
    seed: int,
    out: TextIO,
    *,
    as_json: bool,
) -> None:
    """Measure a voice. Each call of `load` makes it anew on the same cache, which is empty at first.

    As JSON it is one object, whose last key is the 95th percentile of the wait for a kept phrase.
    """
    dice = random.Random(seed)  # noqa: S311 - picks phrases
    fixed = [[piece] for piece in dice.sample(frequent(language), PHRASES)]
    amounts = [Decimal(dice.randint(5, 9_999)) / 100 for _ in range(PRICES)]
    totals = [sentence("done_order", language, total=Money(amount, "EUR")) for amount in amounts]
    phrases = [*fixed, *(pieces(total, language) for total in totals)]
    voice = load()
    spoken = [made(voice, said) for said in phrases]
    voice = load()
    kept = [_kept(voice, said, output) for said in phrases]
    sounds = [sound for _, _, sound in spoken]
    levels = [_decibels(_rms(sound)) for sound in sounds]
    figures = VoiceFigures(
        voice=voice.name,
        phrases=len(phrases),
        made_ms_p50=percentile(50, [first for first, _, _ in spoken]),
        made_ms_p95=percentile(95, [first for first, _, _ in spoken]),
        real_time_factor=round(sum(whole for _, whole, _ in spoken) / sum(sound.seconds for sound in sounds), 3),
        loudness_db=(round(min(levels), 1), round(max(levels), 1)),
        peak_db=round(max(_decibels(max(map(abs, array("h", sound.pcm))) / 32768) for sound in sounds), 1),
        prices_said=len(amounts),
        prices_heard=sum(_is_heard(voice, amount, listener.hear, language) for amount in amounts) if listener else None,
        heard_by=listener.name if listener else "",
        through=output.name,
        kept_ms_p50=percentile(50, kept),
        kept_ms_p95=percentile(95, kept),
    )
    if as_json:
        print(json.dumps(asdict(figures)), file=out)
        return
    for name, value in asdict(figures).items():
        print(f"{name:18} {'–' if value is None else value}", file=out)


def made(voice: Voice, said: Sequence[str]) -> tuple[float, float, Audio]:
    """Seconds until the first piece and until the last; all of the sound."""
    started = time.monotonic()
    sounds = voice.speak(said)
    first = next(sounds)
    first_s = time.monotonic() - started
    rest = list(sounds)
    return first_s, time.monotonic() - started, Audio(b"".join(each.pcm for each in (first, *rest)), first.rate)


def _kept(voice: Voice, said: Sequence[str], output: Output) -> float:
    """Seconds until it can be heard, the silence that it begins with included."""
    ready_at = silent_s = 0.0

    def beginning() -> Iterator[Audio]:
        nonlocal ready_at, silent_s
        sound = next(voice.speak(said))
        ready_at = time.monotonic()
        silent_s = next(at for at, sample in enumerate(array("h", sound.pcm)) if sample) / sound.rate
        yield Audio(sound.pcm[: 2 * int(HEARD_SECONDS * sound.rate)], sound.rate)

    started = time.monotonic()
    output.play(beginning())
    return (output.began_at() or ready_at) - started + silent_s


def _is_heard(voice: Voice, amount: Decimal, hear: Callable[[Audio], str], language: Language) -> bool:
    """Does the till understand the price that it says?"""
    command = _COMMAND[language].format(product=PRODUCT[language], price=f"{amount:.2f} €")
    text = hear(made(voice, pieces(command, language))[2])
    return any(amount == Decimal(reading) for word in normalise(text, language).words for reading in word.readings[:1])


def _rms(sound: Audio) -> float:
    samples = array("h", sound.pcm)
    return math.sqrt(sum(map(mul, samples, samples)) / len(samples)) / 32768


def _decibels(value: float) -> float:
    return 20 * math.log10(value)


def percentile(share: int, seconds: Sequence[float]) -> int:
    """Of one wait or more, in milliseconds."""
    if len(seconds) == 1:
        return round(1000 * seconds[0])
    return round(1000 * statistics.quantiles(seconds, n=100, method="inclusive")[share - 1])
