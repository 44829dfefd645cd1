"""The words that numbers, money and sizes are made of, per language; keys are lower-case without accents."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kiosk_app.core.types import Language

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberWords:
    """What one language calls its numbers and what stands around them."""

    digits: Mapping[str, int]
    """1 to 9."""
    teens: Mapping[str, int]
    """Single words from 10 on that take no digit after them."""
    tens: Mapping[str, int]
    """20, 30 … 90."""
    tens_link: str
    """Between tens and digit; empty where nothing is."""
    tens_ones: Mapping[str, int]
    """The digits as they may follow tens or hundreds: Spanish adds "un", "una"."""
    hundreds: Mapping[str, int]
    """Whole hundreds as single words."""
    hundred: str
    """The word that multiplies by a hundred, or empty."""
    scales: Mapping[str, int]
    link: str
    """May follow hundreds and thousands ("and"), or empty."""
    zero: frozenset[str]
    """A number by itself."""
    oh: frozenset[str]
    """Zero, only beside other digits."""
    repeat: Mapping[str, int]
    """"double", "triple" before a digit."""
    point: frozenset[str]
    price_link: frozenset[str]
    """Between whole and hundredths of a price, currency said or not: "uno con veinte"."""
    cents_link: frozenset[str]
    """Between money and "… cents"."""
    articles: frozenset[str]
    bunches: Mapping[str, str]
    """Nouns that count, only after an article, as decimal strings: "a couple", "a tenner"."""
    dozen: frozenset[str]
    halves: Mapping[Phrase, str]
    """What follows a whole number or its unit, as decimals."""
    parts: Mapping[Phrase, str]
    """What precedes a unit (with or without `part_links`), as a decimal string."""
    part_links: frozenset[str]
    cents: frozenset[str]
    percent: tuple[Phrase, ...]
    """The first one is what is written."""
    units: Mapping[Phrase, str]
    ordinals: Mapping[str, int]
    one: str
    """The word that is also a pronoun, or empty."""
    before_pronoun: frozenset[str]
    """A bare `one` after these is a pronoun: "that one"."""
    before_price: frozenset[str]
    """Only after these does "zero ninety" mean 0.90; else it is as in "Cola Zero 33"."""
    before_code: frozenset[str]
    """After these, three digits said one by one are one number."""
    phone: frozenset[str]
    """Behind these, two groups of digits may be a phone number."""
    vague: Mapping[Phrase, str]
    """What makes the number before it a guess, which stays in words: "ciento y pico"."""
    minus: str
    and_: str
    """What "&" is read as."""


def _count(words: str, start: int = 1, step: int = 1) -> dict[str, int]:
    """Words for `start`, `start + step`, and so on."""
    return {word: start + step * place for place, word in enumerate(words.split())}


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CURRENCY_CODES = _set("€ $ £ eur usd gbp mxn")
"""Currencies as they are written, before their number or behind it."""
CURRENCIES = CURRENCY_CODES | _set(
    "euro euros dollar dollars buck bucks pound pounds quid dolar dolares libra libras peso pesos varo varos"
)
WEIGHTS = frozenset(("pound", "pounds", "libra", "libras"))
"""Currencies that are a weight before "of" or "de"."""
POUNDERS = frozenset(("pounder", "pounders"))
"""What "and a quarter" before these is a part of."""

_METRIC: dict[Phrase, str] = {
    tuple(phrase.split()): unit
    for unit, phrases in {
        "l": "l,lt,liter,liters,litre,litres,litro,litros",
        "cl": "cl,c l,centiliter,centiliters,centilitre,centilitres,centilitro,centilitros",
        "ml": "ml,m l,milliliter,milliliters,millilitre,millilitres,mililitro,mililitros",
        "g": "g,gr,gram,grams,gramme,grammes,gramo,gramos",
        "kg": "kg,kgs,k g,kilo,kilos,kilogram,kilograms,kilogramme,kilogrammes,kilogramo,kilogramos",
        "ounce": "ounce,ounces,oz,onza,onzas",
    }.items()
    for phrase in phrases.split(",")
}

HUNDREDS_UNITS = frozenset(("g", "ml"))
"""Units counted in hundreds: "two fifty grams" is 250 g, while "two twelve ounce" is 2 of 12 ounces."""

_ENGLISH_DIGITS = _count("one two three four five six seven eight nine")
_ENGLISH = NumberWords(
    digits=_ENGLISH_DIGITS,
    teens=_count("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10),
    tens={**_count("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10), "fourty": 40},
    tens_link="",
    tens_ones=_ENGLISH_DIGITS,
    hundreds={},
    hundred="hundred",
    scales={"thousand": 1_000, "million": 1_000_000},
    link="and",
    zero=_set("zero nought naught"),
    oh=_set("oh o"),
    repeat={"double": 2, "triple": 3},
    point=_set("point"),
    price_link=_set(""),
    cents_link=_set("and with"),
    articles=_set("a an"),
    bunches={"couple": "2", "fiver": "5.00", "tenner": "10.00"},
    dozen=_set("dozen"),
    halves={("and", "a", "half"): ".5", ("and", "a", "quarter"): ".25", ("and", "three", "quarters"): ".75"},
    parts={
        **{(*count, "half"): "0.5" for count in ((), ("a",), ("one",))},
        **{(*count, "quarter"): "0.25" for count in ((), ("a",), ("one",))},
        ("three", "quarters"): "0.75",
    },
    part_links=_set("of a an"),
    cents=_set("cent cents penny pennies pence p ¢"),
    percent=(("percent",), ("%",), ("per", "cent")),
    units={**_METRIC, ("mil",): "ml", ("mils",): "ml"},
    ordinals=_count("first second third fourth fifth sixth seventh eighth ninth"),
    one="one",
    before_pronoun=_set(
        "this that the which each every another other same last next big bigger small smaller large larger medium "
        "new old right wrong cheap cheaper"
    ),
    before_price=_set("to at is are now for be"),
    before_code=_set("order number code barcode sku ticket phone"),
    phone=_set("phone telephone tel mobile cell cellphone call whatsapp"),
    vague={("something",): "", ("odd",): "", ("ish",): ""},
    minus="minus",
    and_="and",
)

_SPANISH_DIGITS = _count("uno dos tres cuatro cinco seis siete ocho nueve")
_SPANISH_HUNDREDS = _count("doscient trescient cuatrocient quinient seiscient setecient ochocient novecient", 200, 100)
_SPANISH_ORDINALS = _count("primer segund tercer cuart quint sext septim octav noven")
_SPANISH = NumberWords(
    digits=_SPANISH_DIGITS,
    teens={
        **_count("diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve", 10),
        **_count("veinte veintiuno veintidos veintitres veinticuatro veinticinco", 20),
        **_count("veintiseis veintisiete veintiocho veintinueve", 26),
        "veintiun": 21,
        "veintiuna": 21,
    },
    tens=_count("treinta cuarenta cincuenta sesenta setenta ochenta noventa", 30, 10),
    tens_link="y",
    tens_ones={**_SPANISH_DIGITS, "un": 1, "una": 1},
    hundreds={
        "cien": 100,
        "ciento": 100,
        **{stem + ending: value for stem, value in _SPANISH_HUNDREDS.items() for ending in ("os", "as")},
    },
    hundred="",
    scales={"mil": 1_000, "millon": 1_000_000, "millones": 1_000_000},
    link="",
    zero=_set("cero zero"),
    oh=_set(""),
    repeat={"doble": 2, "triple": 3},
    point=_set("coma punto"),
    price_link=_set("con"),
    cents_link=_set("y con"),
    articles=_set("un una"),
    bunches={"par": "2"},
    dozen=_set("docena docenas"),
    halves={
        ("y", "medio"): ".5",
        ("y", "media"): ".5",
        ("y", "cuarto"): ".25",
        ("y", "un", "cuarto"): ".25",
        ("y", "tres", "cuartos"): ".75",
    },
    parts={
        ("medio",): "0.5",
        ("media",): "0.5",
        ("un", "cuarto"): "0.25",
        ("cuarto",): "0.25",
        ("tres", "cuartos"): "0.75",
    },
    part_links=_set("de"),
    cents=_set("centimo centimos centavo centavos penique peniques ¢"),
    percent=(("por", "ciento"), ("%",), ("por", "cien")),
    units=_METRIC,
    ordinals={
        **{stem + ending: value for stem, value in _SPANISH_ORDINALS.items() for ending in ("o", "a")},
        "primer": 1,
        "tercer": 3,
    },
    one="",
    before_pronoun=_set(""),
    before_price=_set("a es son por vale valen cuesta cuestan"),
    before_code=_set("pedido orden comanda numero codigo barras sku ticket telefono"),
    phone=_set("telefono tel movil celular cel fono llama llamar whatsapp"),
    vague={("y", "pico"): ""},
    minus="menos",
    and_="y",
)

NUMBER_WORDS: Mapping[Language, NumberWords] = {"en": _ENGLISH, "es": _SPANISH}


@cache
def beginnings(language: Language) -> frozenset[str]:
    """Every word that a number may begin with; digits, and the signs before them, are not among them."""
    words = NUMBER_WORDS[language]
    counts = (words.digits, words.teens, words.tens, words.hundreds, words.scales, words.repeat)
    phrases = (phrase for phrases in (words.parts, words.percent, words.units) for phrase in phrases)
    return frozenset().union(
        *counts, words.zero, words.oh, words.articles, words.dozen, CURRENCIES, {words.hundred}, (p[0] for p in phrases)
    )
