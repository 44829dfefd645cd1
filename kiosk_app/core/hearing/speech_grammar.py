"""What can be said at the till: the shop's own words in the sentences that people put them in."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from types import MappingProxyType

from kiosk_app.core.hearing.compiling import compile_network
from kiosk_app.core.hearing.network import Network
from kiosk_app.core.hearing.patterns import NOTHING, Alt, Many, Node, Once, Seq, Series, Word, alike, parse
from kiosk_app.core.hearing.speech_sentences import (
    ANSWERS,
    BESIDE,
    CORRECTIONS,
    LINE,
    LINES,
    NUMBERS,
    OFTEN,
    ONES,
    PARTS,
    SELDOM,
    SENTENCES,
    SHARED,
    START,
    TEENS,
    TENS,
)
from kiosk_app.core.sound_ports import Optioned, Options, Vocabulary

_UNITS = {
    "cl": "cl | centilitre | centilitres",
    "ml": "ml | millilitre | millilitres",
    "l": "litre | litres",
    "kg": "kilo | kilos | kilogram | kilograms | kg",
    "g": "gram | grams",
    "oz": "ounce | ounces",
    "%": "percent",
}
_MAY_STAND_ALONE = {"cl", "ml", "g"}
"""Units that people leave out: "coca cola thirty three"."""

_PACKAGING = frozenset(
    {"can", "bottle", "pack", "box", "bag", "jar", "tin", "carton", "tub", "tray", "pot", "brick", "sachet", "packet"}
    | {"tube", "loaf", "slice", "piece", "unit", "glass"}
)

_LINKS = frozenset({"and", "with", "of", "in", "on", "for", "the", "a", "to", "or"})
"""Words that no name begins or ends with; between others they may be left out."""

_SPANISH = frozenset({"de", "del", "con", "sin", "y", "para", "el", "la", "los", "al"})
"""A name with one of these words is not said in English sentences."""

_PIECES = 8
"""Words, numbers and sizes of a name that are listened for: its parts grow with their cube, and nobody says more."""

_LONGEST = 20
"""Letters of a word or digits of a number that nobody says are more than this."""

_OF_ONE, _OF_ANY, _OF_SEVERAL = 0.03, 0.1, 1.0
"""How often a name is said in the plural, where it stands for one, for nobody knows how many, and for several."""

_WEIGHTS = {
    ("before", "plain"): 1.0,
    ("before", "measured"): 0.1,
    ("after", "plain"): 0.15,
    ("after", "measured"): 1.0,
}
"""How often an option of a group follows, where 1 is how often none does."""

_GROUPS = 6
"""Groups of options in a line; with more, each may be said again and again: their orders are too many."""

_KINDS = 24
"""Kinds of products that are told apart by their options."""

_NAMES = 3000
"""Names that are listened for: those that sell most, then in the store's order. More would take too long to follow."""

