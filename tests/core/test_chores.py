"""What is due in quiet moments: writes reach the store's log once, and of each order there is news once."""

import pytest

from kiosk_app.core.actions import OrderPlacement, Plan, PriceChange
from kiosk_app.core.errors import MissingPart, StoreAway
from kiosk_app.core.understanding.context import Deed
from kiosk_app.core.upkeep.chores import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    LOOK_SECONDS,
    QUIET_SECONDS,
    TIDY_SECONDS,
    Chores,
)
from tests.clock import Clock
from tests.contracts.acting import add, named, new_line, place, placed, plan
from tests.fake_journal import FakeJournal
from tests.fakes import FakeStore, euro


class Quiet:
    """Chores by themselves, on a store and a journal in memory."""

    def __init__(self) -> None:
        self.store, self.journal, self.clock = FakeStore(), FakeJournal(), Clock(1000.0)
        self.chores = Chores(self.journal, self.clock)
        self.chores.signed_in()

    def settled(self, name: str = "Tea", outcome: str = "done", detail: str = "") -> Plan:
        """A write that is over."""
        made = plan(self.store, PriceChange("1", name, euro("1.10"), euro("1.20"), None))
        self.journal.sending(made, f"New price\n{name}")
        self.journal.settle(made.id, outcome, detail)
        return made

    def work(self) -> list[str]:
        """Do all that is due now; gives back the numbers of orders of which there is news."""
        news = []
        while self.chores.due_in() == 0:
            news += [f"{order.number} {order.status}" for order in self.chores.work(self.store)]
        return news

    @property
    def posted(self) -> list[str]:
        assert self.store.action_log is not None
        return [entry.plan.id for entry in self.store.action_log]

    @property
    def waits(self) -> Plan | None:
        entry = self.journal.to_post(self.store.user, self.store.host, self.store.till)
        return entry.plan if entry else None


@pytest.fixture
def quiet() -> Quiet:
    return Quiet()


def test_what_is_too_old_is_looked_for_at_once_and_every_hour(quiet: Quiet) -> None:
    tidied: list[float] = []
    quiet.chores = Chores(quiet.journal, quiet.clock, lambda: tidied.append(quiet.clock()))
    for _ in range(3):
        quiet.work()
        quiet.clock.now += quiet.chores.due_in() or 0
    assert tidied == [1000.0, 1000.0 + TIDY_SECONDS, 1000.0 + 2 * TIDY_SECONDS]


# The store's log


def test_what_waits_at_sign_in_is_posted_in_its_order(quiet: Quiet) -> None:
    plans = [quiet.settled("Tea"), quiet.settled("Coffee", "refused", "store_changed")]
    quiet.work()
    assert quiet.posted == [made.id for made in plans]
    assert quiet.store.action_log is not None
    first, second = quiet.store.action_log
    assert (first.plan, first.preview, first.outcome) == (plans[0], "New price\nTea", "done")
    assert (second.outcome, second.detail) == ("refused", "store_changed")
    assert first.sent <= first.settled <= second.sent
    assert quiet.chores.due_in() is None


def test_after_a_turn_it_waits_for_a_quiet_moment(quiet: Quiet) -> None:
    quiet.work()
    quiet.settled()
    quiet.chores.turn_ended(None)
    assert quiet.chores.due_in() == QUIET_SECONDS
    quiet.work()
    assert quiet.posted == []
    quiet.clock.now += QUIET_SECONDS
    quiet.work()
    assert len(quiet.posted) == 1


def test_nothing_is_lost_while_the_store_is_away_and_it_is_asked_ever_more_seldom(quiet: Quiet) -> None:
    plans = [quiet.settled("Tea"), quiet.settled("Coffee")]
    quiet.store.fault = StoreAway("store_away")
    pauses = []
    for _ in range(9):
        quiet.work()
        pauses.append(quiet.chores.due_in())
        quiet.clock.now += pauses[-1] or 0
    assert pauses[:3] == [FIRST_PAUSE_SECONDS, 2 * FIRST_PAUSE_SECONDS, 4 * FIRST_PAUSE_SECONDS]
    assert pauses[-1] == LONGEST_PAUSE_SECONDS
    quiet.chores.turn_ended(None)
    assert quiet.posted == []
    quiet.store.fault = None
    quiet.clock.now += LONGEST_PAUSE_SECONDS
    quiet.work()
    assert quiet.posted == [made.id for made in plans]


def test_an_answer_that_is_lost_posts_nothing_twice(quiet: Quiet) -> None:
    plans = [quiet.settled("Tea"), quiet.settled("Coffee")]
    quiet.store.drop_log_answer = True
    quiet.work()
    assert quiet.posted == [plans[0].id]
    assert quiet.waits == plans[0]
    quiet.clock.now += FIRST_PAUSE_SECONDS
    quiet.work()
    assert quiet.posted == [made.id for made in plans]


