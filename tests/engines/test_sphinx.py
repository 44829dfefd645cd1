"""The bundled recogniser on real speech: what it hears, what it rejects, and that one utterance leaves no trace."""

import threading

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kiosk_app.core.sound_ports import Optioned, Options, Vocabulary
from kiosk_app.engines.espeak import phonemes
from kiosk_app.engines.sphinx import SphinxRecogniser
from tests.speech import flite, noise, silence

SHOP = Vocabulary(
    products=(
        "Coca-Cola 33 cl can",
        "Coca-Cola Zero 33 cl can",
        "Whole milk 1 l",
        "Cappuccino",
        "Carrot cake",
        "Croissant",
    ),
    categories=("Drinks", "Cakes"),
    optioned=(
        Optioned(
            ("Cappuccino",),
            (
                Options((("large", False), ("small", False))),
                Options((("whole milk", True),)),
                Options((("brown sugar", True),)),
            ),
        ),
    ),
)
PRICE = "coca cola thirty three is one twenty now"


@pytest.fixture(scope="module")
def recogniser() -> SphinxRecogniser:
    made = SphinxRecogniser(lambda word: [phonemes(word)])
    made.prepare(SHOP)()
    return made


def hear(recogniser: SphinxRecogniser, pcm: bytes, chunk: int = 3200, answers: tuple[str, ...] = ()) -> str:
    hearing = recogniser.begin(answers)
    for start in range(0, len(pcm), chunk):
        hearing.feed(pcm[start : start + chunk])
    return hearing.finish().text


@pytest.mark.parametrize("voice", ["slt", "rms"])
@pytest.mark.parametrize(
    "said", [PRICE, "how much is the carrot cake", "can i have a large cappuccino with brown sugar"]
)
def test_what_the_shop_says_is_heard(recogniser: SphinxRecogniser, voice: str, said: str) -> None:
    heard = hear(recogniser, flite(said, voice).pcm)
    assert len(set(said.split()) - set(heard.split())) <= 1, heard


@pytest.mark.parametrize("sound", [silence(2), noise(2)], ids=["silence", "noise"])
def test_what_is_no_speech_is_not_understood(recogniser: SphinxRecogniser, sound: object) -> None:
    assert hear(recogniser, sound.pcm) == ""  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "said", ["the parliament will discuss the new budget on thursday", "my sister plays the violin in an orchestra"]
)
def test_what_is_not_about_the_shop_is_not_understood(recogniser: SphinxRecogniser, said: str) -> None:
    assert hear(recogniser, flite(said).pcm) == ""


def test_an_utterance_leaves_no_trace_in_the_next(recogniser: SphinxRecogniser) -> None:
    first = recogniser.begin()
    first.feed(flite(PRICE).pcm)
    alone = first.finish()
    hear(recogniser, noise(3).pcm)
    second = recogniser.begin()
    second.feed(flite(PRICE).pcm)
    assert second.finish() == alone


def test_words_are_shown_while_they_are_said(recogniser: SphinxRecogniser) -> None:
    hearing = recogniser.begin()
    assert hearing.partial() == ""
    hearing.feed(flite(PRICE).pcm)
    assert "thirty three" in hearing.partial()
    hearing.finish()


@pytest.mark.parametrize("said", ["yes", "no", "the second one", "carrot cake"])
def test_an_open_question_has_its_own_words(recogniser: SphinxRecogniser, said: str) -> None:
    assert hear(recogniser, flite(said).pcm, answers=("yes", "no", "Carrot cake", "Croissant")) in (said, "")
    assert "thirty three" in hear(recogniser, flite(PRICE).pcm)


def test_nothing_at_all_is_nothing(recogniser: SphinxRecogniser) -> None:
    hearing = recogniser.begin()
    hearing.feed(b"")
    assert hearing.finish().text == ""


def test_a_dropped_utterance_takes_no_more_sound(recogniser: SphinxRecogniser) -> None:
    dropped = recogniser.begin()
    recogniser.begin().finish()
    dropped.feed(flite(PRICE).pcm)
    assert dropped.finish().text == ""


def test_words_are_learnt_while_another_thread_listens() -> None:
    made = SphinxRecogniser(lambda word: [phonemes(word)])
    learning = threading.Thread(target=lambda: made.prepare(SHOP)())
    learning.start()
    hear(made, flite(PRICE).pcm)
    learning.join()
    assert "thirty three" in hear(made, flite(PRICE).pcm)


@settings(max_examples=5, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
@example(["9" * 5000, "word " * 500, "w" * 20, "x'x'x", "日本 \x00 ٣", "can 33 cl"])
def test_any_names_can_be_learnt(names: list[str]) -> None:
    made = SphinxRecogniser(lambda word: [phonemes(word)])
    made.prepare(Vocabulary((*names, "Carrot cake"), (), ()))()
    assert hear(made, flite("how much is the carrot cake").pcm) != ""


@pytest.mark.parametrize("said", ["no the croissant", "make it one thirty"])
def test_what_waits_for_yes_can_be_corrected(recogniser: SphinxRecogniser, said: str) -> None:
    assert hear(recogniser, flite(said).pcm, answers=("yes", "no")) == said
    recogniser.prepare(SHOP)()  # the words may have changed: they are not those of the last question
    assert hear(recogniser, flite(said).pcm, answers=("yes", "no")) == said
