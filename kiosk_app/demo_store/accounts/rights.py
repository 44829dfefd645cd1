"""Which rights a request needs. DRF's views import this by its name in the settings, so it imports none of them."""

from typing import TYPE_CHECKING, Any

from rest_framework.metadata import SimpleMetadata
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

if TYPE_CHECKING:
    from rest_framework.views import APIView


class HasRight(BasePermission):
    """The right that the view's `rights` names for the request's method, as in {"PATCH": "orders.change_order"}.

    A method that is not named needs no more than to be signed in.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        """True when this user may send this request's method."""
        return _missing(request, view, request.method or "") is None


class RightsMetadata(SimpleMetadata):
    """The answer to OPTIONS: what DRF tells of a view, and what this user may do there."""

    def determine_metadata(self, request: Request, view: "APIView") -> dict[str, Any]:
        """With `allowed`, the methods that are there for this user, and `missing_rights`, what each other one needs."""
        missing = {method: right for method in view.allowed_methods if (right := _missing(request, view, method))}
        allowed = [method for method in view.allowed_methods if method not in missing]
        told: dict[str, Any] = super().determine_metadata(request, view)
        return told | {"allowed": allowed, "missing_rights": missing}


def _missing(request: Request, view: "APIView", method: str) -> str | None:
    """The right that this user would need for a method and does not have."""
    right: str | None = getattr(view, "rights", {}).get("GET" if method == "HEAD" else method)
    return right if right and not request.user.has_perm(right) else None
