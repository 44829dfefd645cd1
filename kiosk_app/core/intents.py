"""The one table of intents: arguments, whether they write, what permission they need, examples.

The grammar, the model's instructions and tokens, the questions about what is missing and the help all derive from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding import trigger_words as said
from kiosk_app.core.understanding.trigger_words import Enumeration, Triggers

Kind = Literal["words", "money", "quantity", "percent", "phone", "ordinal", "one_of", "items"]
"""
- words: a run of words of the transcript
- money, quantity: one of the readings of a number in the transcript, a decimal string
- percent: the same, where "percent" was said after it
- phone: a number of at least five digits
- ordinal: a position in a list of choices, "1" to "9"
- one_of: one of the argument's `values`, of which a word was said
- items: a list of {"query": words, "quantity": quantity?, "options": [words, ...]?}, never empty
"""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of an intent."""

    name: str
    kind: Kind
    asked: str = ""
    """Code of the question that is put where it was not said; empty where it may be missing."""
    values: Enumeration = field(default_factory=dict)

    @property
    def required(self) -> bool:
        """Without it the intent cannot be answered at all."""
        return self.kind == "items"


@dataclass(frozen=True, slots=True)
class IntentSpec:
    """One intent."""

    name: str
    does: Mapping[Language, str]
    """As it stands in "Shall I …?"."""
    arguments: tuple[Argument, ...]
    examples: Mapping[Language, tuple[str, ...]]
    """As people say it; shown in the help and given to instruct models."""
    writes: bool = False
    permission: str = ""
    """Right that the store checks, in the words of its API; empty when anybody may."""
    triggers: Triggers = field(default_factory=dict)
    """Words of which some were surely said; empty when none is needed.

    An intent that acts without any argument could otherwise come from an unrelated sentence.
    """
    reverse: str = ""
    """The intent whose right takes this write back; empty where nothing does."""

    def is_allowed(self, permissions: frozenset[str]) -> bool:
        """May somebody with these rights do it? The store has the last word."""
        return not self.permission or self.permission in permissions


def _does(en: str, es: str) -> Mapping[Language, str]:
    return {"en": en, "es": es}


def _examples(en: str, es: str) -> Mapping[Language, tuple[str, ...]]:
    return {"en": tuple(en.split("; ")), "es": tuple(es.split("; "))}


_QUERY = Argument("query", "words", asked="missing_product")
_CUSTOMER = Argument("query", "words", asked="missing_customer")
_DETAILS = (
    Argument("fulfilment", "one_of", values=said.FULFILMENT),
    Argument("table", "quantity"),
    Argument("name", "words"),
    Argument("phone", "phone"),
    Argument("address", "words"),
)
_CHANGE_PRODUCT = "catalogue.change_product"
_CHANGE_ORDER = "orders.change_order"

