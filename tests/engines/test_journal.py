"""The journal on disk: there before a request leaves, and an error where it cannot be."""

import json
import os
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.core.actions import CustomerCreation, Plan, PriceChange
from kiosk_app.core.codec import to_json
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.entries import first_changed
from kiosk_app.core.records.figures import TurnFigures
from kiosk_app.core.types import Customer
from kiosk_app.engines import journal as journal_module
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
        other.execute("UPDATE held SET plan = replace(plan, '1.20', 'twelve')")
    other.close()
    with pytest.raises(MissingPart, match="journal_failed"):
        journal.unsettled()
    journal.close()


PERSON = Customer("", "Begoña Núñez", "+34655678906", "Calle del Olmo 12, 3º B", "allergic to kiwi")
NEW_CUSTOMER = replace(PLAN, id="p-2", intent="create_customer", action=CustomerCreation(PERSON))
PREVIEW = "New customer\\nName: Begoña Núñez"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(file: Path) -> Iterator[SqliteJournal]:
    with closing(SqliteJournal(file)) as opened:
        yield opened


def _names_somebody(file: Path) -> bool:
    """Whether anything of the person's can be read in the file or those that SQLite lays beside it."""
    content = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    return any(text.encode() in content for text in ("Begoña", "655678906", "Olmo", "kiwi"))


def test_what_is_personal_is_there_until_it_is_posted_and_then_nowhere(journal: SqliteJournal, file: Path) -> None:
    journal.sending(NEW_CUSTOMER, PREVIEW)
    journal.settle("p-2", "done")
    assert _names_somebody(file)
    assert not any("Begoña" in entry.detail for entry in journal.entries())
    journal.posted("p-2")
    assert not _names_somebody(file)
    sent, *_ = journal.entries()
    assert json.loads(sent.detail)["action"]["customer"]["name"].startswith("sha256:")


def test_what_is_personal_goes_where_the_store_has_no_log(journal: SqliteJournal, file: Path) -> None:
    journal.sending(NEW_CUSTOMER, PREVIEW)
    journal.settle("p-2", "done")
    journal.no_log("http://h")
    assert not _names_somebody(file)
    journal.sending(replace(NEW_CUSTOMER, id="p-3"), PREVIEW)
    assert _names_somebody(file)
    journal.settle("p-3", "refused", "customer_exists")
    assert not _names_somebody(file)


def test_what_is_personal_goes_when_the_log_declines_it(journal: SqliteJournal, file: Path) -> None:
    journal.sending(NEW_CUSTOMER, PREVIEW)
    journal.settle("p-2", "done")
    journal.declined("p-2", "store_rejected")
    assert not _names_somebody(file)
    assert [entry.outcome for entry in journal.entries()] == ["sending", "done", "declined"]


