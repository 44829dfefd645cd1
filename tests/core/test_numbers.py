"""Spoken and typed numbers become digits, with every reading that they have."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.number_words import CURRENCIES, NUMBER_WORDS
from kiosk_app.core.numbers import Normalised, normalise, ordinal, sound_alikes
from kiosk_app.core.types import Language

LANGUAGES: tuple[Language, ...] = ("en", "es")


def readings(heard: Normalised) -> list[tuple[str, ...]]:
    return [word.readings for word in heard.words if word.readings]


def lexicon(language: Language) -> list[str]:
    """Every word that the reader knows, and some that it does not."""
    words = NUMBER_WORDS[language]
    sets = (words.zero, words.oh, words.point, words.price_link, words.cents_link, words.articles, words.part_links)
    maps = (words.digits, words.teens, words.tens, words.tens_ones, words.hundreds, words.scales, words.repeat)
    phrases = (words.halves, words.parts, words.units, words.percent)
    known = {word for group in (*sets, *maps, words.cents, words.bunches, words.ordinals, CURRENCIES) for word in group}
    known |= {word for group in phrases for phrase in group for word in phrase}
    known |= {words.dozen, words.minus, words.before_price and min(words.before_price), *words.before_pronoun}
    known |= {words.hundred, words.link, words.tens_link, words.one, "x", "×", "c", "coffee", "large", "café", "second"}
    known |= {"1", "20", "33", "120", "1.20", "1,20", "1.200", "1,205", "€5", "€", "%", "2x", "33cl", "2nd", "-5", "0"}
    return sorted(known - {""})


def utterances(language: Language) -> st.SearchStrategy[str]:
    joint = st.sampled_from([" ", " ", " ", " ", "", ", ", "-", ". "])
    pieces = st.lists(st.tuples(st.sampled_from(lexicon(language)), joint), max_size=12)
    return pieces.map(lambda chosen: "".join(word + gap for word, gap in chosen))


anything = st.text() | st.text(alphabet="0123456789.,'’€$ x×-%clºnd") | utterances("en") | utterances("es")


@given(anything, st.sampled_from(LANGUAGES))
def test_any_text_is_read_and_its_text_is_read_again_unchanged(text: str, language: Language) -> None:
    heard = normalise(text, language)
    assert normalise(heard.text, language).text == heard.text
    for word in heard.words:
        assert word.text
        assert " " not in word.text
        assert word.spoken
        for reading in word.readings:
            assert reading.replace(".", "", 1).isdecimal()
            assert reading.isascii()
        assert not word.readings or word.readings[0] == word.text
        assert len(set(word.readings)) == len(word.readings)
