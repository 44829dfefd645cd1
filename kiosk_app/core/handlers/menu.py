"""What the shop offers: its menu, and what to recommend of it."""

from collections import Counter
from collections.abc import Sequence

from kiosk_app.core.errors import Refused
from kiosk_app.core.handlers.dated import age, live, offer
from kiosk_app.core.situation import Reply, Situation
from kiosk_app.core.types import Intent, Product, Row

MOST_RECOMMENDED = 5
"""More is no advice."""


def list_menu(intent: Intent, situation: Situation) -> Reply:
    """One part of the menu with its prices, or the parts that there are."""
    if category := str(intent.args.get("category", "")):
        products = situation.catalogue.kind(category)
        if not products:
            raise Refused("unknown_category", query=category)
        return offer("found" if len(products) > 1 else "found_one", products, situation)
    everything = situation.catalogue.products
    counted = Counter(product.category for product in everything)
    rows = tuple(Row(name, "", str(count)) for name, count in counted.items())
    said = situation.say("menu_is", count=len(rows))
    return Reply(said if everything and live(everything[0], situation) else f"{said} {age(situation)}", rows)


def recommend_items(intent: Intent, situation: Situation) -> Reply:
    """A few things in stock that fit a wish, a diet and a mood."""
    query, dietary, mood = (str(intent.args.get(name, "")) for name in ("query", "dietary", "mood"))
    catalogue = situation.catalogue
    if query:
        products = catalogue.kind(query) or [match.product for match in catalogue.find(query, limit=30)]
    elif mood:
        wishes = situation.store.moods.get(mood) or situation.moods[mood]
        products = [match.product for wish in wishes for match in catalogue.find(wish, limit=4)]
    else:
        products = list(catalogue.products)
    fitting = [
        product
        for product in dict.fromkeys(products)
        if product.stock != 0 and (not dietary or dietary in product.dietary)
    ]
    if not fitting:
        raise Refused("nothing_to_recommend")
    return offer("i_recommend", _mixed(fitting)[:MOST_RECOMMENDED], situation)


def _mixed(products: Sequence[Product]) -> list[Product]:
    """The first of each category before the second of any: advice that differs."""
    seen = Counter[str]()
    ranked = []
    for place, product in enumerate(products):
        ranked.append((seen[product.category], place, product))
        seen[product.category] += 1
    return [product for _, _, product in sorted(ranked, key=lambda entry: entry[:2])]