@pytest.mark.parametrize("outcome", ["done", "unknown"])
def test_what_nobody_comes_back_for_goes_after_90_days(
    file: Path, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    for held_for, is_there in ((journal_module.HELD_FOR, True), (timedelta(0), False)):
        monkeypatch.setattr(journal_module, "HELD_FOR", held_for)
        with closing(SqliteJournal(file)) as journal:
            if not journal.entries():
                journal.sending(NEW_CUSTOMER, PREVIEW)
                journal.settle("p-2", outcome)
        assert _names_somebody(file) == is_there
    with closing(SqliteJournal(file)) as journal:
        assert [entry.outcome for entry in journal.entries()] == ["sending", outcome]


def test_nothing_personal_is_left_between_what_others_wait_with(journal: SqliteJournal, file: Path) -> None:
    """SQLite moves what it keeps, and must leave no copy behind."""
    others = [replace(PERSON, name=f"Somebody {number}", phone=f"+49{number:09}") for number in range(40)]
    for number, person in enumerate(others):
        person = replace(person, address="x" * (number * 97 % 2000), notes="")
        journal.sending(replace(NEW_CUSTOMER, id=f"o-{number}", action=CustomerCreation(person)), "")
        journal.sending(replace(NEW_CUSTOMER, id=f"p-{number}"), PREVIEW)
        for plan_id in (f"o-{number}", f"p-{number}"):
            journal.settle(plan_id, "done")
    for number in sorted(range(40), key=lambda number: number * 17 % 40):
        journal.posted(f"p-{number}")
    assert not _names_somebody(file)
    assert len(journal.waiting()) == 40


def test_a_store_without_a_log_is_asked_again_after_a_day(
    journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.no_log("http://h")
    monkeypatch.setattr(journal_module, "NO_LOG_FOR", timedelta(0))
    journal.sending(PLAN, "")
    journal.settle("p-1", "done")
    assert journal.to_post("ana", "http://h", "till-1") is not None


def test_a_killed_till_posts_what_it_had_not(file: Path) -> None:
    with closing(SqliteJournal(file)) as before:
        before.sending(PLAN, "New price")
        before.settle("p-1", "done")
    with closing(SqliteJournal(file)) as after:
        entry = after.to_post("ana", "http://h", "till-1")
        assert entry is not None
        assert (entry.plan, entry.preview) == (PLAN, "New price")
        assert after.waiting() == {"p-1"}
        after.posted("p-1")
        after.posted("p-1")
        assert after.waiting() == frozenset()
        assert [entry.outcome for entry in after.entries()] == ["sending", "done", "posted"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE entries SET detail = replace(detail, '1.20', '0.20') WHERE seq = 1",
        "UPDATE entries SET outcome = 'refused' WHERE seq = 2",
        "UPDATE entries SET at = '2026-01-01T00:00:00+00:00' WHERE seq = 3",
        "DELETE FROM entries WHERE seq = 2",
    ],
)
def test_what_was_changed_in_the_file_is_seen(journal: SqliteJournal, file: Path, change: str) -> None:
    journal.sending(PLAN, "")
    journal.settle("p-1", "done")
    journal.posted("p-1")
    assert first_changed(journal.entries()) is None
    with closing(sqlite3.connect(file)) as other, other:
        other.execute(change)
    assert first_changed(journal.entries()) is not None


def test_two_tills_processes_write_one_chain(journal: SqliteJournal, file: Path) -> None:
    with closing(SqliteJournal(file)) as other:
        for number in range(4):
            for writer, name in ((journal, "a"), (other, "b")):
                writer.sending(replace(PLAN, id=f"{name}-{number}"), "")
    assert len(journal.entries()) == 8
    assert first_changed(journal.entries()) is None


BEFORE_CHAINS = """
CREATE TABLE plans (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at TEXT NOT NULL, plan TEXT NOT NULL);
CREATE TABLE outcomes (
    seq INTEGER PRIMARY KEY, plan_id TEXT NOT NULL REFERENCES plans (id), at TEXT NOT NULL, outcome TEXT NOT NULL,
    detail TEXT NOT NULL
);
"""


def test_a_journal_of_before_is_taken_over(file: Path) -> None:
    with closing(sqlite3.connect(file)) as old, old:
        old.executescript(BEFORE_CHAINS)
        for plan in (PLAN, NEW_CUSTOMER):
            row = (plan.id, NOW.isoformat(), json.dumps(to_json(plan)))
            old.execute("INSERT INTO plans (id, at, plan) VALUES (?, ?, ?)", row)
        old.execute(
            "INSERT INTO outcomes (plan_id, at, outcome, detail) VALUES ('p-2', ?, 'done', '')", (NOW.isoformat(),)
        )
    for _ in range(2):
        with closing(SqliteJournal(file)) as journal:
            assert journal.unsettled() == [PLAN]
            assert journal.waiting() == {"p-2"}
            assert [entry.outcome for entry in journal.entries()] == ["sending", "sending", "done"]
            assert first_changed(journal.entries()) is None


def test_turns_are_kept_for_90_days(file: Path, journal: SqliteJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    journal.count(TurnFigures("check_stock", "answered", asked_again=False, ms=80))
    with closing(SqliteJournal(file)) as again:
        assert len(again.turns()) == 1
    monkeypatch.setattr(journal_module, "TURNS_KEPT", timedelta(0))
    with closing(SqliteJournal(file)) as later:
        assert later.turns() == []


def _fill(journal: SqliteJournal) -> None:
    for number in range(1000):
        journal.sending(Plan(f"p-{number}", "x" * 1000, PLAN.action, "ana", "http://h", "till-1", NOW, NOW), "")


def _read(path: Path) -> list[Plan]:
    journal = SqliteJournal(path)
    plans = journal.unsettled()
    journal.close()
    return plans
