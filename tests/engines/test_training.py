"""What the intent model is trained on: the phrase roots, what is made of them, and the file that comes out."""

import itertools
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import normalise
from kiosk_app.core.types import Language
from kiosk_app.core.understanding.grammar import grammar
from models.training import gguf_file
from models.training.generate import Example, Generator
from models.training.lint import problems, whole_sentences
from models.training.mix import SHARES
from models.training.roots import HERE, Root, read_roots
from models.training.spoken import SPOKEN
from models.training.tokens import LANGUAGES, defined_tokens
from tests import contract, gbnf

BUNDLED = Path("models/intent/kiosk-intent/kiosk-intent.gguf")
SETS = Path("tests/data/understanding")
ROOTS = [(language, root) for language in LANGUAGES for root in read_roots(language)]


def examples(language: Language, seed: int) -> Iterator[Example]:
    return Generator(language, read_roots(language), random.Random(seed)).examples()


def test_every_intent_has_many_roots() -> None:
    assert set(SHARES) == set(INTENTS)
    for name in INTENTS:
        assert sum(root.intent == name for language, root in ROOTS if language == "en") >= 100
    assert {root.intent for _, root in ROOTS} == set(INTENTS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_root_is_wrong(language: Language) -> None:
    assert list(problems(language, read_roots(language))) == []


def test_a_text_stands_for_one_intent_only() -> None:
    twice = [Root("cancel", "[no|stop] that"), Root("undo", "[no|stop] that", ())]
    assert [line.rpartition(": ")[2] for line in problems("en", twice)] == [
        "stands for undo too",
        "stands for cancel too",
    ]


def test_there_are_thousands_of_different_roots() -> None:
    for language in LANGUAGES:
        assert len({normalise(root.text, language).text for of, root in ROOTS if of == language}) >= 4000


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_taught_keeps_the_contract(language: Language) -> None:
    for example in itertools.islice(examples(language, 11), 1000):
        heard = normalise(example.text, language)
        contract.check(example.intent, contract.unspaced(example.intent, example.args), heard, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_stands_in_the_grammar_of_its_transcript(language: Language) -> None:
    for example in itertools.islice(examples(language, 7), 150):
        known = {example.intent: INTENTS[example.intent]}
        rules = gbnf.read(grammar(normalise(example.text, language), language, known))
        answer = {"intent": example.intent, "args": example.args}
        if len(example.text.split()) < 30:  # the acceptor is a regular expression, and grows with the square
            assert gbnf.accepts(rules, json.dumps(answer, ensure_ascii=False, separators=(",", ":"))), example


def test_the_same_seed_writes_the_same_examples() -> None:
    first, again, other = (list(itertools.islice(examples("en", seed), 50)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_names_are_new_nearly_every_time() -> None:
    made = itertools.islice(
        (e for e in examples("en", 5) if e.intent == "update_product_price" and "query" in e.args), 200
    )
    assert len({example.args["query"] for example in made}) > 180


@pytest.mark.parametrize("language", LANGUAGES)
@given(number=st.integers(0, 9999))
def test_a_number_that_is_taught_is_read_back(language: Language, number: int) -> None:
    assert normalise(SPOKEN[language].cardinal(number), language).text == str(number)


def test_the_words_of_a_marked_sentence_are_what_is_copied() -> None:
    text = "ponme {#dos} {cañas} {+bien frías} / y un {pincho} con {+mayonesa} para la mesa {table:cuatro}"
    items = [
        {"query": " cañas", "quantity": " 2", "options": [" bien frías"]},
        {"query": " pincho", "options": [" mayonesa"]},
    ]
    root = Root("add_to_order", text)
    generator = Generator("es", [root], random.Random(1))
    assert any(
        example.args == {"items": items, "table": " 4"}
        for example in (generator.example(root) for _ in range(500))
        if example
    )


def test_some_roots_are_held_out() -> None:
    share = sum(root.held_out for _, root in ROOTS) / len(ROOTS)
    assert 0.05 < share < 0.12
    assert {root.intent for _, root in ROOTS if root.held_out} == set(INTENTS)


def sentences(name: str) -> list[dict[str, Any]]:
    """The labelled sentences of a set that were written by hand."""
    return [json.loads(line) for line in (SETS / f"{name}.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sets_that_measure_share_no_sentence_with_the_roots_or_each_other(language: Language) -> None:
    test, calibration = (
        {normalise(line["text"], language).text for line in sentences(f"{kind}_{language}")}
        for kind in ("test", "calibration")
    )
    # Counted, so that a failure shows no sentence to those who write roots.
    assert len(test & calibration) == 0
    taught = {text for root in read_roots(language) for text in whole_sentences(root, language)}
    assert len((test | calibration) & taught) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_test_set_is_large_enough_to_measure_by(language: Language) -> None:
    lines = sentences(f"test_{language}")
    assert {line["lang"] for line in lines} == {language}
    assert len({line["text"] for line in lines}) == len(lines) >= 200
    assert sum(line["intent"] == "out_of_scope" for line in lines) >= 60
    assert sum(INTENTS[line["intent"]].writes for line in lines) >= 100
    assert {line["intent"] for line in lines} == set(INTENTS)


UNSAYABLE = {
    "pizza crunch supper twice and a tub of curry sauce": "twice is no number to the till",
    "gimme a half pound of smoked turkey sliced thin and uh a half sour pickle": "half a pound is written 0.5 pound",
}
"""Sentences whose label no grammar allows, and why: they measure the till's limits."""


@pytest.mark.parametrize("name", [path.stem for path in sorted(SETS.glob("*.jsonl"))])
def test_every_label_can_be_answered(name: str) -> None:
    unsayable = []
    for line in sentences(name):
        heard = normalise(line["text"], line["lang"])
        rules = gbnf.read(grammar(heard, line["lang"], {line["intent"]: INTENTS[line["intent"]]}))
        if not gbnf.accepts(rules, contract.write(line["intent"], line["args"], heard, line["lang"])):
            unsayable.append(line["text"])
    assert len([text for text in unsayable if text not in UNSAYABLE]) == 0
    assert len([text for text in UNSAYABLE if text in unsayable]) == len(unsayable)


def test_every_language_has_its_word_lists() -> None:
    lists = {language: {path.stem for path in (HERE / "words" / language).glob("*.txt")} for language in LANGUAGES}
    assert lists["en"] - {"couple"} == lists["es"]


def test_the_bundled_model_knows_the_json_of_the_table() -> None:
    vocabulary = gguf_file.Vocabulary.read(BUNDLED)
    given = {token for token, kind in zip(vocabulary.tokens, vocabulary.kinds, strict=True) if kind == 4}
    assert given == set(defined_tokens()), "the table of intents has changed: train the model again"
    assert BUNDLED.stat().st_size < 20_000_000


def test_a_copied_value_has_the_tokens_of_what_was_said() -> None:
    model = llama_cpp.Llama(str(BUNDLED), vocab_only=True, verbose=False)

    def tokens(text: str) -> list[int]:
        return model.tokenize(text.encode(), add_bos=False, special=True)

    for example in itertools.islice((e for e in examples("en", 9) if "query" in e.args), 200):
        query = str(example.args["query"])
        whole, part = tokens(f"<en> {example.text}<answer>"), tokens(query)
        assert any(whole[i : i + len(part)] == part for i in range(len(whole))), example
        answer = tokens(f'{{"intent":"{example.intent}","args":{{"query":"{query}"')
        assert answer[1 : 1 + len(part)] == part
    model.close()


def test_a_file_of_random_weights_reads_back(tmp_path: Path) -> None:
    vocabulary = gguf_file.Vocabulary(["<unk>", "<s>", "</s>", "a"], [0.0, 0.0, 0.0, -1.0], [2, 3, 3, 1])
    shape = gguf_file.Shape(4, width=32, layers=1, heads=1, inner=32)
    tensors = {name: np.zeros(size, np.float32) for name, size in shape.tensors().items()}
    gguf_file.write(tmp_path / "m.gguf", shape, vocabulary, tensors, {"general.name": "m"})
    assert gguf_file.Vocabulary.read(tmp_path / "m.gguf") == vocabulary
    with pytest.raises(ValueError, match="output_norm"):
        gguf_file.write(tmp_path / "n.gguf", shape, vocabulary, tensors | {"output_norm": np.zeros(31, np.float32)}, {})


def test_a_root_that_names_no_slot_is_refused() -> None:
    generator = Generator("en", [Root("show_order", "show <nothing>")], random.Random(1))
    with pytest.raises(KeyError, match="nothing"):
        generator.example(Root("show_order", "show <nothing>"))
