"""Asks for what an intent needs and was not said."""

from dataclasses import replace
from types import MappingProxyType

from kiosk_app.core.errors import NotUnderstood
from kiosk_app.core.intents import Argument
from kiosk_app.core.numbers import Normalised
from kiosk_app.core.situation import Situation
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.grammar import triggered


def clarified(intent: Intent, situation: Situation) -> tuple[Intent, Situation]:
    """The intent with everything that it needs, and the situation with the words that were said to it.

    Raises `Cancelled` for No, `NotUnderstood` for an answer that is none.
    """
    for argument in situation.intents[intent.name].arguments:
        if argument.asked and argument.name not in intent.args:
            answer = situation.ask(situation.say(argument.asked))
            value = read(argument, answer, situation.language)
            if value is None:
                raise NotUnderstood("unsure")
            intent = replace(
                intent,
                args=MappingProxyType({**intent.args, argument.name: value}),
                origins=MappingProxyType({**intent.origins, argument.name: "asked"}),
                needs_clarification=False,
            )
            situation = replace(situation, heard=Normalised(situation.heard.words + answer.words))
    return intent, situation


def read(argument: Argument, answer: Normalised, language: Language) -> str | None:
    """What an answer says of one argument; None where it says nothing, or more than one thing."""
    if argument.kind == "one_of":
        values = [value for value, words in argument.values.items() if triggered(words, answer, language)]
        if len(values) > 1:  # "all of them down": what stands for a set value says the least
            values = [value for value in values if value != "set"]
        return values[0] if len(values) == 1 else None
    if argument.kind == "words":
        return answer.text or None
    return answer.numbers[0] if len(answer.numbers) == 1 else None
