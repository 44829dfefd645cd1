"""The tokens that are given, not found: the prompt's marks, and the JSON between values."""

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.types import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")
ANSWER = "<answer>"


def skeleton() -> list[str]:
    """The stretches of JSON between values, each one token."""
    pieces = ['","', '"}}', '","quantity":"', '","options":["', '"]},{"query":"', '"},{"query":"', '"]}]}}', '"}]}}']
    for spec in INTENTS.values():
        beginning = '{"intent":"' + spec.name + '","args":{'
        pieces.append(beginning + "}}")
        follows = ['","']
        for argument in spec.arguments:
            opening = '":[{"query":"' if argument.kind == "items" else '":"'
            for value in argument.values or ("",):
                pieces += (f"{start}{argument.name}{opening}{value}" for start in (beginning + '"', *follows))
            if argument.kind == "items":
                follows = ['"}],"', '"]}],"']
    return list(dict.fromkeys(pieces))


def defined_tokens() -> list[str]:
    """The tokens that are not found but given: the prompt's marks and the JSON."""
    return [*(f"<{language}>" for language in LANGUAGES), ANSWER, *skeleton()]
