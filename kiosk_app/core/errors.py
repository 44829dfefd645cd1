"""Everything that can go wrong, in one tree.

KioskError                  code, a sentence for the person, retryable
├── UsageError              the command line or a file given to it is wrong           exit 2
│   ├── SettingsError       a settings file that does not validate
│   └── AudioError          a sound file that cannot be read
├── MissingPart             a model, a library or a device is not there               exit 7
├── NotUnderstood           nothing was said, or nothing that makes sense here        exit 4
├── Refused                 understood, and not to be done as it stands               exit 3
└── StoreError              the store said no, or did not answer                      exit 5
    ├── StoreAway           the request surely did not reach it
    ├── SignInNeeded        401
    ├── NotAllowed          403
    ├── NotFound            404
    ├── NotOffered          this store has no such thing; nothing was asked of it
    ├── Conflict            409 or 412: what the plan was made from has changed
    ├── TooManyRequests     429
    ├── BadAnswer           5xx, or not what its API promises
    └── OutcomeUnknown      sent, and no answer came back                             exit 6

Cancelled is not an error: it ends a turn because a person wished it.

Every sentence stands in `core.saying.phrases`, under the error's code.
"""


class KioskError(Exception):
    """An error that a person may be told about.

    `code` is stable and for machines, `values` fill the sentence that `core.saying.phrases` keeps for the code.
    """

    exit_code = 1
    retryable = False

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class UsageError(KioskError):
    """The command line, or a file it names, is wrong."""

    exit_code = 2


class SettingsError(UsageError):
    """The settings do not validate."""


class AudioError(UsageError):
    """A sound file cannot be read."""


class MissingPart(KioskError):
    """A model, a library or a device is not there."""

    exit_code = 7


class NotUnderstood(KioskError):
    """Nothing was said, or nothing that the till can act on."""

    exit_code = 4
    retryable = True


class Refused(KioskError):
    """Understood, and not to be done as it stands."""

    exit_code = 3


class StoreError(KioskError):
    """The store said no, or did not answer."""

    exit_code = 5


class StoreAway(StoreError):
    """The request surely did not reach the store."""

    retryable = True


class SignInNeeded(StoreError):
    """The credentials were not accepted."""


class NotAllowed(StoreError):
    """This person may not do that; the store said so."""


class NotFound(StoreError):
    """The store does not know it."""


class NotOffered(StoreError):
    """This store has nothing for that; nothing was asked of it."""


class Conflict(StoreError):
    """What the plan was made from has changed; a new plan is needed."""

    retryable = True


class TooManyRequests(StoreError):
    """The store asks to wait."""

    retryable = True


class BadAnswer(StoreError):
    """The store failed, or answered something that its API does not promise."""

    retryable = True


class OutcomeUnknown(StoreError):
    """A write was sent and no answer came back: it may or may not have happened."""

    exit_code = 6


class Cancelled(Exception):
    """A person ended the turn."""
