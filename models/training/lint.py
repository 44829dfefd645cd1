"""Finds phrase roots that nothing can be learnt from, or that must not be taught.

A wrong slot or value, a trigger word that is missing, a text that stands for two intents, and a sentence of the sets
that measure.
"""

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.grammar import triggered
from models.training.generate import Generator
from models.training.roots import Root, read_roots, split

_TRIES = 60
_NEAR, _TELLING = 88, 4
"""From which likeness on (0 to 100), and from how many words on, two sentences count as one."""

_SETS = Path(__file__).parents[2] / "tests" / "data" / "understanding"


def problems(language: Language, roots: list[Root]) -> Iterator[str]:
    """A line on each root that is wrong."""
    generator = Generator(language, roots, random.Random(1))
    measured = [text for kind in ("test", "calibration") for text in _sentences(language, kind)]
    intents: dict[str, set[str]] = {}
    for root in roots:
        for text in _choices(root.text):
            intents.setdefault(text, set()).add(root.intent)
    for root in roots:
        others = set().union(*(intents[text] for text in _choices(root.text))) - {root.intent}
        if others:
            problem = f"stands for {', '.join(sorted(others))} too"
        elif any(_near(text, measured) for text in whole_sentences(root, language)):
            problem = "a sentence of the sets that measure, or nearly: leave it out"
        else:
            problem = _problem(language, root, generator)
        if problem:
            yield f"{language} {root.intent}: {root.text}: {problem}"


def whole_sentences(root: Root, language: Language) -> set[str]:
    """Every normalised sentence that a root is by itself; none where it has a slot."""
    return {
        normalise(" ".join(part.text for part in split(text) if part.mark != "/"), language).text
        for text in _choices(root.text)
        if "<" not in text
    }


def _near(text: str, measured: list[str]) -> bool:
    """Whether a text is one of those, or, where it is long enough to tell, a word or two away."""
    if len(text.split()) < _TELLING:
        return text in measured
    return process.extractOne(text, measured, scorer=fuzz.ratio, score_cutoff=_NEAR) is not None


def _choices(text: str) -> Iterator[str]:
    """Every choice of a root's `[a|b]`."""
    match = re.search(r"\[([^\[\]]*)\]", text)
    if match is None:
        yield " ".join(text.lower().split())
        return
    for choice in match[1].split("|"):
        yield from _choices(text[: match.start()] + choice + text[match.end() :])


def _sentences(language: Language, kind: str) -> Iterator[str]:
    for line in (_SETS / f"{kind}_{language}.jsonl").read_text("utf-8").splitlines():
        yield normalise(json.loads(line)["text"], language).text


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
    except (LookupError, ValueError) as error:
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
