"""The operating system's keyring (keyring)."""

import keyring
from keyring.core import recommended
from keyring.errors import KeyringError, PasswordDeleteError

from kiosk_app.core.errors import MissingPart


class SystemKeyring:
    """Secrets that the operating system guards for its signed-in user. Implements `ports.Keyring`."""

    @property
    def is_there(self) -> bool:
        """Whether there is one that does guard them: not none, and no plain file."""
        return bool(recommended(keyring.get_keyring()))

    def read(self, service: str, name: str) -> str | None:
        """The secret, or None. Raises MissingPart where the keyring is locked or gone."""
        try:
            return keyring.get_password(service, name)
        except KeyringError as error:
            raise MissingPart("keyring_failed") from error

    def write(self, service: str, name: str, secret: str) -> None:
        """Keep a secret, in the place of a former one. Raises MissingPart."""
        try:
            keyring.set_password(service, name, secret)
        except KeyringError as error:
            raise MissingPart("keyring_failed") from error

    def erase(self, service: str, name: str) -> None:
        """Forget a secret, where there is one. Raises MissingPart."""
        try:
            keyring.delete_password(service, name)
        except PasswordDeleteError:
            return  # there was none
        except KeyringError as error:
            raise MissingPart("keyring_failed") from error
