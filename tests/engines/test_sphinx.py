"""pocketsphinx with a shop's words, on flite's voices and on recorded orders."""

import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.core.ports import Vocabulary
from kiosk_app.core.pronunciation import PHONES, arpabet
from kiosk_app.core.types import Speech, Transcript
from kiosk_app.engines.audio import read_speech
from kiosk_app.engines.espeak import phonemes
from kiosk_app.engines.sphinx import SphinxRecogniser
from tests.speech import flite, noise, silence

DRINKS = (
    "coffee", "house coffee", "drip coffee", "iced coffee", "cappuccino", "latte", "espresso", "americano", "mocha",
    "iced mocha",
)  # fmt: skip
GOODS = (
    "Coca-Cola 33 cl can", "Coca-Cola 50 cl", "Whole milk 1 l", "Oat milk 1 l", "Greek yogurt 500 g", "Croissant",
    "Carrot cake", "Blueberry muffin", "Manchego 250 g", "Sobrasada 200 g", "Still water 50 cl",
)  # fmt: skip
PLAIN = (
    "small", "medium", "large", "eight ounce", "twelve ounce", "sixteen ounce", "twenty ounce", "light roast",
    "medium roast", "dark roast", "single shot", "double shot", "triple shot",
)  # fmt: skip
MEASURED = (
    "milk", "skim milk", "whole milk", "almond milk", "soy milk", "cream", "sugar", "brown sugar", "sweetener",
)  # fmt: skip
MODIFIERS = tuple((name, name in MEASURED) for name in (*PLAIN, *MEASURED))
SHOP = Vocabulary((*DRINKS, *GOODS), ("Hot drinks", "Sandwiches"), MODIFIERS, frozenset(DRINKS))


@pytest.fixture(scope="module")
def sphinx() -> SphinxRecogniser:
    recogniser = SphinxRecogniser(lambda word: [phonemes(word)])
    recogniser.learn(SHOP)
    return recogniser


def hear(sphinx: SphinxRecogniser, speech: Speech, *answers: str) -> Transcript:
    hearing = sphinx.begin(answers)
    for start in range(0, len(speech.pcm), 640):
        hearing.feed(speech.pcm[start : start + 640])
    return hearing.finish()


@pytest.mark.parametrize("voice", ["slt", "rms"])
@pytest.mark.parametrize(
    "text",
    [
        "set the price of the greek yogurt to two fifty",
        "can i get a large dark roast cappuccino with a little bit of whole milk and lots of brown sugar",
        "two croissants and a blueberry muffin",
        "how many croissants do we have left",
        "how much is the carrot cake",
        "do we have oat milk",
        "place the order please",
    ],
)
def test_what_is_said_in_the_shop(sphinx: SphinxRecogniser, text: str, voice: str) -> None:
    heard = hear(sphinx, flite(text, voice))
    assert heard.text == text
    assert heard.confidence > 0.5
    assert heard.engine == "sphinx"


def test_a_name_outside_the_dictionary(sphinx: SphinxRecogniser) -> None:
    assert "sobrasada" in hear(sphinx, flite("how much is the sobrasada")).text


@pytest.mark.parametrize(
    "text",
    [
        "the parliament will discuss the new budget on thursday",
        "my brother is moving to chicago next summer",
        "did you watch the football game last night",
        "our flight was delayed by three hours",
    ],
)
def test_what_is_said_elsewhere_is_not_understood(sphinx: SphinxRecogniser, text: str) -> None:
    heard = hear(sphinx, flite(text))
    assert heard.text == ""
    assert heard.confidence < 0.1


@pytest.mark.parametrize("sound", [Speech(b""), silence(0.01), silence(2), noise(2), noise(2, loudness=20)])
def test_what_is_no_speech_is_not_understood(sphinx: SphinxRecogniser, sound: Speech) -> None:
    assert hear(sphinx, sound).text == ""


@pytest.mark.parametrize(
    ("said", "heard"),
    [("yes please", "yes"), ("no", "no"), ("the second one", "the second one"), ("fifty", "fifty"), ("the can", "can")],
)
def test_answers(sphinx: SphinxRecogniser, said: str, heard: str) -> None:
    text = hear(sphinx, flite(said), "Coca-Cola 33 cl can", "Coca-Cola 50 cl").text
    assert heard in text


