"""What every journal does; on the fake and on the one on disk."""

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.ports import Journal
from kiosk_app.core.types import Plan, PriceChange
from kiosk_app.engines.journal import SqliteJournal
from tests.fakes import FakeJournal, euro


@pytest.fixture(params=["fake", "disk"])
def journal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Journal]:
    if request.param == "fake":
        yield FakeJournal()
        return
    on_disk = SqliteJournal(tmp_path / "journal.db")
    yield on_disk
    on_disk.close()


def a_plan() -> Plan:
    now = datetime.now(UTC)
    action = PriceChange("1", "Ñoquis “de la abuela”", euro("1.10"), euro("1.20"), '"p-1-1"')
    return Plan(
        str(uuid.uuid4()), "update_product_price", action, "ana", "http://h", "till-1", now, now + timedelta(minutes=1)
    )


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
