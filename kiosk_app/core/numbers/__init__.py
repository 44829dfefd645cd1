"""Spoken and typed numbers, money, sizes and percentages to digits."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from kiosk_app.core.numbers.reader import Reader
from kiosk_app.core.numbers.tokens import key_of
from kiosk_app.core.numbers.words import NUMBER_WORDS
from kiosk_app.core.types import Language


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a normalised transcript."""

    text: str
    """As the intent model sees it: a lower-case word, or a number in digits."""
    readings: tuple[str, ...] = ()
    """For a number, every value it may mean as a decimal string, the likeliest (`text`) first; else empty."""
    spoken: str = ""
    """The words it was made of, as they were heard; those of its currency too, which `text` leaves out."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A transcript with its numbers in digits."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, joined by spaces."""
        return " ".join(word.text for word in self.words)

    @property
    def numbers(self) -> list[str]:
        """The likeliest reading of each number."""
        return [word.readings[0] for word in self.words if word.readings]


@dataclass(frozen=True, slots=True)
class _PhoneRule:
    """When numbers beside each other are the groups of one phone number."""

    group: re.Pattern[str]
    least: int
    """Groups."""
    digits: range
    """In all of them."""


_UNNAMED = _PhoneRule(re.compile("[0-9]{2,4}"), 3, range(9, 14))
"""Two may be a table and a count."""
_NAMED = _PhoneRule(re.compile("[0-9]{2,6}"), 2, range(7, 14))
"""Once "phone" was said."""


def normalise(text: str, language: Language = "en") -> Normalised:
    """Write the numbers of a transcript, or of a product's name, in digits, keeping every reading of each.

    Money has two decimals and loses the words of its currency ("one euro twenty" is "1.20", "two euros" "2.00"); a
    unit after a number takes its short form ("33 cl", "0.5 kg", "8 ounce", "10 percent"). Punctuation goes, hyphens
    part words, and no comma parts two numbers; the groups of a phone number are joined ("600 12 34 56", "555-0123",
    "phone 555 0123") and lose their signs. Normalising the result's text again changes nothing. Never raises.
    """
    return Normalised(_phones_joined([Word(*word) for word in Reader(text, language).words()], language))


def _phones_joined(words: Sequence[Word], language: Language) -> tuple[Word, ...]:
    """The words, with the groups of each phone number as one."""
    names = NUMBER_WORDS[language].phone
    named = next((i for i, word in enumerate(words) if key_of(word.text) in names), len(words))
    return (*_joined(words[:named], _UNNAMED), *_joined(words[named:], _NAMED))


def _joined(words: Sequence[Word], rule: _PhoneRule) -> Iterator[Word]:
    for is_group, run in groupby(words, lambda word: bool(rule.group.fullmatch(word.text))):
        groups = list(run)
        text = "".join(word.text for word in groups)
        if is_group and len(groups) >= rule.least and len(text) in rule.digits:
            yield Word(text, (text,), " ".join(word.spoken for word in groups))
        else:
            yield from groups


def percentages(heard: Normalised, language: Language) -> tuple[str, ...]:
    """Every reading of the numbers that "percent" was said after."""
    mark = NUMBER_WORDS[language].percent[0]
    words = [word.text for word in heard.words]
    marked = (word for i, word in enumerate(heard.words) if tuple(words[i + 1 : i + 1 + len(mark)]) == mark)
    return tuple(dict.fromkeys(reading for word in marked for reading in word.readings))


def amounts(heard: Normalised, language: Language) -> tuple[str, ...]:
    """Every reading of the numbers that may be money: no share of a hundred, and no size such as "33 cl"."""
    units = {unit.split()[0] for unit in NUMBER_WORDS[language].units.values()}
    mark = NUMBER_WORDS[language].percent[0]
    words = [word.text for word in heard.words]
    plain = (
        word
        for i, word in enumerate(heard.words, start=1)
        if tuple(words[i : i + len(mark)]) != mark and not units.intersection(words[i : i + 1])
    )
    return tuple(dict.fromkeys(reading for word in plain for reading in word.readings))


def ordinal(word: str, language: Language = "en") -> int | None:
    """The position, 1 to 9, that an ordinal, a number word or digits name: "second", "2nd", "two", "2"."""
    words = NUMBER_WORDS[language]
    key = key_of(word.strip().lower())
    written = re.fullmatch(r"([1-9])(?:st|nd|rd|th|º|ª)?", key)
    return int(written[1]) if written else words.ordinals.get(key) or words.tens_ones.get(key)


def sound_alikes(reading: str, language: Language = "en") -> tuple[str, ...]:
    """Values that are easily heard for this one: 13 and 30 … 19 and 90; in Spanish, the sixties and the seventies.

    Either part of a price may be misheard: "13.50" gives "30.50" and "13.15".
    """
    whole, point, fraction = reading.partition(".")
    swap = _SWAPS[language]
    found = []
    if whole[-2:] in swap:
        found.append(whole[:-2] + swap[whole[-2:]] + point + fraction)
    if len(fraction) == 2 and fraction in swap:
        found.append(whole + point + swap[fraction])
    return tuple(found)


def _both_ways(pairs: Mapping[str, str]) -> dict[str, str]:
    return {**pairs, **{there: here for here, there in pairs.items()}}


_SWAPS: Mapping[Language, Mapping[str, str]] = {
    "en": _both_ways({f"1{digit}": f"{digit}0" for digit in range(3, 10)}),
    "es": _both_ways({f"6{digit}": f"7{digit}" for digit in range(10)}),
}
