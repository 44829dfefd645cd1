"""Searching products, and their prices."""

from kiosk_app.core.errors import Refused
from kiosk_app.core.phrases import show_money
from kiosk_app.core.situation import Reply, Situation, pick_product
from kiosk_app.core.types import Intent, Product, Row


def search_products(intent: Intent, situation: Situation) -> Reply:
    """Products that fit some words, with their prices."""
    query = str(intent.args["query"])
    matches = situation.catalogue.find(query, limit=20)
    if not matches:
        raise Refused("unknown_product", query=query)
    products = [match.product for match in matches]
    if len(products) == 1:
        return Reply(
            situation.say("found_one", product=products[0].name, price=products[0].price), _rows(products, situation)
        )
    return Reply(situation.say("found", count=len(products)), _rows(products, situation))


def retrieve_product(intent: Intent, situation: Situation) -> Reply:
    """One product's price, read live."""
    product = pick_product(str(intent.args["query"]), situation)
    return Reply(situation.say("price_is", product=product.name, price=product.price), _rows([product], situation))


def _rows(products: list[Product], situation: Situation) -> tuple[Row, ...]:
    return tuple(Row(product.name, "", show_money(product.price, situation.language)) for product in products)
