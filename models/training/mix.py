"""How often each thing is said in the training data."""

from kiosk_app.core.types import Language

SHARES = {
    "add_to_order": 20,
    "out_of_scope": 24,
    "update_product_price": 11,
    "adjust_prices": 6,
    "adjust_stock": 8,
    "check_stock": 5,
    "retrieve_product": 5,
    "search_products": 5,
    "remove_from_order": 5,
    "set_order_details": 6,
    "query_sales": 5,
    "ask_knowledge": 5,
    "recommend_items": 3,
    "choose": 3,
    "create_customer": 3,
    "update_customer": 3,
    "find_customer": 2,
    "order_status": 2,
    "place_order": 2,
    "cancel_order": 2,
    "show_order": 2,
    "list_menu": 2,
    "undo": 2,
    "escalate": 1.5,
    "help": 1.5,
    "repeat": 1.2,
    "cancel": 1.5,
    "confirm": 1.2,
    "greet": 1,
}
"""How often each intent is practised, in parts."""

LATE_SHARES = {
    **SHARES,
    "add_to_order": 36,
    "remove_from_order": 8,
    "out_of_scope": 34,
    "ask_knowledge": 7,
    "show_order": 3,
}
"""The same for the last part of the training: orders of several lines, and talk, are the hardest."""

MARKED = 2
"""How often a whole sentence with its words marked is said for one with slots: it is closer to what people say."""

KEPT = {"option": 0.65, "notes": 0.7, "unit": 0.6}
"""How often the words that a root marks stay; what is not here, half of the times."""

QUERIES = {
    "find_customer": "person",
    "update_customer": "person",
    "order_status": "person",
    "recommend_items": "taste",
    "choose": "choice",
    "adjust_prices": "group",
    "search_products": "kind",
}
"""The slot whose words take the place of a marked query; a product, where an intent is not here."""

LINES, LATE_LINES = (62, 27, 8, 3), (34, 40, 18, 8)
"""How often an order has one, two, three and four lines; as they are said, and in the last part of the training."""

LANGUAGES: dict[Language, float] = {"en": 0.5, "es": 0.5}
"""How often each language is practised."""
