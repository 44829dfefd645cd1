"""The pieces that numbers are made of, looked for at one place of a text."""

import re
from collections.abc import Mapping

from kiosk_app.core.numbers.tokens import key_of, tokens_of
from kiosk_app.core.numbers.words import CURRENCIES, HUNDREDS_UNITS, NUMBER_WORDS, POUNDERS, WEIGHTS, Phrase
from kiosk_app.core.types import Language


class Pieces:
    """The tokens of one text; methods look at index `i` and answer what stands there and the index after it."""

    def __init__(self, text: str, language: Language) -> None:
        self._language = language
        self._lexicon = NUMBER_WORDS[language]
        self._tokens = tokens_of(text, language)
        self._keys = [key_of(token) for token in self._tokens]

    def _heard(self, i: int, j: int) -> str:
        return " ".join(self._tokens[i:j])

    def _at(self, i: int) -> str:
        return self._keys[i] if i < len(self._keys) else ""

    def _phrase(self, i: int, phrases: Mapping[Phrase, str]) -> tuple[str, int] | None:
        """The value of the longest phrase that stands here."""
        for length in (3, 2, 1):
            phrase = tuple(self._keys[i : i + length])
            if len(phrase) == length and phrase in phrases:
                return phrases[phrase], i + length
        return None

    def _unit(self, i: int) -> tuple[Phrase, int] | None:
        for phrase in self._lexicon.percent:
            if tuple(self._keys[i : i + len(phrase)]) == phrase:
                return self._lexicon.percent[0], i + len(phrase)
        if self._is_weight(i):
            return (self._tokens[i],), i + 1
        unit = self._phrase(i, self._lexicon.units)
        return ((unit[0],), unit[1]) if unit else None

    def _is_weight(self, i: int) -> bool:
        if self._at(i) not in WEIGHTS:
            return False
        half = self._phrase(i + 1, self._lexicon.halves)
        return self._at(half[1] if half else i + 1) in ("of", "de")

    def _is_measure(self, i: int) -> bool:
        key = self._at(i)
        return key in self._lexicon.dozen or key in CURRENCIES or self._phrase(i, self._lexicon.units) is not None

    def _links(self, i: int) -> int:
        """Behind the "of a" that may stand here."""
        end = i + 2
        while i < end and self._at(i) in self._lexicon.part_links:
            i += 1
        return i

    def _half(self, i: int) -> tuple[str, int] | None:
        """ "And a half" behind a number, unless it is half of something else: "two and a quarter of a kilo"."""
        half = self._phrase(i, self._lexicon.halves)
        if half is None or self._at(half[1]) in POUNDERS:
            return None
        links = self._links(half[1])
        return None if links > half[1] and self._is_measure(links) else half

    def _half_of(self, i: int) -> tuple[str, int] | None:
        """ "And a half" behind what was counted, unless it is half of something else: "a litre and half a kilo"."""
        half = self._half(i)
        return None if half and self._is_measure(half[1]) else half

    def _digit(self, i: int) -> str:
        key = self._at(i)
        return "0" if key in self._lexicon.zero or key in self._lexicon.oh else str(self._lexicon.digits.get(key, ""))

    def _said_digits(self, i: int) -> tuple[str, int]:
        digits = ""
        while True:
            times = self._lexicon.repeat.get(self._at(i), 0)
            digit = self._digit(i + bool(times))
            if not digit or (not times and self._hundreds(i, False)):
                return digits, i
            digits += digit * (times or 1)
            i += 2 if times else 1

    def _below_hundred(self, i: int, ones: Mapping[str, int] | None = None) -> tuple[int, int] | None:
        words, key = self._lexicon, self._at(i)
        if key in words.tens:
            j = i + 1 + (self._at(i + 1) == words.tens_link)
            one = words.tens_ones.get(self._at(j))
            return (words.tens[key] + one, j + 1) if one else (words.tens[key], i + 1)
        value = words.teens.get(key) or (ones or words.digits).get(key)
        return (value, i + 1) if value else None

    def _hundreds(self, i: int, joins: bool) -> tuple[int, int] | None:
        """100 to 999, beginning with its hundreds."""
        words, key = self._lexicon, self._at(i)
        if key in words.hundreds:
            value, j = words.hundreds[key], i + 1
        elif key in words.digits and words.hundred and self._at(i + 1) == words.hundred:
            value, j = words.digits[key] * 100, i + 2
        else:
            return None
        linked = bool(words.link) and self._at(j) == words.link
        rest = self._below_hundred(j + linked, words.tens_ones) if joins or linked else None
        return (value + rest[0], rest[1]) if rest else (value, j)

    def _pair(self, i: int, ones: Mapping[str, int] | None = None) -> tuple[str, int] | None:
        """Two digits: "twenty five", "oh five", "five" (as 05)."""
        if self._digit(i) == "0":
            return (f"0{digit}", i + 2) if (digit := self._digit(i + 1)) not in ("", "0") else None
        small = self._below_hundred(i, ones)
        return (f"{small[0]:02}", small[1]) if small else None

    def _hundredths(self, i: int) -> tuple[str, int] | None:
        pair = self._pair(i)
        return None if pair and pair[1] == i + 1 and pair[0] < "10" else pair

    def _tail(self, i: int) -> tuple[str, int] | None:
        """The hundredths of a price without a currency: "twenty five", "oh five", unless it is a number of its own."""
        pair = self._hundredths(i)
        return None if pair and self._binds(pair[1]) else pair

    def _cents(self, i: int) -> tuple[str, int] | None:
        """ "Twenty cents", as two digits."""
        if re.fullmatch("[0-9]{1,2}", self._at(i)):
            pair: tuple[str, int] | None = (self._at(i).zfill(2), i + 1)
        else:
            pair = self._pair(i, self._lexicon.tens_ones)
        return (pair[0], pair[1] + 1) if pair and self._at(pair[1]) in self._lexicon.cents else None

    def _binds(self, i: int) -> bool:
        """Whether what stands here makes the number before it one of its own."""
        words, key = self._lexicon, self._at(i)
        unit = self._unit(i)
        return (
            key in words.cents
            or key in words.scales
            or key in words.point
            or key in words.dozen
            or (bool(key) and key == words.hundred)
            or (unit is not None and unit[0][0] not in HUNDREDS_UNITS)
            or (key in words.price_link and (self._cents(i + 1) or self._hundredths(i + 1)) is not None)
        )

    def _is_counted(self, i: int) -> bool:
        return self._binds(i) or self._unit(i) is not None or self._at(i) in CURRENCIES