_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|[a-z]+)?|[a-z]+(?:'[a-z]+)*|&")


def grammar(vocabulary: Vocabulary) -> Network:
    """Everything that can be said at the till, in English."""
    several = sentences(vocabulary)
    weights = tuple(OFTEN.get(intent, SELDOM) for intent in several)
    return compile_network(Seq((parse(START, {}), Alt(tuple(several.values()), weights))))


def sentences(vocabulary: Vocabulary) -> dict[str, Node]:
    """The sentences of each intent; under an empty name, what makes sense after something else only."""
    parts = _english()
    parts["product"] = products(vocabulary)
    parts["category"] = compile_network(alike(_name(name) for name in vocabulary.categories))
    for name, own in (("own_diet", vocabulary.diets), ("own_mood", vocabulary.moods)):
        parts[name] = compile_network(alike(_name(each, least=_PIECES, plural=0.0) for each in _in_english(own)))
    for name, text in PARTS.items():
        part = parse(text, parts)
        parts[name] = compile_network(part) if name in SHARED else part
    parts |= _order(vocabulary, parts)
    return {intent: alike(parse(text, parts) for text in texts) for intent, texts in {**SENTENCES, "": BESIDE}.items()}


def _order(vocabulary: Vocabulary, parts: dict[str, Node]) -> dict[str, Node]:
    """What an order is made of: `items`, and `fewer`, which are taken off again."""
    english = _listened_for(vocabulary)
    options = vocabulary.options.items()
    for name, is_measured in (("any_plain", False), ("any_measured", True)):
        parts[name] = compile_network(alike(_option(*option) for option in options if option[1] == is_measured))
    often = dict(vocabulary.often)
    parts["one_product"] = _named(english, _OF_ANY, often)
    parts["several_products"] = _named(english, _OF_SEVERAL, often)
    kinds = [(kind, names) for kind in _kinds(vocabulary.optioned) if (names := _in_english(kind.names))]
    lines = [_line(kind.options, names, often, parts) for kind, names in kinds]
    ordered = [sum(often.get(name, 1) for name in names) for _, names in kinds]
    weights = [2 * each / sum(ordered) for each in ordered]
    item = Alt((*lines, parse(LINES["other"], parts)), (*weights, 1.0))
    return {
        "items": compile_network(Series(compile_network(item), parts["joint"], more=0.15)),
        "fewer": parse(LINES["fewer"], parts),
    }


def _line(
    several: Sequence[Options], names: Iterable[str], often: Mapping[str, int], shared: Mapping[str, Node]
) -> Node:
    """A line of an order with a product that carries these options."""
    parts = {**shared, "one_of_it": _named(names, _OF_ONE, often), "several_of_it": _named(names, _OF_SEVERAL, often)}
    places: dict[str, list[Node]] = {"before": [], "after": []}
    weights: dict[str, list[float]] = {"before": [], "after": []}
    for group, is_measured in product(several, (False, True)):
        kind = "measured" if is_measured else "plain"
        if not (options := [name for name, measured in group.names if measured == is_measured]):
            continue
        any_of_it = alike(_option(name, is_measured) for name in options)
        own = {**parts, kind: Series(any_of_it, parts["joint"], more=0.2) if group.at_most > 1 else any_of_it}
        own["one_plain"] = parse(LINE["one_plain"], own) if kind == "plain" else NOTHING
        for place in places:
            places[place].append(compile_network(parse(LINE[f"{place}_{kind}"], own)))
            weights[place].append(_WEIGHTS[place, kind])
    lead = parse(LINE["lead"], parts)
    for place, found in places.items():
        parts[f"any_{place}"] = Seq((lead, alike(found))) if place == "after" else alike(found)
        once = Once(tuple(found), tuple(weights[place]), lead if place == "after" else NOTHING)
        parts[place] = once if len(found) <= _GROUPS else Many(parts[f"any_{place}"])
    return compile_network(parse(LINES["line"], parts))


def _kinds(several: Sequence[Optioned]) -> list[Optioned]:
    """Those with the most products; all others as if each of them took all of their options."""
    ranked = sorted(several, key=lambda kind: -len(kind.names))
    rest = ranked[_KINDS:]
    if not rest:
        return ranked
    names = tuple(name for kind in rest for name in kind.names)
    return [*ranked[:_KINDS], Optioned(names, tuple({group: None for kind in rest for group in kind.options}))]


def products(vocabulary: Vocabulary) -> Network:
    """The names of all products."""
    return _named(_listened_for(vocabulary), _OF_ANY)


def _named(names: Iterable[str], plural: float, often: Mapping[str, int] = MappingProxyType({})) -> Network:
    weighed = {name: float(often.get(name, 1)) for name in names}
    return compile_network(Alt(tuple(_name(name, plural=plural) for name in weighed), tuple(weighed.values())))


def _option(name: str, is_measured: bool) -> Node:
    return _name(name, plural=_OF_ANY if is_measured else 0.0)


def answers(several: Sequence[str], named: Network) -> Network:
    """What can be said while a question is open: yes, no, a position, or any part of one of these phrases.

    Where Yes is one of them, what is to be confirmed may also be corrected, with a number or one of the `named`.
    """
    parts = {**_english(), "product": named}
    parts["named"] = alike(_name(phrase, least=1) for phrase in several)
    phrase = parse(
        "[/0.5/ the | /0.1/ a | /0.1/ with | /0.1/ i meant | /0.1/ take] {named} [/0.2/ one | /0.2/ please]",
        parts,
    )
    nodes, weights = [parts["yes"], parts["no"], parts["choose"], phrase], [1.0, 1.0, 1.0, 1.0]
    if "yes" in several:
        nodes.append(parse(CORRECTIONS, parts))
        weights.append(0.5)
    return compile_network(Alt(tuple(nodes), tuple(weights)))


def _listened_for(vocabulary: Vocabulary) -> list[str]:
    often = dict(vocabulary.often)
    return sorted(_in_english(vocabulary.products), key=lambda name: -often.get(name, 1))[:_NAMES]


def _in_english(names: Iterable[str]) -> list[str]:
    return [name for name in names if _SPANISH.isdisjoint(name.lower().split())]


def _english() -> dict[str, Node]:
    parts: dict[str, Node] = {}
    for name, text in {**NUMBERS, **ANSWERS}.items():
        parts[name] = parse(text, parts)
    return parts


def _name(name: str, least: int = 2, plural: float = _OF_ANY) -> Node:
    """How a name is said: whole or from word to word, at least `least` of its words; sizes and packaging at will.

    `plural`: how often its last words are said as several.
    """
    pieces: list[Node] = []
    counts: list[bool] = []
    links: list[bool] = []
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    sayable = (match for match in _PIECE.finditer(plain) if max(map(len, match[0].split())) <= _LONGEST)
    for match in islice(sayable, _PIECES):
        for node, telling, linking in _pieces(match):
            pieces.append(node)
            counts.append(telling)
            links.append(linking)
    told = [place for place in range(len(pieces)) if counts[place] or (least == 1 and not links[place])]
    told = told or list(range(len(pieces)))
    runs: list[Node] = []
    weights: list[float] = []
    for first in range(len(told)):
        for last in range(first, len(told)):
            if last - first + 1 >= min(least, len(told)):
                start = told[first] if first else 0
                stop = told[last + 1] if last + 1 < len(told) else len(pieces)
                run: list[Node] = []
                for place in range(start, stop):
                    said = pieces[place]
                    if place >= told[last]:  # "two coca cola thirty three", "two coffees"
                        said = _plural(said, plural if place == stop - 1 else min(plural, 0.5))
                    if place in told:
                        run.append(said)
                    elif not links[place] or told[first] < place < told[last]:
                        run.append(alike((said, NOTHING)))
                runs.append(Seq(tuple(run)))
                weights.append(4.0 if last - first + 1 == len(told) else 1.0)
    return Alt(tuple(runs), tuple(weights))


def _pieces(match: re.Match[str]) -> Iterator[tuple[Node, bool, bool]]:
    """What one piece of a name is said as, whether it tells products apart, and whether it only links others."""
    number, unit = match[1], match[2]
    if not number:
        word = "and" if match[0] == "&" else match[0]
        yield Word(word), word not in _PACKAGING | _LINKS, word in _LINKS
    elif unit in _UNITS:
        yield _size(number, unit), False, False
    else:
        yield _number(number), True, False
        if unit:
            yield Word(unit), unit not in _PACKAGING, False


def _plural(node: Node, share: float) -> Node:
    """A noun, or so often several of it."""
    if not share or not isinstance(node, Word) or node.text.endswith("s"):
        return node
    word = node.text
    several = word + "s"
    if word.endswith(("x", "ch", "sh")):
        several = word + "es"
    elif word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        several = word[:-1] + "ies"
    return Alt((node, Word(several)), (1.0 - share, share)) if share < 1 else Word(several)


def _size(number: str, unit: str) -> Node:
    said = parse(_UNITS[unit], {})
    if unit in _MAY_STAND_ALONE:
        said = alike((said, NOTHING))
    return Seq((_number(number), said))


def _number(number: str) -> Node:
    """A number as it is read out: "500", "1.5", "0,33"."""
    whole, _, fraction = number.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    if not fraction:
        return parse(" | ".join(_whole(int(whole))), {})
    forms = [f"{form} point {' '.join(_digit(int(digit)) for digit in fraction)}" for form in _whole(int(whole))]
    if fraction == "5":
        forms += [f"{form} and a half" for form in _whole(int(whole))] if int(whole) else ["half a", "a half"]
    if len(fraction) == 2 and not int(whole):
        forms += [f"point {form}" for form in _whole(int(fraction))] + _whole(int(fraction))
    return parse(" | ".join(forms), {})


def _digit(digit: int) -> str:
    return ONES[digit - 1] if digit else "oh"


def _whole(number: int) -> list[str]:
    """A whole number below ten thousand in words, in every way it is said; larger ones digit by digit."""
    if number == 0:
        return ["zero"]
    if number < 20:
        return [(ONES + TEENS)[number - 1]]
    if number < 100:
        tens, ones = divmod(number, 10)
        return [TENS[tens - 2] + (f" {ONES[ones - 1]}" if ones else "")]
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        if not rest:
            return [f"{ONES[hundreds - 1]} hundred"] + (["a hundred"] if hundreds == 1 else [])
        (small,) = _whole(rest)
        oh = "oh " if rest < 10 else ""
        return [f"{ONES[hundreds - 1]} hundred [and] {small}", f"{ONES[hundreds - 1]} {oh}{small}"]
    if number < 10_000:
        thousands, rest = divmod(number, 1000)
        tails = [f" {form}" for form in _whole(rest)] if rest else [""]
        return [f"{ONES[thousands - 1]} thousand{tail}" for tail in tails]
    return [" ".join(_digit(int(digit)) for digit in str(number))]
