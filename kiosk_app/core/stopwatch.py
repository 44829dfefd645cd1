"""Where the time of a turn goes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


class Stopwatch:
    """Runs from its making, and shares the time out among stages, which may stand inside one another."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._since = 0.0
        self._stages: dict[str, float] = {}
        self._stack: list[str] = []

    def restart(self) -> None:
        """Count from now; what the stages took is kept."""
        self._started = time.monotonic()

    @property
    def ms(self) -> int:
        """Milliseconds since the start."""
        return round((time.monotonic() - self._started) * 1000)

    @property
    def stages_ms(self) -> dict[str, int]:
        """Milliseconds of each stage, without the stages inside it."""
        return {name: round(seconds * 1000) for name, seconds in self._stages.items()}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        self._count()
        self._stack.append(name)
        try:
            yield
        finally:
            self._count()
            self._stack.pop()

    def _count(self) -> None:
        """Give the time since the last call to the innermost stage."""
        now = time.monotonic()
        if self._stack:
            self._stages[self._stack[-1]] = self._stages.get(self._stack[-1], 0.0) + now - self._since
        self._since = now
