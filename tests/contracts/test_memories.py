"""What people said and left open; on the fake and on the file."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.diary import Memories, Open, Said
from kiosk_app.engines.memories import SqliteMemories
from tests.fake_memories import FakeMemories

NOW = datetime.now(UTC)
FIRST = Said(NOW, "how much is the milk", "Milk is 1.05 €.", "answered")
SECOND = Said(NOW + timedelta(seconds=5), "(find a customer)", "", "answered")
ORDER = Open("order", NOW, "7", 3)
CALL = Open("question", NOW + timedelta(seconds=1), "check_stock")


@pytest.fixture(params=["fake", "file"])
def memories(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Memories]:
    kept: Memories = FakeMemories() if request.param == "fake" else SqliteMemories(tmp_path / "m.sqlite3", "shop", 1)
    yield kept
    kept.close()


def test_each_person_has_their_own_until_it_is_forgotten(memories: Memories) -> None:
    memories.note("maria", SECOND)
    memories.note("maria", FIRST)
    memories.leave("maria", CALL)
    memories.leave("maria", Open("order", NOW, "7", 2))
    memories.leave("maria", ORDER)
    memories.note("ana", FIRST)
    assert (memories.said("maria"), memories.said("ana")) == ([FIRST, SECOND], [FIRST])
    assert (memories.left("maria"), memories.left("ana")) == ([ORDER, CALL], [])
    memories.settle("maria", "question")
    assert memories.left("maria") == [ORDER]
    memories.forget("maria")
    assert (memories.said("maria"), memories.left("maria"), memories.said("ana")) == ([], [], [FIRST])


def test_what_is_too_old_is_gone_and_other_stores_have_their_own(tmp_path: Path) -> None:
    file = tmp_path / "m.sqlite3"
    old = Said(NOW - timedelta(days=2), "old", "", "answered")
    kept = SqliteMemories(file, "shop", 30)
    kept.note("maria", old)
    kept.note("maria", FIRST)
    assert kept.said("maria") == [old, FIRST]
    kept.leave("maria", Open("order", old.at, "7", 3))
    kept.close()
    for host, said in (("other", []), ("shop", [FIRST])):
        again = SqliteMemories(file, host, 1)
        assert (again.said("maria"), again.left("maria")) == (said, [])
        again.close()
    assert b"old" not in file.read_bytes()


def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "m.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(MissingPart, match="memories_failed"):
        SqliteMemories(tmp_path / "m.sqlite3", "shop", 1)
