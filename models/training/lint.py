"""Finds phrase roots that can never become an utterance: a wrong slot or value, a trigger word that is missing."""

import argparse
import random
import sys
from collections.abc import Iterator

from kiosk_app.core.grammar import triggered
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Language
from models.training.generate import Generator
from models.training.roots import Root, read_roots

_TRIES = 60


def problems(language: Language, roots: list[Root]) -> Iterator[str]:
    """A line on each root that is wrong."""
    generator = Generator(language, roots, random.Random(1))
    for root in roots:
        if problem := _problem(language, root, generator):
            yield f"{language} {root.intent}: {root.text}: {problem}"


def _problem(language: Language, root: Root, generator: Generator) -> str:
    spec = INTENTS.get(root.intent)
    if spec is None:
        return "no such intent"
    arguments = {argument.name: argument for argument in spec.arguments}
    for name, value in root.values:
        if name not in arguments or value not in arguments[name].values:
            return f"{name}={value} is nothing that this intent takes"
    try:
        if any(generator.example(root) for _ in range(_TRIES)):
            return ""
    except (KeyError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    heard = normalise(root.text.replace("[", " ").replace("]", " ").replace("|", " "), language)
    if not triggered(spec.triggers, heard, language):
        return "no trigger word of the intent"
    for name, value in root.values:
        if not triggered(arguments[name].values[value], heard, language):
            return f"no trigger word for {name}={value}"
    return "never comes out: numbers may run together"


def main() -> int:
    """Print what is wrong with a language's roots, or with one batch's; the exit code says whether anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("batch", help="en, es, or one batch as in en/pub")
    language, _, batch = parser.parse_args().batch.partition("/")
    found = list(problems(language, read_roots(language, batch or "*")))
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
