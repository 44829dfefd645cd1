"""What a server answered, and the error that it means."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from kiosk_app.core.errors import BadAnswer, Conflict, NotAllowed, NotFound, SignInNeeded, StoreError, TooManyRequests
from kiosk_app.core.plain_text import plain_text

DETAIL_LENGTH = 300
"""Characters kept of a server's own explanation."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    body: Any
    """Decoded JSON, its fractions as exact `Decimal`s; None when it was none."""
    etag: str | None
    retry_after_s: int
    """From `Retry-After`, in seconds; 0 without one."""
    is_json: bool
    """Whether there was JSON, or rightly no content at all."""
    allow: frozenset[str] = frozenset()
    """Methods named in `Allow`."""
    at: datetime | None = None
    """When it was made, by the server's own clock; None where it did not say."""

    def said(self, key: str) -> str:
        """What the server gave as its error's `code` or `detail`; an empty string when nothing."""
        text = self.body.get(key) if isinstance(self.body, dict) else None
        return plain_text(text, DETAIL_LENGTH) if isinstance(text, str) else ""


def answer_of(response: httpx.Response, content: bytearray) -> Answer:
    """What a response says, of which this is the content."""
    try:
        decoded, is_json = json.loads(content, parse_float=Decimal), True
    except (ValueError, RecursionError):
        decoded, is_json = None, response.status_code == 204
    etag = response.headers.get("ETag")
    return Answer(
        response.status_code,
        decoded,
        etag if etag and etag.isascii() else None,
        _seconds(response.headers.get("Retry-After", "")),
        is_json,
        frozenset(method.strip() for method in response.headers.get("Allow", "").split(",") if method.strip()),
        moment(response.headers.get("Date", "")),
    )


def accepted(answer: Answer) -> Answer:
    """The answer where it is a success in JSON; raises what it means otherwise."""
    if 200 <= answer.status < 300 and answer.is_json:
        return answer
    raise error_of(answer)


def error_of(answer: Answer) -> StoreError:
    """What an answer that is no success means."""
    match answer.status:
        case 401:
            return SignInNeeded("sign_in_needed")
        case 403:
            return NotAllowed("over_limit" if answer.said("code") == "over_limit" else "not_allowed")
        case 404:
            return NotFound("store_not_found")
        case 409:
            return Conflict("store_conflict", reason=answer.said("code"), detail=answer.said("detail"))
        case 412:
            return Conflict("store_changed")
        case 429:
            return TooManyRequests("store_busy", seconds=max(1, answer.retry_after_s))
        case 400 | 422 | 428:
            return BadAnswer("store_rejected", detail=answer.said("detail"))
        case status if status >= 500:
            return BadAnswer("store_failed", status=status)
    return BadAnswer("store_bad_answer")


def _seconds(wait: str) -> int:
    """`Retry-After`, seconds or a date, as seconds from now; 0 for anything else, or for more than a day."""
    try:
        if wait.isascii() and wait.isdecimal():
            left = float(wait)
        else:
            left = (parsedate_to_datetime(wait) - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError):  # no date, or one without a zone
        return 0
    return math.ceil(left) if 0 < left <= 24 * 3600 else 0


def moment(text: str) -> datetime | None:
    """A header's date, where it is one with its zone."""
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else None
