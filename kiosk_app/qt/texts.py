"""The window's own words, one table per language; every other sentence comes with an event."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk_app.core.documents.sources import Origin, State
from kiosk_app.core.types import Language, Outcome


@dataclass(frozen=True, slots=True)
class Texts:
    """What stands on the window by itself. `{…}` marks are filled with `str.format`."""

    title: str
    store: str
    user: str
    engine: str
    microphone: str
    voice: str
    no_user: str
    no_engine: str
    no_microphone: str
    no_voice: str
    plain_http: str
    engines: Mapping[str, str]
    """Names for people of recognisers and voices, by the events' names."""

    starting: str
    ready: str
    listening: str
    thinking: str
    waiting: str
    sending: str
    restarting: str

    talk: str
    talk_key: str
    talk_tap: str
    talk_tap_key: str
    talk_tap_hint: str
    talk_live: str
    talk_live_hint: str
    too_loud: str
    lost_sound: str
    talk_off: str
    off_microphone: str
    off_engine: str
    type_here: str
    type_only: str
    send: str
    cancel: str

    strip: str
    """Before anything was said."""
    idle: str
    idle_tap: str
    idle_type: str
    idle_live: str
    examples: str
    said: str
    history: str
    history_empty: str

    yes: str
    no: str
    expired: str
    more_below: str
    answer_how: str
    answer_freely: str
    where: str
    """`{host}`, `{user}`, `{till}`."""

    order_news: str
    left_open: str

    manage: str
    learnt: str
    learnt_how: str
    learnt_none: str
    forget: str
    back: str

    documents: str
    documents_how: str
    documents_none: str
    add_documents: str
    refresh: str
    all_documents: str
    show_text: str
    page: str
    """`{page}`."""
    web_pages: str
    page_address: str
    add_page: str
    reading_first: str
    reading: str
    """`{number}`, `{of}`, `{name}`."""
    reading_inside: str
    """`{number}`, `{of}`, `{name}`, `{percent}`."""
    preparing: str
    """`{percent}`."""
    origins: Mapping[Origin, str]
    products: str
    """`{number}`."""
    states: Mapping[State, str]
    """Of a document that is not simply kept."""
    empty_pages: str
    """`{pages}`."""
    test: str
    play: str
    default_device: str
    recording: str
    """The sign that what is said is kept."""
    record: str
    record_not: str

    save: str
    save_title: str
    folder: str
    file: str
    format: str
    saved: str
    """`{name}`, `{folder}`."""
    not_saved: str
    """`{name}`, `{folder}`."""

    volume: str
    softer: str
    louder: str
    mute: str
    unmute: str
    silent: str

    lock: str
    locked: str
    locked_how: str
    pin: str
    erase: str
    unlock: str

    outcomes: Mapping[Outcome, str]
    cancelled: str
    lost: str
    lost_next: str


