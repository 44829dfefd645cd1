"""Digits to words, so that a voice reads prices, sizes and numbers as people say them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kiosk_app.core.number_tokens import NUMBER_PATTERN, ORDINAL_PATTERN
from kiosk_app.core.number_words import NUMBER_WORDS
from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Language, Money

Forms = tuple[str, str]
"""One of it, many of it."""


@dataclass(frozen=True, slots=True)
class _Speech:
    """How one language says what numbers are joined with."""

    currencies: Mapping[str, tuple[Forms, Forms]]
    """Major and minor unit, by ISO 4217 code."""
    units: Mapping[str, Forms]
    percent: str
    point: str
    minus: str
    times: str
    becomes: str
    """What "→" is read as."""
    cents_link: str
    """Before cents below ten."""
    o_clock: str


_SPEECH: Mapping[Language, _Speech] = {
    "en": _Speech(
        currencies={
            "EUR": (("euro", "euros"), ("cent", "cents")),
            "USD": (("dollar", "dollars"), ("cent", "cents")),
            "GBP": (("pound", "pounds"), ("penny", "pence")),
            "MXN": (("peso", "pesos"), ("cent", "cents")),
        },
        units={
            "l": ("litre", "litres"),
            "cl": ("centilitre", "centilitres"),
            "ml": ("millilitre", "millilitres"),
            "g": ("gram", "grams"),
            "kg": ("kilo", "kilos"),
            "oz": ("ounce", "ounces"),
        },
        percent="percent",
        point="point",
        minus="minus",
        times="times",
        becomes="to",
        cents_link="and",
        o_clock="o'clock",
    ),
    "es": _Speech(
        currencies={
            "EUR": (("euro", "euros"), ("céntimo", "céntimos")),
            "USD": (("dólar", "dólares"), ("centavo", "centavos")),
            "GBP": (("libra", "libras"), ("penique", "peniques")),
            "MXN": (("peso", "pesos"), ("centavo", "centavos")),
        },
        units={
            "l": ("litro", "litros"),
            "cl": ("centilitro", "centilitros"),
            "ml": ("mililitro", "mililitros"),
            "g": ("gramo", "gramos"),
            "kg": ("kilo", "kilos"),
            "oz": ("onza", "onzas"),
        },
        percent="por ciento",
        point="coma",
        minus="menos",
        times="por",
        becomes="a",
        cents_link="con",
        o_clock="en punto",
    ),
}
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_FEMININE = frozenset(("libra", "libras", "onza", "onzas"))
_ACCENTS = {"dieciseis": "dieciséis", "veintidos": "veintidós", "veintitres": "veintitrés", "veintiseis": "veintiséis"}
_MOST_DIGITS = 9
"""Whole numbers that are longer are said digit by digit."""
_CODE_DIGITS = 7
"""Whole numbers that stand in a text and are at least so long are codes, said digit by digit."""

_TIME = re.compile(r"(?<![\w:.,])([01]?[0-9]|2[0-3]):([0-5][0-9])(?![\w:])")
_AMOUNT = re.compile(
    rf"(?P<ordinal>{ORDINAL_PATTERN})"
    rf"|(?P<minus>(?<!\S)[-−])?(?P<sign>[€$£]\s?)?(?P<number>{NUMBER_PATTERN})"
    r"(?:\s?(?P<currency>[€$£]|(?:EUR|USD|GBP|MXN)\b)|\s?(?P<percent>%)|\s?(?P<unit>(?:cl|ml|l|kg|g|oz)\b))?"
)


def say_number(value: Decimal, language: Language = "en") -> str:
    """A number in words: "one hundred and twenty", "doce coma cinco". Beyond 999,999,999, digit by digit."""
    speech = _SPEECH[language]
    whole, _, fraction = format(abs(value), "f").partition(".")
    fraction = fraction.rstrip("0")
    words = _integer(int(whole), language) if len(whole) <= _MOST_DIGITS else _digits(whole, language)
    if fraction:
        pair = language == "es" and len(fraction) == 2 and fraction[0] != "0"
        words += f" {speech.point} {_integer(int(fraction), language) if pair else _digits(fraction, language)}"
    return f"{speech.minus} {words}" if value < 0 else words


def say_money(money: Money, language: Language = "en") -> str:
    """An amount as people say it: "one euro twenty", "ninety-five cents", "dos euros con cinco céntimos".

    A currency without a name here is said by its code, and more than two decimals as a decimal number.
    """
    speech = _SPEECH[language]
    amount = money.amount
    if amount < 0:
        return f"{speech.minus} {say_money(Money(-amount, money.currency), language)}"
    if money.currency not in speech.currencies:
        return f"{say_number(amount, language)} {money.currency}"
    major, minor = speech.currencies[money.currency]
    whole, cents = divmod(amount * 100, 100)
    if cents != int(cents):
        return f"{say_number(amount, language)} {major[1]}"
    if not whole and cents:
        return _counted(cents, minor, language)
    said = _counted(whole, major, language)
    if not cents:
        return said
    if cents < 10:
        return f"{said} {speech.cents_link} {_counted(cents, minor, language)}"
    return f"{said} {say_number(cents, language)}"


def expand(text: str, language: Language = "en") -> str:
    """Rewrite the prices, sizes, percentages, times and numbers of a sentence, and "×" and "→", into words."""
    speech = _SPEECH[language]

    def said(match: re.Match[str]) -> str:
        if match["ordinal"]:
            return match[0]
        digits = normalise(match["number"], language).words[0].text
        value = Decimal(digits)
        sign = match["sign"] or match["currency"]
        if sign:
            words = say_money(Money(value, _SIGNS.get(sign.strip(), sign)), language)
        elif match["unit"]:
            words = _counted(value, speech.units[match["unit"]], language)
        elif digits.isdigit() and (len(digits) >= _CODE_DIGITS or (digits[0] == "0" and len(digits) > 1)):
            words = _digits(digits, language)
        else:
            words = say_number(value, language)
        before = " " if match.start() and match.string[match.start() - 1].isalnum() else ""
        after = " " if match.end() < len(text) and match.string[match.end()].isalnum() else ""
        minus = f"{speech.minus} " if match["minus"] else ""
        percent = f" {speech.percent}" if match["percent"] else ""
        return f"{before}{minus}{words}{percent}{after}"

    text = _TIME.sub(lambda time: f"{int(time[1])} {speech.o_clock if time[2] == '00' else time[2]}", text)
    text = re.sub(r"\s*×\s*", f" {speech.times} ", text)
    text = re.sub(r"\s*→\s*", f" {speech.becomes} ", text)
    return _AMOUNT.sub(said, text).strip()


def _counted(value: Decimal, forms: Forms, language: Language) -> str:
    """A number and what it counts; in Spanish, "uno" agrees with it."""
    noun = forms[value != 1]
    words = say_number(value, language)
    if language == "es" and value == int(value):
        words = _feminine(words) if noun in _FEMININE else _short(words)
    return f"{words} {noun}"


def _short(words: str) -> str:
    """ "Uno" as it stands before a masculine noun or "mil"."""
    return re.sub(r"\buno$", "un", re.sub("veintiuno$", "veintiún", words))


def _feminine(words: str) -> str:
    return re.sub("uno$", "una", re.sub(r"(cient|quinient)os\b", r"\1as", words))


def _digits(digits: str, language: Language) -> str:
    return " ".join(_integer(int(digit), language) for digit in digits)


def _integer(number: int, language: Language) -> str:
    """A whole number of at most nine digits."""
    return _english(number) if language == "en" else _spanish(number)


def _names(language: Language) -> dict[int, str]:
    """The words of small numbers; of several, the first."""
    words = NUMBER_WORDS[language]
    names = {0: "zero" if language == "en" else "cero"}
    for known in (words.digits, words.teens, words.tens, words.hundreds):
        for word, value in known.items():
            names.setdefault(value, _ACCENTS.get(word, word))
    return names


_ENGLISH, _SPANISH = _names("en"), _names("es")


def _english(number: int) -> str:
    for scale, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= scale:
            count, rest = divmod(number, scale)
            link = " and " if rest < 100 else " "
            return f"{_english(count)} {name}" + (f"{link}{_english(rest)}" if rest else "")
    if number in _ENGLISH:
        return _ENGLISH[number]
    return f"{_ENGLISH[number - number % 10]}-{_ENGLISH[number % 10]}"


def _spanish(number: int) -> str:
    for scale, one, many in ((1_000_000, "un millón", "millones"), (1_000, "mil", "mil")):
        if number >= scale:
            count, rest = divmod(number, scale)
            said = one if count == 1 else f"{_short(_spanish(count))} {many}"
            return f"{said} {_spanish(rest)}" if rest else said
    if number in _SPANISH:
        return _SPANISH[number]
    if number > 100:
        hundreds = "ciento" if number < 200 else _SPANISH[number - number % 100]
        return f"{hundreds} {_spanish(number % 100)}"
    return f"{_SPANISH[number - number % 10]} y {_SPANISH[number % 10]}"
