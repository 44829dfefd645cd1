"""Time that passes when a test says so."""


class Clock:
    """Called for the seconds, as `time.monotonic` is; `now` is set by hand."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now
