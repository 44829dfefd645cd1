"""PINs: what one is, and how long one waits after wrong ones."""

from dataclasses import dataclass

FREE_TRIES = 3
"""Wrong PINs in a row that cost no wait."""
FIRST_WAIT_S = 5.0
"""After the next one; doubled for each one after it."""
LONGEST_WAIT_S = 900.0
"""Some hundred tries a day: a PIN of four digits lasts for a month of them."""


def is_pin(text: str) -> bool:
    """Whether it is 4 to 8 digits."""
    return 4 <= len(text) <= 8 and text.isascii() and text.isdigit()


@dataclass(frozen=True, slots=True)
class BackOff:
    """The wrong PINs since the last right one."""

    failures: int = 0
    failed_at: float = 0.0
    """The last one, in seconds since the epoch."""

    def wait_s(self, now: float) -> float:
        """Seconds until the next try; a clock that was set back makes it no longer than it was."""
        beyond = self.failures - FREE_TRIES
        if beyond <= 0:
            return 0.0
        wait = LONGEST_WAIT_S if beyond > 30 else min(FIRST_WAIT_S * 2.0 ** (beyond - 1), LONGEST_WAIT_S)
        return min(max(self.failed_at + wait - now, 0.0), wait)

    def failed(self, now: float) -> "BackOff":
        """After one more wrong PIN."""
        return BackOff(self.failures + 1, now)
