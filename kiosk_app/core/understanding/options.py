"""Matches what was said of a line ("large", "a bit of skim milk") to the product's modifier groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Amount, Language, Modifier, ModifierGroup, Option, Product

AMOUNTS: dict[Language, dict[str, Amount]] = {
    "en": {
        "a little bit of": "little",
        "a little bit": "little",
        "little bit of": "little",
        "just a bit of": "little",
        "a bit of": "little",
        "a touch of": "little",
        "a splash of": "little",
        "a dash of": "little",
        "a little": "little",
        "little": "little",
        "less": "little",
        "light on": "little",
        "some": "normal",
        "a lot of": "extra",
        "lots of": "extra",
        "plenty of": "extra",
        "loads of": "extra",
        "extra": "extra",
        "more": "extra",
    },
    "es": {
        "un poquito de": "little",
        "un poco de": "little",
        "poco": "little",
        "poca": "little",
        "algo de": "normal",
        "mucho": "extra",
        "mucha": "extra",
        "extra de": "extra",
        "extra": "extra",
        "más": "extra",
    },
}
"""How people say an amount, per language."""

_FILLERS = {"with", "and", "of", "a", "an", "the", "on", "in", "please", "con", "y", "de", "un", "una", "por", "favor"}
_NEGATIONS = {"no", "without", "sin", "not"}
_SAME_WORD = 0.85
"""Similarity from which two words without digits are one word spelt twice (soy, soya)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a phrase says of a line."""

    options: tuple[Option, ...]
    notes: str
    """The words that no modifier accounts for; shown and sent as the line's note."""


def find_options(phrases: Sequence[str], product: Product, language: Language) -> Found:
    """Read phrases from left to right, the longest modifier name first."""
    names = _names(product, language)
    options: dict[str, Option] = {}
    notes: list[str] = []
    for phrase in phrases:
        for option, note in _read(normalise(phrase, language).text.split(), names, language):
            if option and (option.modifier_id not in options or option.amount != "normal"):
                options[option.modifier_id] = option
            if note:
                notes.append(note)
    return Found(tuple(options.values()), " ".join(notes))


def crowded_groups(options: Sequence[Option], product: Product) -> list[tuple[ModifierGroup, list[Option]]]:
    """Groups of which more options were said than a line may carry."""
    said = [(group, [option for option in options if option.group == group.name]) for group in product.modifier_groups]
    return [(group, chosen) for group, chosen in said if len(chosen) > group.at_most]


_Names = list[tuple[list[str], ModifierGroup, Modifier]]


def _names(product: Product, language: Language) -> _Names:
    names = [
        (normalise(modifier.name, language).text.split(), group, modifier)
        for group in product.modifier_groups
        for modifier in group.modifiers
    ]
    return sorted(names, key=lambda entry: -len(entry[0]))


def _read(words: list[str], names: _Names, language: Language) -> list[tuple[Option | None, str]]:
    amounts = sorted(((phrase.split(), amount) for phrase, amount in AMOUNTS[language].items()), key=_length)
    read: list[tuple[Option | None, str]] = []
    while words:
        if words[0] in _NEGATIONS:  # "no sugar" must never become sugar: the whole rest is a note
            return [*read, (None, " ".join(words))]
        lead, amount = next(
            ((phrase, amount) for phrase, amount in amounts if words[: len(phrase)] == phrase), ([], "normal")
        )
        option, used = _modifier_at(words[len(lead) :], amount, names)
        if option and lead and not _takes_amount(option, names):
            option, used = None, 0
        if option is None:
            lead = []
            option, used = _modifier_at(words, "normal", names)
        if option is None:
            read.append((None, "" if words[0] in _FILLERS else words[0]))
            used = 1
        else:
            read.append((option, ""))
        words = words[len(lead) + used :]
    return read


def _modifier_at(words: list[str], amount: Amount, names: _Names) -> tuple[Option | None, int]:
    """The modifier whose name stands at the start of `words`, whole or by the first word that is its alone."""
    for name, group, modifier in names:
        if len(words) >= len(name) and all(_same(a, b) for a, b in zip(words, name, strict=False)):
            return Option(modifier.id, group.name, modifier.name, amount), len(name)
    starting = [entry for entry in names if words and _same(words[0], entry[0][0])]
    if len(starting) == 1:
        _, group, modifier = starting[0]
        return Option(modifier.id, group.name, modifier.name, amount), 1
    return None, 0


def _takes_amount(option: Option, names: _Names) -> bool:
    return any(modifier.takes_amount for _, _, modifier in names if modifier.id == option.modifier_id)


def _same(said: str, written: str) -> bool:
    if said == written:
        return True
    if any(character.isdigit() for character in said + written):
        return False
    return SequenceMatcher(None, said, written).ratio() >= _SAME_WORD


def _length(entry: tuple[list[str], Amount]) -> int:
    return -len(entry[0])
