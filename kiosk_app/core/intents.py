"""The one table of intents: arguments, whether they write, what permission they need, examples.

The grammar, the model's instructions, the recogniser's templates and the help all derive from it.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["words", "money", "quantity", "ordinal", "items"]
"""
- words: a run of words of the transcript
- money, quantity: one of the readings of a number in the transcript, a decimal string
- ordinal: a position in a list of choices, "1" to "9"
- items: a list of {"query": words, "quantity": quantity?, "options": [words, ...]?}
"""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an intent."""

    name: str
    kind: Kind
    required: bool = False


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """One intent."""

    name: str
    arguments: tuple[Argument, ...]
    writes: bool
    permission: str
    """Right that the store checks, in the words of its API; empty when anybody may."""
    examples: dict[str, tuple[str, ...]]
    """Per language, as people say it; shown in the help and given to instruct models."""


_TABLE = (
    IntentSpec(
        "search_products",
        (Argument("query", "words", required=True),),
        writes=False,
        permission="",
        examples={"en": ("do we have oat milk", "show me the teas"), "es": ("tenemos leche de avena",)},
    ),
    IntentSpec(
        "retrieve_product",
        (Argument("query", "words", required=True),),
        writes=False,
        permission="",
        examples={"en": ("how much is the carrot cake",), "es": ("cuánto cuesta la tarta de zanahoria",)},
    ),
    IntentSpec(
        "update_product_price",
        (Argument("query", "words", required=True), Argument("new_price", "money", required=True)),
        writes=True,
        permission="catalogue.change_product",
        examples={
            "en": ("coca cola 33 is 1.20 now", "set the price of whole milk to 1.15"),
            "es": ("pon la coca cola a 1.20",),
        },
    ),
    IntentSpec(
        "check_stock",
        (Argument("query", "words", required=True),),
        writes=False,
        permission="",
        examples={"en": ("how many croissants are left",), "es": ("cuántos cruasanes quedan",)},
    ),
    IntentSpec(
        "add_to_order",
        (Argument("items", "items", required=True),),
        writes=True,
        permission="orders.change_order",
        examples={
            "en": ("2 large cappuccinos with oat milk and a croissant",),
            "es": ("2 cafés con leche y un cruasán",),
        },
    ),
    IntentSpec(
        "remove_from_order",
        (Argument("items", "items", required=True),),
        writes=True,
        permission="orders.change_order",
        examples={"en": ("take the croissant off",), "es": ("quita el cruasán",)},
    ),
    IntentSpec(
        "show_order",
        (),
        writes=False,
        permission="",
        examples={"en": ("what is on the order",), "es": ("qué hay en el pedido",)},
    ),
    IntentSpec(
        "place_order",
        (),
        writes=True,
        permission="orders.change_order",
        examples={"en": ("that is all place the order",), "es": ("eso es todo cierra el pedido",)},
    ),
    IntentSpec("confirm", (), writes=False, permission="", examples={"en": ("yes",), "es": ("sí",)}),
    IntentSpec("cancel", (), writes=False, permission="", examples={"en": ("no cancel that",), "es": ("no cancela",)}),
    IntentSpec(
        "choose",
        (Argument("ordinal", "ordinal"), Argument("query", "words")),
        writes=False,
        permission="",
        examples={"en": ("the second one", "the can"), "es": ("la segunda",)},
    ),
    IntentSpec("out_of_scope", (), writes=False, permission="", examples={"en": ("what is the weather like",), "es": ()}),
)

INTENTS: dict[str, IntentSpec] = {spec.name: spec for spec in _TABLE}
"""Every intent by name, in the table's order."""
