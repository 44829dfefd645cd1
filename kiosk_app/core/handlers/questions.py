"""Answers to questions: from what the store says now, or quoted from the shop's documents, with the place."""

from kiosk_app.core.documents.knowledge import Passage
from kiosk_app.core.documents.quoting import quote
from kiosk_app.core.documents.relevance import content
from kiosk_app.core.errors import Refused
from kiosk_app.core.saying.phrases import tag_name
from kiosk_app.core.situation import Reply, Situation, pick_product
from kiosk_app.core.types import Intent, Row
from kiosk_app.core.understanding.grammar import triggered
from kiosk_app.core.understanding.trigger_words import ASKING_PRICE, DIETARY
from kiosk_app.core.understanding.wishes import diets

MOST_PLACES = 3
LONGEST_NAME = 5
"""Words of a question that are tried as a product's name."""


def ask_knowledge(_: Intent, situation: Situation) -> Reply:
    """A price or a diet of a product that is named is told as the store has it; all else is quoted, or not told.

    Raises `Refused` where this till has no documents in its language, or cannot search them by their meaning yet.
    """
    question = situation.heard.text
    product = _named(question, situation)
    if product and triggered(ASKING_PRICE, situation.heard, situation.language):
        found = pick_product(product, situation)
        return Reply(situation.say("price_is", product=found.name, price=found.price))
    named = (*diets(situation.catalogue).items(), *DIETARY.items())
    diet = next((name for name, said in named if triggered(said, situation.heard, situation.language)), "")
    ask = situation.ask_documents
    passages = ask(question, situation.language, MOST_PLACES) if ask else []
    quoted = _quoted(question, passages, situation)
    if product and diet:
        found = pick_product(product, situation)
        code = "diet_is" if diet in found.dietary else "diet_is_not"
        said = situation.say(code, product=found.name, diet=tag_name("diet", diet, situation.language))
        return Reply(said, (Row(quoted.sentence, "", ""),), quoted.note) if quoted else Reply(said)
    if quoted:
        return quoted
    if not passages:
        raise Refused("no_documents")
    nearest = tuple(
        Row(situation.say("quoted", place=passage.chunk.place, quote=quote(question, passage.chunk)), "", "")
        for passage in passages
    )
    said = f"{situation.say('not_in_documents')} {situation.say('nearest_is_shown')}"
    return Reply(said, nearest, _in_haste(passages, situation))


def _quoted(question: str, passages: list[Passage], situation: Situation) -> Reply | None:
    """The best passage in its own words; None where it is not sure to answer."""
    if not (passages and passages[0].sure):
        return None
    chunk = passages[0].chunk
    said = situation.say("document_says", title=chunk.title, quote=quote(question, chunk))
    code = "document_page" if chunk.page else "document_place"
    place = situation.say(code, place=chunk.place, page=chunk.page)
    return Reply(said, (), " · ".join(filter(None, (place, _in_haste(passages, situation)))))


def _in_haste(passages: list[Passage], situation: Situation) -> str:
    """A word about what could not be searched as well as usual; empty where all could."""
    return situation.say("documents_by_words") if passages[0].by_words else ""


def _named(question: str, situation: Situation) -> str:
    """The longest run of a question's words that is a product's whole name; empty where there is none."""
    about = (ASKING_PRICE, *DIETARY.values(), *diets(situation.catalogue).values())
    if not any(triggered(words, situation.heard, situation.language) for words in about):
        return ""
    words = content(question, situation.language)
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            run = " ".join(words[start : start + length])
            if any(match.exact for match in situation.catalogue.find(run, 1)):
                return run
    return ""
