"""Intent and store facts to an answer, or to a write that waits for its Yes."""

from collections.abc import Callable

from kiosk_app.core.away import FROM_CATALOGUE, AwayStore
from kiosk_app.core.errors import NotAllowed, NotOffered
from kiosk_app.core.handlers import (
    customers,
    details,
    dialogue,
    menu,
    orders,
    prices,
    products,
    questions,
    sales,
    stock,
    undo,
)
from kiosk_app.core.situation import Proposal, Reply, Situation
from kiosk_app.core.store_api import NEEDS, is_offered
from kiosk_app.core.types import Intent

HANDLERS: dict[str, Callable[[Intent, Situation], Reply | Proposal]] = {
    "search_products": products.search_products,
    "retrieve_product": products.retrieve_product,
    "update_product_price": prices.update_product_price,
    "adjust_prices": prices.adjust_prices,
    "check_stock": stock.check_stock,
    "adjust_stock": stock.adjust_stock,
    "list_menu": menu.list_menu,
    "recommend_items": menu.recommend_items,
    "add_to_order": orders.add_to_order,
    "remove_from_order": orders.remove_from_order,
    "show_order": orders.show_order,
    "set_order_details": details.set_order_details,
    "place_order": orders.place_order,
    "cancel_order": orders.cancel_order,
    "order_status": orders.order_status,
    "find_customer": customers.find_customer,
    "create_customer": customers.create_customer,
    "update_customer": customers.update_customer,
    "query_sales": sales.query_sales,
    "ask_knowledge": questions.ask_knowledge,
    "confirm": dialogue.nothing_to_settle,
    "cancel": dialogue.nothing_to_settle,
    "choose": dialogue.nothing_to_settle,
    "repeat": dialogue.repeat,
    "undo": undo.undo,
    "help": dialogue.show_help,
    "greet": dialogue.greet,
    "escalate": dialogue.escalate,
    "out_of_scope": dialogue.out_of_scope,
}
"""What each intent comes to. Raises `Refused`, `NotUnderstood`, `StoreError`, and `Cancelled` when asked in vain."""


def check_right(intent: Intent, situation: Situation) -> None:
    """Raise `NotAllowed` for what this person may not do; the store has the last word, but need not be bothered.

    Raise `NotOffered` for what this store has nothing for, and why it is away for what needs it to answer.
    """
    away = situation.store
    if isinstance(away, AwayStore) and intent.name in NEEDS and intent.name not in FROM_CATALOGUE:
        raise away.why
    if not is_offered(intent.name, situation.store.lacks):
        raise NotOffered("store_cannot")
    if not situation.intents[intent.name].is_allowed(situation.store.permissions):
        raise NotAllowed("not_allowed")


def plan(intent: Intent, situation: Situation) -> Reply | Proposal:
    """Decide what an intent comes to, from the store's live facts."""
    return HANDLERS[intent.name](intent, situation)
