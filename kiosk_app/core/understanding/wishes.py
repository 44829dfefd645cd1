"""Diets and moods by name: those of the till's closed lists, and those that a store adds to them.

Read word for word, whatever the intent model makes of it: it has never seen the names that a store thinks of.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from kiosk_app.core.documents.relevance import content, words_of
from kiosk_app.core.numbers import Normalised, normalise
from kiosk_app.core.numbers.tokens import key_of
from kiosk_app.core.ports import Catalogue, Store
from kiosk_app.core.saying.phrases import tag_name
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.grammar import pattern, triggered
from kiosk_app.core.understanding.trigger_words import DIETARY, MOOD, Enumeration, Triggers


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LANGUAGES: tuple[Language, ...] = ("en", "es")
_SEARCHES = ("search_products", "list_menu", "recommend_items")
_MARK = "|"
"""Stands for the name of a diet or mood; no transcript has it."""

_FILLERS: Mapping[Language, frozenset[str]] = {
    "en": _words(
        "anything something everything thing things ones option options kind kinds product products would recommend "
        "suggest good show give see find look looking menu customer client person people lady guy eat food hi hello "
        "only feel feels feeling"
    ),
    "es": _words(
        "opcion opciones cosa cosas tipo recomienda recomiendas recomiendame recomendar recomendarias sugieres sugiere "
        "sugerir busco buscando buscar bueno buena muestra muestrame ensename ensena quisiera queria dame carta menu "
        "cliente clienta clientes persona personas gente tenes teneis comer comida producto productos hola pon "
        "ponme favor solo come sienten siente siento"
    ),
}
"""Words of a wish that say no more than that it is one."""
_WISHING: Mapping[Language, frozenset[str]] = {
    "en": _words("any anything some something what which"),
    "es": _words("algo algún alguna alguno algunas algunos qué cuál cuáles hay"),
}
"""Without one of them, a thing with its diet may be ordered, counted or priced."""
_NOT: Mapping[Language, frozenset[str]] = {
    "en": _words("no not non isn aren without free nothing"),
    "es": _words("no ni sin libre"),
}
"""They may turn a wish into its contrary: those are left to the model."""
_ASKING: Mapping[Language, tuple[frozenset[str], frozenset[str]]] = {
    "en": (_words("is are"), _words("is are")),
    "es": (_words("es son el la los las"), _words("es son")),
}
"""How "is the soup vegan?" begins, and the verb in it: "la sopa es vegana"."""


def diet_of(tag: str) -> str:
    """A store's tag as the till calls that diet: "Gluten-Free" and "sin gluten" are "gluten free"."""
    plain = " ".join(tag.replace("-", " ").replace("_", " ").lower().split())
    return _KNOWN.get(plain, plain)


def diets(catalogue: Catalogue) -> Enumeration:
    """The diets that products are tagged with, long names first, and the words that name them."""
    return _named(catalogue.diets)


def own_moods(store: Store) -> tuple[str, ...]:
    """The moods that a store has something for, and the till does not know by itself."""
    return tuple(mood for mood, wishes in store.moods.items() if wishes and mood not in MOOD)


def said_values(heard: Normalised, language: Language, catalogue: Catalogue, store: Store) -> Mapping[str, Enumeration]:
    """The diets of the catalogue and the store's own moods that were named, under their arguments' names."""
    return {
        argument: {value: words for value, words in values.items() if triggered(words, heard, language)}
        for argument, values in (("dietary", diets(catalogue)), ("mood", _named(own_moods(store))))
    }


def wished(
    intent: Intent, heard: Normalised, language: Language, catalogue: Catalogue, said: Mapping[str, Enumeration]
) -> Intent:
    """A search in which a diet or mood was named becomes advice that heeds it; any other intent stays as it is.

    So does a sentence that wishes for no more than such a name, or a kind of thing with it, whatever the model made of
    it; and "is the soup vegan?" becomes a question. Sure where every word is accounted for. `said`: what `said_values`
    found.
    """
    left, named = _parted(heard.text, language, said)
    if not named or not _NOT[language].isdisjoint(words_of(left)):
        return intent
    if is_asked := _is_question(left, language):
        about = catalogue.find(_thing(left, language), 1)
        if "dietary" in named and any(match.exact for match in about):
            return Intent("ask_knowledge", {"question": heard.text}, origins={"question": "default"})
    is_search = intent.name in _SEARCHES
    query = str(intent.args.get("query") or intent.args.get("category", ""))
    query = query if is_search else _thing(heard.text, language)
    rest, in_query = _parted(query, language, said)
    thing = _thing(rest, language)
    if thing and in_query and any(not match.left_over for match in catalogue.find(query, 1)):
        return intent  # a product is called so
    unread = set(content(left, language)) - _FILLERS[language] - set(content(thing, language))
    is_sure = not unread and (not thing or bool(catalogue.kind(thing)))
    is_wish = not _WISHING[language].isdisjoint(left.split()) if thing else not is_asked
    if not (is_search or (is_sure and is_wish)):
        return intent
    others = {name: value for name, value in intent.args.items() if name in said}
    args = {**({"query": thing} if thing else {}), **others, **named}
    return Intent("recommend_items", args, 1.0 if is_sure else intent.confidence)


def _is_question(left: str, language: Language) -> bool:
    """Is it asked of something? `left` has a mark in the place of what is asked."""
    words = left.split()
    first, verbs = _ASKING[language]
    return words[-1] == _MARK and words[0] in first and not verbs.isdisjoint(words)


def _parted(text: str, language: Language, said: Mapping[str, Enumeration]) -> tuple[str, dict[str, str]]:
    """The text with a mark in the place of each name, and the values; none where two are of one list."""
    named: dict[str, str] = {}
    for argument, values in said.items():
        for value, triggers in values.items():
            if found := pattern(triggers[language]).search(key_of(text)):
                if argument in named:
                    return text, {}
                named[argument] = value
                words, start = text.split(), found.string[: found.start()].count(" ")
                words[start : start + len(found[0].split())] = [_MARK]
                text = " ".join(words)
    return text, named


def _thing(text: str, language: Language) -> str:
    """What is wished for beside the names: a run of the words, without those around it that say nothing."""
    for part in text.split(_MARK):
        words = part.split()
        while words and set(content(words[0], language)) <= _FILLERS[language]:
            del words[0]
        while words and set(content(words[-1], language)) <= _FILLERS[language]:
            del words[-1]
        if words:
            return " ".join(words)
    return ""


def _named(names: Iterable[str]) -> Enumeration:
    return {name: words for name in sorted(names, key=len, reverse=True) if (words := _names(name))}


@lru_cache(1 << 10)
def _names(value: str) -> Triggers:
    """The words that name a value, in either language; none where it has no words."""
    names = {language: normalise(tag_name("diet", value, language), language).text for language in _LANGUAGES}
    return {language: _forms(name, language) for language, name in names.items()} if all(names.values()) else {}


def _forms(name: str, language: Language) -> tuple[str, ...]:
    """Singular and plural, feminine and masculine."""
    if language == "es" and name.endswith(("o", "a")):
        return tuple(name[:-1] + ending for ending in ("o", "a", "os", "as"))
    return name, f"{name}s"


_KNOWN = {tag_name("diet", diet, language): diet for diet in DIETARY for language in _LANGUAGES}
