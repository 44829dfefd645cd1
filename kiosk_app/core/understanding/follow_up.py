"""Reads what only makes sense after something else: "and the zero too", "make it two", "no, the big one".

Read word for word, never guessed: what does not fit one of the forms is a sentence of its own, for the intent model.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import reduce
from typing import cast

from kiosk_app.core.numbers import Normalised
from kiosk_app.core.ports import Catalogue
from kiosk_app.core.types import Intent, Language

_NUMBERED = ("new_price", "quantity", "amount", "percent", "table")
"""Arguments that a number alone may change, the first that is there."""

_NO_PRODUCT = ("find_customer", "update_customer", "order_status")
"""Intents whose `query` is no product."""

_NUMBER_SAID = r"(?P<number>\S+)(?P<share> percent| por ciento)?"

_ARTICLE = {"en": r"(?:the |a |an |some )?", "es": r"(?:el |la |los |las |un |una |lo )?"}

_SAME: Mapping[Language, tuple[str, ...]] = {
    "en": (
        r"(?:and )?(?:do )?(?:the )?same (?:again )?(?:for|with|on) {the}(?P<query>.+)",
        r"(?:and |also )?{the}(?P<query>.+?) (?:too|as well)",
        r"and (?:also )?(?:for )?(?:the )(?P<query>.+)",
    ),
    "es": (
        r"(?:y )?(?:lo mismo|igual) (?:para|con|en) {the}(?P<query>.+)",
        r"(?:y )?{the}(?P<query>.+?) también",
        r"(?:y )?también {the}(?P<query>.+)",
        r"y (?:el |la |los |las )(?P<query>.+)",
    ),
}
"""The last intent once more, about another thing."""

_NUMBER: Mapping[Language, tuple[str, ...]] = {
    "en": (
        r"(?:no |actually |sorry |wait )*(?:make|made) (?:it|that|them|this) {number}",
        r"(?:no |sorry |actually )+(?:i (?:said|meant|mean) )?{number}",
        r"i (?:said|meant|mean) {number}",
        r"{number} instead",
    ),
    "es": (
        r"(?:no |perdón |mejor )*(?:que sean|que sea|pon|ponme|ponle|déjalo en|hazlo) {number}",
        r"(?:no |perdón |mejor |digo )+(?:dije |quise decir |quería decir )?{number}",
        r"(?:dije|quise decir) {number}",
        r"{number} mejor",
    ),
}
"""The last intent with another number."""

_OTHER: Mapping[Language, tuple[str, ...]] = {
    "en": (
        r"(?:no |sorry |wait )+(?:not (?:that|this){one} )?(?:i (?:meant|mean|said) )?the (?P<query>.+?){one}",
        r"i (?:meant|mean) the (?P<query>.+?){one}",
        r"not that{one} the (?P<query>.+?){one}",
    ),
    "es": (
        r"(?:no |perdón )+(?:(?:ese|esa|eso) no )?(?:digo |quise decir |quería decir )?(?:el|la|los|las) (?P<query>.+)",
        r"(?:digo|quise decir|quería decir) (?:el|la|los|las) (?P<query>.+)",
    ),
}
"""The last intent, about another thing of the same kind."""

_SIZES: Mapping[Language, Mapping[str, str]] = {
    "en": {"big": "large", "bigger": "large", "larger": "large", "little": "small", "smaller": "small"},
    "es": {"pequeña": "pequeño", "chica": "pequeño", "chico": "pequeño"},
}
"""What sizes are called on a menu."""

_SIZE = re.compile(r"\b\d\S*(?: (?:[cm]?l|k?g|oz|ounce))?(?!\S)")

_LONGEST_NAME = 4
"""Words of a thing; what is longer is a sentence of its own."""


def correction(heard: Normalised, language: Language, last: Intent | None, catalogue: Catalogue) -> Intent | None:
    """`last` as it was meant: with another number, or about another product. None for all other utterances."""
    if last is None:
        return None
    if match := _match(_NUMBER, heard, language):
        number = next((word for word in heard.words if word.text == match["number"] and word.readings), None)
        if number and (changed := _with_number(last, number.readings[0], is_share=bool(match["share"]))):
            return changed
    if match := _match(_OTHER, heard, language):
        return _with_product(last, match["query"], language, catalogue)
    return None


def continuation(heard: Normalised, language: Language, last: Intent | None, catalogue: Catalogue) -> Intent | None:
    """`last` once more, about another product. None for all other utterances."""
    if last is None or last.name in _NO_PRODUCT:
        return None
    match = _match(_SAME, heard, language)
    return _same_for(last, match, heard, catalogue) if match else None


def corrects_order(intent: Intent) -> bool:
    """Does this addition to the order stand for the one before, rather than beside it?"""
    return intent.origins.get("items") == "context"


def is_settable(corrected: Intent, last: Intent | None) -> bool:
    """May this be done although `last` has been done? Only where doing both comes to the same as doing this."""
    same_thing = last is not None and corrected.args.get("query") == last.args.get("query")
    sets = corrected.name in ("update_product_price", "set_order_details") or corrected.args.get("direction") == "set"
    return corrects_order(corrected) or (same_thing and sets)


def _match(patterns: Mapping[Language, tuple[str, ...]], heard: Normalised, language: Language) -> re.Match[str] | None:
    parts = {"{the}": _ARTICLE[language], "{number}": _NUMBER_SAID, "{one}": "(?: (?:one|1))?"}
    written = (reduce(lambda text, part: text.replace(*part), parts.items(), pattern) for pattern in patterns[language])
    return next((match for pattern in written if (match := re.fullmatch(pattern, heard.text))), None)


def _same_for(last: Intent, match: re.Match[str], heard: Normalised, catalogue: Catalogue) -> Intent | None:
    """The last intent about another product, which may end in a price of its own: "and the zero one thirty"."""
    query, number = match["query"], heard.words[-1]
    if "new_price" in last.args and number.readings and query.endswith(f" {number.text}"):
        thing = re.sub(r" (?:to|at|is|a|en)$", "", query.removesuffix(f" {number.text}"))
        if catalogue.find(thing):
            return _changed(last, {"query": thing, "new_price": number.readings[0]})
    if not catalogue.find(query):
        return None
    if "items" in last.args and re.search(r"\b(?:same|lo mismo|igual)\b", match[0]):
        return _changed(last, {"items": [{**_items(last)[-1], "query": query}]})
    if "items" in last.args:
        return _changed(last, {"items": [{"query": query}]}) if re.search(r"\b(?:the|el|la)\b", match[0]) else None
    return _changed(last, {"query": query}) if "query" in last.args else None


def _with_number(last: Intent, number: str, *, is_share: bool) -> Intent | None:
    if is_share:
        return _changed(last, {"percent": number}) if "percent" in last.args else None
    if last.name == "add_to_order":
        *items, item = _items(last)
        return _corrected_order(last, [*items, {**item, "quantity": number}])
    name = next((name for name in _NUMBERED if name in last.args), None)
    return _changed(last, {name: number}) if name else None


def _with_product(last: Intent, said: str, language: Language, catalogue: Catalogue) -> Intent | None:
    """The last intent about what `said` names: a product of the same kind, else any; asked for where it is neither."""
    is_order = last.name == "add_to_order"
    if last.name in _NO_PRODUCT or not (is_order or "query" in last.args) or len(said.split()) > _LONGEST_NAME:
        return None
    before = _items(last)[-1]["query"] if is_order else last.args["query"]
    kind = " ".join(_SIZE.sub("", str(before)).split())
    wanted = (f"{kind} {said}", f"{kind} {_SIZES[language].get(said, said)}", said)
    query = next((words for words in wanted if catalogue.find(words)), kind if len(catalogue.find(kind)) > 1 else None)
    if query is None:
        return None
    if is_order:
        *items, item = _items(last)
        return _corrected_order(last, [*items, {**item, "query": query}])
    return _changed(last, {"query": query})


def _items(last: Intent) -> list[Mapping[str, object]]:
    return cast(list[Mapping[str, object]], last.args["items"])


def _corrected_order(last: Intent, items: list[Mapping[str, object]]) -> Intent:
    changed = _changed(last, {"items": items})
    return replace(changed, origins={**changed.origins, "items": "context"})


def _changed(last: Intent, args: Mapping[str, object]) -> Intent:
    """`last` with other arguments; those that stay were said before."""
    origins = {name: "context" for name in last.args if name not in args}
    return replace(last, args={**last.args, **args}, confidence=1.0, needs_clarification=False, origins=origins)
