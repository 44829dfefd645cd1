"""What every memory of picks does; on the fake and on the one on disk."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.ports import Alias, Aliases
from kiosk_app.engines.aliases import SqliteAliases
from tests.fake_aliases import FakeAliases
from tests.fakes import FakeStore

COLA, ZERO = FakeStore().products()[:2]


@pytest.fixture(params=["fake", "disk"])
def aliases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Aliases]:
    learnt = FakeAliases() if request.param == "fake" else SqliteAliases(tmp_path / "aliases.db", "http://shop")
    yield learnt
    learnt.close()


def test_nothing_is_known_at_first(aliases: Aliases) -> None:
    assert aliases.picked("coke") == {}
    assert aliases.all() == []


def test_picks_are_counted_for_their_words(aliases: Aliases) -> None:
    for product in (COLA, ZERO, COLA):
        aliases.learn("coke", product)
    aliases.learn("a can", ZERO)
    assert aliases.picked("coke") == {COLA.id: 2, ZERO.id: 1}
    assert aliases.all() == [
        Alias("a can", ZERO.id, ZERO.name, 1),
        Alias("coke", COLA.id, COLA.name, 2),
        Alias("coke", ZERO.id, ZERO.name, 1),
    ]


def test_words_can_be_unlearnt(aliases: Aliases) -> None:
    aliases.learn("coke", COLA)
    aliases.learn("cola", COLA)
    assert aliases.forget("coke") == 1
    assert aliases.forget("coke") == 0
    assert [alias.words for alias in aliases.all()] == ["cola"]


def test_each_store_has_its_own_and_they_outlive_the_till(tmp_path: Path) -> None:
    path = tmp_path / "aliases.db"
    for host, product in (("http://a", COLA), ("http://b", ZERO)):
        aliases = SqliteAliases(path, host)
        aliases.learn("coke", product)
        aliases.close()
    again = SqliteAliases(path, "http://a")
    assert again.picked("coke") == {COLA.id: 1}
    again.close()


def test_a_file_that_cannot_be_read_stops_no_turn(tmp_path: Path) -> None:
    path = tmp_path / "aliases.db"
    aliases = SqliteAliases(path, "http://shop")
    with sqlite3.connect(path) as other:
        other.execute("DROP TABLE picks")
    other.close()
    aliases.learn("coke", COLA)
    assert aliases.picked("coke") == {}
    with pytest.raises(MissingPart, match="aliases_failed"):
        aliases.all()
    aliases.close()
    path.write_bytes(b"no database" * 100)
    with pytest.raises(MissingPart, match="aliases_failed"):
        SqliteAliases(path, "http://shop")
