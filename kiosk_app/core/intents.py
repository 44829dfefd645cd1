"""The one table of intents: arguments, whether they write, what permission they need, examples.

The grammar, the model's instructions, the recogniser's templates and the help all derive from it.
"""

from dataclasses import dataclass, field
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
    triggers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Per language, words of which some were surely said; empty when none is needed.

    An intent that acts without any argument could otherwise come from an unrelated sentence.
    """


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


_PLACING = {
    "en": _phrases(
        "place, submit, finish, finished, complete, completed, completes, finishes, finalise, finalize, checkout, "
        "done, check out, send, close, pay, paying, pays, payment, charge, cash, card, bill, total, process, check "
        "me out, ring, order is ready, nothing else, that is all, that's all, thats all, that s all, this is all, "
        "that will be all, that'll be all, that ll be all, that is it, that's it, thats it, that s it, will be it, "
        "that'll be it, will be everything, that'll be everything, is everything, that's everything, thats "
        "everything, that s everything, that's the lot, put the order, put in the order, put it through, put this "
        "through, put that through, order through, make the order, order it, order that, confirm the order, "
        "confirm order, confirm my order, confirm this order, ready to order, wrap it up, wrap up, check please, "
        "customer out"
    ),
    "es": _phrases(
        "cierra, cerrar, cierre, cobra, cobrar, cobras, cobrarme, cóbrame, cóbrate, cóbralo, cobre, tarjeta, efectivo, "
        "termina, terminar, terminado, finaliza, finalizar, "
        "confirma el pedido, confirmar el pedido, envía, enviar, manda, mandar, tramita, tramitar, pagar, paga, "
        "cuenta, completa, completar, realiza, realizar, haz el pedido, hacer el pedido, es todo, nada más, ya "
        "está, sería todo, acabado, listo, pásalo, pasa el pedido"
    ),
}

_AGREEING = {
    "en": _phrases(
        "yes, yeah, yep, yup, ya, yea, aye, sure, ok, okay, alright, right, correct, true, confirm, confirmed, "
        "affirmative, absolutely, definitely, certainly, exactly, indeed, agree, agreed, perfect, fine, good, "
        "great, grand, proceed, accept, approve, approved, course, go ahead, go for it, do it, do that, do so, "
        "please do, i do, it is, spot on, you bet, totally, sounds, looks, lovely, works, happy, apply, continue, "
        "save, that's it, that is it, that will do, uh huh, mm"
    ),
    "es": _phrases(
        "sí, si, vale, claro, correcto, confirma, confirmar, confirmo, confirmado, adelante, exacto, perfecto, "
        "bueno, bien, acuerdo, hazlo, dale, supuesto, venga, eso es, afirmativo, acepto, aceptar, ok, okay, "
        "procede, sigue, continúa, así es, desde luego"
    ),
}

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
        triggers=_PLACING,
    ),
    IntentSpec(
        "confirm", (), writes=False, permission="", examples={"en": ("yes",), "es": ("sí",)}, triggers=_AGREEING
    ),
    IntentSpec("cancel", (), writes=False, permission="", examples={"en": ("no cancel that",), "es": ("no cancela",)}),
    IntentSpec(
        "choose",
        (Argument("ordinal", "ordinal"), Argument("query", "words")),
        writes=False,
        permission="",
        examples={"en": ("the second one", "the can"), "es": ("la segunda",)},
    ),
    IntentSpec(
        "out_of_scope", (), writes=False, permission="", examples={"en": ("what is the weather like",), "es": ()}
    ),
)

INTENTS: dict[str, IntentSpec] = {spec.name: spec for spec in _TABLE}
"""Every intent by name, in the table's order."""
