"""Reads orders of which the shop's own names account for every word: "can i get a small latte with oat milk".

Read word for word, never guessed: where one word is left over, or could belong to two things, the intent model reads.
"""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from kiosk_app.core.intents import filled
from kiosk_app.core.numbers import Normalised, normalise
from kiosk_app.core.ports import Catalogue
from kiosk_app.core.types import Intent, Language, Product
from kiosk_app.core.understanding.options import AMOUNTS, find_options

_BEGINNING: Mapping[Language, str] = {
    "en": r"""
        (?:(?:hi|hello|hey|ok|okay|so|um|uh|please|yes)\ )*
        (?:(?:can|could|may|might)\ (?:i|we)\ (?:please\ |just\ )?(?:get|have|order|take|grab)\ |
           (?:can|could|will|would)\ you\ (?:please\ )?(?:get|give|make|bring|add|put|order|pour)\ (?:(?:me|us)\ )?|
           (?:i'd|i\ would|we'd|we\ would)\ (?:really\ )?(?:like|love)\ (?:to\ (?:order|have|get|buy|try)\ )?|
           (?:i'll|i\ will|we'll|let\ me|i|we|i'm\ going\ to|i'm\ gonna)\ (?:just\ )?
               (?:have|take|get|want|need|go\ for|go\ with|order|want\ to\ order|wanna\ get)\ |
           (?:give|get|make|bring|pour)\ (?:(?:me|us)\ )?|gimme\ |(?:add|put|put\ in|order|ring\ up|prepare)\ )?
    """,
    "es": r"""
        (?:(?:hola|buenas|oye|vale|pues|eh|por\ favor)\ )*
        (?:(?:me\ )?(?:pones|das|traes|preparas|puedes\ (?:poner|dar|traer|preparar))\ |
           (?:me\ )?(?:pon|ponme|ponnos|dame|danos|tráeme|prepárame|añade|apunta|quiero|quería|quisiera|querría)\ |
           (?:me\ gustaría|voy\ a\ tomar|tomaré)\ )?
    """,
}
"""How an order is asked for."""

_END: Mapping[Language, str] = {
    "en": r"(?:\ (?:please|thanks|thank\ you))*",
    "es": r"(?:\ (?:por\ favor|gracias))*",
}

_LINKS: Mapping[Language, frozenset[str]] = {
    "en": frozenset({"with", "and", "plus", "then", "also", "of", "in", "add", "size", "sized", "please"}),
    "es": frozenset({"con", "y", "e", "más", "también", "de"}),
}
_ONE: Mapping[Language, frozenset[str]] = {
    "en": frozenset({"a", "an", "the", "another"}),
    "es": frozenset({"un", "una", "el", "la", "otro", "otra"}),
}

_LONGEST_NAME = 5
"""Words of a product's name."""
_LONGEST_OPTION = 8
"""Words of an option's name."""


@dataclass(slots=True)
class _Line:
    product: Product
    query: str
    quantity: str
    options: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Waiting:
    """What was said since the last product."""

    options: list[str] = field(default_factory=list)
    quantity: str = ""
    before: int = 0
    """Options that stand before the quantity."""


def order_read(heard: Normalised, language: Language, catalogue: Catalogue) -> Intent | None:
    """The order in these words, where they are one from beginning to end. None for everything else."""
    form = rf"(?P<asked>{_BEGINNING[language]})(?P<order>.+?){_END[language]}"
    match = re.fullmatch(form, heard.text, re.VERBOSE)
    if match is None:
        return None
    lines = _lines(match["order"].split(), language, catalogue)
    is_order = match["asked"] or any(line.options for line in lines)  # "24 croissants" may be a delivery
    if not lines or not is_order or not all(_takes_all(line, language) for line in lines):
        return None
    items = [
        {
            "query": line.query,
            **({"quantity": line.quantity} if line.quantity[:1].isdigit() else {}),
            **({"options": line.options} if line.options else {}),
        }
        for line in lines
    ]
    args, defaults = filled("add_to_order", {"items": items}, heard.text)
    return Intent("add_to_order", args, origins=dict.fromkeys(defaults, "default"))


def _lines(words: list[str], language: Language, catalogue: Catalogue) -> list[_Line]:
    """None of them where a word is left over, or may belong to two of them."""
    lines: list[_Line] = []
    waiting = _Waiting()
    while words:
        length = _option_at(words, catalogue.options, language)
        if not length and (words[0] in _ONE[language] or words[0].isdigit()):
            if waiting.quantity.isdigit():
                return []
            waiting.quantity, waiting.before, length = words[0], len(waiting.options), 1
        elif not length and words[0] in _LINKS[language]:
            length = 1
        elif found := _product_at(words, length, language, catalogue):
            product, length = found
            if lines and (not waiting.quantity or find_options(words[:1], lines[-1].product, language).options):
                return []
            if lines:
                lines[-1].options += waiting.options[: waiting.before]
                del waiting.options[: waiting.before]
            lines.append(_Line(product, " ".join(words[:length]), waiting.quantity, waiting.options))
            waiting = _Waiting()
        elif length:
            waiting.options.append(" ".join(words[:length]))
        else:
            return []
        words = words[length:]
    if not lines or waiting.quantity.isdigit():
        return []
    lines[-1].options += waiting.options
    return lines


def _option_at(words: list[str], names: Set[str], language: Language) -> int:
    """How many words the option takes that stands here, its amount counted; 0 where there is none."""
    amounts = [phrase.split() for phrase in AMOUNTS[language] if words[: len(phrase.split())] == phrase.split()]
    for amount in (*sorted(amounts, key=len, reverse=True), []):
        after = words[len(amount) : len(amount) + _LONGEST_OPTION]
        for length in range(len(after), 0, -1):
            if " ".join(after[:length]) in names:
                return len(amount) + length
    return 0


def _product_at(words: list[str], least: int, language: Language, catalogue: Catalogue) -> tuple[Product, int] | None:
    """The product that is named here by more than `least` words, by the longest name, and how many they are."""
    for length in range(min(_LONGEST_NAME, len(words)), least, -1):
        if words[length - 1] not in _LINKS[language] | _ONE[language]:
            for match in catalogue.find(" ".join(words[:length])):
                if match.exact and not match.left_over and _is_spelt_so(words[:length], match.product, language):
                    return match.product, length
    return None


def _is_spelt_so(words: Iterable[str], product: Product, language: Language) -> bool:
    """Does each word stand in the product's names, or several of it?"""
    names = " ".join((product.name, *product.aliases))
    known = set(normalise(names, language).text.split())
    return all(not known.isdisjoint((word, word.removesuffix("s"), word.removesuffix("es"))) for word in words)


def _takes_all(line: _Line, language: Language) -> bool:
    """Does the product come with every option, in the amount that was said?"""
    found = find_options(line.options, line.product, language)
    return not found.notes and len(found.options) == len(line.options)
