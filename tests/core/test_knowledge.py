"""Documents cut into chunks, questions and texts brought to the same terms, and what of a passage is quoted."""

from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.documents.knowledge import CHUNK_WORDS, Block, Chunk, Document, chunked, sentences
from kiosk_app.core.documents.quoting import LEFT_OUT, LONGEST_QUOTE, quote
from kiosk_app.core.documents.relevance import content, fused, language_of, stem, terms
from kiosk_app.core.types import Language

WORDS = st.text("abcdeñ", min_size=1, max_size=8)
SENTENCES = st.lists(WORDS, min_size=1, max_size=40).map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=6).map(" ".join)
BLOCKS = st.builds(Block, PARAGRAPHS, st.sampled_from([0, 0, 0, 1, 2, 3]), st.integers(0, 3), st.booleans())


def document(*blocks: Block, title: str = "Returns") -> Document:
    return Document("/shop/returns.md", title, "en", blocks)


def chunk(text: str) -> Chunk:
    (only,) = chunked(document(Block(text)), 10_000)
    return only


@given(st.lists(BLOCKS, max_size=12), st.integers(3, 100))
def test_nothing_is_lost(blocks: list[Block], words: int) -> None:
    numbers = count()
    unlike = [
        replace(block, text=" ".join(f"{word[:-1]}{next(numbers)}{word[-1]}" for word in block.text.split()))
        for block in blocks
    ]
    said = [word for block in unlike if block.level == 0 for word in block.text.split()]
    assert [word for each in chunked(document(*unlike), words) for word in each.text.split()] == said


@given(st.lists(BLOCKS, max_size=12), st.integers(3, 100))
def test_nothing_is_kept_twice(blocks: list[Block], words: int) -> None:
    chunks = list(chunked(document(*blocks), words))
    assert all(0 < len(each.text.split()) <= words for each in chunks)
    assert len({each.checksum for each in chunks}) == len(chunks)
    said = {word for block in blocks if block.level == 0 for word in block.text.split()}
    assert {word for each in chunks for word in each.text.split()} == said


@given(st.lists(BLOCKS, max_size=8))
def test_the_same_document_makes_the_same_chunks(blocks: list[Block]) -> None:
    assert list(chunked(document(*blocks))) == list(chunked(document(*blocks)))
    moved = Document("/elsewhere.md", "Returns", "en", tuple(blocks))
    assert moved.checksum == document(*blocks).checksum
    assert [each.checksum for each in chunked(moved)] == [each.checksum for each in chunked(document(*blocks))]


def test_chunks_know_the_headings_above_them() -> None:
    blocks = (
        Block("Returns", 1),
        Block("Be kind."),
        Block("Food", 2),
        Block("Seven days.", page=2),
        Block("Wine", 3),
        Block("Two thirds."),
        Block("Gifts", 2),
        Block("Four weeks."),
    )
    found = [(each.section, each.page, each.text) for each in chunked(document(*blocks))]
    assert found == [
        ("", 0, "Be kind."),
        ("Food", 2, "Seven days."),
        ("Food › Wine", 0, "Two thirds."),
        ("Gifts", 0, "Four weeks."),
    ]
    assert list(chunked(document(*blocks)))[2].place == "Returns › Food › Wine"


def test_a_row_of_a_sheet_stands_alone() -> None:
    rows = [Block("Dish: Tortilla; Egg: yes", alone=True), Block("Dish: Soup; Egg: no", alone=True)]
    assert [each.text for each in chunked(document(*rows))] == [row.text for row in rows]


def test_long_sections_are_cut_between_sentences_into_like_parts() -> None:
    text = " ".join(f"This is sentence number {number} of them." for number in range(30))
    lengths = [len(each.text.split()) for each in chunked(document(Block(text)))]
    assert max(lengths) <= CHUNK_WORDS
    assert max(lengths) - min(lengths) <= 7


def test_sentences() -> None:
    text = "Ask Mr. Olmo, e.g. at 9.30. He knows! ¿Y si no? Llama.\nA new line"
    assert sentences(text) == ["Ask Mr. Olmo, e.g. at 9.30.", "He knows!", "¿Y si no?", "Llama.", "A new line"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "order orders ordered ordering"),
        ("en", "deliver delivers delivered delivery deliveries"),
        ("en", "cookie cookies"),
        ("en", "loaf loaves"),
        ("en", "glass glasses"),
        ("es", "nuez nueces"),
        ("es", "alergia alergias"),
        ("es", "horario horarios"),
        ("es", "cambio cambia cambian cambiar cambiarlos"),
        ("es", "traer traerla traerlos"),
    ],
)
def test_plurals_and_verb_forms_are_the_same_term(language: Language, words: str) -> None:
    assert len({stem(word, language) for word in words.split()}) == 1


def test_words_are_brought_to_the_same_terms() -> None:
    assert terms("The refunds!", "en") == terms("refund", "en") == terms("refunded", "en")
    assert terms("las devoluciones", "es") == terms("una devolución", "es")
    assert terms("closing the shop", "en") == terms("closed shops", "en")
    assert terms("limpiar la cafetera", "es") == terms("limpio las cafeteras", "es")
    assert content("what is it", "en") == []


@given(st.text(max_size=80), st.sampled_from(["en", "es"]))
def test_any_text_has_terms(text: str, language: str) -> None:
    assert len(terms(text, language)) == len(content(text, language))  # type: ignore[arg-type]
    assert all(terms(text, language))  # type: ignore[arg-type]


def test_the_language_of_a_text() -> None:
    assert language_of("The shop is open from nine.") == "en"
    assert language_of("La tienda abre a las nueve.") == "es"


def test_what_both_searches_find_comes_first() -> None:
    assert next(iter(fused([["a", "b", "c"], ["d", "b"]]))) == "b"
    assert list(fused([[1, 2], []])) == [1, 2]


def test_the_sentence_that_was_asked_about_is_quoted() -> None:
    food = chunk("We are kind. Packaged food can come back within 7 days. Wine is swapped. Nothing else counts here.")
    assert quote("how long can food come back", food) == "Packaged food can come back within 7 days."


def test_of_a_long_row_the_cells_that_were_asked_about_are_quoted() -> None:
    cells = [f"Allergen {number}: no" for number in range(30)]
    row = chunk("; ".join(["Dish: Tortilla", *cells[:20], "Sesame: yes", *cells[20:]]))
    said = quote("is there sesame in the tortilla", row)
    assert said.startswith("Dish: Tortilla; ")
    assert "; Sesame: yes" in said
    assert len(said) <= LONGEST_QUOTE


@given(st.lists(SENTENCES, min_size=1, max_size=6), st.text(max_size=40))
def test_a_quote_is_what_stands_there(said: list[str], question: str) -> None:
    text = chunk(" ".join(said))
    quoted = quote(question, text)
    assert 0 < len(quoted) <= LONGEST_QUOTE
    assert all(part.strip("; ") in " ".join(text.text.split()) for part in quoted.split(LEFT_OUT))
