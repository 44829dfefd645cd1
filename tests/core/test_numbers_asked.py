"""What the other stages ask of numbers: percentages, what sounds alike, and ordinals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.numbers import normalise, ordinal, percentages, sound_alikes
from kiosk_app.core.types import Language


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "ten percent off the 33 cl cokes", ("10",)),
        ("en", "5% on tea, two and a half per cent on coffee", ("5", "2.5")),
        ("en", "1.205 percent", ("1.205", "1205")),
        ("en", "1,205 percent", ("1205", "1.205")),
        ("en", "the percent sign, ten", ()),
        ("en", "5 por ciento", ()),
        ("es", "sube un cinco por ciento los 3 cafés", ("5",)),
        ("es", "baja el diez por cien y el 10 %", ("10",)),
        ("es", "5 por 3", ()),
    ],
)
def test_only_what_percent_was_said_after_is_one(language: Language, text: str, expected: tuple[str, ...]) -> None:
    assert percentages(normalise(text, language), language) == expected


@pytest.mark.parametrize(
    ("language", "reading", "expected"),
    [
        ("en", "13", ("30",)),
        ("en", "90", ("19",)),
        ("en", "113", ("130",)),
        ("en", "1.30", ("1.13",)),
        ("en", "13.50", ("30.50", "13.15")),
        ("en", "2.50", ("2.15",)),
        ("en", "12", ()),
        ("en", "1.3", ()),
        ("es", "60", ("70",)),
        ("es", "1.75", ("1.65",)),
        ("es", "13", ()),
    ],
)
def test_what_sounds_alike(language: Language, reading: str, expected: tuple[str, ...]) -> None:
    assert sound_alikes(reading, language) == expected


@given(st.decimals(min_value=0, max_value=9999, places=2).map(str), st.sampled_from(("en", "es")))
def test_sounding_alike_goes_both_ways(reading: str, language: Language) -> None:
    for other in sound_alikes(reading, language):
        assert other != reading
        assert reading in sound_alikes(other, language)


@pytest.mark.parametrize(
    ("language", "word", "place"),
    [
        ("en", "first", 1),
        ("en", "Second", 2),
        ("en", "2nd", 2),
        ("en", "nine", 9),
        ("en", "3", 3),
        ("en", "tenth", None),
        ("en", "10", None),
        ("en", "0", None),
        ("en", "coffee", None),
        ("en", "", None),
        ("es", "segunda", 2),
        ("es", "séptimo", 7),
        ("es", "primer", 1),
        ("es", "3º", 3),
        ("es", "una", 1),
    ],
)
def test_ordinals(language: Language, word: str, place: int | None) -> None:
    assert ordinal(word, language) == place
