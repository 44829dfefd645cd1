"""Sentences about the shop's documents: what is wrong with one, and what the store says of its products."""

from collections.abc import Mapping

from kiosk_app.core.types import Language

DOCUMENTS: Mapping[str, Mapping[Language, str]] = {
    "document_unknown": {
        "en": "{file} is of no kind that can be read: Markdown, text, HTML, PDF, DOCX, CSV or XLSX.",
        "es": "{file} no es de un tipo que se pueda leer: Markdown, texto, HTML, PDF, DOCX, CSV o XLSX.",
    },
    "document_unreadable": {
        "en": "{file} cannot be read. Open it in the program that made it and save it again.",
        "es": "{file} no se puede leer. Ábrelo con el programa que lo creó y guárdalo de nuevo.",
    },
    "document_too_long": {
        "en": "{file} is too long. Split it into several files.",
        "es": "{file} es demasiado largo. Divídelo en varios archivos.",
    },
    "document_empty": {"en": "{file} holds no text.", "es": "{file} no contiene texto."},
    "document_scanned": {
        "en": "{file} holds pictures of pages and no text. Have the text recognised, and add it again.",
        "es": "{file} contiene imágenes de páginas y ningún texto. Pásalo por un OCR y añádelo de nuevo.",
    },
    "document_not_kept": {
        "en": "This till has no document “{name}”. See: kiosk-app kb list.",
        "es": "Esta caja no tiene ningún documento «{name}». Mira: kiosk-app kb list.",
    },
    "documents_missing": {
        "en": "This till cannot keep documents now. Start it again, and look at its problems.",
        "es": "Esta caja no puede guardar documentos ahora. Reiníciala y mira qué problemas indica.",
    },
    "chroma_away": {
        "en": "The Chroma server at {url} does not answer, so I cannot look into the shop's documents. Everything else"
        " works. Tell whoever looks after it.",
        "es": "El servidor Chroma de {url} no responde y no puedo mirar los documentos de la tienda. Lo demás funciona."
        " Avisa a quien lo mantiene.",
    },
    "page_address": {
        "en": "{url} is no address that can be trusted. It has to begin with https:// and name a site and a page.",
        "es": "{url} no es una dirección de fiar. Debe empezar por https:// y nombrar un sitio y una página.",
    },
    "page_host": {
        "en": "{url} is on a site that this till may not read. Whoever looks after the till can allow it in the"
        " settings: [knowledge] hosts. Then add the page again.",
        "es": "{url} está en un sitio que esta caja no puede leer. Quien mantiene la caja puede permitirlo en los"
        " ajustes: [knowledge] hosts. Después, añade la página otra vez.",
    },
    "page_away": {
        "en": "{url} does not answer. Look whether the address is right and the till is on the internet, and fetch it"
        " anew later.",
        "es": "{url} no responde. Mira si la dirección es correcta y si la caja tiene internet, y léela de nuevo más"
        " tarde.",
    },
    "page_gone": {
        "en": "There is no such page: {url}. Check the address.",
        "es": "No existe esa página: {url}. Comprueba la dirección.",
    },
    "page_elsewhere": {
        "en": "{url} leads to another host, and was not followed. Add the page by the address that it leads to.",
        "es": "{url} lleva a otro sitio y no se ha seguido. Añade la página por la dirección a la que lleva.",
    },
    "page_kind": {
        "en": "{url} is no page of text. Download it, and add the file.",
        "es": "{url} no es una página de texto. Descárgala y añade el archivo.",
    },
    "page_proxy": {
        "en": "{url} was not fetched: this till's proxy cannot be used. Whoever looks after the till can correct it.",
        "es": "{url} no se ha leído: el proxy de esta caja no funciona. Quien mantiene la caja puede corregirlo.",
    },
    "page_too_long": {
        "en": "{url} is too long. Copy what you need from it into a file, and add that.",
        "es": "{url} es demasiado larga. Copia lo que necesitas en un archivo y añádelo.",
    },
    # What the store says of its products
    "catalogue_documents": {"en": "The store's catalogue", "es": "El catálogo de la tienda"},
    "catalogue_contains": {"en": "{product} contains {what}.", "es": "{product} contiene {what}."},
    "catalogue_suits": {"en": "{product} is {what}.", "es": "{product} es {what}."},
    "allergen_celery": {"en": "celery", "es": "apio"},
    "allergen_crustaceans": {"en": "crustaceans", "es": "crustáceos"},
    "allergen_eggs": {"en": "eggs", "es": "huevos"},
    "allergen_fish": {"en": "fish", "es": "pescado"},
    "allergen_gluten": {"en": "gluten", "es": "gluten"},
    "allergen_lupin": {"en": "lupin", "es": "altramuces"},
    "allergen_milk": {"en": "milk", "es": "leche"},
    "allergen_molluscs": {"en": "molluscs", "es": "moluscos"},
    "allergen_mustard": {"en": "mustard", "es": "mostaza"},
    "allergen_nuts": {"en": "nuts", "es": "frutos secos"},
    "allergen_peanuts": {"en": "peanuts", "es": "cacahuetes"},
    "allergen_sesame": {"en": "sesame", "es": "sésamo"},
    "allergen_soya": {"en": "soya", "es": "soja"},
    "allergen_sulphites": {"en": "sulphites", "es": "sulfitos"},
}
