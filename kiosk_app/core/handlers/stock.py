"""Goods that come in, go out or are counted, and how many there are."""

from decimal import Decimal
from typing import Literal, cast

from kiosk_app.core.actions import StockMovement
from kiosk_app.core.errors import Refused
from kiosk_app.core.saying.phrases import show_quantity
from kiosk_app.core.situation import Proposal, Reply, Situation, pick_product, settle_quantity
from kiosk_app.core.types import Intent, Product, Row

_ITSELF = {"en": {"units", "unit", "pieces", "piece", "of them"}, "es": {"unidades", "unidad", "piezas", "pieza"}}
"""Units that are the product's own."""


def check_stock(intent: Intent, situation: Situation) -> Reply:
    """One product's stock, read live."""
    product = pick_product(str(intent.args["query"]), situation)
    if product.stock is None:
        return Reply(situation.say("stock_not_counted", product=product.name))
    stock = show_quantity(product.stock, situation.language)
    return Reply(situation.say("stock_is", product=product.name, stock=stock), (Row(product.name, "", stock),))


def adjust_stock(intent: Intent, situation: Situation) -> Proposal:
    """Goods in, goods out, or a count."""
    product = pick_product(str(intent.args["query"]), situation)
    if product.stock is None:
        raise Refused("stock_is_not_counted", product=product.name)
    direction = cast(Literal["in", "out", "set"], intent.args["direction"])
    said = str(intent.args["quantity"])
    nothing_left = direction == "set" and Decimal(said) == 0
    quantity = Decimal(0) if nothing_left else settle_quantity(said, product.name, situation)
    if unit := str(intent.args.get("unit", "")):
        quantity *= _in_one(unit, product, situation)
    new = {"in": product.stock + quantity, "out": product.stock - quantity, "set": quantity}[direction]
    if new < 0:
        left = show_quantity(product.stock, situation.language)
        raise Refused("stock_too_low", product=product.name, stock=left)
    return movement(product, direction, quantity, new, situation)


def movement(
    product: Product, direction: Literal["in", "out", "set"], quantity: Decimal, new: Decimal, situation: Situation
) -> Proposal:
    """A movement as it is to be shown, of a product whose stock is counted."""
    old = cast(Decimal, product.stock)
    title = {"in": "title_stock_in", "out": "title_stock_out", "set": "title_stock_set"}[direction]
    return Proposal(
        StockMovement(product.id, product.name, direction, quantity, old, new),
        title=situation.say(title, quantity=show_quantity(quantity, situation.language)),
        question=situation.say("confirm_stock"),
        rows=(Row(product.name, show_quantity(old, situation.language), show_quantity(new, situation.language)),),
    )


def _in_one(unit: str, product: Product, situation: Situation) -> Decimal:
    """How many of a product one crate of it holds; asked, for the store does not say."""
    words = product.name.lower().split()
    if unit in _ITSELF[situation.language] or {unit, unit.removesuffix("s"), unit.removesuffix("es")} & set(words):
        return Decimal(1)
    answer = situation.ask(situation.say("missing_pack_size", product=product.name, unit=unit))
    if len(answer.numbers) != 1:
        raise Refused("pack_size_unknown", unit=unit)
    return settle_quantity(answer.numbers[0], product.name, situation)
