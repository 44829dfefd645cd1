"""Where an order's items part: the catalogue decides whether "fruit and nut" is one thing or two."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from kiosk_app.core.situation import Situation
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.options import find_options

Item = Mapping[str, object]

_AND: Mapping[Language, str] = {"en": r" (?:and|plus) ", "es": r" (?:y|e|más) "}
_COUNTED: Mapping[Language, str] = {
    "en": r"(?:(?:a|an|the|some|another)|(?P<quantity>\d+)) (?P<query>.+)",
    "es": r"(?:(?:un|una|unos|unas|el|la|los|las|otro|otra)|(?P<quantity>\d+)) (?P<query>.+)",
}
"""How a thing begins, where an option does not."""


def items_of(intent: Intent, situation: Situation) -> list[Item]:
    """The intent's items; those that hold several products, by their names or as an option, taken apart."""
    items = cast(Sequence[Item], intent.args["items"])
    return [part for item in items for part in _parted(item, situation)]


def _parted(item: Item, situation: Situation) -> Iterator[Item]:
    first, *others = _names(str(item["query"]), situation)
    options = cast(Sequence[str], item.get("options", ()))
    others += [option for option in options if _is_product(option, first, situation)]
    kept = {"options": [option for option in options if option not in others]} if "options" in item else {}
    yield {**item, "query": first, **kept}
    for other in others:
        counted = re.fullmatch(_COUNTED[situation.language], other)
        quantity = {"quantity": counted["quantity"]} if counted and counted["quantity"] else {}
        yield {"query": counted["query"] if counted else other, **quantity}


def _names(query: str, situation: Situation) -> list[str]:
    """The one thing that `query` names where the shop has it; else the several things that it names."""
    parts = re.split(_AND[situation.language], query)
    if len(parts) == 1 or _is_known(query, situation) or not all(_is_known(part, situation) for part in parts):
        return [query]
    return parts


def _is_known(words: str, situation: Situation) -> bool:
    """Does a product's name account for every word?"""
    counted = re.fullmatch(_COUNTED[situation.language], words)
    return any(not match.left_over for match in situation.catalogue.find(counted["query"] if counted else words))


def _is_product(option: str, query: str, situation: Situation) -> bool:
    """Is what was taken for an option of `query` a thing of its own: "a packet of crisps"?"""
    if not re.fullmatch(_COUNTED[situation.language], option) or not _is_known(option, situation):
        return False
    matches = situation.catalogue.find(query)
    return bool(matches) and not find_options([option], matches[0].product, situation.language).options
