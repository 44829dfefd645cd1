"""Who is signed in to the foreign stores, and who may write. DRF reads this by name: it imports no views."""

from typing import TYPE_CHECKING, Any

from rest_framework.authentication import SessionAuthentication, TokenAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Person:
    """A user of the store."""

    is_authenticated = True
    is_active = True

    def __init__(self, username: str) -> None:
        self.username = username
        self.pk = username


class Tokens(TokenAuthentication):
    """Tokens that say who carries them."""

    def authenticate_credentials(self, key: str) -> tuple[Any, Any]:
        """The person, or none."""
        name = key.removeprefix("token-of-")
        if name not in ("manager", "cashier"):
            raise AuthenticationFailed
        return Person(name), key


class BearerTokens(Tokens):
    """`Authorization: Bearer …`."""

    keyword = "Bearer"


class Sessions(SessionAuthentication):
    """Who logged in, by the session's cookie; a write needs the CSRF token too."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        """The person, or none."""
        name = request._request.session.get("name")
        if name is None:
            return None
        self.enforce_csrf(request)
        return Person(name), None


class ManagersWrite(BasePermission):
    """Everybody who is signed in reads; managers write."""

    def has_permission(self, request: Request, view: "APIView") -> bool:  # noqa: ARG002 - DRF's signature
        """May this person send this?"""
        user: Any = request.user
        return user is not None and (request.method in SAFE_METHODS or user.username == "manager")
