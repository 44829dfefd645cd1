"""What every knowledge base and every embedder do; on the fakes and on the real ones."""

import math
import sqlite3
import struct
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from kiosk_app.core.document_ports import Embedder, Knowledge
from kiosk_app.core.documents.knowledge import CHUNK_WORDS, Block, Document
from kiosk_app.core.errors import MissingPart, Refused
from kiosk_app.core.types import Language
from kiosk_app.engines.embedding import WordLlamaEmbedder
from kiosk_app.engines.knowledge import LocalKnowledge, texts
from kiosk_app.engines.knowledge.index import STEP
from kiosk_app.engines.knowledge.texts import Texts
from kiosk_app.engines.knowledge.vectors import ChromaVectors
from tests.fake_knowledge import FakeEmbedder, FakeKnowledge


def document(name: str, *texts: str, language: Language = "en") -> Document:
    return Document(f"/shop/{name}.md", name.capitalize(), language, tuple(Block(text) for text in texts))


RETURNS = document("returns", "Packaged food that is unopened can come back within 7 days.")
HOURS = document("hours", "The shop opens at nine. On Sundays it stays closed.")
ES = document("horario", "La tienda abre a las nueve. Los domingos está cerrada.", language="es")


@pytest.fixture(params=["fake", "disk"])
def knowledge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Knowledge]:
    kept = FakeKnowledge() if request.param == "fake" else LocalKnowledge(tmp_path / "kb", FakeEmbedder)
    yield kept
    kept.close()


def test_nothing_is_known_at_first(knowledge: Knowledge) -> None:
    assert knowledge.all() == []
    assert knowledge.ask("when do you open", "en") == []
    assert knowledge.chunks_of("/shop/hours.md") == []
    assert not knowledge.remove("/shop/hours.md")


def test_what_was_added_is_found(knowledge: Knowledge) -> None:
    assert [knowledge.add(each) for each in (RETURNS, HOURS, ES)] == ["added"] * 3
    assert [(kept.title, kept.language, kept.chunks) for kept in knowledge.all()] == [
        ("Horario", "es", 1),
        ("Hours", "en", 1),
        ("Returns", "en", 1),
    ]
    best, *others = knowledge.ask("is the shop closed on sundays", "en")
    assert best.chunk == knowledge.chunks_of(HOURS.source)[0]
    assert 0 <= others[0].score < best.score <= 1
    assert [passage.chunk.document for passage in knowledge.ask("abre los domingos", "es")] == [ES.source]


def test_the_same_content_is_kept_once(knowledge: Knowledge) -> None:
    knowledge.add(HOURS)
    copy = Document("/copy.md", HOURS.title, HOURS.language, HOURS.blocks)
    assert [knowledge.add(each) for each in (HOURS, copy)] == ["unchanged", "twin"]
    assert len(knowledge.all()) == 1


def test_what_becomes_a_twin_is_not_kept_as_it_was(knowledge: Knowledge) -> None:
    knowledge.add(HOURS)
    knowledge.add(RETURNS)
    copy = Document(RETURNS.source, HOURS.title, HOURS.language, HOURS.blocks)
    assert knowledge.add(copy) == "twin"
    assert [kept.source for kept in knowledge.all()] == [HOURS.source]


def test_one_kind_alone_can_be_asked(knowledge: Knowledge) -> None:
    for each, kind in ((HOURS, "policy"), (RETURNS, "policy"), (ES, "faq"), (HOURS, "faq")):
        knowledge.add(replace(each, kind=kind))
    assert {kept.title: kept.kind for kept in knowledge.all()} == {
        "Hours": "faq",
        "Returns": "policy",
        "Horario": "faq",
    }
    found = {
        kind: knowledge.ask("is it closed on sundays", "en", kind=kind) for kind in ("", "policy", "faq", "recipes")
    }
    titles = {kind: [passage.chunk.title for passage in passages] for kind, passages in found.items()}
    assert titles == {"": ["Hours", "Returns"], "policy": ["Returns"], "faq": ["Hours"], "recipes": []}


def test_a_changed_document_takes_the_place_of_the_old_one(knowledge: Knowledge) -> None:
    knowledge.add(HOURS)
    assert knowledge.add(document("hours", "The shop opens at ten.")) == "changed"
    assert [passage.chunk.text for passage in knowledge.ask("when does the shop open", "en")] == [
        "The shop opens at ten."
    ]


def test_a_removed_document_is_not_found(knowledge: Knowledge) -> None:
    knowledge.add(HOURS)
    knowledge.add(RETURNS)
    assert knowledge.remove(HOURS.source)
    assert [passage.chunk.document for passage in knowledge.ask("sundays", "en")] == [RETURNS.source]


