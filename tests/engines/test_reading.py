"""Reading files in a process of their own, and a real folder that is watched."""

import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from kiosk_app.core.documents.knowledge import Document
from kiosk_app.core.errors import UsageError
from kiosk_app.engines.documents import apart
from kiosk_app.engines.documents.apart import ReadApart
from kiosk_app.engines.documents.reader import LocalReader


def whole(steps: Generator[float, None, Document]) -> Document:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]


def test_files_are_read_by_another_process_until_it_is_let_go(tmp_path: Path) -> None:
    (tmp_path / "hours.md").write_text("# Hours\n\nWe open at nine; señora.")
    (tmp_path / "empty.md").write_text("")
    reader = LocalReader(None, watches=True)
    assert whole(reader.read(str(tmp_path / "hours.md"))).blocks[1].text == "We open at nine; señora."
    with pytest.raises(UsageError, match="document_empty"):
        whole(reader.read(str(tmp_path / "empty.md")))
    reader.rest()
    assert whole(reader.read(str(tmp_path / "hours.md"))).title == "Hours"
    reader.close()


def test_the_folder_in_the_watched_one_is_the_kind(tmp_path: Path) -> None:
    reader = LocalReader(tmp_path / "shop", watches=False)
    kinds = {}
    for name in ("shop/a.md", "shop/policy/b.md", "shop/policy/old/c.md", "elsewhere/d.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Apples.")
        kinds[name] = whole(reader.read(str(tmp_path / name))).kind
    assert list(kinds.values()) == ["", "policy", "policy", ""]
    reader.close()


def test_a_file_that_ends_or_holds_up_its_reader_harms_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "hours.md").write_text("# Hours\n\nWe open at nine.")
    reading = ReadApart()
    steps = reading.read(str(tmp_path / "hours.md"))
    next(steps)
    assert reading._process is not None
    reading._process.kill()
    with pytest.raises(UsageError, match="document_unreadable"):
        whole(steps)
    monkeypatch.setattr(apart, "LONGEST_S", 0.0)
    with pytest.raises(UsageError, match="document_unreadable"):
        whole(reading.read(str(tmp_path / "hours.md")))
    monkeypatch.undo()
    left = reading.read(str(tmp_path / "hours.md"))
    next(left)
    left.close()
    assert reading._process is None
    assert whole(reading.read(str(tmp_path / "hours.md"))).title == "Hours"
    reading.close()


def test_a_folder_is_watched_and_comes_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk_app.engines.documents.watched.AWAY_S", 0.01)
    pause = threading.Event()

    def news(reader: LocalReader) -> bool:
        return any(reader.has_news or pause.wait(0.02) for _ in range(1000))

    folder = tmp_path / "documents"
    reader = LocalReader(folder, watches=True)
    assert news(reader)
    assert reader.folder() is None
    folder.mkdir()
    assert news(reader)
    (folder / "a.md").write_text("Apples.")
    while not (found := reader.folder()):
        assert news(reader)
    assert list(found) == [str((folder / "a.md").resolve())]
    (folder / "a.md").write_text("Apples, red.")
    while reader.folder() == found:
        assert news(reader)
    reader.close()


def test_without_a_folder_nothing_is_watched(tmp_path: Path) -> None:
    reader = LocalReader(None, watches=False)
    assert (reader.has_news, reader.folder(), reader.version(str(tmp_path / "none"))) == (False, None, "")
    reader.close()
