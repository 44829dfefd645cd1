"""What an answer about a transcript may be, said independently of the grammar."""

import json
from collections.abc import Mapping
from typing import Any

from kiosk_app.core.intents import INTENTS, Argument
from kiosk_app.core.numbers import Normalised, ordinal
from kiosk_app.core.numbers.tokens import key_of
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.trigger_words import Triggers

PERCENT: Mapping[Language, str] = {"en": "percent", "es": "por ciento"}
_WORDS, _QUANTITY = Argument("query", "words"), Argument("quantity", "quantity")


def read(answer: str) -> tuple[str, dict[str, Any]]:
    """The intent and the arguments of what a model wrote; asserts its form, and the table's order."""
    whole = json.loads(answer)
    assert list(whole) == ["intent", "args"]
    name, args = whole["intent"], whole["args"]
    table = [argument.name for argument in INTENTS[name].arguments]
    assert list(args) == [argument for argument in table if argument in args]
    assert answer == json.dumps(whole, ensure_ascii=False, separators=(",", ":"))
    return name, unspaced(name, args)


def unspaced(name: str, args: Mapping[str, Any]) -> dict[str, Any]:
    """An answer's arguments without the one space before each value that was said."""
    closed = {argument.name for argument in INTENTS[name].arguments if argument.kind == "one_of"}
    return {key: value if key in closed else _unspaced(value) for key, value in args.items()}


def _unspaced(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unspaced(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_unspaced(entry) for entry in value]
    assert isinstance(value, str)
    assert value.startswith(" ")
    return value[1:]


def write(name: str, args: Mapping[str, Any], heard: Normalised, language: Language) -> str:
    """An intent as a model writes it: without what code alone fills in."""
    written: dict[str, object] = {}
    for argument in INTENTS[name].arguments:
        if (value := args.get(argument.name)) is None:
            continue
        if argument.kind == "items":
            written[argument.name] = [_write_item(item, heard, language) for item in value]
        elif argument.kind != "one_of":
            written[argument.name] = f" {value}"
        elif argument.name != "fulfilment" or said(value, argument, heard, language) or value != _fulfilment(args):
            written[argument.name] = value
    return json.dumps({"intent": name, "args": written}, ensure_ascii=False, separators=(",", ":"))


def _write_item(item: Mapping[str, Any], heard: Normalised, language: Language) -> dict[str, object]:
    written: dict[str, object] = {"query": f" {item['query']}"}
    quantity = item.get("quantity", "1")
    if quantity != "1" or said(quantity, _QUANTITY, heard, language):
        written["quantity"] = f" {quantity}"
    if item.get("options"):
        written["options"] = [f" {option}" for option in item["options"]]
    return written


def check(name: str, args: Mapping[str, object], heard: Normalised, language: Language) -> None:
    """Assert that the intent is the table's, with its arguments, and that every value was said."""
    spec = INTENTS[name]
    arguments = {argument.name: argument for argument in spec.arguments}
    if name == "ask_knowledge":
        assert args in ({}, {"question": heard.text})  # as a model writes it, and with what code fills in
        return
    assert set(args) <= set(arguments)
    assert {argument.name for argument in spec.arguments if argument.required} <= set(args)
    assert not spec.triggers or any_said(spec.triggers, heard, language)
    for argument, value in args.items():
        if arguments[argument].kind == "items":
            assert isinstance(value, list)
            assert value
            for item in value:
                _check_item(item, heard, language)
        elif not (argument == "fulfilment" and value == _fulfilment(args)):
            assert said(str(value), arguments[argument], heard, language), (argument, value)


def _fulfilment(args: Mapping[str, object]) -> str | None:
    """What code alone says: where a table or an address was said, how the order leaves."""
    return "table" if "table" in args else "delivery" if "address" in args else None


def _check_item(item: Mapping[str, object], heard: Normalised, language: Language) -> None:
    assert set(item) <= {"query", "quantity", "options"}
    assert said(str(item["query"]), _WORDS, heard, language)
    assert item.get("quantity", "1") == "1" or said(str(item["quantity"]), _QUANTITY, heard, language)
    options = item.get("options", [])
    assert isinstance(options, list)
    assert all(said(option, _WORDS, heard, language) for option in options)


def said(value: str, argument: Argument, heard: Normalised, language: Language) -> bool:
    """True when the transcript holds the value."""
    readings = {reading for word in heard.words for reading in word.readings}
    match argument.kind:
        case "words":
            return bool(value) and f" {value} " in f" {heard.text} "
        case "quantity":
            return value in readings
        case "money":
            return any(
                value in word.readings and not f"{_after(heard, i)} ".startswith(f"{PERCENT[language]} ")
                for i, word in enumerate(heard.words)
            )
        case "phone":
            return value in readings and value.isdecimal() and len(value) >= 5
        case "percent":
            return any(
                value in word.readings and f"{_after(heard, i)} ".startswith(f"{PERCENT[language]} ")
                for i, word in enumerate(heard.words)
            )
        case "ordinal":
            places = {ordinal(word.text, language) for word in heard.words}
            return value in {str(place) for place in places} | readings
        case "one_of":
            return any_said(argument.values[value], heard, language)
    raise AssertionError(argument.kind)


def any_said(triggers: Triggers, heard: Normalised, language: Language) -> bool:
    """True when one of these words, or runs of words, stands in the transcript, whatever its accents.

    One that ends in `*` is the beginning of a word.
    """
    words = key_of(heard.text).split()
    for trigger in triggers[language]:
        *first, last = key_of(trigger).split()
        for i in range(len(first), len(words)):
            same = words[i].startswith(last[:-1]) if last.endswith("*") else words[i] == last
            if same and words[i - len(first) : i] == first:
                return True
    return False


def _after(heard: Normalised, i: int) -> str:
    return " ".join(word.text for word in heard.words[i + 1 :])
