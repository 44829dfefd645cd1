"""What an answer about a transcript may be, said independently of the grammar."""

from collections.abc import Mapping
from typing import Any

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import Normalised, ordinal
from kiosk_app.core.types import Language


def check(intent: str, args: Mapping[str, object], heard: Normalised, language: Language) -> None:
    """Assert that the intent is the table's, with its arguments, and that every value was said."""
    spec = INTENTS[intent]
    arguments = {argument.name: argument for argument in spec.arguments}
    assert set(args) <= set(arguments)
    assert {argument.name for argument in spec.arguments if argument.required} <= set(args)
    if spec.triggers:
        assert any(f" {trigger} " in f" {heard.text} " for trigger in spec.triggers[language])
    for name, value in args.items():
        argument = arguments[name]
        if argument.kind == "items":
            assert isinstance(value, list)
            assert value
            for item in value:
                _check_item(item, heard, language)
        elif argument.kind == "one_of":
            words = argument.values[str(value)][language]
            filled_in = {"table": "table", "delivery": "address"}.get(str(value), "")  # a table says that it is one
            assert filled_in in args or any(f" {word} " in f" {heard.text} " for word in words), value
        else:
            assert said(str(value), argument.kind, heard, language), value


def _check_item(item: Mapping[str, object], heard: Normalised, language: Language) -> None:
    assert set(item) <= {"query", "quantity", "options"}
    assert said(str(item["query"]), "words", heard, language)
    quantity = item.get("quantity", "1")
    assert quantity == "1" or said(str(quantity), "quantity", heard, language)
    options = item.get("options", [])
    assert isinstance(options, list)
    assert all(said(option, "words", heard, language) for option in options)


def said(value: str, kind: str, heard: Normalised, language: Language) -> bool:
    """True when the transcript holds the value."""
    readings = {reading for word in heard.words for reading in word.readings}
    match kind:
        case "words":
            return bool(value) and f" {value} " in f" {heard.text} "
        case "money" | "quantity":
            return value in readings
        case "percent":
            marks = {"en": "percent", "es": "por ciento"}
            return value in readings and marks[language] in heard.text
        case "phone":
            return value in readings and len(value) >= 5
        case "ordinal":
            places = {ordinal(word.text, language) for word in heard.words}
            return value in {str(place) for place in places} | readings
    raise AssertionError(kind)


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
