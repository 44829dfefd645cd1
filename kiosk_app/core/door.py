"""Who has the till: locked by a touch or by idleness, and opened by somebody's PIN."""

from kiosk_app.core.errors import KioskError, SignInNeeded
from kiosk_app.core.events import Locked
from kiosk_app.core.parts import Parts
from kiosk_app.core.ports import Store
from kiosk_app.core.saying.phrases import explain


class Door:
    """Locked from the start where nobody is signed in yet."""

    def __init__(self, parts: Parts) -> None:
        self.person = parts.person
        """Who has the till, by the name they signed in with; empty for nobody."""
        self.is_locked = parts.connect is None
        self._connect = parts.connect
        self._language = parts.language
        self._people = parts.people
        self._idle_s = parts.lock_after_s

    @property
    def idle_s(self) -> float | None:
        """Seconds without a command after which it locks; None for never, as for who has no PIN to come back with."""
        can_come_back = self._people is not None and self.person in self._people.names()
        return self._idle_s if can_come_back and not self.is_locked else None

    def connect(self) -> Store:
        """Sign in who has the till. Raises StoreError."""
        if self._connect is None:
            raise SignInNeeded("sign_in_needed")
        return self._connect()

    def lock(self) -> Locked | None:
        """Lock, where anybody could open it again; None where nobody could."""
        names = self._people.names() if self._people is not None else ()
        self.is_locked = self.is_locked or bool(names)
        return Locked(names, self.person) if self.is_locked else None

    def open(self, user: str, pin: str) -> Locked | None:
        """Let somebody in; None when that worked, and then `person` has the till."""
        if self._people is None:
            return self.lock()
        try:
            self._connect = self._people.unlock(user, pin)
        except KioskError as error:
            wait_s = error.values.get("seconds", 0)
            sentence = explain(error, self._language)
            return Locked(self._people.names(), user, sentence, wait_s if isinstance(wait_s, int) else 0)
        self.person, self.is_locked = user, False
        return None
