"""What the till says when something does not work, in its languages: what happened, and what to do next."""

from kiosk_app.core.types import Language

PROBLEMS: dict[str, dict[Language, str]] = {
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
    "store_url": {
        "en": "The store's address must be like https://shop.example, without a path. Correct it in the settings.",
        "es": "La dirección de la tienda debe ser como https://tienda.example, sin ruta. Corrígela en los ajustes.",
    },
    "store_url_insecure": {
        "en": "The store's address must begin with https. Correct it in the settings.",
        "es": "La dirección de la tienda debe empezar por https. Corrígela en los ajustes.",
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
    "store_not_found": {
        "en": "The store no longer has that. Search for it again.",
        "es": "La tienda ya no tiene eso. Búscalo de nuevo.",
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
    "journal_failed": {
        "en": "I cannot write to this till's disk, so nothing was sent. Free some space or call for help.",
        "es": "No puedo escribir en el disco de esta caja y no se ha enviado nada. Libera espacio o pide ayuda.",
    },
    "alias_unknown": {
        "en": "This till has learnt nothing for “{words}”. See: kiosk-app aliases list.",
        "es": "Esta caja no ha aprendido nada para «{words}». Mira: kiosk-app aliases list.",
    },
    "aliases_failed": {
        "en": "I cannot read or write {file}, where this till keeps its aliases. Free some space, or delete it.",
        "es": "No puedo leer ni escribir {file}, donde esta caja guarda los alias. Libera espacio o bórralo.",
    },
    "push_to_talk_key": {
        "en": "“{key}” cannot be the push-to-talk key. Choose one from F1 to F35.",
        "es": "«{key}» no puede ser la tecla para hablar. Elige una de F1 a F35.",
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
    "intent_model_missing": {
        "en": "The intent model “{name}” is not installed. Choose another in the settings.",
        "es": "El modelo de intenciones «{name}» no está instalado. Elige otro en los ajustes.",
    },
    "intent_model_broken": {
        "en": "{file} cannot be used: it is damaged, cut short or of an unknown kind. "
        "Copy it again or choose another model in the settings.",
        "es": "{file} no se puede usar: está dañado, incompleto o es de un tipo desconocido. "
        "Cópialo otra vez o elige otro modelo en los ajustes.",
    },
    "intent_model_too_big": {
        "en": "{file} is larger than this till's memory of {memory}. Choose a smaller model in the settings.",
        "es": "{file} es mayor que la memoria de esta caja, {memory}. Elige un modelo más pequeño en los ajustes.",
    },
    "intent_model_no_template": {
        "en": "{file} has no chat template, so it follows no instructions. Choose an instruct model in the settings.",
        "es": "{file} no tiene plantilla de chat y no sigue instrucciones. Elige un modelo instruct en los ajustes.",
    },
    "intent_model_no_answer": {
        "en": "{file} cannot answer what this till asks. Choose an instruct model in the settings.",
        "es": "{file} no puede responder a lo que pide esta caja. Elige un modelo instruct en los ajustes.",
    },
    "sphinx_missing": {
        "en": "The built-in recogniser cannot be loaded. Install the program again.",
        "es": "No se puede cargar el reconocedor incluido. Vuelve a instalar el programa.",
    },
    "whisper_missing": {
        "en": "The Whisper model in {folder} is not complete: {files} is missing. Copy its files there again.",
        "es": "El modelo Whisper de {folder} no está completo: falta {files}. Copia otra vez sus archivos.",
    },
    "whisper_broken": {
        "en": "The Whisper model in {folder} cannot be used: {reason}. Copy its files there again.",
        "es": "El modelo Whisper de {folder} no sirve: {reason}. Copia otra vez sus archivos.",
    },
    "recogniser_missing": {
        "en": "The recogniser “{name}” is not installed. Choose another in the settings.",
        "es": "El reconocedor «{name}» no está instalado. Elige otro en los ajustes.",
    },
    "demo_store_failed": {
        "en": "The demo store did not start: {reason}. Start again; if it stays, install the program again.",
        "es": "La tienda de demostración no arrancó: {reason}. Reinicia; si sigue igual, reinstala el programa.",
    },
    "espeak_missing": {
        "en": "The built-in voice cannot be loaded. Install the program again.",
        "es": "No se puede cargar la voz incluida. Vuelve a instalar el programa.",
    },
    "voice_missing": {
        "en": "The voice “{voice}” is not complete. Install it again or choose another.",
        "es": "La voz «{voice}» no está completa. Instálala de nuevo o elige otra.",
    },
    "voice_unusable": {
        "en": "The files of the voice “{voice}” cannot be used. Choose another voice.",
        "es": "Los archivos de la voz «{voice}» no sirven. Elige otra voz.",
    },
    "portaudio_missing": {
        "en": "The sound library PortAudio is missing. Install libportaudio2.",
        "es": "Falta la biblioteca de sonido PortAudio. Instala libportaudio2.",
    },
    "microphone_not_found": {
        "en": "The microphone “{device}” was not found. Plug it in or choose another in the settings.",
        "es": "No se encuentra el micrófono «{device}». Conéctalo o elige otro en los ajustes.",
    },
    "speaker_not_found": {
        "en": "The loudspeaker “{device}” was not found. Plug it in or choose another in the settings.",
        "es": "No se encuentra el altavoz «{device}». Conéctalo o elige otro en los ajustes.",
    },
    # Usage
    "settings_invalid": {
        "en": "The settings in {file} cannot be used: {reason}. Correct that and start again.",
        "es": "Los ajustes de {file} no sirven: {reason}. Corrígelos y reinicia.",
    },
    "intent_unknown": {
        "en": "“{name}” is no intent that can be switched off. Correct it under [intents] in the settings.",
        "es": "«{name}» no es una intención que se pueda desactivar. Corrígela bajo [intents] en los ajustes.",
    },
    "store_not_set": {
        "en": "No store is set. Write its url and username under [store] in {file}, or try kiosk-app demo.",
        "es": "No hay ninguna tienda. Escribe su url y username bajo [store] en {file}, o prueba kiosk-app demo.",
    },
    "password_missing": {
        "en": "The store's password is needed. Start from a terminal, or set {variable}.",
        "es": "Hace falta la contraseña de la tienda. Arranca desde un terminal, o define {variable}.",
    },
    "labels_invalid": {
        "en": "{file} does not hold labels: {reason}. Give JSON lines with {fields}.",
        "es": "{file} no contiene etiquetas: {reason}. Da líneas JSON con {fields}.",
    },
    "audio_not_found": {
        "en": "There is no file {file}. Check its name.",
        "es": "No existe el archivo {file}. Comprueba su nombre.",
    },
    "audio_unreadable": {
        "en": "{file} is not a sound file that can be read. Use WAV or FLAC.",
        "es": "{file} no es un archivo de sonido legible. Usa WAV o FLAC.",
    },
    "audio_cut_off": {
        "en": "{file} is cut off or damaged. Record it again.",
        "es": "{file} está cortado o dañado. Grábalo de nuevo.",
    },
    "audio_empty": {
        "en": "{file} holds no sound. Record it again.",
        "es": "{file} no contiene sonido. Grábalo de nuevo.",
    },
    "audio_too_long": {
        "en": "{file} lasts {seconds} seconds. Give at most {limit}.",
        "es": "{file} dura {seconds} segundos. Da {limit} como máximo.",
    },
    "audio_not_written": {
        "en": "{file} could not be written. Check the folder.",
        "es": "No se pudo escribir {file}. Revisa la carpeta.",
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
