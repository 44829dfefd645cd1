"""Digits to words, so that a voice reads prices, sizes and numbers as people say them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kiosk_app.core.numbers import normalise
from kiosk_app.core.numbers.tokens import NUMBER_PATTERN, ORDINAL_PATTERN
from kiosk_app.core.numbers.words import NUMBER_WORDS
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
    plus: str
    per: str
    """What "/" before a unit is read as."""
    until: str
    """What a dash between two numbers is read as."""
    cents_link: str
    """Before cents below ten."""


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
            "dl": ("decilitre", "decilitres"),
            "mm": ("millimetre", "millimetres"),
            "cm": ("centimetre", "centimetres"),
            "m": ("metre", "metres"),
        },
        percent="percent",
        point="point",
        minus="minus",
        times="times",
        becomes="to",
        plus="plus",
        per="per",
        until="to",
        cents_link="and",
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
            "dl": ("decilitro", "decilitros"),
            "mm": ("milímetro", "milímetros"),
            "cm": ("centímetro", "centímetros"),
            "m": ("metro", "metros"),
        },
        percent="por ciento",
        point="coma",
        minus="menos",
        times="por",
        becomes="a",
        plus="más",
        per="por",
        until="a",
        cents_link="con",
    ),
}
_SIGNS = {"€": "EUR", "$": "USD", "£": "GBP"}
_FEMININE = frozenset(("libra", "libras", "onza", "onzas"))
_FEMININE_ENDINGS = ("as", "dades", "ciones", "siones")
_NO_NOUNS = frozenset(("más", "menos", "dos", "tres", "seis", "tras", "los", "las", "pues"))
"""Words with the ending of a Spanish plural that are none."""
_ONE = re.compile(
    "(?i:(?P<feminine>botella|caja|lata|bolsa|bandeja|pieza|unidad|línea|hora|semana|persona|taza|copa|cucharada|ración)"
    "|paquete|tarro|vaso|producto|pedido|cliente|precio|minuto|segundo|día|mes|año|kilo|litro)"
)
"""What there may be one of in Spanish; other words need not be what is counted: "mesa 1 lista"."""
_PARTS_OF_DAY = (
    (1, "de la noche"),
    (6, "de la madrugada"),
    (12, "de la mañana"),
    (13, "del mediodía"),
    (21, "de la tarde"),
    (24, "de la noche"),
)
"""Until which hour, exclusive, each is said."""
_ACCENTS = {"dieciseis": "dieciséis", "veintidos": "veintidós", "veintitres": "veintitrés", "veintiseis": "veintiséis"}
_MOST_DIGITS = 9
"""Whole numbers that are longer are said digit by digit."""
_CODE_DIGITS = 7
"""Whole numbers that stand in a text and are at least so long are codes, said digit by digit."""

_UNIT = "(?:cl|ml|dl|l|kg|g|oz|mm|cm|m)"
_PACK = r"(?P<pack>(?=\s(?:can|bottle|bag|box|carton|cup|glass|jar|pack|tin|tub)(?:e?s)?\b))?"
"""What a size may stand before like an adjective: "thirty-three centilitre can"."""
_AMOUNT = re.compile(
    rf"(?P<ordinal>{ORDINAL_PATTERN})"
    r"|(?:\b(?P<article>[Ll]a)s\s+)?(?<![\w:.,])"
    r"(?P<hour>[01]?[0-9]|2[0-3])(?::(?P<minute>[0-5][0-9])|(?=\s?[ap]\.?m\b))(?![\d:])(?:\s?(?P<half>[ap])\.?m\b|\s?h\b)?"
    rf"|(?P<minus>(?<!\S)[-−+])?(?P<sign>[€$£]\s?)?(?P<number>{NUMBER_PATTERN})"
    rf"(?:\s?(?P<currency>[€$£]|(?:EUR|USD|GBP|MXN)\b)|\s?(?P<percent>%)|\s?(?P<unit>{_UNIT}\b){_PACK}"
    r"|(?P<count>\s*[×x]\s+(?=[^\W\d_]))|(?=\s(?P<noun>[^\W\d_]{3,})))?"
    rf"(?:\s?/\s?(?P<per>{_UNIT}\b))?"
)
_MONEY_AHEAD = "\x02"
"""Stands before the words of money until the text is cut; no white space, as \\x1e would be."""
_CUTS = re.compile(rf"(?:(?<=[!?…:;,])|(?<=[^\W\d_]{{4}}\.))\s+{_MONEY_AHEAD}?|\s+{_MONEY_AHEAD}")
"""After a clause, and before money. Not after what may be an abbreviation, such as "Dr."."""


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
    """Rewrite the prices, sizes, times, percentages and numbers of a sentence, and "×" and "→", into words."""
    return _expanded(text, language).replace(_MONEY_AHEAD, "").strip()


def pieces(text: str, language: Language = "en") -> tuple[str, ...]:
    """What `expand` writes, cut where a voice may pause: after clauses, and before money, which comes again and again.

    Pieces without a word are left out.
    """
    cut = (piece.replace(_MONEY_AHEAD, "").strip() for piece in _CUTS.split(_expanded(text, language)))
    return tuple(piece for piece in cut if any(character.isalnum() for character in piece))


def _expanded(text: str, language: Language) -> str:
    speech = _SPEECH[language]

    def said(match: re.Match[str]) -> str:
        if match["ordinal"]:
            return match[0]
        before = " " if match.start() and match.string[match.start() - 1].isalnum() else ""
        after = " " if match.end() < len(match.string) and match.string[match.end()].isalnum() else ""
        if match["hour"]:
            return f"{before}{_clock(match, language)}{after}"
        signs = {"-": f"{speech.minus} ", "−": f"{speech.minus} ", "+": f"{speech.plus} ", None: ""}
        percent = f" {speech.percent}" if match["percent"] else ""
        per = f" {speech.per} {speech.units[match['per']][0]}" if match["per"] else ""
        money = _MONEY_AHEAD if match["sign"] or match["currency"] else ""
        return f"{before}{money}{signs[match['minus']]}{_amount(match, language)}{percent}{per}{after}"

    text = text.replace(_MONEY_AHEAD, " ")
    text = re.sub(r"(?<=[0-9])\s?x\s?(?=[0-9])", " × ", text)
    text = re.sub(r"(?<=[0-9€$£%])\s?–\s?(?=[€$£]?[0-9])", f" {speech.until} ", text)
    text = _AMOUNT.sub(said, text)
    text = re.sub(r"\s*×\s*", f" {speech.times} ", text)
    return re.sub(r"\s*→\s*", f" {speech.becomes} ", text)


def _amount(match: re.Match[str], language: Language) -> str:
    """A number, and what it counts: money, a size, things."""
    digits = normalise(match["number"], language).words[0].text
    value = Decimal(digits)
    if sign := match["sign"] or match["currency"]:
        return say_money(Money(value, _SIGNS.get(sign.strip(), sign)), language)
    if match["unit"]:
        one, many = _SPEECH[language].units[match["unit"]]
        return _size(value, (one, many if match["pack"] is None else one), language)
    if match["number"].isdigit() and (len(digits) >= _CODE_DIGITS or (digits[0] == "0" and len(digits) > 1)):
        return _digits(digits, language)
    words = say_number(value, language)
    if language == "es" and digits.isdigit():
        noun = match["noun"] or ""
        if match["count"]:
            return _short(words)
        if value == 1 and (counted := _ONE.fullmatch(noun)):
            return "una" if counted["feminine"] else "un"
        if value > 1 and noun.endswith("s") and noun.lower() not in _NO_NOUNS:
            return _feminine(words) if noun.endswith(_FEMININE_ENDINGS) else _short(words)
    return words


def _clock(match: re.Match[str], language: Language) -> str:
    """A time of day: "nine thirty a m", "las nueve y media de la mañana"."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match["half"] == "p" else 0)
    twelve = hour % 12 or 12
    article = match["article"] or ""
    if language == "en":
        article += "s " if article else ""
        if (twelve, minute) == (12, 0):
            return f"{article}{'noon' if hour else 'midnight'}"
        minutes = f"{' oh' if minute < 10 else ''} {_integer(minute, language)}" if minute else ""
        return f"{article}{_integer(twelve, language)}{minutes} {'p' if hour >= 12 else 'a'} m"
    if article:
        article += " " if twelve == 1 else "s "
    words = "una" if twelve == 1 else _integer(twelve, language)
    minutes = {0: "", 15: " y cuarto", 30: " y media"}.get(minute, f" y {_integer(minute, language)}")
    part = next(name for until, name in _PARTS_OF_DAY if hour < until)
    return f"{article}{words}{minutes} {part}"


def _size(value: Decimal, forms: Forms, language: Language) -> str:
    """A number and its unit; halves as people say them: "half a litre", "litro y medio"."""
    whole = Decimal(int(value))
    if value - whole != Decimal("0.5"):
        return _counted(value, forms, language)
    if language == "es":
        half = "media" if forms[0] in _FEMININE else "medio"
        return f"{_counted(whole, forms, language)} y {half}" if whole else f"{half} {forms[0]}"
    if whole:
        return f"{say_number(whole, language)} and a half {forms[1]}"
    return f"half {'an' if forms[0][0] in 'aeiou' else 'a'} {forms[0]}"


def _counted(value: Decimal, forms: Forms, language: Language) -> str:
    """A number and what it counts; in Spanish, "uno" agrees with it."""
    noun = forms[value != 1]
    words = say_number(value, language)
    if language == "es" and value == int(value):
        words = _feminine(words) if noun in _FEMININE else _short(words)
        if words.endswith(("millón", "millones")):
            words += " de"
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
