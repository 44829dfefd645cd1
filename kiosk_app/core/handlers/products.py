"""Searching products, and their prices."""

from kiosk_app.core.errors import Refused
from kiosk_app.core.handlers.dated import offer
from kiosk_app.core.saying.phrases import show_money
from kiosk_app.core.situation import Reply, Situation, pick_product
from kiosk_app.core.types import Intent, Row


def search_products(intent: Intent, situation: Situation) -> Reply:
    """Products that fit some words, with their prices."""
    query = str(intent.args["query"])
    matches = situation.catalogue.find(query, limit=20)
    if not matches:
        raise Refused("unknown_product", query=query)
    return offer("found" if len(matches) > 1 else "found_one", [match.product for match in matches], situation)


def retrieve_product(intent: Intent, situation: Situation) -> Reply:
    """One product's price, read live."""
    product = pick_product(str(intent.args["query"]), situation)
    row = Row(product.name, "", show_money(product.price, situation.language))
    return Reply(situation.say("price_is", product=product.name, price=product.price), (row,))
