"""Spoken numbers, money, sizes and percentages to digits, and back to speech."""

from dataclasses import dataclass

from kiosk_app.core.types import Language


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a normalised transcript."""

    text: str
    """As the intent model sees it: a lower-case word, or a number in digits."""
    readings: tuple[str, ...] = ()
    """For a number, every value it may mean as a decimal string, the likeliest (`text`) first; else empty."""
    spoken: str = ""
    """The words it was made of, as they were heard."""


@dataclass(frozen=True, slots=True)
class Normalised:
    """A transcript with its numbers in digits."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, joined by spaces."""
        return " ".join(word.text for word in self.words)


def normalise(text: str, language: Language = "en") -> Normalised:
    """Write the numbers of a transcript in digits, keeping every reading of each."""
    return Normalised(tuple(Word(word, spoken=word) for word in text.lower().split()))
