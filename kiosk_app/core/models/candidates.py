"""Models that were measured side by side on this till, and which of them it should use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk_app.core.models.files import Role
from kiosk_app.core.types import Language

PATIENCE_MS: Mapping[Role, int] = {"recogniser": 1500, "intent": 500, "voice": 400, "embedding": 500}
"""95 of 100 waits for a model should be shorter: one after the other they are still quicker than typing."""

MEMORY_SHARE = 0.5
"""Of the till's memory, that one model may take: the others, the window and the system need the rest."""


Task = tuple[Role, Language]
"""What a model is for."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One model for one role in one language."""

    role: Role
    language: Language
    name: str
    """As in the settings."""
    window_s: int = 0
    """Of a Whisper model, the setting `whisper_window_s`; 0 for any other."""
    folder: str = ""
    """Empty for what is built in."""

    @property
    def label(self) -> str:
        """Its name, and what it was measured with."""
        return f"{self.name}, {self.window_s} s window" if self.window_s else self.name


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured, in a process of its own."""

    memory_mb: int
    """That the process grew by, at most."""
    load_ms: int
    of: int
    """Sentences."""
    wait_ms_p50: int
    """From the end of speech to the text, from the text to the intent, from the question to the passage, or from the
    text to the first sound."""
    wait_ms_p95: int
    right: int | None = None
    """Sentences; None for voices, which only people can judge."""
    wrong_writes: int = 0
    """Sentences on which the till would go on to a write that nobody asked for."""
    word_error_rate: float | None = None
    real_time_factor: float | None = None
    """Seconds of work for a second of sound."""
    tokens_per_s: float | None = None
    """Read and written."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One candidate, and how it did."""

    candidate: Candidate
    figures: Figures | None
    problem: str = ""
    """Why there are no figures."""


def best_of(measured: Iterable[Measured], memory: int) -> Measured | None:
    """The one that a till with so many bytes of memory should use; all are for one role and language.

    Of those that fit and answer in time, the one that is right most often, wrong writes counted against it; among
    equals the one with fewer wrong words, then the quickest. Where none is in time, the quickest. Of voices, whose
    sound nothing here can judge, one with files of its own goes before the built-in one.
    """
    fit = [
        (each, each.figures)
        for each in measured
        if each.figures and each.figures.memory_mb * 2**20 <= memory * MEMORY_SHARE
    ]
    if not fit:
        return None
    timely = [(each, figures) for each, figures in fit if is_timely(each.candidate.role, figures)]
    if not timely:
        return min(fit, key=lambda pair: pair[1].wait_ms_p95)[0]

    def rank(pair: tuple[Measured, Figures]) -> tuple[float, ...]:
        each, figures = pair
        right = bool(each.candidate.folder) if figures.right is None else figures.right - figures.wrong_writes
        return right, -(figures.word_error_rate or 0.0), -figures.wait_ms_p50

    return max(timely, key=rank)[0]


def is_timely(role: Role, figures: Figures) -> bool:
    """Whether people would wait for it."""
    return figures.wait_ms_p95 <= PATIENCE_MS[role]