TEXTS: Mapping[Language, Texts] = {
    "en": Texts(
        title="Voice till",
        store="Store",
        user="Signed in",
        engine="Listens with",
        microphone="Microphone",
        voice="Voice",
        no_user="Nobody",
        no_engine="Nothing: type instead",
        no_microphone="No microphone: type instead",
        no_voice="Silent",
        plain_http="Store · not encrypted",
        engines={"sphinx": "Closed vocabulary", "whisper": "Whisper", "piper": "Piper", "espeak": "eSpeak NG"},
        starting="Starting…",
        ready="Ready",
        listening="Listening",
        thinking="One moment…",
        waiting="Your answer?",
        sending="Sending…",
        restarting="Starting again…",
        talk="Hold to talk",
        talk_key="or hold {key}",
        talk_tap="Tap to talk",
        talk_tap_key="or press {key}",
        talk_tap_hint="tap again to throw it away",
        talk_live="Listening",
        talk_live_hint="let go when you are done",
        too_loud="Too loud: step back",
        lost_sound="Too busy: say it again",
        talk_off="Type instead",
        off_microphone="there is no microphone",
        off_engine="nothing here can listen",
        type_here="Or type here",
        type_only="Type here",
        send="Send",
        cancel="Cancel",
        strip="What you say appears here",
        idle="Hold the button and speak",
        idle_tap="Tap the button and speak",
        idle_type="Type what you need",
        idle_live="Speak now",
        examples="For example",
        said="Said aloud: {text}",
        history="Today",
        history_empty="Nothing yet. What you do appears here.",
        yes="Yes",
        no="No",
        expired="Time is up. Nothing was changed.",
        more_below="Show the rest",
        answer_how="Touch one, or say or type which.",
        answer_freely="Say it with the button, or type it below.",
        where="At {host}, as {user}, till {till}",
        order_news="About an order",
        left_open="Left open",
        manage="For managers",
        learnt="Learnt words",
        learnt_how="What people here mean by these words, and how often they picked it.",
        learnt_none="Nothing learnt yet. What people pick for their words appears here.",
        forget="Forget",
        back="Back",
        documents="Documents",
        documents_how="What questions are answered from. Drop files here to add them.",
        documents_none="No documents yet. Drop files here, or add them.",
        add_documents="Add files…",
        refresh="Fetch all anew",
        all_documents="All documents",
        show_text="Show",
        page="page {page}",
        web_pages="Web pages…",
        page_address="Address: www.shop.example/page",
        add_page="Add page",
        reading_first="Starting to read…",
        reading="{number} of {of} read: {name}",
        reading_inside="Reading {number} of {of}: {name}, {percent} %",
        preparing="All read. Preparing for questions: {percent} %",
        origins={
            "file": "Added here",
            "folder": "From the shop's folder",
            "page": "Web page",
            "store": "From the store",
            "catalogue": "From the store",
        },
        products="{number} products",
        states={"waiting": "still to be read", "twin": "says the same as another one"},
        empty_pages="pages without text: {pages}",
        test="Test",
        play="Play it",
        default_device="The system's own choice",
        recording="Microphone · recordings kept",
        record="Keep recordings for tuning",
        record_not="Keep no more recordings",
        save="Save…",
        save_title="Save these figures",
        folder="Folder",
        file="File",
        format="Format",
        saved="Saved: {name} in {folder}",
        not_saved="Not saved: {name} cannot be written in {folder}. Choose another place.",
        volume="Volume",
        softer="Softer",
        louder="Louder",
        mute="Mute",
        unmute="Sound on",
        silent="Off",
        lock="Lock",
        locked="Locked",
        locked_how="Touch your name and type your PIN.",
        pin="PIN",
        erase="Erase",
        unlock="Open",
        outcomes={
            "done": "Done",
            "answered": "Answer",
            "refused": "Not done",
            "cancelled": "Cancelled",
            "not_understood": "Please say that again",
            "failed": "That did not work",
            "unknown": "Not certain: please check",
        },
        cancelled="Nothing was changed.",
        lost="The assistant stopped",
        lost_next="It is being started again. If a change was on its way, check it in the store before you repeat it.",
    ),
    "es": Texts(
        title="Caja por voz",
        store="Tienda",
        user="Sesión de",
        engine="Escucha con",
        microphone="Micrófono",
        voice="Voz",
        no_user="Nadie",
        no_engine="Nada: escribe",
        no_microphone="Sin micrófono: escribe",
        no_voice="En silencio",
        plain_http="Tienda · sin cifrar",
        engines={"sphinx": "Vocabulario cerrado", "whisper": "Whisper", "piper": "Piper", "espeak": "eSpeak NG"},
        starting="Arrancando…",
        ready="Lista",
        listening="Escuchando",
        thinking="Un momento…",
        waiting="¿Tu respuesta?",
        sending="Enviando…",
        restarting="Reiniciando…",
        talk="Mantén y habla",
        talk_key="o mantén {key}",
        talk_tap="Toca y habla",
        talk_tap_key="o pulsa {key}",
        talk_tap_hint="toca otra vez para descartarlo",
        talk_live="Escuchando",
        talk_live_hint="suelta cuando acabes",
        too_loud="Muy alto: aléjate",
        lost_sound="Va lenta: repítelo",
        talk_off="Escribe",
        off_microphone="no hay micrófono",
        off_engine="nada puede escuchar",
        type_here="O escribe aquí",
        type_only="Escribe aquí",
        send="Enviar",
        cancel="Cancelar",
        strip="Aquí aparecerá lo que digas",
        idle="Mantén pulsado el botón y habla",
        idle_tap="Toca el botón y habla",
        idle_type="Escribe lo que necesitas",
        idle_live="Habla ahora",
        examples="Por ejemplo",
        said="Dicho en voz alta: {text}",
        history="Hoy",
        history_empty="Nada todavía. Lo que hagas aparecerá aquí.",
        yes="Sí",
        no="No",
        expired="Se acabó el tiempo. No se ha cambiado nada.",
        more_below="Ver el resto",
        answer_how="Toca una, o di o escribe cuál.",
        answer_freely="Dilo con el botón, o escríbelo abajo.",
        where="En {host}, como {user}, caja {till}",
        order_news="Sobre un pedido",
        left_open="Quedó abierto",
        manage="Para encargados",
        learnt="Palabras aprendidas",
        learnt_how="Lo que se quiere decir aquí con estas palabras, y cuántas veces se eligió.",
        learnt_none="Nada todavía. Aquí aparecerá lo que se elija para cada palabra.",
        forget="Olvidar",
        back="Volver",
        documents="Documentos",
        documents_how="De aquí salen las respuestas. Suelta archivos aquí para añadirlos.",
        documents_none="Todavía no hay documentos. Suelta archivos aquí o añádelos.",
        add_documents="Añadir archivos…",
        refresh="Leer de nuevo",
        all_documents="Todos",
        show_text="Ver",
        page="página {page}",
        web_pages="Páginas web…",
        page_address="Dirección: www.tienda.example/pagina",
        add_page="Añadir página",
        reading_first="Empezando a leer…",
        reading="{number} de {of} leídos: {name}",
        reading_inside="Leyendo {number} de {of}: {name}, {percent} %",
        preparing="Todo leído. Preparando para las preguntas: {percent} %",
        origins={
            "file": "Añadido aquí",
            "folder": "De la carpeta de la tienda",
            "page": "Página web",
            "store": "De la tienda",
            "catalogue": "De la tienda",
        },
        products="{number} productos",
        states={"waiting": "aún sin leer", "twin": "dice lo mismo que otro"},
        empty_pages="páginas sin texto: {pages}",
        test="Probar",
        play="Oírlo",
        default_device="El que elija el sistema",
        recording="Micrófono · se guarda lo dicho",
        record="Guardar grabaciones para ajustar",
        record_not="No guardar más grabaciones",
        save="Guardar…",
        save_title="Guardar estas cifras",
        folder="Carpeta",
        file="Archivo",
        format="Formato",
        saved="Guardado: {name} en {folder}",
        not_saved="Sin guardar: no se puede escribir {name} en {folder}. Elige otro lugar.",
        volume="Volumen",
        softer="Más bajo",
        louder="Más alto",
        mute="Silenciar",
        unmute="Activar sonido",
        silent="Sin voz",
        lock="Bloquear",
        locked="Bloqueada",
        locked_how="Toca tu nombre y escribe tu PIN.",
        pin="PIN",
        erase="Borrar",
        unlock="Abrir",
        outcomes={
            "done": "Hecho",
            "answered": "Respuesta",
            "refused": "No se ha hecho",
            "cancelled": "Cancelado",
            "not_understood": "Repítelo, por favor",
            "failed": "No ha funcionado",
            "unknown": "No es seguro: compruébalo",
        },
        cancelled="No se ha cambiado nada.",
        lost="El asistente se ha parado",
        lost_next="Se está reiniciando. Si había un cambio en camino, compruébalo en la tienda antes de repetirlo.",
    ),
}