@pytest.mark.parametrize("question", ["", "?", '" OR 1 NOT NEAR(a b) *', "the of and", "ñ\0", "x" * 5000])
def test_any_question_can_be_asked(knowledge: Knowledge, question: str) -> None:
    knowledge.add(HOURS)
    assert len(knowledge.ask(question, "en")) <= 3


# On disk alone


def test_it_outlives_the_till(tmp_path: Path) -> None:
    for _ in range(2):
        kept = LocalKnowledge(tmp_path, FakeEmbedder)
        kept.add(HOURS)
        assert kept.ask("sundays", "en")[0].chunk.document == HOURS.source
        kept.close()


def test_what_another_process_has_changed_is_seen(tmp_path: Path) -> None:
    ours, theirs = LocalKnowledge(tmp_path, FakeEmbedder), LocalKnowledge(tmp_path, FakeEmbedder)
    ours.add(HOURS)
    assert theirs.ask("sundays", "en")
    ours.remove(HOURS.source)
    ours.add(RETURNS)
    assert [passage.chunk.document for passage in theirs.ask("sundays", "en")] == [RETURNS.source]
    ours.close()
    theirs.close()


def test_another_embedder_embeds_all_of_it_again(tmp_path: Path) -> None:
    class Other(FakeEmbedder):
        name = "other-8"
        width = 8

    for embedder in (FakeEmbedder, Other, FakeEmbedder):
        kept = LocalKnowledge(tmp_path, embedder)
        kept.add(HOURS)
        assert kept.ask("sundays", "en")[0].chunk.document == HOURS.source
        kept.close()


def test_another_embedder_takes_over_step_by_step_while_the_old_one_answers(tmp_path: Path) -> None:
    class Other(FakeEmbedder):
        name = "other-8"
        width = 8

    old = LocalKnowledge(tmp_path, FakeEmbedder)
    rows = [Block(f"Row: {number}; Shelf: {number % 7}", alone=True) for number in range(100)]
    old.add(Document("/shop/rows.csv", "Rows", "en", tuple(rows)))
    old.close()
    loaded: list[str] = []
    former = {FakeEmbedder.name: FakeEmbedder}

    def load_former(name: str) -> Embedder:
        loaded.append(name)
        return former[name]()

    kept = LocalKnowledge(tmp_path, Other, load_former)
    while not loaded:
        assert kept.work()
    kept.close()  # a power cut: it goes on where it was
    kept = LocalKnowledge(tmp_path, Other, load_former)
    kept.add(HOURS)
    while kept.work():
        assert kept.ask("row 7", "en")[0].chunk.text.startswith("Row: 7;")
        kept.remove("/shop/none.md")
    assert loaded == [FakeEmbedder.name] * 2
    assert kept.ask("is it closed on sundays", "en")[0].chunk.document == HOURS.source
    kept.close()
    alone = LocalKnowledge(tmp_path, Other)
    assert alone.ask("row 99", "en")[0].chunk.text.startswith("Row: 99;")
    assert not alone.work()
    alone.close()


def test_a_long_document_is_taken_and_cleared_away_in_steps_between_which_questions_are_answered(
    tmp_path: Path,
) -> None:
    def rows(version: int) -> Document:
        blocks = (Block(f"Row: {row}; Version: {version}", alone=True) for row in range(10 * STEP))
        return Document("/shop/rows.csv", "Rows", "en", tuple(blocks))

    def told() -> set[str]:
        return {passage.chunk.text.split()[-1] for passage in kept.ask("which version is row 7", "en", 100)}

    kept = LocalKnowledge(tmp_path, FakeEmbedder)
    kept.add(rows(1))
    cancelled = kept.adding(rows(2))
    for _ in range(5):
        next(cancelled)
        assert told() == {"1"}
    cancelled.close()
    taken = kept.adding(rows(3))
    shares = [share for share in taken if told() == {"1"}]
    assert shares == sorted(shares)
    assert (len(shares), shares[-1]) == (10, 1.0)
    assert told() == {"3"}
    left = [kept.left()]
    while kept.work():
        assert told() == {"3"}
        left.append(kept.left())
    assert left == sorted(left, reverse=True)
    assert (len(left) > 20, kept.left()) == (True, 0)
    kept.remove("/shop/rows.csv")
    kept.add(HOURS)
    assert [(each.title, each.chunks) for each in kept.all()] == [("Hours", 1)]
    assert {passage.chunk.document for passage in kept.ask("which version is row 7", "en")} == {HOURS.source}
    kept.close()
    with closing(sqlite3.connect(tmp_path / "documents.sqlite3")) as file:
        counts = [
            file.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 - constants
            for table in ("chunks", "words", "gone", "coming")
        ]
    assert counts == [(1,), (1,), (0,), (0,)]


