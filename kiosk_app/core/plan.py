"""Intent and store facts to an answer, or to a write that waits for its Yes."""

from collections.abc import Callable

from kiosk_app.core.errors import NotUnderstood
from kiosk_app.core.orders import add_to_order, place_order, remove_from_order, show_order
from kiosk_app.core.products import check_stock, retrieve_product, search_products, update_product_price
from kiosk_app.core.situation import Proposal, Reply, Situation
from kiosk_app.core.types import Intent


def _nothing_to_settle(_: Intent, situation: Situation) -> Reply:
    return Reply(situation.say("nothing_to_settle"))


def _out_of_scope(_: Intent, __: Situation) -> Reply:
    raise NotUnderstood("out_of_scope")


HANDLERS: dict[str, Callable[[Intent, Situation], Reply | Proposal]] = {
    "search_products": search_products,
    "retrieve_product": retrieve_product,
    "update_product_price": update_product_price,
    "check_stock": check_stock,
    "add_to_order": add_to_order,
    "remove_from_order": remove_from_order,
    "show_order": show_order,
    "place_order": place_order,
    "confirm": _nothing_to_settle,
    "cancel": _nothing_to_settle,
    "choose": _nothing_to_settle,
    "out_of_scope": _out_of_scope,
}
"""What each intent comes to. Raises `Refused`, `NotUnderstood`, `StoreError`, and `Cancelled` when asked in vain."""


def plan(intent: Intent, situation: Situation) -> Reply | Proposal:
    """Decide what an intent comes to, from the store's live facts."""
    return HANDLERS[intent.name](intent, situation)
