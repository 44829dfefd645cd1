"""How often somebody may ask, at the rates in the settings. DRF's views import this by its name there."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView


class Reads(UserRateThrottle):
    """A user's reads, or an address's where nobody is signed in."""

    scope = "reads"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """False when this is a read too many."""
        return request.method not in SAFE_METHODS or super().allow_request(request, view)


class Writes(UserRateThrottle):
    """A user's writes."""

    scope = "writes"

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """False when this is a write too many."""
        return request.method in SAFE_METHODS or super().allow_request(request, view)
