"""A power cut in the middle of adding documents: nothing is double, nothing half there, and the next start goes on."""

import random
import subprocess
import sys
from pathlib import Path

from kiosk_app.engines.knowledge import LocalKnowledge
from kiosk_app.engines.knowledge.vectors import ChromaVectors
from tests.adding_documents import DOCUMENTS, EMBEDDERS, ROWS, versions
from tests.conftest import LONG
from tests.fake_knowledge import FakeEmbedder

KILLS = 50 if LONG else 3


def run_until_killed(folder: Path, what: str, begun: int) -> None:
    """Kill a process that adds a version of the documents, or that works on them, once it has begun so many times."""
    command = [sys.executable, "-m", "tests.adding_documents", str(folder), what]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]) as process:
        assert process.stdout is not None
        for _ in range(begun):
            assert process.stdout.readline()
        process.kill()


def test_killed_in_the_middle_of_adding(tmp_path: Path) -> None:
    chance = random.Random(6)
    for kill in range(KILLS):
        run_until_killed(tmp_path, str(kill), chance.randint(1, DOCUMENTS))
        knowledge = LocalKnowledge(tmp_path, FakeEmbedder)
        assert bool(knowledge.ask("row 7 of document 0", "en")) == bool(knowledge.all())
        while knowledge.work():
            pass
        passages = knowledge.ask("row 7 of document 0", "en", limit=DOCUMENTS * ROWS)
        kept = knowledge.all()
        assert [each.chunks for each in kept] == [ROWS] * len(kept)
        places = [(passage.chunk.document, passage.chunk.text) for passage in passages]
        assert len(set(places)) == len(places)
        assert bool(passages) == bool(kept)
        knowledge.close()
        index = ChromaVectors.in_folder(tmp_path / "index", FakeEmbedder.name)
        assert index.count("en") == ROWS * len(kept)
        index.close()
    knowledge = LocalKnowledge(tmp_path, FakeEmbedder)
    assert {knowledge.add(document) for document in versions(KILLS)} <= {"added", "changed"}
    assert {knowledge.add(document) for document in versions(KILLS)} == {"unchanged"}
    assert len(knowledge.all()) == DOCUMENTS
    assert f"Version: {KILLS}" in knowledge.ask("row 7 of document 0", "en")[0].chunk.text
    knowledge.close()


def test_killed_in_the_middle_of_making_lost_vectors_again(tmp_path: Path) -> None:
    chance = random.Random(6)
    knowledge = LocalKnowledge(tmp_path, FakeEmbedder)
    for document in versions(1):
        knowledge.add(document)
    knowledge.close()
    for kill in range(KILLS):
        embedder = EMBEDDERS[kill % 2]
        run_until_killed(tmp_path, embedder.name, chance.randint(1, 15))
        knowledge = LocalKnowledge(tmp_path, embedder)
        passages = knowledge.ask("row 7 of document 0", "en", limit=DOCUMENTS * ROWS)
        places = [(passage.chunk.document, passage.chunk.text) for passage in passages]
        assert len(set(places)) == len(places) > 0
        knowledge.close()
    knowledge = LocalKnowledge(tmp_path, embedder)
    while knowledge.work():
        pass
    assert not knowledge.ask("row 7 of document 0", "en")[0].by_words
    knowledge.close()
    index = ChromaVectors.in_folder(tmp_path / "index", embedder.name)
    assert index.count("en") == DOCUMENTS * ROWS
    index.close()