def test_after_the_answer_the_shop_is_listened_for_again(sphinx: SphinxRecogniser) -> None:
    hear(sphinx, flite("yes"), "Croissant")
    assert hear(sphinx, flite("how much is the carrot cake")).text == "how much is the carrot cake"


def test_the_same_sound_is_heard_the_same_whatever_was_heard_before(sphinx: SphinxRecogniser) -> None:
    speech = flite("do we have oat milk")
    first = hear(sphinx, speech)
    hear(sphinx, noise(3, loudness=30000))
    assert hear(sphinx, speech) == first


def test_words_appear_while_one_speaks(sphinx: SphinxRecogniser) -> None:
    speech = flite("how many croissants do we have left")
    hearing = sphinx.begin()
    assert hearing.partial() == ""
    hearing.feed(speech.pcm[: len(speech.pcm) * 2 // 3])
    assert hearing.partial().startswith("how many")
    hearing.finish()


def test_an_utterance_that_was_left_gives_nothing(sphinx: SphinxRecogniser) -> None:
    left = sphinx.begin()
    left.feed(flite("yes").pcm)
    following = sphinx.begin()
    left.feed(noise(1).pcm)
    following.feed(flite("no").pcm)
    assert left.partial() == ""
    assert left.finish() == Transcript("", 0.0, "sphinx")
    assert following.finish().text == "no"
    assert following.finish().text == ""


def test_new_words_are_learned(sphinx: SphinxRecogniser) -> None:
    recogniser = SphinxRecogniser(lambda word: [phonemes(word)])
    speech = flite("how much is the carrot cake")
    assert "carrot" not in hear(recogniser, speech).text
    hearing = recogniser.begin()
    thread = threading.Thread(target=recogniser.learn, args=(SHOP,))
    thread.start()
    hearing.feed(speech.pcm)
    thread.join()
    hearing.finish()
    assert hear(recogniser, speech).text == "how much is the carrot cake"


def test_a_word_that_nobody_can_pronounce() -> None:
    recogniser = SphinxRecogniser(lambda _: [""])
    recogniser.learn(Vocabulary(("qwrtz", "croissant"), (), ()))
    assert hear(recogniser, flite("how much is the croissant")).text == "how much is the croissant"


def test_every_phone_is_one_of_the_models(sphinx: SphinxRecogniser) -> None:
    for phone in PHONES:
        sphinx._decoder.add_word(f"only-{phone.lower()}", phone, False)  # raises for a phone it does not know


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12))
def test_whatever_espeak_says_can_be_added(word: str) -> None:
    assert set(arpabet(phonemes(word))) <= PHONES


@settings(max_examples=8)
@given(st.lists(st.text(max_size=20), max_size=3), st.binary(max_size=4000).filter(lambda pcm: len(pcm) % 2 == 0))
def test_any_shop_and_any_sound(sphinx: SphinxRecogniser, names: list[str], pcm: bytes) -> None:
    recogniser = SphinxRecogniser(lambda word: [phonemes(word)])
    recogniser.learn(Vocabulary(tuple(names), (), ()))
    heard = hear(recogniser, Speech(pcm))
    assert 0 <= heard.confidence <= 1


RECORDED = {
    "0ec187f5-4dd7-43f8-818a-2136bf66d94e": ("house coffee", "dark roast"),
    "134b10d6-c656-44fc-aa6e-45b5aa458c79": ("sixteen ounce", "light roast", "house coffee"),
    "13b57702-312b-4b35-974b-a9d0a4473099": ("twenty ounce", "mocha", "a lot of skim milk", "a lot of sweetener"),
    "1c4a98d5-534f-4c5d-851f-2e26d8befbe3": ("single shot", "drip coffee", "milk"),
    "27d6b06e-fdf2-499a-9142-ab8e531a0fea": ("coffee", "brown sugar"),
    "28e13a17-773f-45b4-903e-b0bc6d2691e0": ("sixteen ounce", "dark roast", "iced mocha"),
    "439556c2-71cf-44cd-8bb2-37335fab2fe6": ("large", "triple shot", "iced coffee", "sweetener"),
}


@pytest.mark.speech_data
@pytest.mark.parametrize("recording", RECORDED)
def test_recorded_orders(sphinx: SphinxRecogniser, speech_data: Path, recording: str) -> None:
    heard = hear(sphinx, read_speech(speech_data / "coffee" / f"{recording}.flac")).text
    assert all(f" {words} " in f" {heard} " for words in RECORDED[recording])
