"""Recordings for tuning: nobody without the key reads them, and none stays longer than it should."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.recordings import Recording
from kiosk_app.engines.recordings import SealedRecordings
from tests.fake_keyring import FakeKeyring

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def recording(hours: int = 0, text: str = "coca cola thirty three") -> Recording:
    args = {"query": "coca cola 33"}
    return Recording(
        NOON + timedelta(hours=hours), "en", b"\1\2" * 800, "sphinx", text, "check_stock", args, "done", ""
    )


@pytest.fixture(params=[True, False])
def keyring(request: pytest.FixtureRequest) -> FakeKeyring:
    return FakeKeyring(is_there=request.param)


def test_what_was_kept_is_read_again_in_its_order(tmp_path: Path, keyring: FakeKeyring) -> None:
    for hours in (2, 0, 1):
        SealedRecordings(tmp_path / "r", keyring).keep(recording(hours))
    assert list(SealedRecordings(tmp_path / "r", keyring).all()) == [recording(0), recording(1), recording(2)]


def test_nothing_of_it_stands_in_any_file_and_no_other_key_opens_it(tmp_path: Path, keyring: FakeKeyring) -> None:
    kept = SealedRecordings(tmp_path / "r", keyring)
    kept.keep(recording())
    (file,) = (tmp_path / "r").iterdir()
    assert b"coca" not in file.read_bytes()
    assert b"\1\2\1\2" not in file.read_bytes()
    key_file = tmp_path / "r.key"
    assert key_file.exists() != keyring.is_there
    if key_file.exists():
        assert key_file.stat().st_mode & 0o077 == 0
        key_file.unlink()
    keyring.secrets.clear()
    kept.keep(recording(1))  # with a key of its own
    assert list(kept.all()) == [recording(1)]


def test_a_file_that_was_changed_cut_or_renamed_is_left_out(tmp_path: Path) -> None:
    kept = SealedRecordings(tmp_path, FakeKeyring())
    for hours in range(4):
        kept.keep(recording(hours))
    changed, cut, renamed, _ = sorted(tmp_path.iterdir())
    changed.write_bytes(changed.read_bytes()[:-1] + b"x")
    cut.write_bytes(cut.read_bytes()[:5])
    renamed.rename(renamed.with_name(f"2{renamed.name}"))
    assert list(kept.all()) == [recording(3)]


def test_the_old_ones_are_deleted_without_a_key_and_all_of_them_with_it(tmp_path: Path, keyring: FakeKeyring) -> None:
    kept = SealedRecordings(tmp_path / "r", keyring)
    assert kept.delete() == kept.delete(NOON) == 0
    for hours in range(3):
        kept.keep(recording(hours))
    secrets = dict(keyring.secrets)
    keyring.secrets.clear()
    assert kept.delete(NOON + timedelta(minutes=90)) == 2
    keyring.secrets |= secrets
    assert list(kept.all()) == [recording(2)]
    assert kept.delete() == 1
    assert not keyring.secrets
    assert not (tmp_path / "r.key").exists()


def test_the_oldest_go_where_there_is_no_room(tmp_path: Path) -> None:
    keyring = FakeKeyring()
    SealedRecordings(tmp_path, keyring).keep(recording())
    (file,) = tmp_path.iterdir()
    small = SealedRecordings(tmp_path, keyring, most_bytes=2 * file.stat().st_size)
    for hours in (3, 1, 2):
        small.keep(recording(hours))
    assert list(small.all()) == [recording(2), recording(3)]


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "r").write_text("a file")
    with pytest.raises(MissingPart) as caught:
        SealedRecordings(tmp_path / "r", FakeKeyring()).keep(recording())
    assert caught.value.code == "recordings_failed"
