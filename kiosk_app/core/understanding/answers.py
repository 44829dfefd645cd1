"""What a spoken or typed reply says to the question that is open: word for word, never guessed."""

from collections.abc import Sequence

from kiosk_app.core.events import Asked, Choice
from kiosk_app.core.numbers import normalise, ordinal
from kiosk_app.core.types import Language

YES: dict[Language, tuple[str, ...]] = {
    "en": ("yes", "yeah", "yep", "yes please", "yes do it", "do it", "go ahead", "correct", "that is right",
           "that's right", "confirm", "ok", "okay", "sure"),
    "es": ("sí", "si", "sí por favor", "vale", "de acuerdo", "correcto", "confirmo", "confirmar", "adelante", "claro"),
}  # fmt: skip
NO: dict[Language, tuple[str, ...]] = {
    "en": ("no", "nope", "no thanks", "no thank you", "cancel", "cancel that", "stop", "forget it", "never mind",
           "none", "none of them", "neither"),
    "es": ("no", "no gracias", "cancela", "cancelar", "para", "déjalo", "olvídalo", "ninguno", "ninguna"),
}  # fmt: skip

_AROUND: dict[Language, set[str]] = {
    "en": {"the", "one", "number", "please", "that", "this", "it's", "uh", "um"},
    "es": {"el", "la", "los", "las", "número", "por", "favor", "esa", "ese", "de"},
}


def phrases(question: Asked, language: Language) -> tuple[str, ...]:
    """Everything that answers a question, for the recogniser to listen for."""
    if question.kind == "confirm":
        return YES[language] + NO[language]
    positions = ("the first one", "the second one", "the third one", "the fourth one", "the fifth one", "the sixth one")
    said_positions = positions if language == "en" else ("la primera", "la segunda", "la tercera")
    return NO[language] + said_positions[: len(question.choices)] + tuple(choice.label for choice in question.choices)


def read_answer(text: str, question: Asked, language: Language) -> str | None:
    """The value that `text` gives the question: one of its choices' values, `no`, or None when it says neither.

    A question that is answered freely takes every text but a No as it is.
    """
    said = normalise(text, language).text
    if said in {normalise(phrase, language).text for phrase in NO[language]}:
        return "no"
    if question.kind == "clarify":
        return text.strip() or None
    if question.kind == "confirm" or len(question.choices) == 1:
        is_yes = said in {normalise(phrase, language).text for phrase in YES[language]}
        return question.choices[0].value if is_yes else None
    return _read_choice(said, question.choices, language)


def _read_choice(said: str, choices: Sequence[Choice], language: Language) -> str | None:
    words = [word for word in said.split() if word not in _AROUND[language]]
    if len(words) == 1 and (position := ordinal(words[0], language)) and 1 <= position <= len(choices):
        return choices[position - 1].value
    labels = {choice.value: normalise(choice.label, language).text for choice in choices}
    whole = [value for value, label in labels.items() if label == said]
    fitting = whole or [value for value, label in labels.items() if words and set(words) <= set(label.split())]
    return fitting[0] if len(fitting) == 1 else None
