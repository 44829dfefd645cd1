"""Reads what only makes sense after something else: "and the zero too", "make it two", "no, the big one".

Read word for word, never guessed: what does not fit one of the forms is a sentence of its own, for the intent model.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from kiosk_app.core.numbers import Normalised
from kiosk_app.core.types import Intent, Language

_NUMBERED = ("new_price", "quantity", "amount", "percent", "table")
"""Arguments that a number alone may change, the first that is there."""

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
        r"(?:no |actually |sorry |wait )*(?:make|made) (?:it|that|them|this) (?P<number>\S+)",
        r"(?:no |sorry |actually )+(?:i (?:said|meant|mean) )?(?P<number>\S+)",
        r"i (?:said|meant|mean) (?P<number>\S+)",
        r"(?P<number>\S+) instead",
    ),
    "es": (
        r"(?:no |perdón |mejor )*(?:que sean|que sea|pon|ponme|ponle|déjalo en|hazlo) (?P<number>\S+)",
        r"(?:no |perdón |mejor |digo )+(?:dije |quise decir |quería decir )?(?P<number>\S+)",
        r"(?:dije|quise decir) (?P<number>\S+)",
        r"(?P<number>\S+) mejor",
    ),
}
"""The last intent with another number."""

_OTHER: Mapping[Language, tuple[str, ...]] = {
    "en": (
        r"(?:no |sorry |wait )+(?:not (?:that|that one|this) )?(?:i (?:meant|mean|said) )?the (?P<query>.+?)(?: one)?",
        r"i (?:meant|mean) the (?P<query>.+?)(?: one)?",
        r"not (?:that|that one) the (?P<query>.+?)(?: one)?",
    ),
    "es": (
        r"(?:no |perdón )+(?:(?:ese|esa|eso) no )?(?:digo |quise decir |quería decir )?(?:el|la|los|las) (?P<query>.+)",
        r"(?:digo|quise decir|quería decir) (?:el|la|los|las) (?P<query>.+)",
    ),
}
"""The last intent, about another thing of the same kind."""


def follow_up(heard: Normalised, language: Language, last: Intent | None) -> Intent | None:
    """The intent that an utterance makes of the last one; None where it stands for itself."""
    if last is None:
        return None
    said = heard.text
    if match := _match(_NUMBER, said, language):
        number = next((word for word in heard.words if word.text == match["number"] and word.readings), None)
        if number and (changed := _with_number(last, number.readings[0])):
            return changed
    if match := _match(_OTHER, said, language):
        return _with_query(last, f"{_kind_of(last)} {match['query']}".strip(), language)
    if match := _match(_SAME, said, language):
        return _same_for(last, match["query"], heard)
    return None


def _match(patterns: Mapping[Language, tuple[str, ...]], said: str, language: Language) -> re.Match[str] | None:
    the = _ARTICLE[language]
    found = (re.fullmatch(pattern.replace("{the}", the), said) for pattern in patterns[language])
    return next((match for match in found if match), None)


def _same_for(last: Intent, query: str, heard: Normalised) -> Intent | None:
    """The last intent about `query`, which may end in a number of its own: "and the zero one thirty"."""
    if "query" not in last.args:
        return None
    words = query.split()
    if "new_price" in last.args and len(words) > 1:
        number = heard.words[-1]
        if number.readings and words[-1] == number.text:
            thing = " ".join(words[:-1]).removesuffix(" to").removesuffix(" at").removesuffix(" is").removesuffix(" a")
            return _changed(last, {"query": thing, "new_price": number.readings[0]})
    return _changed(last, {"query": query})


def _with_number(last: Intent, number: str) -> Intent | None:
    if last.name == "add_to_order":
        *items, item = cast(list[Mapping[str, object]], last.args["items"])
        return _changed(last, {"items": [*items, {**item, "quantity": number}]})
    name = next((name for name in _NUMBERED if name in last.args), None)
    return _changed(last, {name: number}) if name else None


def _with_query(last: Intent, query: str, _: Language) -> Intent | None:
    if last.name == "add_to_order":
        *items, item = cast(list[Mapping[str, object]], last.args["items"])
        return _changed(last, {"items": [*items, {**item, "query": query}]})
    return _changed(last, {"query": query}) if "query" in last.args else None


def _kind_of(last: Intent) -> str:
    """What the last thing was called, without its size: the new words tell which one instead."""
    query = last.args.get("query", "")
    if last.name == "add_to_order":
        query = cast(list[Mapping[str, object]], last.args["items"])[-1]["query"]
    return " ".join(word for word in str(query).split() if not word[0].isdigit())


def _changed(last: Intent, args: Mapping[str, object]) -> Intent:
    """`last` with other arguments; those that stay were said before."""
    origins = {name: "context" for name in last.args if name not in args}
    return replace(last, args={**last.args, **args}, confidence=1.0, needs_clarification=False, origins=origins)
