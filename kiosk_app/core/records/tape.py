"""Records a spoken turn for tuning, while it goes on."""

import logging
from collections.abc import Generator
from datetime import UTC, datetime

from kiosk_app.core.errors import KioskError
from kiosk_app.core.events import Event, Heard, Understood
from kiosk_app.core.ports import Recordings
from kiosk_app.core.records.recordings import Recording
from kiosk_app.core.types import Language, Outcome

log = logging.getLogger(__name__)


class Tape:
    """Records one turn, while its sound and its events pass."""

    def __init__(self, recordings: Recordings, language: Language) -> None:
        self._recordings = recordings
        self._language = language
        self._pcm: list[bytes] = []
        self._heard: Heard | None = None
        self._understood: Understood | None = None

    def copied(self, sound: Generator[bytes, None, None]) -> Generator[bytes, None, None]:
        """The same sound."""
        try:
            for pcm in sound:
                self._pcm.append(pcm)
                yield pcm
        finally:
            sound.close()

    def see(self, event: Event) -> None:
        """Take the turn's next event; what is said in answer to a question is not kept."""
        match event:
            case Heard() if self._heard is None:
                self._heard = event
            case Understood():
                self._understood = event

    def ended(self, outcome: Outcome, code: str) -> None:
        """Keep the turn, unless its sound was thrown away. Raises nothing: it only helps."""
        heard, understood = self._heard, self._understood
        if not self._pcm or (outcome == "cancelled" and heard is None):
            return
        recording = Recording(
            at=datetime.now(UTC),
            language=self._language,
            pcm=b"".join(self._pcm),
            engine=heard.engine if heard else "",
            text=heard.raw if heard else "",
            intent=understood.intent if understood else "",
            args=understood.args if understood else {},
            outcome=outcome,
            code=code,
        )
        try:
            self._recordings.keep(recording)
        except KioskError as error:
            log.warning("a recording could not be kept: %s", error.code)
