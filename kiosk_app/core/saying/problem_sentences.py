"""What the till says when something that was asked of it does not work: what happened, and what to do next."""

from kiosk_app.core.types import Language

PROBLEMS: dict[str, dict[Language, str]] = {
    # Not understood
    "nothing_heard": {
        "en": "Nothing was said, or too softly. Speak while the till shows that it listens.",
        "es": "No se ha dicho nada, o muy bajo. Habla mientras la caja muestra que escucha.",
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
        "en": "I do not know any product called “{query}”. Say its name as it stands on the shelf.",
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
        "en": "There is not enough {product}: {stock} left. Choose something else, or a smaller quantity.",
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
    "too_many_prices": {
        "en": "That would change {count} prices; at most {limit} at once. Name a smaller group of products.",
        "es": "Eso cambiaría {count} precios; como mucho {limit} a la vez. Nombra un grupo más pequeño.",
    },
    "price_change_missing": {
        "en": "I did not hear by how much. Say it again with a percentage or an amount.",
        "es": "No he oído cuánto. Repítelo con un porcentaje o una cantidad.",
    },
    "price_change_too_far": {
        "en": "That is too big a change for the prices of “{query}”. Say it again.",
        "es": "Es un cambio demasiado grande para los precios de «{query}». Repítelo.",
    },
    "stock_is_not_counted": {
        "en": "The store does not count {product}. Change that in the store first.",
        "es": "La tienda no lleva la cuenta de {product}. Cámbialo antes en la tienda.",
    },
    "stock_too_low": {
        "en": "The store has only {stock} of {product}. Count them and say how many there are.",
        "es": "En la tienda solo constan {stock} de {product}. Cuéntalos y di cuántos hay.",
    },
    "pack_size_unknown": {
        "en": "I did not hear how many pieces each holds ({unit}). Say it again in single pieces.",
        "es": "No he oído cuántas unidades trae cada uno ({unit}). Repítelo en unidades sueltas.",
    },
    "unknown_category": {
        "en": "The menu has no “{query}”. Say “what is on the menu” to see its sections.",
        "es": "En la carta no hay «{query}». Di «qué hay en la carta» para ver sus secciones.",
    },
    "nothing_to_recommend": {
        "en": "Nothing in stock fits that. Ask for something else.",
        "es": "No hay nada disponible que encaje. Pide otra cosa.",
    },
    "unknown_customer": {
        "en": "I do not know any customer “{query}”. Say the name or the phone number again.",
        "es": "No conozco a ningún cliente «{query}». Repite el nombre o el teléfono.",
    },
    "customer_change_missing": {
        "en": "Say what to change of {name}: the phone, the address, the name or a note.",
        "es": "Di qué cambiar de {name}: el teléfono, la dirección, el nombre o una nota.",
    },
    "unknown_order": {
        "en": "I cannot find an order “{query}”. Say its number or its name again.",
        "es": "No encuentro el pedido «{query}». Repite su número o su nombre.",
    },
    "no_orders": {
        "en": "No order has been placed on this till yet. Place one first.",
        "es": "En esta caja aún no se ha cerrado ningún pedido. Cierra uno antes.",
    },
    "no_table": {
        "en": "“{query}” is not a table number. Say it again.",
        "es": "«{query}» no es un número de mesa. Repítelo.",
    },
    "no_phone": {
        "en": "That is not a phone number. Say it again, digit by digit.",
        "es": "Eso no es un teléfono. Repítelo cifra a cifra.",
    },
    "nothing_to_undo": {
        "en": "I have changed nothing yet that could be undone. Say what to change.",
        "es": "Aún no he cambiado nada que se pueda deshacer. Di qué hay que cambiar.",
    },
    "cannot_be_undone": {
        "en": "That cannot be undone from here. Ask a manager.",
        "es": "Eso no se puede deshacer desde aquí. Pide ayuda a un encargado.",
    },
    "changed_since": {
        "en": "{what}: somebody has changed that since, so I leave it alone. Say what it should be.",
        "es": "{what}: alguien lo ha cambiado después, así que no lo toco. Di cómo debe quedar.",
    },
    "done_already": {
        "en": "That is done already. Say “undo that” first, then say it anew.",
        "es": "Eso ya está hecho. Di primero «deshazlo» y luego dilo de nuevo.",
    },
    "no_documents": {
        "en": "I cannot answer that: I have none of the shop's documents. Ask a manager.",
        "es": "No tengo documentos de la tienda para responder a eso. Pregunta a un encargado.",
    },
    "documents_not_ready": {
        "en": "The shop's documents are still being prepared, and none has these words. Ask again in a few minutes.",
        "es": "Los documentos de la tienda aún se están preparando y ninguno tiene esas palabras. Pregunta de nuevo en"
        " unos minutos.",
    },
    "knowledge_failed": {
        "en": "I cannot read or write {folder}, where this till keeps the shop's documents. Free some space, or delete"
        " it and add the documents again.",
        "es": "No puedo leer o escribir {folder}, donde esta caja guarda los documentos de la tienda. Libera espacio, o"
        " bórralo y añade los documentos otra vez.",
    },
    "embedding_broken": {
        "en": "The embedding model in {folder} cannot be used. Fetch it again, or choose another one.",
        "es": "El modelo de embeddings de {folder} no se puede usar. Descárgalo otra vez o elige otro.",
    },
    "embedding_missing": {
        "en": "The embedding model {name} is not there. Fetch it with kiosk-app models, or choose another one.",
        "es": "Falta el modelo de embeddings {name}. Descárgalo con kiosk-app models o elige otro.",
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
    "store_certificate": {
        "en": "The store's certificate is not trusted, and nothing was sent. Tell whoever looks after the store.",
        "es": "El certificado de la tienda no es de fiar y no se ha enviado nada. Avisa a quien la mantiene.",
    },
    "sign_in_wrong": {
        "en": "The user name or the password is wrong. Try again.",
        "es": "El usuario o la contraseña no son correctos. Inténtalo de nuevo.",
    },
    "sign_in_needed": {
        "en": "The store no longer knows you. Sign in again.",
        "es": "La tienda ya no te reconoce. Vuelve a iniciar sesión.",
    },
    "not_allowed": {
        "en": "You may not do that in this store. Ask a manager.",
        "es": "No tienes permiso para eso en esta tienda. Pide ayuda a un encargado.",
    },
    "over_limit": {
        "en": "That is more than you may change at once in this store. Ask a manager.",
        "es": "Es más de lo que puedes cambiar de una vez en esta tienda. Pide ayuda a un encargado.",
    },
    "store_not_found": {
        "en": "The store no longer has that. Search for it again.",
        "es": "La tienda ya no tiene eso. Búscalo de nuevo.",
    },
    "store_cannot": {
        "en": "This store cannot do that for the till. Do it in the store's own program.",
        "es": "Esta tienda no permite hacer eso desde la caja. Hazlo en el programa de la tienda.",
    },
    "store_cannot_bulk": {
        "en": "This store changes one price at a time. Name a single product.",
        "es": "Esta tienda cambia los precios de uno en uno. Nombra un solo producto.",
    },
    "store_cannot_keep": {
        "en": "This store has no place for that: {what}. Say it again without it.",
        "es": "Esta tienda no guarda ese dato: {what}. Repítelo sin él.",
    },
    "store_changed": {
        "en": "Somebody changed it in the meantime, and nothing was done. Say it again.",
        "es": "Alguien lo ha cambiado mientras tanto y no se ha hecho nada. Repítelo.",
    },
    "price_changed": {
        "en": "A price has changed in the meantime, and nothing was ordered. Say it again.",
        "es": "Un precio ha cambiado mientras tanto y no se ha pedido nada. Repítelo.",
    },
    "store_out_of_stock": {
        "en": "There is not enough in stock any more: {detail} Choose a smaller quantity.",
        "es": "Ya no queda suficiente: {detail} Elige menos cantidad.",
    },
    "stock_changed": {
        "en": "The stock has changed in the meantime, and nothing was written down. Count it again.",
        "es": "Las existencias han cambiado mientras tanto y no se ha apuntado nada. Vuelve a contarlas.",
    },
    "not_counted": {
        "en": "The store does not count that product, so its stock was not changed. Ask a manager.",
        "es": "La tienda no lleva la cuenta de ese producto y no se ha apuntado nada. Pide ayuda a un encargado.",
    },
    "customer_exists": {
        "en": "The store has a customer with that name and phone number already. Search for the name.",
        "es": "La tienda ya tiene un cliente con ese nombre y ese teléfono. Búscalo por su nombre.",
    },
    "store_conflict": {
        "en": "The store cannot do that now: {detail} Look at it and say it again.",
        "es": "La tienda no puede hacerlo ahora: {detail} Compruébalo y repítelo.",
    },
    "store_busy": {
        "en": "The store is busy. Try again in {seconds} seconds.",
        "es": "La tienda está ocupada. Inténtalo dentro de {seconds} segundos.",
    },
    "store_rejected": {
        "en": "The store did not accept that: {detail} Say it again in another way.",
        "es": "La tienda no lo ha aceptado: {detail} Dilo de otra manera.",
    },
    "store_failed": {
        "en": "The store has a fault (error {status}). Try again in a moment.",
        "es": "La tienda tiene un fallo (error {status}). Inténtalo dentro de un momento.",
    },
    "store_bad_answer": {
        "en": "The store answered something I do not understand. Tell whoever looks after it.",
        "es": "La tienda ha contestado algo que no entiendo. Avisa a quien la mantiene.",
    },
    "plan_foreign": {
        "en": "That was prepared for another person, store, till or currency. Say it again.",
        "es": "Eso se preparó para otra persona, tienda, caja o moneda. Repítelo.",
    },
    "journal_changed": {
        "en": "Entry {number} of the till's record is not as it was written. Keep the file, and ask who changed it.",
        "es": "La entrada {number} del registro de la caja no está como se escribió. Guarda el archivo"
        " y averigua quién la cambió.",
    },
    "journal_failed": {
        "en": "I cannot write to this till's disk, so nothing was sent. Free some space or call for help.",
        "es": "No puedo escribir en el disco de esta caja y no se ha enviado nada. Libera espacio o pide ayuda.",
    },
    "aliases_failed": {
        "en": "I cannot read or write {file}, where this till keeps its aliases. Free some space, or delete it.",
        "es": "No puedo leer ni escribir {file}, donde esta caja guarda los alias. Libera espacio o bórralo.",
    },
    "memories_failed": {
        "en": "I cannot read or write {file}, where this till keeps what was said. Free some space, or delete it.",
        "es": "No puedo leer ni escribir {file}, donde la caja guarda lo dicho hoy. Libera espacio o bórralo.",
    },
    "recordings_failed": {
        "en": "I cannot read or write {folder}, where this till keeps its recordings. Free some space, or delete it.",
        "es": "No puedo leer ni escribir {folder}, donde esta caja guarda las grabaciones. Libera espacio o bórralo.",
    },
    "internal": {
        "en": "Something went wrong inside the till. Nothing was changed. Try again.",
        "es": "Algo ha fallado dentro de la caja. No se ha cambiado nada. Inténtalo de nuevo.",
    },
    # Who has the till
    "pin_wrong": {
        "en": "That is not the PIN. Try again.",
        "es": "Ese no es el PIN. Inténtalo de nuevo.",
    },
    "pin_wait": {
        "en": "Too many wrong PINs. Wait {seconds} seconds.",
        "es": "Demasiados PIN incorrectos. Espera {seconds} segundos.",
    },
    "pin_form": {
        "en": "A PIN has 4 to 8 digits. Choose another.",
        "es": "Un PIN tiene de 4 a 8 cifras. Elige otro.",
    },
    "pins_differ": {
        "en": "The two PINs are not the same, and nothing was kept. Start again.",
        "es": "Los dos PIN no coinciden y no se ha guardado nada. Empieza de nuevo.",
    },
    "nobody_signed_in": {
        "en": "Nobody of that name is signed in on this till. Check the name.",
        "es": "Nadie con ese nombre tiene sesión en esta caja. Comprueba el nombre.",
    },
    "keyring_failed": {
        "en": "The keyring of this computer is locked or broken. Unlock it and try again.",
        "es": "El llavero de este equipo está bloqueado o dañado. Desbloquéalo e inténtalo de nuevo.",
    },
    "vault_failed": {
        "en": "{file} cannot be read or written. Free some space, or delete it and sign in again.",
        "es": "No se puede leer o escribir {file}. Libera espacio, o bórralo e inicia sesión de nuevo.",
    },
}
