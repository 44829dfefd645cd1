"""Which rights a request needs. DRF's views import this by its name in the settings, so it imports none of them."""

from typing import TYPE_CHECKING

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
        method = "GET" if request.method == "HEAD" else request.method
        right = getattr(view, "rights", {}).get(method)
        return right is None or request.user.has_perm(right)
