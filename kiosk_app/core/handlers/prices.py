"""Changing prices: one, or those of a whole kind of products."""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from kiosk_app.core.actions import PriceChange, PriceChanges
from kiosk_app.core.errors import NotOffered, Refused
from kiosk_app.core.numbers import percentages
from kiosk_app.core.saying.phrases import show_money
from kiosk_app.core.situation import Proposal, Reply, Situation, pick_number, pick_product
from kiosk_app.core.types import Intent, Money, Product, Row

MOST_PRICES = 60
"""Prices that are changed at once; more than this nobody reads before saying Yes."""

_MINUS = {"minus", "negative", "menos", "-"}
_CENT = Decimal("0.01")


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
        rows=(price_row(product.name, product.price, new, situation),),
    )


def adjust_prices(intent: Intent, situation: Situation) -> Proposal | Reply:
    """Raise, lower or set the prices of a kind of products, or of one."""
    query = str(intent.args["query"])
    found = situation.catalogue.kind(query) or [pick_product(query, situation)]
    if len(found) > 1 and "prices" in situation.store.lacks:
        raise NotOffered("store_cannot_bulk")
    if len(found) > MOST_PRICES:
        raise Refused("too_many_prices", count=len(found), limit=MOST_PRICES)
    products = [situation.store.product(product.id) for product in found]
    change = _settle_change(intent, products, situation)
    changes = tuple(
        PriceChange(product.id, product.name, product.price, Money(new, product.price.currency), product.version)
        for product in products
        if (new := change(product.price.amount)) != product.price.amount
    )
    if not changes:
        return Reply(situation.say("prices_are_already", query=query))
    return Proposal(
        changes[0] if len(changes) == 1 else PriceChanges(changes),
        title=situation.say("title_price" if len(changes) == 1 else "title_prices", count=len(changes)),
        question=situation.say("confirm_price" if len(changes) == 1 else "confirm_prices", count=len(changes)),
        rows=tuple(price_row(change.product_name, change.old, change.new, situation) for change in changes),
    )


def price_row(name: str, old: Money, new: Money, situation: Situation) -> Row:
    """A price before and after."""
    return Row(name, show_money(old, situation.language), show_money(new, situation.language))


def _settle_price(said: str, product: Product, situation: Situation) -> Decimal:
    """The price that is meant: the old one decides between readings where that is plain, else the person."""
    readings = _readings(said, product.name, situation)
    believable = [price for price in _with_sound_alikes(readings, situation) if _is_near(price, product, situation)]
    if len(believable) == 1 and believable[0] in readings:
        return believable[0]
    question = situation.say("ask_price" if believable else "ask_price_far", product=product.name, old=product.price)
    candidates = list(dict.fromkeys(readings + believable))
    return _pick_money(candidates, question, product.price.currency, situation)


def _settle_change(intent: Intent, products: Sequence[Product], situation: Situation) -> Callable[[Decimal], Decimal]:
    """From an old price to the new one, rounded to the cent."""
    direction = str(intent.args["direction"])
    percent, amount = intent.args.get("percent"), intent.args.get("amount")
    if percent is None and amount is None:
        answer = situation.ask(situation.say("missing_price" if direction == "set" else "missing_price_change"))
        shares = percentages(answer, situation.language)
        if not answer.numbers:
            raise Refused("price_change_missing")
        percent, amount = (shares[0], None) if shares else (None, answer.numbers[0])
    sign = -1 if direction == "down" else 1
    name = str(intent.args["query"])
    if percent is not None and direction != "set":
        factor = (100 + sign * _settle_percent(str(percent), name, situation)) / 100
        if any((product.price.amount * factor).quantize(_CENT, ROUND_HALF_UP) <= 0 for product in products):
            raise Refused("price_change_too_far", query=name)
        return lambda old: (old * factor).quantize(_CENT, ROUND_HALF_UP)
    if amount is None:
        raise Refused("price_change_missing")

    def changed(old: Decimal, by: Decimal) -> Decimal:
        return by if direction == "set" else old + sign * by

    readings = _readings(str(amount), name, situation)
    believable = [
        by
        for by in _with_sound_alikes(readings, situation)
        if all(_is_near(changed(product.price.amount, by), product, situation) for product in products)
    ]
    if not believable:
        raise Refused("price_change_too_far", query=name)
    by = believable[0]
    if len(believable) > 1 or by not in readings:
        question = situation.say("ask_price_change", query=name)
        by = _pick_money(believable, question, products[0].price.currency, situation)
    return lambda old: changed(old, by)


def _settle_percent(said: str, name: str, situation: Situation) -> Decimal:
    """Which share: asked where it may have been misheard, or is hard to believe. Raises `Refused`."""
    readings = situation.readings(said)
    alike = [other for reading in readings for other in situation.alternatives(reading)]
    candidates = [share for share in map(Decimal, dict.fromkeys([*readings, *alike])) if 0 < share < 100]
    if not candidates or all(Decimal(reading) not in candidates for reading in readings):
        raise Refused("price_change_too_far", query=name)
    if len(candidates) == 1 and candidates[0] <= situation.limits.percent:
        return candidates[0]
    question = situation.say("ask_price_change", query=name)
    return pick_number(candidates, question, lambda number: f"{number:f} %", situation)


def _readings(said: str, name: str, situation: Situation) -> list[Decimal]:
    """The amounts of money that a number may mean. Raises `Refused` where none can be a price."""
    if _is_negative(said, situation):
        raise Refused("price_not_positive", product=name)
    readings = [Decimal(reading) for reading in situation.readings(said)]
    if all(price <= 0 for price in readings):
        raise Refused("price_not_positive", product=name)
    if all(price != round(price, 2) for price in readings):
        raise Refused("price_too_fine", product=name)
    return [price for price in readings if price > 0 and price == round(price, 2)]


def _with_sound_alikes(readings: Iterable[Decimal], situation: Situation) -> list[Decimal]:
    readings = list(readings)
    alike = [Decimal(other) for reading in readings for other in situation.alternatives(f"{reading:f}")]
    return list(dict.fromkeys(readings + alike))


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


def _pick_money(candidates: Sequence[Decimal], question: str, currency: str, situation: Situation) -> Decimal:
    return pick_number(
        candidates, question, lambda amount: show_money(Money(amount, currency), situation.language), situation
    )
