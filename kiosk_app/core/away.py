"""The store while it does not answer: the catalogue is all there is."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import NoReturn

from kiosk_app.core.errors import StoreError
from kiosk_app.core.intents import EVERY_RIGHT

FROM_CATALOGUE = frozenset({"search_products", "list_menu", "recommend_items"})
"""What can be answered all the same."""


class AwayStore:
    """Implements `ports.Store`: whatever is asked of it raises why it is away. Of rights nothing is known."""

    def __init__(self, why: StoreError, host: str, user: str, till: str) -> None:
        self.why = why
        self.host = host
        self.user = user
        self.till = till
        self.currency = ""
        self.permissions = EVERY_RIGHT
        self.lacks = frozenset[str]()
        self.guards = True
        self.moods: Mapping[str, tuple[str, ...]] = {}

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        raise self.why

    products = product_pages = documents = product = order = orders = customers = customer = sales = _refuse
    apply = settle = log = _refuse

    def in_passing(self) -> AbstractContextManager[None]:
        """Nothing is asked of it, so nobody waits."""
        return nullcontext()

    def close(self) -> None:
        """Nothing to release."""
