"""What people said and left open, in memory; the contract tests run on it and on the file."""

from typing import Literal

from kiosk_app.core.records.diary import Open, Said


class FakeMemories:
    """`core.records.diary.Memories` in memory."""

    def __init__(self) -> None:
        self._said: dict[str, list[Said]] = {}
        self._open: dict[tuple[str, str], Open] = {}

    def note(self, user: str, said: Said) -> None:
        """Keep a turn."""
        self._said.setdefault(user, []).append(said)

    def said(self, user: str) -> list[Said]:
        """Oldest first."""
        return sorted(self._said.get(user, []), key=lambda each: each.at)

    def leave(self, user: str, left: Open) -> None:
        """Something is open."""
        self._open[user, left.kind] = left

    def settle(self, user: str, kind: Literal["order", "question"]) -> None:
        """No more."""
        self._open.pop((user, kind), None)

    def left(self, user: str) -> list[Open]:
        """Oldest first."""
        return sorted((left for (who, _), left in self._open.items() if who == user), key=lambda each: each.at)

    def forget(self, user: str) -> None:
        """Forget all of it."""
        self._said.pop(user, None)
        for kind in ("order", "question"):
            self._open.pop((user, kind), None)

    def close(self) -> None:
        """Nothing to release."""
