"""What a question and a text have in common: their terms, the order of what was found, the words to quote."""

import re
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from kiosk_app.core.numbers.tokens import key_of
from kiosk_app.core.types import Language

RANK_DAMPING = 60
"""Of reciprocal rank fusion, as in Cormack, Clarke and Büttcher, SIGIR 2009."""

SURE: Mapping[Language, float] = {"en": 0.79, "es": 0.88}
"""A passage's score below which it counts as no answer, where WordLlama embeds.

Chosen so that of the questions that nothing answers nine of ten are refused on the odd lines of tests/data/knowledge,
and nineteen of twenty of 1,959 others by people who never saw these, each asked where its passage was left out.
"""

_WORD = re.compile(r"[^\W_]+")
_SMALL: Mapping[Language, str] = {
    "en": "a about all also am an and any anybody anyone are aren as at be because been but by can could did didn "
    "do does doesn doing don done for from get gets got had has have having he her here hers him his how i if "
    "in into is isn it its just know let like ll long many may me might mine much must my need no not of off "
    "oh okay on one or our ours out over own please re s shall she should so some somebody someone t tell "
    "than that the their them then there these they thing things this those to too up us ve very want was "
    "wasn we were what when where which who whom whose why will with won would you your yours",
    "es": "a al algo alguien algun alguna algunas alguno algunos ante antes aqui asi aun aunque bien cada como con "
    "cual cuales cuando cuanta cuantas cuanto cuantos de debe deben deber del desde dime donde dos e el ella "
    "ellas ellos en entre era eran es esa esas ese eso esos esta estaba estan estar estas este esto estos "
    "estoy fue ha hace hacen hacer hago han has hasta hay he hemos i la las le les lo los mas me mi mis mucho "
    "muy nada ni no nos nosotros nuestra nuestras nuestro nuestros o os otra otro para pero podemos poder por "
    "porque puede pueden puedo que quien quiere quiero se sea ser si sido sin sobre son soy su sus tal "
    "tambien tan te tenemos tengo ti tiene tienen toda todas todo todos tu tus un una unas uno unos va vamos "
    "van voy y ya yo",
}
"""Words that say nothing by themselves."""
_STOP: Mapping[Language, frozenset[str]] = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_ENDINGS: Mapping[Language, tuple[str, ...]] = {
    "en": ("ations", "ation", "ings", "ing", "edly", "ers", "ies", "ied", "ed", "er", "es", "ly", "s", "y", "e"),
    "es": (
        "amientos", "imientos", "amiento", "imiento", "aciones", "iciones", "uciones", "acion", "icion", "ucion",
        "mente", "ieron", "iendo", "ando", "adas", "ados", "idas", "idos", "ada", "ado", "ida", "ido", "amos", "emos",
        *(f"{verb}{it}" for verb in ("ar", "er", "ir") for it in ("los", "las", "les", "lo", "la", "le", "se")),
        "imos", "aron", "aban", "aba", "eza", "ian", "ia", "ar", "er", "ir",
        "an", "en", "as", "os", "es", "a", "o", "e", "s",
    ),
}  # fmt: skip
_LAST: Mapping[Language, tuple[str, str]] = {"en": ("v", "f"), "es": ("z", "c")}
"""The last letter of a stem that is another one in the singular, or in the plural: loaf and loaves, nuez and nueces."""
_SHORTEST_STEM = 3

Key = TypeVar("Key", bound=Hashable)


def words_of(text: str) -> list[str]:
    """All its words, in lower case and without accents, in their order."""
    return _WORD.findall(key_of(text.lower()))


def content(text: str, language: Language) -> list[str]:
    """Those of its words that say something."""
    return [word for word in words_of(text) if word not in _STOP[language]]


def terms(text: str, language: Language) -> list[str]:
    """The same without their endings, so that a word in the singular finds the plural."""
    return [stem(word, language) for word in content(text, language)]


def language_of(text: str) -> Language:
    """The language whose small words stand in a text more often."""
    counted = Counter(words_of(text))
    known = {language: sum(counted[word] for word in words) for language, words in _STOP.items()}
    return "es" if known["es"] > known["en"] else "en"


def fused(rankings: Sequence[Sequence[Key]]) -> dict[Key, float]:
    """Reciprocal rank fusion: each key with its score, best first."""
    scores: dict[Key, float] = {}
    for ranking in rankings:
        for rank, key in enumerate(ranking, 1):
            scores[key] = scores.get(key, 0.0) + 1 / (RANK_DAMPING + rank)
    return dict(sorted(scores.items(), key=lambda entry: -entry[1]))


@lru_cache(maxsize=50_000)
def stem(word: str, language: Language) -> str:
    """A word in lower case without its endings: "ordered" loses two in English, as "order" loses one."""
    stripped = _stripped(word, language)
    while language == "en" and stripped != word:
        word, stripped = stripped, _stripped(stripped, language)
    word = stripped.removesuffix("i") if len(stripped) > _SHORTEST_STEM else stripped
    last, other = _LAST[language]
    if word.endswith(last):
        word = word.removesuffix(last) + other
    if language == "en" and len(word) > _SHORTEST_STEM and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    return word


def _stripped(word: str, language: Language) -> str:
    """Without one ending, the longest that leaves enough of it."""
    for ending in _ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
