"""What can be said at the till: the shop's own words in the sentences that people put them in."""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice

from kiosk_app.core.network import NOTHING, Alt, Network, Node, Seq, Series, Word, alike, compile_network, parse
from kiosk_app.core.sound_ports import Vocabulary
from kiosk_app.core.speech_sentences import (
    ANSWERS,
    BESIDE,
    CORRECTIONS,
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

_SPANISH = frozenset({"de", "del", "con", "sin", "y", "para", "el", "la", "los", "al"})
"""A name with one of these words is not said in English sentences."""

_PIECES = 8
"""Words, numbers and sizes of a name that are listened for: its parts grow with their cube, and nobody says more."""

_LONGEST = 20
"""Letters of a word or digits of a number that nobody says are more than this."""

_PIECE = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%|[a-z]+)?|[a-z]+(?:'[a-z]+)*|&")


def grammar(vocabulary: Vocabulary) -> Network:
    """Everything that can be said at the till, in English."""
    several = sentences(vocabulary)
    weights = tuple(OFTEN.get(intent, SELDOM) for intent in several)
    return compile_network(Seq((parse(START, {}), Alt(tuple(several.values()), weights))))


def sentences(vocabulary: Vocabulary) -> dict[str, Node]:
    """The sentences of each intent; under an empty name, what makes sense after something else only."""
    parts = _english()
    english = _said_in_english(vocabulary)
    optioned = vocabulary.optioned or frozenset(english)
    named: dict[str, list[Node]] = {
        "optioned": [_name(name) for name in english if name in optioned],
        "category": [_name(name) for name in vocabulary.categories],
        "plain_option": [_name(name, plural=False) for name, measured in vocabulary.modifiers if not measured],
        "measured_option": [_name(name) for name, measured in vocabulary.modifiers if measured],
    }
    parts["product"] = products(vocabulary)
    for name, several in named.items():
        parts[name] = compile_network(alike(several))
    for name, text in PARTS.items():
        part = parse(text, parts)
        parts[name] = compile_network(part) if name in SHARED else part
    parts["items"] = compile_network(Series(parts["item"], parts["joint"], more=0.15))
    return {intent: alike(parse(text, parts) for text in texts) for intent, texts in {**SENTENCES, "": BESIDE}.items()}


def products(vocabulary: Vocabulary) -> Network:
    """The names of all products."""
    return compile_network(alike(_name(name) for name in _said_in_english(vocabulary)))


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


def _said_in_english(vocabulary: Vocabulary) -> list[str]:
    return [name for name in vocabulary.products if _SPANISH.isdisjoint(name.lower().split())]


def _english() -> dict[str, Node]:
    parts: dict[str, Node] = {}
    for name, text in {**NUMBERS, **ANSWERS}.items():
        parts[name] = parse(text, parts)
    return parts


def _name(name: str, least: int = 2, plural: bool = True) -> Node:
    """How a name is said: whole or from word to word, at least `least` of its words; sizes and packaging at will."""
    pieces: list[tuple[Node, bool]] = []
    plain = unicodedata.normalize("NFKD", name.lower().replace("’", "'")).encode("ascii", "ignore").decode()
    sayable = (match for match in _PIECE.finditer(plain) if max(map(len, match[0].split())) <= _LONGEST)
    for match in islice(sayable, _PIECES):
        number, unit = match[1], match[2]
        if not number:
            word = "and" if match[0] == "&" else match[0]
            pieces.append((Word(word), word not in _PACKAGING))
        elif unit in _UNITS:
            pieces.append((_size(number, unit), False))
        else:
            pieces.append((_number(number), True))
            if unit:
                pieces.append((Word(unit), unit not in _PACKAGING))
    telling = [place for place, (_, counts) in enumerate(pieces) if counts or least == 1] or list(range(len(pieces)))
    runs: list[Node] = []
    weights: list[float] = []
    for first in range(len(telling)):
        for last in range(first, len(telling)):
            if last - first + 1 >= min(least, len(telling)):
                start = telling[first] if first else 0
                stop = telling[last + 1] if last + 1 < len(telling) else len(pieces)
                run: list[Node] = []
                for place in range(start, stop):
                    said = _plural(pieces[place][0]) if plural and place >= telling[last] else pieces[place][0]
                    run.append(said if place in telling else alike((said, NOTHING)))
                runs.append(Seq(tuple(run)))
                weights.append(4.0 if last - first + 1 == len(telling) else 1.0)
    return Alt(tuple(runs), tuple(weights))


def _plural(node: Node) -> Node:
    """A noun, or several of it."""
    if not isinstance(node, Word):
        return node
    word = node.text
    if word.endswith(("s", "x", "ch", "sh")):
        return Alt((node, Word(word + "es")), (9.0, 1.0)) if not word.endswith("s") else node
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return Alt((node, Word(word[:-1] + "ies")), (9.0, 1.0))
    return Alt((node, Word(word + "s")), (9.0, 1.0))


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
