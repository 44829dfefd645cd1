"""What every journal does; on the fake and on the one on disk."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.core.actions import Plan, PriceChange
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.ports import Journal
from kiosk_app.core.records.figures import TurnFigures
from kiosk_app.engines.journal import SqliteJournal
from tests.fake_journal import FakeJournal
from tests.fakes import euro


@pytest.fixture(params=["fake", "disk"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FakeJournal | SqliteJournal]:
    if request.param == "fake":
        yield FakeJournal()
        return
    on_disk = SqliteJournal(tmp_path / "journal.db")
    yield on_disk
    on_disk.close()


def a_plan(user: str = "ana", host: str = "http://h", till: str = "till-1") -> Plan:
    now = datetime.now(UTC)
    action = PriceChange("1", "Ñoquis “de la abuela”", euro("1.10"), euro("1.20"), '"p-1-1"')
    return Plan(str(uuid.uuid4()), "update_product_price", action, user, host, till, now, now + timedelta(minutes=1))


def test_a_plan_is_unsettled_until_its_outcome_is_known(journal: Journal) -> None:
    plan, other = a_plan(), a_plan()
    journal.sending(plan, "New price")
    journal.sending(other, "")
    assert journal.unsettled() == [plan, other]
    journal.settle(plan.id, "unknown", "outcome_unknown")
    assert journal.unsettled() == [plan, other]
    journal.settle(plan.id, "done")
    journal.settle(other.id, "refused", "store_changed")
    assert journal.unsettled() == []


def test_a_plan_is_sent_once(journal: Journal) -> None:
    plan = a_plan()
    journal.sending(plan, "New price")
    with pytest.raises(MissingPart):
        journal.sending(plan, "New price")
    assert journal.unsettled() == [plan]


def test_only_what_was_sent_can_be_settled_and_only_in_three_ways(journal: Journal) -> None:
    plan = a_plan()
    with pytest.raises(MissingPart):
        journal.settle(plan.id, "done")
    journal.sending(plan, "New price")
    with pytest.raises(MissingPart):
        journal.settle(plan.id, "perhaps")
    assert journal.unsettled() == [plan]


def waits(journal: Journal) -> Plan | None:
    """The plan that is posted next."""
    entry = journal.to_post("ana", "http://h", "till-1")
    return entry.plan if entry else None


def test_what_is_settled_is_posted_in_its_order_and_once(journal: Journal) -> None:
    first, second, third = a_plan(), a_plan(), a_plan()
    for plan in (first, second, third):
        journal.sending(plan, f"New price\n{plan.id}")
    assert waits(journal) is None
    journal.settle(first.id, "unknown", "outcome_unknown")
    assert waits(journal) is None
    journal.settle(second.id, "done")
    journal.settle(third.id, "refused", "store_changed")
    entry = journal.to_post("ana", "http://h", "till-1")
    assert entry is not None
    assert (entry.plan, entry.preview) == (second, f"New price\n{second.id}")
    assert (entry.outcome, entry.detail) == ("done", "")
    assert entry.sent <= entry.settled
    assert entry.salt
    assert entry.settled.tzinfo is not None
    assert waits(journal) == second
    journal.posted(second.id)
    entry = journal.to_post("ana", "http://h", "till-1")
    assert entry is not None
    assert (entry.plan, entry.outcome, entry.detail) == (third, "refused", "store_changed")
    journal.posted(third.id)
    assert waits(journal) is None
    journal.settle(first.id, "done")
    assert waits(journal) == first
    assert journal.unsettled() == []


@pytest.mark.parametrize("other", [{"user": "ben"}, {"host": "http://g"}, {"till": "till-2"}])
def test_what_is_posted_is_this_persons_stores_and_tills(journal: Journal, other: dict[str, str]) -> None:
    plan = a_plan(**other)
    journal.sending(plan, "")
    journal.settle(plan.id, "done")
    assert waits(journal) is None


def test_what_the_log_declines_waits_no_more(journal: Journal) -> None:
    first, second = a_plan(), a_plan()
    for plan in (first, second):
        journal.sending(plan, "")
        journal.settle(plan.id, "done")
    journal.declined(first.id, "store_rejected")
    assert waits(journal) == second


def test_nothing_waits_for_a_store_without_a_log(journal: Journal) -> None:
    plans = [a_plan(), a_plan(), a_plan(host="http://g")]
    for plan in plans:
        journal.sending(plan, "")
    journal.settle(plans[0].id, "done")
    assert journal.no_log("http://h")
    for plan in plans[1:]:
        journal.settle(plan.id, "done")
    assert waits(journal) is None
    assert journal.to_post("ana", "http://g", "till-1") is not None


def test_a_plan_that_is_not_settled_is_kept_for_a_store_without_a_log(journal: Journal) -> None:
    plan = a_plan()
    journal.sending(plan, "")
    journal.settle(plan.id, "unknown")
    journal.no_log("http://h")
    assert journal.unsettled() == [plan]


def test_a_log_that_took_something_is_there(journal: Journal) -> None:
    first, second = a_plan(), a_plan()
    for plan in (first, second):
        journal.sending(plan, "")
        journal.settle(plan.id, "done")
    journal.posted(first.id)
    assert not journal.no_log("http://h")
    assert waits(journal) == second
    assert journal.no_log("http://g")


def test_turns_are_counted(journal: FakeJournal | SqliteJournal) -> None:
    turn = TurnFigures("check_stock", "answered", asked_again=True, ms=120)
    journal.count(turn)
    journal.count(turn)
    assert journal.turns() == [turn, turn]