def test_what_a_power_cut_left_half_written_is_cleared_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = LocalKnowledge(tmp_path, FakeEmbedder)
    kept.add(HOURS)
    half = kept.adding(document("returns", *(f"Row {number}." for number in range(2 * STEP * CHUNK_WORDS))))
    for _ in range(3):
        next(half)
    with monkeypatch.context() as cut:
        cut.setattr(Texts, "leave", lambda *_: None)
        half.close()
    monkeypatch.setattr(texts, "ABANDONED", timedelta(-1))
    assert [kept.add(each) for each in (RETURNS, HOURS)] == ["added", "unchanged"]
    assert [each.chunks for each in kept.all()] == [1, 1]
    kept.close()
    with closing(sqlite3.connect(tmp_path / "documents.sqlite3")) as file:
        assert file.execute("SELECT count(*) FROM chunks").fetchone() == (2,)


def test_what_means_the_same_is_found_and_what_stands_out_is_surer(tmp_path: Path) -> None:
    kept = LocalKnowledge(tmp_path, WordLlamaEmbedder)
    for each in (
        HOURS,
        RETURNS,
        document("lunch", "Soup is served with bread."),
        document("access", "A ramp is there."),
    ):
        kept.add(each)
    best, second, *_ = kept.ask("is a wheelchair no problem", "en", 4)
    assert best.chunk.title == "Access"
    alone = best.score
    kept.add(document("entrance", "There is a ramp, too."))
    assert kept.ask("is a wheelchair no problem", "en")[0].score < alone
    assert second.score < alone <= 1
    kept.close()


@pytest.mark.parametrize("lost", ["the former embedder", "the index"])
def test_what_is_lost_is_made_again_step_by_step_while_questions_are_answered_by_words(
    tmp_path: Path, lost: str
) -> None:
    class Other(FakeEmbedder):
        name = "other-16"
        most_at_once = 0

        def embed(self, texts: Sequence[str]) -> list[bytes]:
            Other.most_at_once = max(Other.most_at_once, sum(" > " in text for text in texts))
            return super().embed(texts)

    def start() -> LocalKnowledge:
        return LocalKnowledge(tmp_path, FakeEmbedder if lost == "the index" else Other)

    def answers() -> bool:
        """The right one; whether by words alone."""
        best = kept.ask("which shelf is row 7 on", "en", limit=100)[0]
        assert best.chunk.text.startswith("Row: 7;")
        return best.by_words

    rows = [Block(f"Row: {number}; Shelf: {number % 7}", alone=True) for number in range(100)]
    kept = LocalKnowledge(tmp_path, FakeEmbedder)
    kept.add(Document("/shop/rows.csv", "Rows", "en", tuple(rows)))
    assert not answers()
    kept.close()
    if lost == "the index":
        (tmp_path / "index").rename(tmp_path / "lost")
    kept = start()
    assert answers()
    with pytest.raises(Refused, match="documents_not_ready"):
        kept.ask("bicycles", "en")
    while kept._texts.in_index("en") < 40:
        assert kept.work()
        assert answers()
    kept.close()  # a power cut: it goes on where it was
    kept = start()
    while kept.work():
        assert answers() or kept._texts.is_whole("en")
    assert not answers()
    found = kept.ask("row", "en", limit=200)
    assert len(found) == len({passage.chunk.text for passage in found})
    kept.close()
    index = ChromaVectors.in_folder(tmp_path / "index", Other.name if Other.most_at_once else FakeEmbedder.name)
    assert index.count("en") == 100
    index.close()
    assert Other.most_at_once <= STEP


def test_files_that_cannot_be_read_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "documents.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(MissingPart, match="knowledge_failed"):
        LocalKnowledge(tmp_path, FakeEmbedder)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "index").write_bytes(b"no folder")
    kept = LocalKnowledge(tmp_path / "other", FakeEmbedder)
    with pytest.raises(MissingPart, match="knowledge_failed"):
        kept.add(HOURS)
    kept.close()


# Embedders


@pytest.fixture(params=[FakeEmbedder, WordLlamaEmbedder])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def read(vector: bytes) -> list[float]:
    return list(struct.unpack(f"<{len(vector) // 4}f", vector))


def likeness(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


def test_like_texts_have_like_vectors_of_length_one(embedder: Embedder) -> None:
    shop, shops, cat = map(read, embedder.embed(["the shop opens", "the shop opens at nine", "cats purr loudly"]))
    assert all(len(vector) == embedder.width for vector in (shop, shops, cat))
    assert math.hypot(*shop) == pytest.approx(1, abs=1e-4)
    assert likeness(shop, shops) > likeness(shop, cat)
    assert embedder.embed([]) == []
    assert embedder.embed(["the shop opens", ""])[0] == embedder.embed(["the shop opens"])[0]
