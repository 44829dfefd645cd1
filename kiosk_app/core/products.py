"""Searching products, their prices and their stock."""

from decimal import Decimal
from itertools import pairwise

from kiosk_app.core.errors import Refused
from kiosk_app.core.phrases import show_money, show_quantity
from kiosk_app.core.situation import Proposal, Reply, Situation, pick_number, pick_product
from kiosk_app.core.types import Intent, Money, PriceChange, Product, Row

_MINUS = {"minus", "negative", "menos", "-"}


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


def check_stock(intent: Intent, situation: Situation) -> Reply:
    """One product's stock, read live."""
    product = pick_product(str(intent.args["query"]), situation)
    if product.stock is None:
        return Reply(situation.say("stock_not_counted", product=product.name))
    stock = show_quantity(product.stock, situation.language)
    return Reply(situation.say("stock_is", product=product.name, stock=stock), (Row(product.name, "", stock),))


def update_product_price(intent: Intent, situation: Situation) -> Proposal | Reply:
    """Set one product's price."""
    product = pick_product(str(intent.args["query"]), situation)
    new = Money(_settle_price(str(intent.args["new_price"]), product, situation), product.price.currency)
    if new == product.price:
        return Reply(situation.say("price_is_already", product=product.name, price=new))
    return Proposal(
        PriceChange(product.id, product.name, product.price, new, product.version),
        title=situation.say("title_price"),
        question=situation.say("confirm_price"),
        rows=(Row(product.name, show_money(product.price, situation.language), show_money(new, situation.language)),),
    )


def _settle_price(said: str, product: Product, situation: Situation) -> Decimal:
    """The price that is meant: the old one decides between readings where that is plain, else the person."""
    if _is_negative(said, situation):
        raise Refused("price_not_positive", product=product.name)
    readings = [Decimal(reading) for reading in situation.readings(said)]
    heard_as = [Decimal(other) for reading in situation.readings(said) for other in situation.alternatives(reading)]
    if all(price <= 0 for price in readings):
        raise Refused("price_not_positive", product=product.name)
    if all(price != round(price, 2) for price in readings):
        raise Refused("price_too_fine", product=product.name)
    believable = [price for price in dict.fromkeys(readings + heard_as) if _is_near(price, product, situation)]
    if len(believable) == 1 and believable[0] in readings:
        return believable[0]
    question = situation.say("ask_price" if believable else "ask_price_far", product=product.name, old=product.price)
    possible = [price for price in readings if price > 0 and price == round(price, 2)]
    candidates = list(dict.fromkeys(possible + believable))
    currency = product.price.currency
    return pick_number(
        candidates, question, lambda price: show_money(Money(price, currency), situation.language), situation
    )


def _is_negative(said: str, situation: Situation) -> bool:
    """Was "minus" said before this number?"""
    words = situation.heard.words
    return any(said in word.readings and before.text in _MINUS for before, word in pairwise(words))


def _is_near(price: Decimal, product: Product, situation: Situation) -> bool:
    """Is this a price that the product may well get next?"""
    old, factor = product.price.amount, situation.limits.price_factor
    if price <= 0 or price != round(price, 2):
        return False
    return old == 0 or old / factor < price < old * factor


def _rows(products: list[Product], situation: Situation) -> tuple[Row, ...]:
    return tuple(Row(product.name, "", show_money(product.price, situation.language)) for product in products)