_TABLE = (
    IntentSpec(
        "search_products",
        _does("search products", "buscar productos"),
        (_QUERY,),
        _examples("do we have oat milk; show me the teas", "tenemos leche de avena; enséñame los tés"),
    ),
    IntentSpec(
        "retrieve_product",
        _does("say a price", "decir un precio"),
        (_QUERY,),
        _examples("how much is the carrot cake", "cuánto cuesta la tarta de zanahoria"),
    ),
    IntentSpec(
        "update_product_price",
        _does("change a price", "cambiar un precio"),
        (_QUERY, Argument("new_price", "money", asked="missing_price")),
        _examples("coca cola 33 is 1.20 now; set the price of whole milk to 1.15", "pon la coca cola a 1.20"),
        writes=True,
        permission=_CHANGE_PRODUCT,
        reverse="update_product_price",
    ),
    IntentSpec(
        "adjust_prices",
        _does("change several prices", "cambiar varios precios"),
        (
            _QUERY,
            Argument("percent", "percent"),
            Argument("amount", "money"),
            Argument("direction", "one_of", asked="missing_price_direction", values=said.PRICE_DIRECTION),
        ),
        _examples("raise all the teas by 5 percent; take 20 cents off the sandwiches", "sube los tés un 5 por ciento"),
        writes=True,
        permission=_CHANGE_PRODUCT,
        reverse="adjust_prices",
    ),
    IntentSpec(
        "check_stock",
        _does("check the stock", "mirar las existencias"),
        (_QUERY,),
        _examples("how many croissants are left", "cuántos cruasanes quedan"),
    ),
    IntentSpec(
        "adjust_stock",
        _does("change the stock", "cambiar las existencias"),
        (
            _QUERY,
            Argument("quantity", "quantity", asked="missing_quantity"),
            Argument("unit", "words"),
            Argument("direction", "one_of", asked="missing_stock_direction", values=said.STOCK_DIRECTION),
        ),
        _examples(
            "24 cans of cola came in; i threw away 3 croissants", "han llegado 24 latas de cola; tiré 3 cruasanes"
        ),
        writes=True,
        permission="stock.add_movement",
        reverse="adjust_stock",
    ),
    IntentSpec(
        "list_menu",
        _does("show the menu", "enseñar la carta"),
        (Argument("category", "words"),),
        _examples("what is on the menu", "qué hay en la carta"),
    ),
    IntentSpec(
        "recommend_items",
        _does("recommend something", "recomendar algo"),
        (
            Argument("query", "words"),
            Argument("dietary", "one_of", values=said.DIETARY),
            Argument("mood", "one_of", values=said.MOOD),
        ),
        _examples("what would you recommend for a vegan; something warming", "qué me recomiendas para un celíaco"),
    ),
    IntentSpec(
        "add_to_order",
        _does("add to the order", "añadir al pedido"),
        (Argument("items", "items"), *_DETAILS),
        _examples("2 large cappuccinos with oat milk and a croissant; 2 beers for table 4", "2 cafés y un cruasán"),
        writes=True,
        permission=_CHANGE_ORDER,
        reverse="remove_from_order",
    ),
    IntentSpec(
        "remove_from_order",
        _does("take something off the order", "quitar algo del pedido"),
        (Argument("items", "items"),),
        _examples("take the croissant off", "quita el cruasán"),
        writes=True,
        permission=_CHANGE_ORDER,
        reverse="add_to_order",
    ),
    IntentSpec(
        "show_order",
        _does("show the order", "enseñar el pedido"),
        (),
        _examples("what is on the order", "qué hay en el pedido"),
    ),
    IntentSpec(
        "set_order_details",
        _does("note how the order leaves", "apuntar cómo sale el pedido"),
        (*_DETAILS, Argument("notes", "words")),
        _examples("this is for pickup the name is anna; it goes to table 4", "es para recoger a nombre de ana"),
        writes=True,
        permission=_CHANGE_ORDER,
        reverse="set_order_details",
    ),
    IntentSpec(
        "place_order",
        _does("place the order", "cerrar el pedido"),
        (),
        _examples("that is all place the order", "eso es todo cierra el pedido"),
        writes=True,
        permission=_CHANGE_ORDER,
        triggers=said.PLACING,
    ),
    IntentSpec(
        "cancel_order",
        _does("cancel the order", "anular el pedido"),
        (),
        _examples("cancel the whole order", "cancela el pedido entero"),
        writes=True,
        permission=_CHANGE_ORDER,
        triggers=said.CANCELLING_ORDER,
    ),
    IntentSpec(
        "order_status",
        _does("say how an order is going", "decir cómo va un pedido"),
        (Argument("query", "words"),),
        _examples("is order 42 ready", "está listo el pedido 42"),
    ),
    IntentSpec(
        "find_customer",
        _does("find a customer", "buscar un cliente"),
        (_CUSTOMER,),
        _examples("find the customer anna smith", "busca a la clienta ana garcía"),
        permission="customers.view_customer",
    ),
    IntentSpec(
        "create_customer",
        _does("add a customer", "dar de alta un cliente"),
        (
            Argument("name", "words", asked="missing_name"),
            Argument("phone", "phone"),
            Argument("address", "words"),
            Argument("notes", "words"),
        ),
        _examples("new customer anna smith phone 600123456", "nuevo cliente ana garcía teléfono 600123456"),
        writes=True,
        permission="customers.add_customer",
    ),
    IntentSpec(
        "update_customer",
        _does("change a customer's details", "cambiar los datos de un cliente"),
        (
            _CUSTOMER,
            Argument("name", "words"),
            Argument("phone", "phone"),
            Argument("address", "words"),
            Argument("notes", "words"),
        ),
        _examples("change the phone of anna smith to 600123456", "cambia el teléfono de ana garcía a 600123456"),
        writes=True,
        permission="customers.change_customer",
        reverse="update_customer",
    ),
    IntentSpec(
        "query_sales",
        _does("show sales figures", "enseñar las ventas"),
        (
            Argument("metric", "one_of", values=said.METRIC),
            Argument("period", "one_of", values=said.PERIOD),
            Argument("group_by", "one_of", values=said.GROUP_BY),
            Argument("limit", "quantity"),
            Argument("query", "words"),
        ),
        _examples(
            "how much did we take yesterday; top 5 products this week", "cuánto vendimos ayer; los 5 más vendidos"
        ),
        permission="analytics.view_sales",
    ),
    IntentSpec(
        "ask_knowledge",
        _does("answer from the shop's documents", "responder con los documentos de la tienda"),
        (),
        _examples("how long do people have to return things", "qué plazo hay para devolver algo"),
    ),
    IntentSpec(
        "confirm",
        _does("take that as a yes", "entenderlo como un sí"),
        (),
        _examples("yes", "sí"),
        triggers=said.AGREEING,
    ),
    IntentSpec(
        "cancel", _does("take that as a no", "entenderlo como un no"), (), _examples("no cancel that", "no cancela")
    ),
    IntentSpec(
        "choose",
        _does("take that as your choice", "entenderlo como una elección"),
        (Argument("ordinal", "ordinal"), Argument("query", "words")),
        _examples("the second one; the can", "la segunda; la lata"),
    ),
    IntentSpec(
        "repeat", _does("repeat what I said", "repetir lo que dije"), (), _examples("say that again", "repítelo")
    ),
    IntentSpec(
        "undo",
        _does("undo the last change", "deshacer el último cambio"),
        (),
        _examples("undo that", "deshazlo"),
        writes=True,
        triggers=said.UNDOING,
    ),
    IntentSpec(
        "help",
        _does("show what I can do", "mostrar qué puedo hacer"),
        (),
        _examples("what can i say", "qué puedo decir"),
    ),
    IntentSpec("greet", _does("say hello", "saludar"), (), _examples("good morning", "buenos días")),
    IntentSpec(
        "escalate",
        _does("call a person", "avisar a una persona"),
        (),
        _examples("get me a manager", "llama al encargado"),
    ),
    IntentSpec(
        "out_of_scope",
        _does("do nothing", "no hacer nada"),
        (),
        _examples("what is the weather like", "qué tiempo hace"),
    ),
)


