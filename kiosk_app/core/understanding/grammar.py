"""The GBNF grammar for one transcript: what a model may answer, and nothing that was not said."""

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache

from kiosk_app.core.intents import Argument, IntentSpec
from kiosk_app.core.numbers import Normalised, amounts, ordinal, percentages
from kiosk_app.core.numbers.tokens import key_of
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.trigger_words import Triggers

MAX_WORDS = 60
"""Words of a transcript that are read; nobody says more to a till at once."""

MAX_CHARACTERS = 400
"""Characters of a transcript that are read."""

MAX_ITEMS = 8
MAX_OPTIONS = 8
"""Options of one item."""

_PHONE_DIGITS = 5
"""Digits of the shortest number that is dialled."""


def shorten(heard: Normalised) -> Normalised:
    """The beginning of a transcript that is too long to be a command, so that the time to answer is bounded."""
    kept = []
    left = MAX_CHARACTERS
    for word in heard.words[:MAX_WORDS]:
        left -= len(word.text) + 1
        if left < 0:
            break
        kept.append(word)
    return Normalised(tuple(kept))


def grammar(heard: Normalised, language: Language, intents: Mapping[str, IntentSpec]) -> str:
    """GBNF of every answer that this transcript allows, as compact JSON `{"intent":...,"args":{...}}`.

    Values keep the space before their first word, so that they are copies of the transcript's own tokens; those of
    a closed list have none. An intent is left out when an argument that it requires, or its trigger word, was not
    said. `intents` must hold one that takes no argument and needs no trigger.
    """
    rules = _values(heard, language)
    answers = []
    for spec in intents.values():
        if not triggered(spec.triggers, heard, language):
            continue
        members = {}
        for argument in spec.arguments:
            if value := _value(argument, rules, heard, language):
                members[argument.name] = f"{_key(argument.name)} {value}"
        if any(argument.required and argument.name not in members for argument in spec.arguments):
            continue
        beginning = _literal('{"intent":"' + spec.name + '","args":{')
        answers.append(f'{beginning} {_arguments(spec, members)} "}}}}"')
    lines = [f"root ::= {' | '.join(answers)}"]
    lines += (f"{name} ::= {body}" for name, body in rules.items())
    return "\n".join(lines)


def _values(heard: Normalised, language: Language) -> dict[str, str]:
    """A rule for each kind of value that can be taken from the transcript, and their helpers."""
    rules = {}
    words = [word.text for word in heard.words]
    quote = _literal('"')
    if words:
        # t3 is every run that begins with word 3: n rules for the n²/2 runs.
        for i, word in enumerate(words):
            rules[f"t{i}"] = _literal(" " + _escape(word)) + (f" t{i + 1}?" if i + 1 < len(words) else "")
        rules["words"] = f"{quote} ({' | '.join(f't{i}' for i in range(len(words)))}) {quote}"
    readings = dict.fromkeys(reading for word in heard.words for reading in word.readings)
    if readings:
        rules["quantity"] = _one_of(readings)
        if sums := amounts(heard, language):
            rules["money"] = _one_of(sums)
    if shares := percentages(heard, language):
        rules["percent"] = _one_of(shares)
    if phones := [reading for reading in readings if reading.isdecimal() and len(reading) >= _PHONE_DIGITS]:
        rules["phone"] = _one_of(phones)
    places = {place for word in heard.words if (place := ordinal(word.text, language)) is not None}
    places |= {int(reading) for reading in readings if reading.isdecimal() and len(reading) == 1 and reading != "0"}
    if places:
        rules["ordinal"] = _one_of(str(place) for place in sorted(places))
    if words:
        quantity = f'("," {_key("quantity")} quantity)?' if readings else ""
        options = f'("," {_key("options")} "[" words ("," words){{0,{MAX_OPTIONS - 1}}} "]")?'
        rules["item"] = f'"{{" {_key("query")} words {quantity} {options} "}}"'
        rules["items"] = f'"[" item ("," item){{0,{MAX_ITEMS - 1}}} "]"'
    return rules


def _value(argument: Argument, rules: Mapping[str, str], heard: Normalised, language: Language) -> str | None:
    """What an argument may be, as it stands in a rule; None when nothing of its kind was said."""
    if argument.kind != "one_of":
        return argument.kind if argument.kind in rules else None
    values = [
        _literal(f'"{_escape(value)}"') for value, words in argument.values.items() if triggered(words, heard, language)
    ]
    return f"({' | '.join(values)})" if values else None


def _arguments(spec: IntentSpec, members: Mapping[str, str]) -> str:
    """The members of `args`, in the table's order, each where it was said."""
    offered = [argument for argument in spec.arguments if argument.name in members]
    starts = []
    for first, argument in enumerate(offered):
        rest = (f'("," {members[other.name]})?' for other in offered[first + 1 :])
        starts.append(" ".join((members[argument.name], *rest)))
        if argument.required:
            return f"({' | '.join(starts)})"
    return f"({' | '.join(starts)})?" if starts else ""


def _key(name: str) -> str:
    return _literal(f'"{name}":')


def triggered(triggers: Triggers, heard: Normalised, language: Language) -> bool:
    """True when one of these words was said, or none is needed."""
    return not triggers or pattern(triggers.get(language, ())).search(key_of(heard.text)) is not None


@cache
def pattern(triggers: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these phrases; one that ends in `*` is the beginning of a word. Accents do not count."""
    phrases = (
        re.escape(key_of(trigger).removesuffix("*")) + (r"\w*" if trigger.endswith("*") else "") for trigger in triggers
    )
    return re.compile(rf"(?<!\S)(?:{'|'.join(phrases)})(?!\S)" if triggers else r"(?!)")


def _one_of(values: Iterable[str]) -> str:
    quote = _literal('"')
    return f"{quote} ({' | '.join(_literal(' ' + _escape(value)) for value in values)}) {quote}"


def _escape(text: str) -> str:
    """As it stands inside a JSON string."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _literal(text: str) -> str:
    """A GBNF literal. Control characters are gone: JSON has escaped them."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
