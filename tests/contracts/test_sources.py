"""What became of every source of documents; on the fake and on the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.core.document_ports import Sources
from kiosk_app.core.documents.sources import Source
from kiosk_app.core.errors import MissingPart
from kiosk_app.engines.sources import SqliteSources
from tests.fake_documents import FakeSources

KEPT = Source("/shop/b.md", "file", "1", "kept", "B", "", (2, 3))
TWIN = Source("/shop/a.md", "folder", "2", "twin", "B")
FAILED = Source("/shop/c.pdf", "folder", "3", "failed", problem="document_empty")


@pytest.fixture(params=["fake", "file"])
def sources(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Sources]:
    made: Sources = FakeSources() if request.param == "fake" else SqliteSources(tmp_path / "sources.sqlite3")
    for each in (KEPT, TWIN, FAILED):
        made.put(each)
    yield made
    made.close()


def test_they_are_kept_by_name_and_by_origin(sources: Sources) -> None:
    assert sources.all() == [TWIN, KEPT, FAILED]
    assert sources.of("folder") == {TWIN.name: TWIN, FAILED.name: FAILED}
    sources.put(Source(FAILED.name, "folder", "4", "kept", "C"))
    assert sources.of("folder")[FAILED.name].version == "4"
    assert (sources.forget(KEPT.name), sources.forget(KEPT.name)) == (True, False)
    assert sources.of("file") == {}


def test_twins_are_looked_at_again(sources: Sources) -> None:
    sources.look_at_twins_again()
    assert [source.version for source in sources.all()] == ["", "1", "3"]


def test_a_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "sources.sqlite3").write_bytes(b"no database" * 100)
    with pytest.raises(MissingPart, match="knowledge_failed"):
        SqliteSources(tmp_path / "sources.sqlite3")