def test_a_till_that_ended_before_it_noted_the_post_posts_nothing_twice(
    quiet: Quiet, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = quiet.settled()

    def crash(_: str) -> None:
        raise MissingPart("journal_failed", reason="the plug was pulled")

    with monkeypatch.context() as pulled:
        pulled.setattr(quiet.journal, "posted", crash)
        quiet.work()
    assert quiet.waits == made
    again = Chores(quiet.journal, quiet.clock)
    again.signed_in()
    again.work(quiet.store)
    assert quiet.posted == [made.id]
    assert quiet.waits is None


def test_a_store_without_a_log_is_remembered_and_nothing_piles_up(quiet: Quiet) -> None:
    quiet.store.action_log = None
    quiet.settled()
    quiet.work()
    quiet.settled()
    assert quiet.waits is None
    assert quiet.chores.due_in() is None


def test_a_log_that_was_there_is_not_given_up_for_one_404(quiet: Quiet) -> None:
    quiet.settled()
    quiet.work()
    kept, quiet.store.action_log = quiet.store.action_log, None
    made = quiet.settled()
    quiet.chores.signed_in()
    quiet.work()
    assert quiet.waits == made
    quiet.store.action_log = kept
    quiet.clock.now += FIRST_PAUSE_SECONDS
    quiet.work()
    assert quiet.posted[-1] == made.id


def test_a_log_that_the_settings_have_no_more_is_given_up(quiet: Quiet) -> None:
    quiet.settled()
    quiet.work()
    quiet.store.lacks = frozenset({"action_log"})
    made = quiet.settled()
    quiet.chores.signed_in()
    quiet.work()
    assert quiet.waits is None
    assert (made.id, "declined", "store_cannot") in quiet.journal.entries
    assert quiet.chores.due_in() is None


def test_an_entry_that_the_log_declines_holds_up_no_other(quiet: Quiet) -> None:
    made = quiet.settled()
    quiet.store.declines = True
    quiet.work()
    assert (made.id, "declined", "store_rejected") in quiet.journal.entries
    quiet.store.declines = False
    good = quiet.settled()
    quiet.chores.signed_in()
    quiet.work()
    assert quiet.posted == [good.id]


def test_everybody_posts_their_own(quiet: Quiet) -> None:
    quiet.settled()
    other = FakeStore(user="cashier")
    quiet.chores.signed_in()
    while quiet.chores.due_in() == 0:
        quiet.chores.work(other)
    assert other.action_log == []
    assert quiet.posted == []
    assert quiet.waits is not None


def test_no_step_keeps_a_person_waiting(quiet: Quiet, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet.settled()
    seen: list[bool] = []
    monkeypatch.setattr(quiet.store, "_arrive", lambda *_: seen.append(quiet.store.hurried))
    quiet.work()
    assert seen == [True, True]  # the entry, and the orders
    assert not quiet.store.hurried


def test_what_is_left_is_posted_at_the_end_unless_the_store_is_away(quiet: Quiet) -> None:
    plans = [quiet.settled("Tea"), quiet.settled("Coffee")]
    quiet.store.fault = StoreAway("store_away")
    quiet.chores.finish(quiet.store)
    assert quiet.posted == []
    quiet.store.fault = None
    quiet.chores.signed_in()
    quiet.chores.finish(quiet.store)
    assert quiet.posted == [made.id for made in plans]


def test_a_bug_in_a_chore_stops_nothing(quiet: Quiet, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiet.journal, "to_post", lambda *_: 1 / 0)
    assert quiet.work() == []
    assert quiet.chores.due_in() == FIRST_PAUSE_SECONDS


def test_a_log_that_fails_keeps_no_order_from_being_news(quiet: Quiet, monkeypatch: pytest.MonkeyPatch) -> None:
    quiet.settled()
    monkeypatch.setattr(quiet.store, "log", lambda _: 1 / 0)
    number = placed(quiet.store)
    quiet.work()
    quiet.store.become(number, "ready")
    quiet.clock.now += LOOK_SECONDS
    assert quiet.work() == [f"{number} ready"]


# Orders


def test_a_change_is_news_once(quiet: Quiet) -> None:
    number = placed(quiet.store)
    assert quiet.work() == []
    assert quiet.chores.due_in() == LOOK_SECONDS
    quiet.store.become(number, "ready")
    quiet.clock.now += LOOK_SECONDS
    assert quiet.work() == [f"{number} ready"]
    quiet.clock.now += LOOK_SECONDS
    assert quiet.work() == []
    quiet.store.become(number, "delivered")
    quiet.clock.now += LOOK_SECONDS
    assert quiet.work() == [f"{number} delivered"]
    assert quiet.chores.due_in() is None


def test_what_changed_before_sign_in_is_no_news(quiet: Quiet) -> None:
    quiet.store.become(placed(quiet.store), "ready")
    assert quiet.work() == []


def test_an_order_that_is_ready_before_the_till_looks_is_news_and_a_cancelled_one_is_not(quiet: Quiet) -> None:
    quiet.work()
    first, second, third = (placed(quiet.store) for _ in range(3))
    for number, status in ((first, "ready"), (second, "cancelled"), (third, "delivered")):
        quiet.store.become(number, status)
    quiet.chores.turn_ended(None)
    quiet.clock.now += QUIET_SECONDS
    assert quiet.work() == [f"{first} ready", f"{third} delivered"]


def test_an_order_that_was_placed_before_the_first_look_is_news_when_it_is_ready(quiet: Quiet) -> None:
    action = OrderPlacement("1", (), euro("1.80"), None)
    order = place(quiet.store, add(quiet.store, new_line(named(quiet.store, "Coffee"))))
    deed = Deed(plan(quiet.store, action), None, order)
    quiet.chores.turn_ended(deed)
    quiet.store.become(order.number, "ready")
    quiet.clock.now += QUIET_SECONDS
    assert quiet.work() == [f"{order.number} ready"]
    quiet.chores.turn_ended(deed)
    quiet.clock.now += QUIET_SECONDS
    assert quiet.work() == []


def test_an_order_of_the_shops_that_is_cancelled_is_news(quiet: Quiet) -> None:
    number = placed(quiet.store)
    quiet.work()
    quiet.store.become(number, "cancelled")
    quiet.clock.now += LOOK_SECONDS
    assert quiet.work() == [f"{number} cancelled"]
