"""What is kept of a spoken turn, where a manager wants that, to tune recognisers on this shop's own voices."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kiosk_app.core.types import Language, Outcome


@dataclass(frozen=True, slots=True)
class Recording:
    """One utterance and what the till made of it."""

    at: datetime
    """UTC."""
    language: Language
    pcm: bytes = field(repr=False)
    """int16 mono at 16 kHz."""
    engine: str
    """The recogniser that heard it; empty where nothing was understood."""
    text: str
    """As the recogniser wrote it."""
    intent: str
    """Empty where nothing was understood."""
    args: Mapping[str, object]
    outcome: Outcome
    code: str
    """Of the error, where there was one."""

    @property
    def is_confirmed(self) -> bool:
        """It came to an end that the person wanted: what was understood was meant."""
        return self.outcome in ("done", "answered")
