"""The Idempotency-Key header of the IETF draft (draft-ietf-httpapi-idempotency-key-header-07), for every write."""

import hashlib
from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from rest_framework.authentication import TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from kiosk_app.demo_store.api import problem
from kiosk_app.demo_store.idempotency.claims import Claims
from kiosk_app.demo_store.idempotency.models import StoredAnswer

KEPT_HEADERS = ("Content-Type", "ETag")
NO_WRITES = ("/api/auth/", "/api/analytics/")
"""A sign-in has no signed-in person yet, and a report only reads."""
LONGEST_KEY = 255


class IdempotencyMiddleware:
    """Runs each write once, in the one transaction that also stores its answer under the key.

    A crash leaves both or neither. An error answer takes back whatever the view had written; below 500 it is stored
    like any other. Keys belong to the user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._claims = Claims()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request."""
        user_id = _writer(request)
        if user_id is None:
            return self._get_response(request)
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return problem(400, "idempotency_key_missing", "A write needs an Idempotency-Key.")
        if len(key) > LONGEST_KEY:
            return problem(400, "idempotency_key_too_long", f"An Idempotency-Key has at most {LONGEST_KEY} characters.")
        with self._claims.claim(user_id, key) as free:
            if not free:
                return problem(409, "in_progress", "The same request is still at work.")
            return self._once(request, user_id, key)

    def _once(self, request: HttpRequest, user_id: int, key: str) -> HttpResponse:
        fingerprint = _fingerprint(request)
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
        if response.status_code < 500:
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
    """Who sends this write; None for what is none, and for nobody (whom the view refuses)."""
    if request.method not in ("POST", "PUT", "PATCH", "DELETE") or not request.path.startswith("/api/"):
        return None
    if request.path.startswith(NO_WRITES):
        return None
    try:
        signed_in = TokenAuthentication().authenticate(Request(request))
    except AuthenticationFailed:
        return None
    return None if signed_in is None else signed_in[0].pk


def _fingerprint(request: HttpRequest) -> str:
    parts = ((request.method or "").encode(), request.get_full_path().encode(), request.body)
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
