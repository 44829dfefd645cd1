"""Who signed in on this till, and their passwords: in the keyring, or sealed by a PIN (argon2-cffi, cryptography)."""

import json
import logging
import os
import time
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from argon2 import Parameters
from argon2.low_level import hash_secret_raw
from argon2.profiles import RFC_9106_LOW_MEMORY
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.errors import MissingPart, Refused, UsageError
from kiosk_app.core.pin import BackOff, is_pin
from kiosk_app.core.ports import Keyring, Store

log = logging.getLogger(__name__)

_SALT_BYTES = 16
_NONCE_BYTES = 12
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class _Entry:
    """One person at one store."""

    host: str
    user: str
    has_pin: bool
    sealed: str = ""
    """The password, where it is kept here and not in the keyring."""
    tries: BackOff = BackOff()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class _Book:
    """The file: no secret stands in it but a sealed one."""

    entries: tuple[_Entry, ...] = ()
    """Who signed in last comes last."""


class Vault:
    """Passwords of one till.

    A PIN seals a password: AES-256-GCM, by a key that argon2id makes of the PIN, bound to the host and the user. With
    a keyring the secret, sealed or not, lies there; without one, only what is sealed is kept, in `file` (mode 0600).

    Every method raises MissingPart where the keyring or the file cannot be used.
    """

    def __init__(
        self,
        file: Path,
        keyring: Keyring,
        cost: Parameters = RFC_9106_LOW_MEMORY,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`cost`: of a key. `clock`: seconds since the epoch."""
        self._file = file
        self._keyring = keyring
        self._cost = cost
        self._clock = clock

    def users(self, host: str) -> tuple[str, ...]:
        """Who signed in at this store, the last one first."""
        return tuple(entry.user for entry in reversed(self._read().entries) if entry.host == host)

    def has_pin(self, host: str, user: str) -> bool:
        """Whether a PIN opens this person's password."""
        entry = self._entry(host, user)
        return entry is not None and entry.has_pin

    def keep(self, host: str, user: str, password: str, pin: str = "") -> Literal["keyring", "file", "nowhere"]:
        """Remember a password, in the place of a former one; `nowhere` without a keyring and without a PIN.

        Raises UsageError `pin_form` for a PIN that is none.
        """
        if pin and not is_pin(pin):
            raise UsageError("pin_form")
        if not (pin or self._keyring.is_there):
            self.forget(host, user)
            return "nowhere"
        secret = self._seal(host, user, password, pin) if pin else password
        entry = _Entry(host, user, bool(pin))
        if self._keyring.is_there:
            self._keyring.write(_service(host), user, secret)
        else:
            entry = replace(entry, sealed=secret)
        self._write(entry)
        return "file" if entry.sealed else "keyring"

    def password(self, host: str, user: str) -> str | None:
        """The password that needs no PIN; None where it needs one, or where none is kept."""
        entry = self._entry(host, user)
        return None if entry is None or entry.has_pin else self._secret(entry)

    def unseal(self, host: str, user: str, pin: str) -> str:
        """The password that a PIN opens. Raises Refused `pin_wrong`, or `pin_wait` with the `seconds` to wait."""
        entry = self._entry(host, user)
        if entry is None or not entry.has_pin:
            raise Refused("pin_wrong")
        now = self._clock()
        if wait := entry.tries.wait_s(now):
            raise Refused("pin_wait", seconds=-int(-wait // 1))
        secret = self._secret(entry)
        if secret is None:  # somebody tidied the keyring up
            raise MissingPart("keyring_failed")
        # Counted before it is known to be wrong: a till that is switched off meanwhile gives no try for nothing.
        tried = replace(entry, tries=entry.tries.failed(now))
        self._write(tried, last=False)
        try:
            password = self._open(host, user, secret, pin)
        except (InvalidTag, ValueError) as error:
            if wait := tried.tries.wait_s(now):
                raise Refused("pin_wait", seconds=-int(-wait // 1)) from error
            raise Refused("pin_wrong") from error
        self._write(replace(entry, tries=BackOff()))
        return password

    def forget(self, host: str, user: str) -> bool:
        """Forget a person; returns whether anything was known."""
        entry = self._entry(host, user)
        if entry is None:
            return False
        if not entry.sealed:
            self._keyring.erase(_service(host), user)
        self._save(_Book(tuple(other for other in self._read().entries if not _is_same(other, entry))))
        return True

    def _secret(self, entry: _Entry) -> str | None:
        return entry.sealed or self._keyring.read(_service(entry.host), entry.user)

    def _seal(self, host: str, user: str, password: str, pin: str) -> str:
        salt, nonce = os.urandom(_SALT_BYTES), os.urandom(_NONCE_BYTES)
        box = AESGCM(self._key(pin, salt)).encrypt(nonce, password.encode(), _bound(host, user))
        return b64encode(salt + nonce + box).decode("ascii")

    def _open(self, host: str, user: str, sealed: str, pin: str) -> str:
        """Raises InvalidTag for a wrong PIN, ValueError for what was never sealed."""
        raw = b64decode(sealed, validate=True)
        salt, nonce, box = raw[:_SALT_BYTES], raw[_SALT_BYTES:][:_NONCE_BYTES], raw[_SALT_BYTES + _NONCE_BYTES :]
        if not box:
            raise ValueError("too short")
        return AESGCM(self._key(pin, salt)).decrypt(nonce, box, _bound(host, user)).decode()

    def _key(self, pin: str, salt: bytes) -> bytes:
        cost = self._cost
        return hash_secret_raw(
            pin.encode(), salt, cost.time_cost, cost.memory_cost, cost.parallelism, _KEY_BYTES, cost.type
        )

    def _entry(self, host: str, user: str) -> _Entry | None:
        return next((entry for entry in self._read().entries if (entry.host, entry.user) == (host, user)), None)

    def _write(self, entry: _Entry, *, last: bool = True) -> None:
        """Put an entry in the place of the same person's former one, or behind all others."""
        entries = self._read().entries
        if last:
            entries = (*(other for other in entries if not _is_same(other, entry)), entry)
        else:
            entries = tuple(entry if _is_same(other, entry) else other for other in entries)
        self._save(_Book(entries))

    def _read(self) -> _Book:
        with self._usable():
            if not self._file.exists():
                return _Book()
            return from_json(_Book, json.loads(self._file.read_text(encoding="utf-8")))

    def _save(self, book: _Book) -> None:
        """All of it or nothing, and readable by this user alone from the first byte on."""
        with self._usable():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(to_json(book), file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._file)

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            raise MissingPart("vault_failed", file=self._file) from error


class Colleagues:
    """Those with a PIN who signed in at one store. Implements `ports.People`."""

    def __init__(self, vault: Vault, host: str, sign_in: Callable[[str, str], Store]) -> None:
        """`sign_in` takes a user name and a password."""
        self._vault = vault
        self._host = host
        self._sign_in = sign_in

    def names(self) -> tuple[str, ...]:
        """As they signed in, the last one first; none where the vault cannot be read."""
        try:
            return tuple(user for user in self._vault.users(self._host) if self._vault.has_pin(self._host, user))
        except MissingPart as error:
            log.warning("nobody can take over: %s", error.code)
            return ()

    def unlock(self, user: str, pin: str) -> Callable[[], Store]:
        """What signs this person in. Raises Refused, MissingPart."""
        return partial(self._sign_in, user, self._vault.unseal(self._host, user, pin))


def _service(host: str) -> str:
    return f"kiosk-app {host}"


def _is_same(one: _Entry, other: _Entry) -> bool:
    return (one.host, one.user) == (other.host, other.user)


def _bound(host: str, user: str) -> bytes:
    return json.dumps(["kiosk-app", host, user]).encode()
