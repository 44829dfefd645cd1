"""The journal on disk: there before a request leaves, and an error where it cannot be."""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Plan, PriceChange
from kiosk_app.engines.journal import SqliteJournal
from tests.fakes import euro

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
PLAN = Plan(
    "p-1",
    "update_product_price",
    PriceChange("1", "Tea", euro("1.10"), euro("1.20"), None),
    "ana",
    "http://h",
    "till-1",
    NOW,
    NOW + timedelta(minutes=1),
)

SEND_AND_WAIT = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from kiosk_app.engines.journal import SqliteJournal
from tests.engines.test_journal import PLAN
journal = SqliteJournal(Path({path!r}))
journal.sending(PLAN, "New price")
print("sending", flush=True)
sys.stdin.read()
"""


def test_it_outlives_a_killed_process(tmp_path: Path) -> None:
    path = tmp_path / "data" / "journal.db"
    script = SEND_AND_WAIT.format(root=str(Path(__file__).parents[2]), path=str(path))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as till:
        assert till.stdout is not None
        assert till.stdout.readline() == "sending\n"
        os.kill(till.pid, signal.SIGKILL)
    journal = SqliteJournal(path)
    assert journal.unsettled() == [PLAN]
    journal.close()


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    SqliteJournal(tmp_path / "journal.db").close()
    assert stat.S_IMODE((tmp_path / "journal.db").stat().st_mode) == 0o600


def test_a_full_disk_is_told_before_anything_is_sent(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db")
    journal._connection.execute("PRAGMA max_page_count = 1")  # SQLite's own way to have no room left
    with pytest.raises(MissingPart) as caught:
        _fill(journal)
    recorded = len(journal.unsettled())
    journal.close()
    assert caught.value.code == "journal_failed"
    assert f"p-{recorded}" not in {plan.id for plan in _read(tmp_path / "journal.db")}


def test_a_locked_file_is_an_error(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db")
    journal._connection.execute("PRAGMA busy_timeout = 0")
    other = sqlite3.connect(tmp_path / "journal.db")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(MissingPart, match="journal_failed"):
        journal.sending(PLAN, "New price")
    other.close()
    journal.sending(PLAN, "New price")
    journal.close()


@pytest.mark.parametrize("content", [b"This is no database, and long enough to be seen as none." * 20])
def test_a_file_that_is_no_journal_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "journal.db").write_bytes(content)
    with pytest.raises(MissingPart, match="journal_failed"):
        SqliteJournal(tmp_path / "journal.db")


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(MissingPart, match="journal_failed"):
        SqliteJournal(tmp_path / "data" / "journal.db")


def test_a_damaged_plan_is_an_error_and_not_a_plan(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db")
    journal.sending(PLAN, "New price")
    with sqlite3.connect(tmp_path / "journal.db") as other:
        other.execute("UPDATE plans SET plan = replace(plan, '1.20', 'twelve')")
    other.close()
    with pytest.raises(MissingPart, match="journal_failed"):
        journal.unsettled()
    journal.close()


def _fill(journal: SqliteJournal) -> None:
    for number in range(1000):
        journal.sending(Plan(f"p-{number}", "x" * 1000, PLAN.action, "ana", "http://h", "till-1", NOW, NOW), "")


def _read(path: Path) -> list[Plan]:
    journal = SqliteJournal(path)
    plans = journal.unsettled()
    journal.close()
    return plans