FILLED = frozenset({"question", "currency"})
"""Arguments that no model gives: the whole of a question, and whose money is meant."""


def filled(name: str, args: Mapping[str, object], heard: str) -> tuple[dict[str, object], tuple[str, ...]]:
    """The arguments with what code alone fills in, and the names of those that it did. `heard`: the transcript.

    Of a thing that is ordered, one; a table's number or an address say how an order leaves. What is taken off an order
    keeps no quantity when none was said: it may be all of them.
    """
    whole, names = dict(args), []
    if name == "add_to_order":
        items = [
            {"query": "", "quantity": "1", "options": [], **item}
            for item in cast(list[dict[str, object]], args["items"])
        ]
        names += ["items"] * (items != whole["items"])
        whole["items"] = items
    how = "table" if "table" in whole else "delivery" if "address" in whole else ""
    if how and "fulfilment" not in whole and name in ("add_to_order", "set_order_details"):
        whole["fulfilment"] = how
        names.append("fulfilment")
    if name == "ask_knowledge":
        whole["question"] = heard
        names.append("question")
    return whole, tuple(names)


def extended(intents: Mapping[str, IntentSpec], more: Mapping[str, Enumeration]) -> Mapping[str, IntentSpec]:
    """The intents with more values in their closed lists, by the argument's name."""
    if not any(more.values()):
        return intents

    def longer(argument: Argument) -> Argument:
        values = more.get(argument.name)
        return replace(argument, values={**values, **argument.values}) if values else argument

    return {name: replace(spec, arguments=tuple(map(longer, spec.arguments))) for name, spec in intents.items()}


def in_currency(intent: Intent, currency: str) -> Intent:
    """The intent with the ISO 4217 code of the store's money, where it names an amount and the code is known."""
    if not currency or not intent.args.keys() & {"new_price", "amount"}:
        return intent
    args, origins = {**intent.args, "currency": currency}, {**intent.origins, "currency": "default"}
    return replace(intent, args=args, origins=origins)


INTENTS: dict[str, IntentSpec] = {spec.name: spec for spec in _TABLE}
"""Every intent by name, in the table's order."""

EVERY_RIGHT = frozenset(spec.permission for spec in _TABLE if spec.permission)
"""What a person is taken to have where nothing is known of it: then the store alone decides."""
