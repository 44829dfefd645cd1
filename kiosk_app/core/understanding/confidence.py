"""From which confidence on the till goes on, asks, or gives up."""

import math
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


def fitted(raw: float, slope: float, offset: float) -> float:
    """How often what has this raw confidence is right: a logistic curve of its log odds (Platt, 1999)."""
    return 1 / (1 + math.exp(-(slope * logit(raw) + offset)))


def logit(probability: float) -> float:
    """Its log odds, kept finite."""
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return math.log(kept / (1 - kept))
