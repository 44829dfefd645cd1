"""Every sentence the till shows or says, in its languages: what happened, and what to do next."""

from decimal import Decimal

from kiosk_app.core.errors import KioskError
from kiosk_app.core.types import Language, Money

_SYMBOLS = {"EUR": "€", "GBP": "£", "USD": "$"}

_SENTENCES: dict[str, dict[Language, str]] = {
    # Reads
    "price_is": {"en": "{product} costs {price}.", "es": "{product} cuesta {price}."},
    "stock_is": {"en": "{product}: {stock} in stock.", "es": "{product}: quedan {stock}."},
    "stock_not_counted": {
        "en": "The store does not count {product}.",
        "es": "La tienda no lleva la cuenta de {product}.",
    },
    "found_one": {"en": "I found {product}, at {price}.", "es": "He encontrado {product}, a {price}."},
    "found": {"en": "I found {count} products.", "es": "He encontrado {count} productos."},
    "order_is": {
        "en": "There are {count} lines on the order, {total} in all.",
        "es": "Hay {count} líneas en el pedido, {total} en total.",
    },
    "order_is_one": {
        "en": "There is one line on the order, {total}.",
        "es": "Hay una línea en el pedido, {total}.",
    },
    "order_is_empty": {"en": "The order is empty.", "es": "El pedido está vacío."},
    "price_is_already": {"en": "{product} already costs {price}.", "es": "{product} ya cuesta {price}."},
    "nothing_to_settle": {
        "en": "There is nothing waiting for an answer. Say what you want to do.",
        "es": "No hay nada pendiente de respuesta. Di qué quieres hacer.",
    },
    # Questions
    "ask_product": {"en": "Which “{query}”?", "es": "¿Qué «{query}»?"},
    "ask_is_it": {"en": "Do you mean this?", "es": "¿Te refieres a esto?"},
    "ask_price": {
        "en": "{product} costs {old} now. What is the new price?",
        "es": "{product} cuesta {old} ahora. ¿Cuál es el nuevo precio?",
    },
    "ask_price_far": {
        "en": "{product} costs {old} now. Is the new price really so far from it?",
        "es": "{product} cuesta {old} ahora. ¿De verdad el nuevo precio es tan distinto?",
    },
    "ask_quantity": {"en": "How many {product}?", "es": "¿Cuántas unidades de {product}?"},
    "ask_quantity_large": {
        "en": "{product}: is it really so many?",
        "es": "{product}: ¿de verdad son tantas unidades?",
    },
    "ask_option": {"en": "{product}: which {group}?", "es": "{product}: ¿qué opción de {group}?"},
    "ask_line": {"en": "Which line?", "es": "¿Qué línea?"},
    "answer_first": {"en": "Answer this first.", "es": "Primero responde a esto."},
    "confirm_price": {"en": "Change the price?", "es": "¿Cambiar el precio?"},
    "confirm_order": {"en": "Change the order?", "es": "¿Cambiar el pedido?"},
    "confirm_place": {"en": "Place the order?", "es": "¿Cerrar el pedido?"},
    # Titles and labels
    "title_price": {"en": "New price", "es": "Precio nuevo"},
    "title_order": {"en": "On the order", "es": "En el pedido"},
    "title_place": {"en": "Place the order", "es": "Cerrar el pedido"},
    "total": {"en": "Total", "es": "Total"},
    "removed": {"en": "removed", "es": "fuera"},
    "yes": {"en": "Yes", "es": "Sí"},
    "no": {"en": "No", "es": "No"},
    "amount_little": {"en": "a little {option}", "es": "un poco de {option}"},
    "amount_normal": {"en": "{option}", "es": "{option}"},
    "amount_extra": {"en": "extra {option}", "es": "extra de {option}"},
    # Results
    "done_price": {"en": "{product} is now {price}.", "es": "{product} vale ahora {price}."},
    "done_order": {"en": "Done. The order comes to {total}.", "es": "Hecho. El pedido suma {total}."},
    "done_place": {
        "en": "Order {number} is placed: {total}.",
        "es": "El pedido {number} está cerrado: {total}.",
    },
    "done_unread": {
        "en": "{product} was changed to {price}, but the store did not answer when I read it back.",
        "es": "{product} se ha cambiado a {price}, pero la tienda no contestó al volver a leerlo.",
    },
    "cancelled": {"en": "Nothing was changed.", "es": "No se ha cambiado nada."},
    # Not understood
    "nothing_heard": {
        "en": "I heard nothing. Hold the button while you speak.",
        "es": "No he oído nada. Mantén pulsado el botón mientras hablas.",
    },
    "nothing_typed": {
        "en": "There is nothing to do. Type what you want, for example “coca cola 33 is 1.20”.",
        "es": "No hay nada que hacer. Escribe lo que quieres, por ejemplo «la coca cola 33 a 1,20».",
    },
    "not_recognised": {
        "en": "I did not catch that. Say it again, closer to the microphone.",
        "es": "No lo he entendido. Repítelo más cerca del micrófono.",
    },
    "out_of_scope": {
        "en": "I cannot help with that. Ask for a product, a price, the stock or the order.",
        "es": "Con eso no puedo ayudar. Pregunta por un producto, un precio, las existencias o el pedido.",
    },
    "unsure": {
        "en": "I am not sure what you mean. Say it again in other words.",
        "es": "No estoy seguro de qué quieres decir. Dilo con otras palabras.",
    },
    "text_too_long": {
        "en": "That is too long. Say one thing at a time, in at most {limit} characters.",
        "es": "Es demasiado largo. Di una sola cosa, en {limit} caracteres como mucho.",
    },
    # Refused
    "unknown_product": {
        "en": "I know no product called “{query}”. Say its name as it stands on the shelf.",
        "es": "No conozco ningún producto «{query}». Di su nombre como está en la estantería.",
    },
    "price_not_positive": {
        "en": "A price must be more than zero. Say the new price of {product} again.",
        "es": "Un precio tiene que ser mayor que cero. Repite el precio nuevo de {product}.",
    },
    "price_too_fine": {
        "en": "A price has at most two decimals. Say the new price of {product} again.",
        "es": "Un precio tiene dos decimales como mucho. Repite el precio nuevo de {product}.",
    },
    "quantity_not_positive": {
        "en": "A quantity must be more than zero. Say how many {product} again.",
        "es": "La cantidad tiene que ser mayor que cero. Repite cuántas unidades de {product}.",
    },
    "out_of_stock": {
        "en": "{product} is out of stock: {stock} left. Choose something else, or a smaller quantity.",
        "es": "No hay bastante {product}: quedan {stock}. Elige otra cosa o menos cantidad.",
    },
    "not_on_order": {
        "en": "“{query}” is not on the order. Say “show the order” to see what is.",
        "es": "«{query}» no está en el pedido. Di «enséñame el pedido» para ver qué hay.",
    },
    "empty_order": {
        "en": "The order is empty. Add something first.",
        "es": "El pedido está vacío. Añade algo primero.",
    },
    "plan_expired": {
        "en": "That took too long, and nothing was changed. Say it again.",
        "es": "Ha pasado demasiado tiempo y no se ha cambiado nada. Repítelo.",
    },
    # Store
    "store_away": {
        "en": "The store does not answer. Nothing was changed. Check its network and try again.",
        "es": "La tienda no responde. No se ha cambiado nada. Comprueba su red e inténtalo de nuevo.",
    },
    "outcome_unknown": {
        "en": "The store did not answer after the change was sent. Check in the store whether it happened"
        " before you do it again.",
        "es": "La tienda no contestó después de enviar el cambio. Comprueba en la tienda si se hizo"
        " antes de repetirlo.",
    },
    "internal": {
        "en": "Something went wrong inside the till. Nothing was changed. Try again.",
        "es": "Algo ha fallado dentro de la caja. No se ha cambiado nada. Inténtalo de nuevo.",
    },
    # Missing parts
    "no_recogniser": {
        "en": "Nothing on this till listens in this language. Type instead, or install Whisper's files.",
        "es": "Nada en esta caja escucha en este idioma. Escribe, o instala los archivos de Whisper.",
    },
    # Problems shown while the till runs
    "no_microphone": {
        "en": "No microphone was found. Plug one in and start again, or type below.",
        "es": "No hay micrófono. Conecta uno y reinicia, o escribe abajo.",
    },
    "no_speaker": {
        "en": "No loudspeaker was found: answers are only shown.",
        "es": "No hay altavoz: las respuestas solo se muestran.",
    },
}


def sentence(code: str, language: Language, **values: object) -> str:
    """The sentence for a code; money among the values is written as `show_money` does."""
    texts = _SENTENCES[code]
    shown = {name: show_money(value, language) if isinstance(value, Money) else value for name, value in values.items()}
    return texts[language].format(**shown)


def explain(error: KioskError, language: Language) -> str:
    """The sentence for an error."""
    return sentence(error.code, language, **error.values)


def show_money(money: Money, language: Language) -> str:
    """Money as it stands on a price tag: "1.20 €", in Spanish "1,20 €"."""
    digits = f"{money.amount:.2f}"
    if language == "es":
        digits = digits.replace(".", ",")
    return f"{digits} {_SYMBOLS.get(money.currency, money.currency)}"


def show_quantity(quantity: Decimal, language: Language) -> str:
    """A quantity without needless zeros: "2", "0.5", in Spanish "0,5"."""
    digits = f"{quantity:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",") if language == "es" else digits
