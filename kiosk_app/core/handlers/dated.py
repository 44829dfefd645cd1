"""Answers from the catalogue: the first product of each is read live, and how old the rest is stands beside it."""

from collections.abc import Sequence
from datetime import UTC, datetime

from kiosk_app.core.errors import BadAnswer, NotFound, StoreAway, TooManyRequests
from kiosk_app.core.saying.phrases import show_moment, show_money
from kiosk_app.core.situation import Reply, Situation
from kiosk_app.core.types import Product, Row


def offer(code: str, products: Sequence[Product], situation: Situation) -> Reply:
    """Products with their prices, under the sentence for `code`.

    While the store is away, or does not have the first of them any more, the sentence says how old the catalogue is;
    otherwise a note does, where prices come from it.
    """
    first = live(products[0], situation)
    shown = [first or products[0], *products[1:]]
    said = situation.say(code, product=shown[0].name, price=shown[0].price, count=len(shown))
    rows = tuple(Row(product.name, "", show_money(product.price, situation.language)) for product in shown)
    if first is None:
        return Reply(f"{said} {age(situation)}", rows)
    return Reply(said, rows, age(situation) if len(shown) > 1 else "")


def live(product: Product, situation: Situation) -> Product | None:
    """The product as the store has it now; None where it does not answer soon, or has it no more."""
    try:
        with situation.store.in_passing():
            return situation.store.product(product.id)
    except (StoreAway, BadAnswer, TooManyRequests, NotFound):
        return None


def age(situation: Situation) -> str:
    """A sentence that says from when the catalogue is."""
    moment = show_moment(situation.catalogue.as_of, datetime.now(UTC), situation.language)
    return situation.say("from_catalogue", moment=moment)
