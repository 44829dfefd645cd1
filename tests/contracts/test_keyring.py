"""What holds for every keyring: the fake, and the system's with a backend in memory."""

from collections.abc import Callable, Iterator

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.ports import Keyring
from kiosk_app.engines.keyring import SystemKeyring
from tests.fake_keyring import FakeKeyring


class MemoryBackend(KeyringBackend):
    """As good as the system's own."""

    priority: float = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.secrets: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.secrets.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.secrets[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.secrets.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


class PlainBackend(MemoryBackend):
    """One that guards nothing."""

    priority: float = 0.5


class LockedBackend(MemoryBackend):
    """One that nobody has unlocked."""

    def get_password(self, *_: str) -> str | None:
        raise KeyringLocked

    def set_password(self, *_: str) -> None:
        raise KeyringLocked

    def delete_password(self, *_: str) -> None:
        raise KeyringLocked


@pytest.fixture(autouse=True)
def _backend() -> Iterator[None]:
    former = keyring.get_keyring()
    yield
    keyring.set_keyring(former)


@pytest.fixture(params=["fake", "real"])
def ring(request: pytest.FixtureRequest) -> Keyring:
    if request.param == "fake":
        return FakeKeyring()
    keyring.set_keyring(MemoryBackend())
    return SystemKeyring()


def test_a_secret_is_kept_replaced_and_forgotten(ring: Keyring) -> None:
    assert ring.is_there
    assert ring.read("shop", "ana") is None
    ring.write("shop", "ana", "first")
    ring.write("shop", "ana", "señal €")
    ring.write("shop", "ben", "other")
    assert ring.read("shop", "ana") == "señal €"
    ring.erase("shop", "ana")
    ring.erase("shop", "ana")
    assert (ring.read("shop", "ana"), ring.read("shop", "ben")) == (None, "other")


def test_a_keyring_that_guards_nothing_is_none() -> None:
    for unguarded in (fail.Keyring(), PlainBackend()):  # type: ignore[no-untyped-call]
        keyring.set_keyring(unguarded)
        assert not SystemKeyring().is_there


def test_a_locked_keyring_is_said_to_be_locked() -> None:
    keyring.set_keyring(LockedBackend())
    ring = SystemKeyring()
    attempts: list[Callable[[], object]] = [
        lambda: ring.read("shop", "ana"),
        lambda: ring.write("shop", "ana", "x"),
        lambda: ring.erase("shop", "ana"),
    ]
    for attempt in attempts:
        with pytest.raises(MissingPart) as caught:
            attempt()
        assert caught.value.code == "keyring_failed"
