"""Being signed in by a session's cookie. DRF's views import this by its name in the settings."""

from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request


class BySession(SessionAuthentication):
    """DRF's own; a missing CSRF token has a code of its own, because no manager could help with that."""

    def enforce_csrf(self, request: Request) -> None:
        """Raise 403 `csrf_failed` unless X-CSRFToken fits the cookie, or the method only reads."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refused:
            raise PermissionDenied(str(refused.detail), "csrf_failed") from refused
