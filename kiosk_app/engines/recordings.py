"""Recordings for tuning on disk, each sealed by a key that the till has and that does not leave it (cryptography)."""

import json
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.errors import MissingPart
from kiosk_app.core.ports import Keyring
from kiosk_app.core.records.recordings import Recording

MOST_BYTES = 500 * 2**20
"""3,000 utterances of four seconds, which is more than tuning needs; the till's disk may be a small one."""

_NONCE_BYTES = 12
_STAMP = "%Y%m%dT%H%M%S.%f"
_SERVICE, _NAME = "kiosk-app recordings", "key"


class SealedRecordings:
    """A folder of files, AES-256-GCM each, named by their time. Implements `ports.Recordings`.

    The key lies in the keyring, or where there is none in a file of mode 0600 beside the folder. Every method raises
    MissingPart where that or the folder cannot be used.
    """

    def __init__(self, folder: Path, keyring: Keyring, most_bytes: int = MOST_BYTES) -> None:
        """`most_bytes`: of all files; the oldest go where there would be more."""
        self._folder = folder
        self._most_bytes = most_bytes
        self._key_file = folder.with_suffix(".key")
        self._keyring = keyring

    def keep(self, recording: Recording) -> None:
        """Write one, as a whole or not at all, in the place of the oldest where there is no room."""
        with self._usable():
            key = self._key() or self._new_key()
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = f"{recording.at.astimezone(UTC):{_STAMP}}-{secrets.token_hex(4)}"
            nonce = os.urandom(_NONCE_BYTES)
            box = AESGCM(key).encrypt(nonce, json.dumps(to_json(recording)).encode(), name.encode())
            self._make_room(len(nonce + box))
            unfinished = self._folder / f"{name}.new"
            unfinished.write_bytes(nonce + box)
            unfinished.replace(self._folder / f"{name}.sealed")

    def all(self) -> Iterator[Recording]:
        """Those that this till's key opens, the oldest first; what was changed or is another till's is left out."""
        with self._usable():
            key = self._key()
            if key is None:
                return
            for file in self._files():
                sealed = file.read_bytes()
                with suppress(InvalidTag, ValueError):
                    opened = AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], file.stem.encode())
                    yield from_json(Recording, json.loads(opened))

    def delete(self, before: datetime | None = None) -> int:
        """Delete those that are older, or all, and then the key too; returns how many there were."""
        with self._usable():
            limit = f"{before.astimezone(UTC):{_STAMP}}" if before else ""
            old = [file for file in self._files() if not limit or file.name < limit]
            for file in old:
                file.unlink(missing_ok=True)
            if before is None:
                self._key_file.unlink(missing_ok=True)
                if self._keyring.is_there:
                    self._keyring.erase(_SERVICE, _NAME)
            return len(old)

    def _make_room(self, needed: int) -> None:
        files = self._files()
        sizes = [file.stat().st_size for file in files]
        excess = sum(sizes) + needed - self._most_bytes
        for file, size in zip(files, sizes, strict=True):
            if excess <= 0:
                break
            file.unlink(missing_ok=True)
            excess -= size

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("*.sealed")) if self._folder.is_dir() else []

    def _key(self) -> bytes | None:
        if self._keyring.is_there:
            kept = self._keyring.read(_SERVICE, _NAME)
        else:
            kept = self._key_file.read_text(encoding="ascii") if self._key_file.exists() else None
        return b64decode(kept) if kept else None

    def _new_key(self) -> bytes:
        key = AESGCM.generate_key(256)
        kept = b64encode(key).decode("ascii")
        if self._keyring.is_there:
            self._keyring.write(_SERVICE, _NAME, kept)
        else:
            self._key_file.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self._key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(kept)
        return key

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            raise MissingPart("recordings_failed", folder=self._folder) from error
