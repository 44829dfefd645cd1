"""Numbers as people say them at a till."""

import random
from collections.abc import Mapping
from typing import Protocol


class Spoken(Protocol):
    """The number words of one language."""

    percent: str
    """What is said after a number of them."""
    option_first: float
    """How often a size or a manner stands before the name."""
    in_thousands: float
    """How often a price is one of hundreds or thousands."""

    def cardinal(self, number: int) -> str:
        """0 to 9999 in words."""

    def ordinal(self, place: int, rng: random.Random) -> str:
        """1 to 9 as a position, with what stands around it."""

    def count(self, number: int, rng: random.Random) -> str:
        """How many of a thing."""

    def price(self, cents: int, rng: random.Random) -> str:
        """A price in one of the ways in which it is said."""

    def phone(self, rng: random.Random) -> tuple[str, str]:
        """A phone number, in digits and as it is said."""

    def street(self, name: str, number: str) -> str:
        """An address."""

    def described(self, adjective: str, noun: str) -> str:
        """A noun with its adjective."""

    def plural(self, name: str) -> str:
        """Several of them."""


class English:
    """`one twenty`, `two euros fifty`, `the second one`."""

    percent = "percent"
    option_first = 0.8
    in_thousands = 0.01
    _ONES = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen"
    ).split()
    _TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split()
    _PLACES = "zeroth first second third fourth fifth sixth seventh eighth ninth".split()
    _COINS = ("euro", "euros", "cents"), ("dollar", "dollars", "cents"), ("pound", "pounds", "pence")

    def cardinal(self, number: int) -> str:
        """0 to 9999 in words."""
        if number < 20:
            return self._ONES[number]
        if number < 100:
            return " ".join([self._TENS[number // 10], *([self._ONES[number % 10]] if number % 10 else [])])
        unit, name = (1000, "thousand") if number >= 1000 else (100, "hundred")
        rest = [self.cardinal(number % unit)] if number % unit else []
        return " ".join([self.cardinal(number // unit), name, *rest])

    def ordinal(self, place: int, rng: random.Random) -> str:
        """1 to 9 as a position."""
        return (
            self._PLACES[place]
            if rng.random() < 0.9
            else f"{place}{dict(enumerate(('st', 'nd', 'rd'), 1)).get(place, 'th')}"
        )

    def count(self, number: int, rng: random.Random) -> str:
        """How many of a thing."""
        if number in (6, 12) and rng.random() < 0.3:
            return "half a dozen" if number == 6 else "a dozen"
        return self.cardinal(number) if rng.random() < 0.9 else str(number)

    def price(self, cents: int, rng: random.Random) -> str:
        """A price in one of the ways in which it is said."""
        whole, part = divmod(cents, 100)
        one, many, coins = rng.choices(self._COINS, (8, 1, 1))[0]
        unit = one if whole == 1 else many
        if rng.random() < 0.12:
            return rng.choice(
                (f"{whole}.{part:02}", f"{whole}.{part:02}", f"€{whole}.{part:02}", f"{whole}.{part:02} {many}")
            )
        if not whole:
            return f"{self.cardinal(part)} {coins if part != 1 else coins[:-1]}"
        if not part:
            return rng.choice(
                (f"{self.cardinal(whole)} {unit}", f"{self.cardinal(whole)} {unit}", self.cardinal(whole))
            )
        small = f"{rng.choice(('oh', 'oh', 'zero'))} {self.cardinal(part)}" if part < 10 else self.cardinal(part)
        digits = (
            small
            if part < 10
            else f"{self._ONES[part // 10]} {self._ONES[part % 10]}"
            if part % 10
            else self._ONES[part // 10]
        )
        return rng.choice(
            (
                *(f"{self.cardinal(whole)} {small}",) * 6,
                f"{self.cardinal(whole)} {unit} {self.cardinal(part)}",
                f"{self.cardinal(whole)} {unit} {self.cardinal(part)}",
                f"{self.cardinal(whole)} {unit} and {self.cardinal(part)} {coins}",
                f"{self.cardinal(whole)} {unit} {self.cardinal(part)} {coins}",
                f"{self.cardinal(whole)} point {digits}",
            )
        )

    def phone(self, rng: random.Random) -> tuple[str, str]:
        """Digit by digit, with "oh", "double" and "triple"."""
        digits = _dialled(rng)
        zero = rng.choice(("oh", "oh", "zero"))
        said = []
        i = 0
        while i < len(digits):
            same = next((n for n in (3, 2) if digits[i : i + n] == digits[i] * n and i + n <= len(digits)), 1)
            if same > 1 and rng.random() < 0.6:
                said.append(f"{('double', 'triple')[same - 2]} {self._digit(digits[i], zero)}")
                i += same
            else:
                said.append(self._digit(digits[i], zero))
                i += 1
        return digits, " ".join(said)

    def _digit(self, digit: str, zero: str) -> str:
        return zero if digit == "0" else self._ONES[int(digit)]

    def street(self, name: str, number: str) -> str:
        """Number first."""
        return f"{number} {name} street"

    def described(self, adjective: str, noun: str) -> str:
        """Adjective first."""
        return f"{adjective} {noun}"

    def plural(self, name: str) -> str:
        """Several of them, by spelling alone; of "bag of ice", the bags."""
        if " of " in name:
            head, _, rest = name.partition(" of ")
            return f"{self.plural(head)} of {rest}"
        if name.endswith(("s", "x", "ch", "sh")):
            return name if name.endswith("s") else name + "es"
        if name.endswith("y") and name[-2:-1] not in "aeiou":
            return name[:-1] + "ies"
        return name + "s"


class Spanish:
    """`uno veinte`, `dos euros cincuenta`, `la segunda`."""

    percent = "por ciento"
    option_first = 0.3
    in_thousands = 0.15
    _ONES = (
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
        "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
        "veintiocho veintinueve"
    ).split()
    _TENS = "cero diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
    _HUNDREDS = (
        " ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos"
    ).split(" ")
    _COINS = (("euro", "euros", "céntimos"), ("peso", "pesos", "centavos"), ("dólar", "dólares", "centavos"))
    _PLACES = "cero primer segund tercer cuart quint sext séptim octav noven".split()

    def cardinal(self, number: int) -> str:
        """0 to 99,999 in words."""
        if number < 30:
            return self._ONES[number]
        if number < 100:
            return self._TENS[number // 10] + (f" y {self._ONES[number % 10]}" if number % 10 else "")
        if number == 100:
            return "cien"
        count, rest = divmod(number, 1000) if number >= 1000 else divmod(number, 100)
        said = [self._HUNDREDS[count]] if number < 1000 else [self.cardinal(count)] * (count > 1) + ["mil"]
        return " ".join(said + [self.cardinal(rest)] * bool(rest))

    def ordinal(self, place: int, rng: random.Random) -> str:
        """1 to 9 as a position."""
        return self._PLACES[place] + rng.choice("oa")

    def count(self, number: int, rng: random.Random) -> str:
        """How many of a thing."""
        if number in (6, 12) and rng.random() < 0.3:
            return "media docena" if number == 6 else "una docena"
        return self.cardinal(number) if rng.random() < 0.9 else str(number)

    def price(self, cents: int, rng: random.Random) -> str:
        """A price in one of the ways in which it is said."""
        whole, part = divmod(cents, 100)
        one, many, coins = rng.choices(self._COINS, (7, 2, 1))[0]
        coined = f"un {one}" if whole == 1 else f"{self.cardinal(whole)} {many}"
        if not whole:
            return f"{self.cardinal(part)} {coins}"
        if not part:
            return rng.choice((coined, self.cardinal(whole)))
        small = f"cero {self.cardinal(part)}" if part < 10 else self.cardinal(part)
        return rng.choice(
            (
                f"{self.cardinal(whole)} {small}",
                f"{self.cardinal(whole)} con {small}",
                f"{coined} {self.cardinal(part)}",
                f"{coined} con {self.cardinal(part)}",
                f"{coined} y {self.cardinal(part)} {coins}",
                f"{whole}.{part:02}",
            )
        )

    def phone(self, rng: random.Random) -> tuple[str, str]:
        """Digit by digit, or the first three so and the rest in pairs."""
        digits = _dialled(rng)
        if len(digits) != 9 or "0" in digits[3::2] or rng.random() < 0.5:
            return digits, " ".join(self._ONES[int(digit)] for digit in digits)
        head = [self._ONES[int(digit)] for digit in digits[:3]]
        pairs = [self.cardinal(int(digits[i : i + 2])) for i in range(3, 9, 2)]
        return digits, " ".join(head + pairs)

    def street(self, name: str, number: str) -> str:
        """Number last."""
        return f"calle {name} {number}"

    def described(self, adjective: str, noun: str) -> str:
        """Adjective last."""
        return f"{noun} {adjective}"

    def plural(self, name: str) -> str:
        """Several of them: the first word changes."""
        first, *rest = name.split()
        first += "" if first.endswith("s") else "s" if first[-1] in "aeiouáéíóú" else "es"
        return " ".join([first, *rest])


def _dialled(rng: random.Random) -> str:
    """The digits of a phone number."""
    first = rng.choice(("0", "0", "6", "7", "9", "5", "8"))
    return first + "".join(rng.choice("0123456789") for _ in range(rng.choice((8, 8, 8, 9, 10, 6))))


SPOKEN: Mapping[str, Spoken] = {"en": English(), "es": Spanish()}
