"""From which confidence on the till goes on, asks, or gives up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Confidences, 0 to 1; `docs/decisions/0004` tells how they were chosen."""

    write: float
    """Below it, a write is shown as one that may be misunderstood."""
    read: float
    """Below it, a question is asked about before it is answered."""
    least: float
    """Below it, nothing was understood."""

    def is_sure(self, confidence: float, *, writes: bool) -> bool:
        """Does the till go on without a doubt?"""
        return confidence >= (self.write if writes else self.read)
