"""The Idempotency-Key header of the IETF draft (draft-ietf-httpapi-idempotency-key-header-07), for every write."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS
from rest_framework.views import APIView

from kiosk_app.demo_store.api import problem
from kiosk_app.demo_store.idempotency.claims import READS, WITHOUT_KEYS, Claims
from kiosk_app.demo_store.idempotency.models import StoredAnswer

KEPT_HEADERS = ("Content-Type", "ETag")
LONGEST_KEY = 255


class IdempotencyMiddleware:
    """Runs each write once, in the one transaction that also stores its answer under the key.

    A crash leaves both or neither. An error answer takes back whatever the view had written; below 500 it is stored
    like any other, but for 429, which asks for the same request later. Keys belong to the user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._claims = Claims()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        if request.method in SAFE_METHODS:
            return self._get_response(request)
        fingerprint = _fingerprint(request)  # first: what looks for a CSRF token would use the body up
        if request.path.startswith(READS):
            return self._get_response(request)
        user_id = _writer(request)
        if user_id is None:
            with self._claims.one_writer():
                return self._get_response(request)
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return problem(400, "idempotency_key_missing", "A write needs an Idempotency-Key.")
        if len(key) > LONGEST_KEY:
            return problem(400, "idempotency_key_too_long", f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
        with self._claims.claim(user_id, key) as free:
            if not free:
                return problem(409, "in_progress", "The same request is still at work.")
            return self._once(request, user_id, key, fingerprint)

    def _once(self, request: HttpRequest, user_id: int, key: str, fingerprint: str) -> HttpResponse:
        stored = StoredAnswer.objects.filter(user_id=user_id, key=key).first()
        if stored is not None:
            if stored.fingerprint != fingerprint:
                return problem(422, "idempotency_key_reused", "This Idempotency-Key was used for another request.")
            return HttpResponse(
                bytes(stored.body), status=stored.status, headers=stored.headers | {"Idempotent-Replayed": "true"}
            )
        with transaction.atomic():
            response = self._get_response(request)
            if response.status_code >= 400:
                transaction.set_rollback(True)
        if response.status_code < 500 and response.status_code != 429:
            StoredAnswer.objects.create(
                user_id=user_id,
                key=key,
                fingerprint=fingerprint,
                status=response.status_code,
                headers={name: response[name] for name in KEPT_HEADERS if name in response},
                body=response.content,
            )
        return response


def _writer(request: HttpRequest) -> int | None:
    """Who sends this write to the API; None for signing in and out, and for nobody (whom the view refuses)."""
    if not request.path.startswith("/api/") or request.path.startswith(WITHOUT_KEYS):
        return None
    user = request.user
    try:
        return APIView().initialize_request(request).user.pk
    except APIException:
        request.user = user  # which DRF has taken away: the view is to find the same fault, and tell it
        return None


def _fingerprint(request: HttpRequest) -> str:
    parts = ((request.method or "").encode(), request.get_full_path().encode(), request.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
