"""A journal in memory that keeps the rules of the real one; the contract tests run on both."""

from datetime import UTC, datetime
from typing import Literal, cast

from kiosk_app.core.actions import Plan
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.records.entries import LogEntry
from kiosk_app.core.records.figures import TurnFigures


class FakeJournal:
    """`ports.Journal` in memory; `entries` is what was written, in order."""

    def __init__(self) -> None:
        self.entries: list[tuple[str, str, str]] = []
        """Plan id, outcome (`sending` first), detail."""
        self.counted: list[TurnFigures] = []
        self._plans: dict[str, Plan] = {}
        self._previews: dict[str, str] = {}
        self._times: dict[tuple[str, str], datetime] = {}
        self._without_log: set[str] = set()

    def sending(self, plan: Plan, preview: str) -> None:
        """The plan is about to leave."""
        if plan.id in self._plans:
            raise MissingPart("journal_failed", reason="twice")
        self._plans[plan.id], self._previews[plan.id] = plan, preview
        self._add(plan.id, "sending", "")

    def settle(self, plan_id: str, outcome: str, detail: str = "") -> None:
        """What became of it."""
        if plan_id not in self._plans or outcome not in ("done", "refused", "unknown"):
            raise MissingPart("journal_failed", reason="no such plan or outcome")
        self._add(plan_id, outcome, detail)

    def unsettled(self) -> list[Plan]:
        """Plans of which it is not known what became of them."""
        settled = {plan_id for plan_id, outcome, _ in self.entries if outcome in ("done", "refused")}
        return [plan for plan in self._plans.values() if plan.id not in settled]

    def to_post(self, user: str, host: str, till: str) -> LogEntry | None:
        """The oldest that waits."""
        over = {plan_id for plan_id, outcome, _ in self.entries if outcome in ("posted", "declined")}
        for plan_id, outcome, detail in self.entries:
            plan = self._plans[plan_id]
            mine = (plan.user, plan.host, plan.till) == (user, host, till) and host not in self._without_log
            if mine and outcome in ("done", "refused") and plan_id not in over:
                sent, settled = (self._times[plan_id, kind] for kind in ("sending", outcome))
                ended = cast(Literal["done", "refused"], outcome)
                return LogEntry(plan, self._previews[plan_id], sent, settled, ended, detail, "salt")
        return None

    def posted(self, plan_id: str) -> None:
        """The store's log has it."""
        self._add(plan_id, "posted", "")

    def declined(self, plan_id: str, code: str) -> None:
        """The store's log will never take it."""
        self._add(plan_id, "declined", code)

    def no_log(self, host: str) -> bool:
        """Keep nothing for this store, unless it took something before."""
        if any(outcome == "posted" and self._plans[plan_id].host == host for plan_id, outcome, _ in self.entries):
            return False
        self._without_log.add(host)
        return True

    def count(self, turn: TurnFigures) -> None:
        """Count a turn."""
        self.counted.append(turn)

    def turns(self) -> list[TurnFigures]:
        """All that were counted."""
        return self.counted

    def _add(self, plan_id: str, outcome: str, detail: str) -> None:
        self.entries.append((plan_id, outcome, detail))
        self._times[plan_id, outcome] = datetime.now(UTC)

    def close(self) -> None:
        """Nothing to release."""
