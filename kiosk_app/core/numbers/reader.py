"""Reads a text from left to right and finds its numbers."""

import re

from kiosk_app.core.numbers.pieces import Pieces
from kiosk_app.core.numbers.tokens import ORDINAL_PATTERN, decimal, hundredths, key_of, money, typed
from kiosk_app.core.numbers.words import CURRENCIES, CURRENCY_CODES, WEIGHTS, beginnings

_LONG_DIGITS = 6
"""So many digits said one by one are one number (a phone, a barcode)."""
_CODE_DIGITS = 3
"""So many are enough behind "order", "code" and their like."""
_LONG_GROUPS = 9
"""So many digits are one number when some were said in tens or hundreds."""
_LOCAL_PHONE = [1, 1, 1, 2, 2]
"""Digits in each group of "five five five twelve thirty four"."""
_MOST_WITH_HUNDREDS = 13
"""No phone number has more digits; who says hundreds reads no barcode."""

Written = tuple[str, tuple[str, ...], str]
"""A word as it is written, its readings if it is a number, and the words that were heard."""

_Number = tuple[tuple[str, ...], int]
"""Readings, and the index after them."""


class Reader(Pieces):
    """The numbers of one text.

    A number already in digits never joins a neighbour, only what names its unit: so what is written once is read
    again unchanged.
    """

    def words(self) -> list[Written]:
        """All of it."""
        words: list[Written] = []
        i = 0
        while i < len(self._tokens):
            number = self._number(i, key_of(words[-1][0]) if words else "") if self._may_begin(i) else None
            if number is None:
                words.append((self._tokens[i], (), self._tokens[i]))
                i += 1
                continue
            readings, end = number
            texts, after = self._unit(end) or ((), end)
            if self._phrase(after, self._lexicon.vague):  # "ciento y pico" is no number that was said
                words += [(token, (), token) for token in self._tokens[i:after]]
                i = after
                continue
            readings = self._with_hundreds(words, i, readings)
            spoken, i = self._heard(i, end), after
            half = self._half_of(after) if texts else None
            if half and readings[0].isdigit():  # "two kilos and a half"
                readings, i = (readings[0] + half[0],), half[1]
                spoken += " " + self._heard(after, i)
            words.append((readings[0], readings, spoken))
            words += [(text, (), self._heard(end, after)) for text in texts]
        return words

    def _may_begin(self, i: int) -> bool:
        """Whether it is worth looking for a number here; most words of most texts begin none."""
        return self._keys[i] in beginnings(self._language) or self._tokens[i][0] in "0123456789.€$£"

    def _number(self, i: int, before: str) -> _Number | None:
        """The number that stands here, with its currency; `before` is the word in front of it."""
        signed = self._at(i) in CURRENCY_CODES
        j = i + signed
        one = self._at(j) == self._lexicon.one and not signed
        if one and self._is_ordinal(before):
            return None
        base = (
            self._digits(j)
            or self._string(j, before)
            or self._part(j)
            or self._spoken(j, before)
            or self._counted(j, before)
        )
        if base is None:
            return None
        readings, end = self._after(*base)
        if one and end == j + 1 and before in self._lexicon.before_pronoun:
            return None
        if signed or self._tokens[j][0] in "€$£":
            readings = tuple(money(reading) for reading in readings)
        return readings, end

    def _with_hundreds(self, words: list[Written], i: int, readings: tuple[str, ...]) -> tuple[str, ...]:
        """ "Five hundred, one twenty" may be 501.20 as well; it stands at `i`, behind `words`."""
        if not words or self._at(i) not in self._lexicon.tens_ones or not re.fullmatch(r"[1-9]\.[0-9]{2}", readings[0]):
            return readings
        before, _, heard = words[-1]
        hundreds = key_of(heard.split()[-1])
        if hundreds not in self._lexicon.hundreds and hundreds != self._lexicon.hundred:
            return readings
        return (*readings, before[:-1] + readings[0])

    def _is_ordinal(self, key: str) -> bool:
        return key in self._lexicon.ordinals or bool(re.fullmatch(ORDINAL_PATTERN, key))

    # How a number may begin

    def _string(self, i: int, before: str) -> _Number | None:
        """A phone number, barcode or order number: said digit by digit, or partly in pairs and hundreds."""
        joins = (True, False) if self._language == "es" else (False, True)
        found = [
            (groups, end) for groups, end in (self._groups(i, join) for join in joins) if self._is_long(groups, end)
        ]
        if found:
            end = found[0][1]
            return tuple(dict.fromkeys("".join(groups) for groups, other in found if other == end)), end
        digits, j = self._said_digits(i)
        is_code = before in self._lexicon.before_code and len(digits) >= _CODE_DIGITS and not self._is_counted(j)
        is_price = re.fullmatch("[1-9]0[1-9]", digits)
        return ((digits,), j) if len(digits) >= _LONG_DIGITS or (is_code and not is_price) else None

    def _is_long(self, groups: list[str], end: int) -> bool:
        """Whether groups of digits are one number, rather than sizes and prices."""
        lengths = [len(group) for group in groups]
        if lengths == _LOCAL_PHONE:
            return not self._is_counted(end)
        total = sum(lengths)
        if 3 not in lengths:
            return total >= _LONG_GROUPS
        plain = 1 not in lengths or "111" in "".join(map(str, lengths))
        return plain and _LONG_GROUPS <= total <= _MOST_WITH_HUNDREDS

    def _groups(self, i: int, joins: bool) -> tuple[list[str], int]:
        """The digits said here, group by group; `joins` makes "six hundred twelve" 612, else it is 600 and 12."""
        groups: list[str] = []
        while True:
            digits, j = self._said_digits(i)
            groups += digits
            group = self._hundreds(j, joins) or self._below_hundred(j)
            if group is None:
                return groups, j
            groups.append(str(group[0]))
            i = group[1]

    def _digits(self, i: int) -> _Number | None:
        """A number that is already in digits."""
        token = self._tokens[i].lstrip("€$£") if i < len(self._tokens) else ""
        if token[:1] not in tuple("0123456789.") or re.fullmatch(ORDINAL_PATTERN, token):
            return None
        return typed(token, self._language), i + 1

    def _part(self, i: int) -> _Number | None:
        """ "Half a kilo", "three quarters of a litre", "media docena", "half a euro"."""
        part = self._phrase(i, self._lexicon.parts)
        if part is None:
            return None
        value, j = part[0], self._links(part[1])
        coin = self._at(j) in CURRENCIES and (j > part[1] or self._at(j) not in WEIGHTS)
        if coin or self._unit(j):
            return (value,), j
        if self._at(j) in self._lexicon.dozen and value == "0.5":
            return ("6",), j + 1
        return ((value,), j) if value == "0.75" and j == part[1] else None

    def _counted(self, i: int, before: str) -> _Number | None:
        """What counts as one (two) by the noun behind it: "a euro", "dozen", "a couple", "litro y medio"."""
        words = self._lexicon
        article = self._at(i) in words.articles
        noun = i + article
        key = self._at(noun)
        if key in words.dozen:
            return ("1",), noun
        if article and key in words.cents and len(key) > 1:
            return ("1",), noun
        if article and key in words.bunches:
            return (words.bunches[key],), noun + 1
        if article and key in WEIGHTS and before[:1].isdigit():  # "one fifty a pound"
            return None
        if key in CURRENCIES and not self._is_weight(noun):
            spelt = key not in CURRENCY_CODES
            return (("1",), noun) if spelt and (article or self._half_of(noun + 1)) else None
        unit = self._unit(noun)
        return (("1",), noun) if unit and self._half_of(unit[1]) else None

    # Numbers as words

    def _spoken(self, i: int, before: str) -> _Number | None:
        words = self._lexicon
        zero = self._at(i) in words.zero or (self._at(i) in words.oh and self._at(i + 1) in words.point)
        cardinal = (0, i + 1) if zero else self._cardinal(i)
        if cardinal is None:
            return None
        value, j = cardinal
        if self._at(j) in words.point:
            digits, k = self._said_digits(j + 1)
            if not digits and (pair := self._below_hundred(j + 1)):
                digits, k = str(pair[0]), pair[1]
            if digits:
                return (decimal(str(value), digits, self._language),), k
        if self._at(j) in words.price_link:
            cents = self._cents(j + 1) or self._tail(j + 1)
            if cents:
                return (f"{value}.{cents[0]}",), cents[1]
            digit, k = self._digit(j + 1), j + 2
            is_price = self._at(k) in CURRENCIES or (before in words.before_price and k == len(self._tokens))
            if is_price and digit not in ("", "0"):  # "dos con cinco euros"
                return (f"{value}.0{digit}", f"{value}.{digit}0"), k
            return (str(value),), j
        tail = self._tail(j) if value < 1_000 and (value or before in words.before_price) else None
        if tail is None:
            return (str(value),), j
        price, whole = f"{value}.{tail[0]}", f"{value}{tail[0]}"
        if self._unit(tail[1]):  # one that is counted in hundreds
            return ((whole,), tail[1]) if value < 100 else ((str(value),), j)
        return ((price, whole) if 0 < value < 100 else (price,)), tail[1]

    def _cardinal(self, i: int) -> tuple[int, int] | None:
        words = self._lexicon
        if self._at(i) in words.articles and (self._at(i + 1) in words.scales or self._at(i + 1) == words.hundred):
            i += 1
        group = self._thousand(i) or self._group(i)
        total, ceiling = 0, 1_000_000_000_000
        while group:
            value, j = group
            scale = words.scales.get(self._at(j), 1)
            if value * scale >= ceiling or scale >= ceiling:
                break
            total, i = total + value * scale, j + (scale > 1)
            if scale == 1:
                break
            ceiling = scale
            group = self._group(i)
            if group is None or group[0] < 100:
                group = self._thousand(i) or self._rest(i)
        return (total, i) if total else None

    def _thousand(self, i: int) -> tuple[int, int] | None:
        """One of the scale that stands here without a count: "mil"."""
        return (1, i) if self._at(i) in self._lexicon.scales else None

    def _group(self, i: int) -> tuple[int, int] | None:
        """1 to 999, and "twelve hundred"."""
        words, key = self._lexicon, self._at(i)
        if key in words.hundreds:
            value, j = words.hundreds[key], i + 1
        else:
            value, j = self._below_hundred(i) or (1, i)
            if words.tens_link and key in words.tens and j == i + 2 and self._begins_hundredths(j):
                return words.tens[key], i + 1  # "cincuenta uno veinte" is 50 and 1.20; 51 has its "y"
            if not words.hundred or self._at(j) != words.hundred:
                return (value, j) if j > i else None
            value, j = value * 100, j + 1
        rest = self._rest(j)
        return (value + rest[0], rest[1]) if rest else (value, j)

    def _begins_hundredths(self, i: int) -> bool:
        key = self._at(i + (self._at(i) in self._lexicon.price_link))
        return key in self._lexicon.tens or key in self._lexicon.teens or key in self._lexicon.zero

    def _rest(self, i: int) -> tuple[int, int] | None:
        """What follows hundreds or thousands: "and twenty"; but not the "one" of a price, "one twenty"."""
        linked = bool(self._lexicon.link) and self._at(i) == self._lexicon.link
        rest = self._below_hundred(i + linked, self._lexicon.tens_ones)
        if rest and not linked and rest[0] < 10 and self._tail(rest[1]):
            return None
        return rest

    # What may come behind a number

    def _after(self, readings: tuple[str, ...], i: int) -> _Number:
        """Take in halves, thousands, dozens, currency; "2x" loses its x."""
        words = self._lexicon
        while key := self._at(i):
            text = readings[0]
            half = self._half(i)
            if half and text.isdigit():
                readings, i = (text + half[0],), half[1]
            elif key in words.scales and text.isdigit() and len(text) <= 3:
                readings, i = (text + "0" * (len(str(words.scales[key])) - 1),), i + 1
            elif key in words.dozen and re.fullmatch(r"[0-9]{1,2}(\.5)?", text):
                dozens, i = int(float(text) * 12), i + 1
                half = self._half_of(i)
                if half and half[0] == ".5":
                    dozens, i = dozens + 6, half[1]
                readings = (str(dozens),)
            elif key in words.cents and text.isdigit():
                readings, i = (hundredths(text),), i + 1
            elif key in CURRENCIES and not self._is_weight(i):
                readings, i = self._currency(readings, i + 1)
            elif key == "x" and (beyond := self._beyond_times(i)):
                i = beyond
            else:
                break
        return readings, i

    def _currency(self, readings: tuple[str, ...], i: int) -> _Number:
        """Money, where `i` is behind the word of its currency: "two euros ten", "two euros and five cents"."""
        words, text = self._lexicon, readings[0]
        if text.isdigit():
            if self._at(i) in words.cents:  # "twenty euro cents"
                return (hundredths(text),), i + 1
            if half := self._half_of(i):
                return (money(text + half[0]),), half[1]
            if cents := self._cents(i + (self._at(i) in words.cents_link)):
                return (f"{text}.{cents[0]}",), cents[1]
            start = i + (self._at(i) in words.price_link)
            pair = (self._at(start), start + 1) if re.fullmatch("[0-9]{2}", self._at(start)) else self._pair(start)
            if pair and not self._is_own(pair):
                return (f"{text}.{pair[0]}",), pair[1]
        return tuple(money(reading) for reading in readings), i

    def _is_own(self, pair: tuple[str, int]) -> bool:
        i = pair[1]
        return self._is_counted(i) or (pair[0] < "10" and self._tail(i) is not None)

    def _beyond_times(self, i: int) -> int:
        """Behind the x of "2x coffee"; 0 where it belongs to what follows ("6 x 33 cl", "2 x large")."""
        while self._at(i) == "x":
            i += 1
        following = self._at(i)
        kept = re.match("[0-9]", following) or (len(following) == 1 and following.isalpha()) or following == "large"
        return 0 if kept else i
