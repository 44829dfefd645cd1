"""What the till says when it is not set up as it must be, or is started wrongly, in its languages."""

from kiosk_app.core.types import Language

SETUP: dict[str, dict[Language, str]] = {
    # Connecting to the store
    "store_url": {
        "en": "The store's address must be like https://shop.example, without a path. Correct it in the settings.",
        "es": "La dirección de la tienda debe ser como https://tienda.example, sin ruta. Corrígela en los ajustes.",
    },
    "store_url_insecure": {
        "en": "The store's address must begin with https. Correct it in the settings, or allow plain http there.",
        "es": "La dirección de la tienda debe empezar por https. Corrígela en los ajustes, o permite http en ellos.",
    },
    "sign_in_not_found": {
        "en": "I found no place in the store to sign in. Name it with --set sign_in.path=/PATH/.",
        "es": "No encuentro en la tienda dónde iniciar sesión. Dilo con --set sign_in.path=/RUTA/.",
    },
    "search_ignored": {
        "en": "The store ignores the search: set searches.customers to nothing, and the till looks through the list.",
        "es": "La tienda no hace caso de la búsqueda: deja searches.customers vacío, y la caja recorrerá la lista.",
    },
    "schema_not_found": {
        "en": "The store has no OpenAPI schema in JSON at {place}. Give another place, or leave it out.",
        "es": "La tienda no tiene un esquema OpenAPI en JSON en {place}. Da otro lugar, o quítalo.",
    },
    "terminal_needed": {
        "en": "User name and password are asked for at a terminal. Start this command from one.",
        "es": "El usuario y la contraseña se piden en un terminal. Ejecuta esta orden desde uno.",
    },
    "ca_file_invalid": {
        "en": "{file} holds no certificates that can be read. Correct ca_file under [store] in the settings.",
        "es": "{file} no contiene certificados legibles. Corrige ca_file bajo [store] en los ajustes.",
    },
    "store_not_set": {
        "en": "No store is set. Run kiosk-app store connect, or write its url under [store] in {file}.",
        "es": "No hay ninguna tienda. Ejecuta kiosk-app store connect, o escribe su url bajo [store] en {file}.",
    },
    "sign_in_first": {
        "en": "Nobody is signed in on this till yet. Run kiosk-app store sign-in.",
        "es": "Todavía nadie ha iniciado sesión en esta caja. Ejecuta kiosk-app store sign-in.",
    },
    "user_missing": {
        "en": "Who shall sign in? Give the user name with --user.",
        "es": "¿Quién va a iniciar sesión? Da el usuario con --user.",
    },
    "store_unsure": {
        "en": "I cannot tell by myself what is right for {settings}. Say it at a terminal, or with --set NAME=VALUE.",
        "es": "No puedo saber qué es lo correcto para {settings}. Dilo en un terminal, o con --set NOMBRE=VALOR.",
    },
    "store_mapping_invalid": {
        "en": "That cannot be set for the store's API: {reason}. Correct it and try again.",
        "es": "Eso no sirve para la API de la tienda: {reason}. Corrígelo e inténtalo de nuevo.",
    },
    "schema_unreadable": {
        "en": "{file} is not an OpenAPI schema in JSON: {reason}. Give another one.",
        "es": "{file} no es un esquema OpenAPI en JSON: {reason}. Da otro.",
    },
    "settings_not_saved": {
        "en": "The settings in {file} were not changed: {reason}. Change them there by hand.",
        "es": "No se han cambiado los ajustes de {file}: {reason}. Cámbialos allí a mano.",
    },
    "password_missing": {
        "en": "The store's password is needed. Run kiosk-app store sign-in, or set {variable}.",
        "es": "Hace falta la contraseña de la tienda. Ejecuta kiosk-app store sign-in, o define {variable}.",
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
    # Model files
    "manifest_invalid": {
        "en": "{file} is no list of models: {reason}. Correct it or delete it.",
        "es": "{file} no es una lista de modelos: {reason}. Corrígela o bórrala.",
    },
    "model_unknown": {
        "en": "No model “{name}” is known. See: kiosk-app models list.",
        "es": "No se conoce ningún modelo «{name}». Mira: kiosk-app models list.",
    },
    "model_not_installed": {
        "en": "No model “{name}” is installed. See: kiosk-app models list.",
        "es": "No hay ningún modelo «{name}» instalado. Mira: kiosk-app models list.",
    },
    "model_in_use": {
        "en": "“{name}” is the model in the settings. Choose another with kiosk-app models use before you remove it.",
        "es": "«{name}» es el modelo de los ajustes. Elige otro con kiosk-app models use antes de quitarlo.",
    },
    "model_not_own": {
        "en": "“{name}” lies in {folder}, not among this user's own models. Remove it there.",
        "es": "«{name}» está en {folder}, no entre los modelos de este usuario. Quítalo allí.",
    },
    "model_incomplete": {
        "en": "The model in {folder} is not complete: {files} is missing. Fetch or import it again.",
        "es": "El modelo de {folder} no está completo: falta {files}. Descárgalo o impórtalo otra vez.",
    },
    "model_unusable": {
        "en": "{file} cannot be used: {reason}. Fetch or import the model again, or choose another.",
        "es": "{file} no se puede usar: {reason}. Descarga o importa otra vez el modelo, o elige otro.",
    },
    "model_too_big": {
        "en": "The model in {folder} is larger than this till's memory of {memory}. Choose a smaller one.",
        "es": "El modelo de {folder} es mayor que la memoria de esta caja, {memory}. Elige uno más pequeño.",
    },
    "model_wrong_file": {
        "en": "What came as {file} is not that file: {known} was expected, its SHA-256 is {came}. It was deleted.",
        "es": "Lo que llegó como {file} no es ese archivo: se esperaba {known}, su SHA-256 es {came}. Se ha borrado.",
    },
    "model_not_written": {
        "en": "{folder} cannot be written: {reason}. Free some space or check who owns it.",
        "es": "No se puede escribir en {folder}: {reason}. Libera espacio o mira de quién es.",
    },
    "model_trial_failed": {
        "en": "“{name}” was tried and did not work: {reason} The former model stays.",
        "es": "Se ha probado «{name}» y no funciona: {reason} Se queda el modelo anterior.",
    },
    "model_trial_ended": {
        "en": "“{name}” was tried and ended the program that loaded it. The former model stays.",
        "es": "Se ha probado «{name}» y terminó con el programa que lo cargaba. Se queda el modelo anterior.",
    },
    "model_trial_slow": {
        "en": "“{name}” was tried and was not ready after {minutes} minutes. The former model stays.",
        "es": "Se ha probado «{name}» y no estaba listo a los {minutes} minutos. Se queda el modelo anterior.",
    },
    "model_given_up": {
        "en": "“{name}” ended the program that used it, so “{former}” is used again. Choose another model.",
        "es": "«{name}» terminó con el programa que lo usaba, así que se vuelve a usar «{former}». Elige otro modelo.",
    },
    "models_changed": {
        "en": "These models are not as they came: {names}. Fetch or import them again, and ask who changed them.",
        "es": "Estos modelos no están como llegaron: {names}. Vuelve a traerlos y averigua quién los cambió.",
    },
    "disk_full": {
        "en": "There is not enough room in {folder}: {needed} is needed, {free} is free. Free some space.",
        "es": "No hay bastante sitio en {folder}: hacen falta {needed} y hay {free}. Libera espacio.",
    },
    "import_unreadable": {
        "en": "{source} cannot be imported: {reason}. Give a folder or a zip file with a model's files.",
        "es": "{source} no se puede importar: {reason}. Da una carpeta o un zip con los archivos de un modelo.",
    },
    "import_empty": {
        "en": "{source} holds no model. Give a folder or a zip file with all of a model's files.",
        "es": "{source} no contiene ningún modelo. Da una carpeta o un zip con todos los archivos de un modelo.",
    },
    "import_unsafe": {
        "en": "Nothing was imported from {source}: “{file}” cannot be the name of a model's file.",
        "es": "No se ha importado nada de {source}: «{file}» no puede ser el nombre de un archivo de modelo.",
    },
    "proxy_unusable": {
        "en": "The proxy that the environment names cannot be used: {reason}. Correct it and try again.",
        "es": "El proxy que indica el entorno no se puede usar: {reason}. Corrígelo e inténtalo de nuevo.",
    },
    "download_failed": {
        "en": "{url} did not come: {reason}. Try again: what is there already is kept.",
        "es": "{url} no ha llegado: {reason}. Inténtalo de nuevo: lo que ya está se conserva.",
    },
    "download_forbidden": {
        "en": "{url} is not given to everybody. Import the model from a folder, or set another mirror.",
        "es": "{url} no se da a cualquiera. Importa el modelo desde una carpeta, o pon otro espejo.",
    },
    "download_not_found": {
        "en": "There is nothing at {url}. Check the mirror in the settings, or the manifest.",
        "es": "No hay nada en {url}. Comprueba el espejo en los ajustes, o el manifiesto.",
    },
    "download_insecure": {
        "en": "{url} is not encrypted, and no hash is known to tell whether it was changed on the way. Use https.",
        "es": "{url} no va cifrado, y no hay hash para saber si se cambió por el camino. Usa https.",
    },
    "download_wrong": {
        "en": "{url} is not the file that the manifest means: {reason}. Check the mirror in the settings.",
        "es": "{url} no es el archivo del manifiesto: {reason}. Comprueba el espejo en los ajustes.",
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
    "question_set_invalid": {
        "en": "{file} is not a set of questions: {reason}.",
        "es": "{file} no es un conjunto de preguntas: {reason}.",
    },
    "alias_unknown": {
        "en": "This till has learnt nothing for “{words}”. See: kiosk-app aliases list.",
        "es": "Esta caja no ha aprendido nada para «{words}». Mira: kiosk-app aliases list.",
    },
    "push_to_talk_key": {
        "en": "“{key}” cannot be the push-to-talk key. Choose one from F1 to F35.",
        "es": "«{key}» no puede ser la tecla para hablar. Elige una de F1 a F35.",
    },
    "settings_invalid": {
        "en": "The settings in {file} cannot be used: {reason}. Correct that and start again.",
        "es": "Los ajustes de {file} no sirven: {reason}. Corrígelos y reinicia.",
    },
    "intent_unknown": {
        "en": "“{name}” is no intent that can be switched off. Correct it under [intents] in the settings.",
        "es": "«{name}» no es una intención que se pueda desactivar. Corrígela bajo [intents] en los ajustes.",
    },
    "labels_invalid": {
        "en": "{file} does not hold labels: {reason}. Give JSON lines with {fields}.",
        "es": "{file} no contiene etiquetas: {reason}. Da líneas JSON con {fields}.",
    },
    "noise_too_short": {
        "en": "The noise is shorter than a recording of {seconds} s. Give a longer one.",
        "es": "El ruido es más corto que una grabación de {seconds} s. Da uno más largo.",
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
        "en": "There is no microphone. Plug one in, or type below.",
        "es": "No hay micrófono. Conecta uno o escribe abajo.",
    },
    "input_how": {
        "en": "Touch Test and speak for four seconds, as at work. Nothing is kept or played unless you ask for it.",
        "es": "Toca Probar y habla cuatro segundos, como al trabajar. Nada se guarda ni suena si no lo pides.",
    },
    "input_silent": {
        "en": "Nothing was heard. Is the microphone switched on, and the right one?",
        "es": "No se ha oído nada. ¿Está encendido el micrófono, y es el correcto?",
    },
    "input_soft": {
        "en": "That was very soft. Come closer, or turn the microphone up.",
        "es": "Se oye muy bajo. Acércate o sube el micrófono.",
    },
    "input_loud": {
        "en": "That was too loud, and is distorted. Step back, or turn the microphone down.",
        "es": "Demasiado alto: el sonido se distorsiona. Aléjate o baja el micrófono.",
    },
    "input_good": {
        "en": "That was good.",
        "es": "Se oye bien.",
    },
    "no_speaker": {
        "en": "No loudspeaker was found: answers are only shown.",
        "es": "No hay altavoz: las respuestas solo se muestran.",
    },
}
