"""What the foreign stores share: goods and people in memory, and where to sign in."""

import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from threading import Lock

from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

LOCK = Lock()
"""Held while a write compares and changes."""


@dataclass
class Item:
    """Something to sell."""

    id: int
    name: str
    price: Decimal
    stock: int | None
    category: str
    version: int = 1
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def sku(self) -> str:
        """Its stock-keeping unit."""
        return f"S-{self.id}"

    @property
    def cents(self) -> int:
        """The price in the smallest coin."""
        return int(self.price * 100)

    @property
    def etag(self) -> str:
        """Its version as a tag."""
        return f'"i-{self.id}-{self.version}"'


ITEMS = [
    Item(number, name, Decimal(price), stock, category)
    for number, (name, price, stock, category) in enumerate(
        [
            ("Cola 33 cl", "1.10", 48, "Drinks"),
            ("Cola 50 cl", "1.60", 24, "Drinks"),
            ("Lemonade", "1.40", 12, "Drinks"),
            ("Carrot cake", "3.20", 2, "Cakes"),
            ("Cheese cake", "3.40", 0, "Cakes"),
            ("Gift card", "10.00", None, "Other"),
            ("Oat milk", "1.95", 30, "Milk"),
        ],
        1,
    )
]


@dataclass
class Client:
    """Somebody who buys."""

    id: int
    name: str
    phone: str
    notes: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)


CLIENTS = [Client(1, "Ana García", "+34600111222"), Client(2, "Bo Ek", "0701234567"), Client(3, "Ann Lee", "0871234")]


class SignInView(APIView):
    """A token for a user name and a password."""

    authentication_classes = ()
    permission_classes = ()

    def given(self, username: str) -> dict[str, str]:
        """What is answered to the right ones."""
        return {"key": f"token-of-{username}"}

    def post(self, request: Request) -> Response:
        """400 for wrong ones."""
        data = request.data if isinstance(request.data, dict) else {}
        if data.get("password") != "open sesame":
            return Response({"detail": "Wrong."}, status=400)
        return Response(self.given(data["username"]))


class Changed(APIException):
    """Somebody was faster."""

    status_code = 412
    default_detail = "It has changed."
