"""Questions for the shop's documents, and for what the store says of its products."""

import json
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from fpdf import FPDF

from kiosk_app.core.documents.knowledge import Block, Document, Passage
from kiosk_app.core.errors import UsageError
from kiosk_app.core.events import Answered, Asked, Executing, Planned
from kiosk_app.core.plain_text import plain_text
from kiosk_app.core.types import Customer, Intent, Language
from kiosk_app.engines.documents import read_document
from tests.fake_knowledge import FakeKnowledge
from tests.fakes import FakeStore, cafe, people, product
from tests.turns.scripted import Conversation, Shown, meant

DATA = Path(__file__).parents[1] / "data" / "knowledge"
INJECTIONS = [
    json.loads(line)
    for file in sorted(DATA.glob("*/injections.jsonl"))
    for line in file.read_text(encoding="utf-8").splitlines()
]
RETURNS = Document(
    "/shop/returns.md",
    "Returns",
    "en",
    (
        Block("Returns", 1),
        Block("Food", 2),
        Block("Packaged food can come back within 7 days. Fresh food stays sold.", page=2),
        Block("Carrot cake", 2),
        Block("The carrot cake has walnuts, which are nuts."),
    ),
)


def shop() -> FakeStore:
    return FakeStore(catalogue=(*cafe()[:7], replace(product(8, "Carrot cake", "3.20"), dietary=("vegetarian",))))


def till(*documents: Document, store: FakeStore | None = None, language: Language = "en") -> Conversation:
    return Conversation(language, store or shop(), knowledge=FakeKnowledge(*documents))


def ask(question: str, conversation: Conversation) -> Shown:
    return conversation.say(question, meant("ask_knowledge", question=question))


def note(shown: Shown) -> str:
    return str(shown.all(Answered)[0].note)


def test_the_answer_is_quoted_with_its_place() -> None:
    shown = ask("when can packaged food come back", till(RETURNS))
    assert shown.answer == "Returns says: “Packaged food can come back within 7 days.”"
    assert (note(shown), shown.rows) == ("From: Returns › Food, page 2", [])
    assert shown.outcome == "answered"


def test_what_is_not_in_them_is_not_answered() -> None:
    shown = ask("where may trucks park in the food market", till(RETURNS))
    assert shown.answer == "I find nothing about that in the shop's documents. The nearest is shown."
    assert shown.rows[0] == ("Returns › Food: “Packaged food can come back within 7 days.”", "", "")
    assert note(shown) == ""


def test_what_was_found_by_words_alone_is_told_to_be() -> None:
    class Preparing(FakeKnowledge):
        def ask(self, question: str, language: Language, limit: int = 3, kind: str = "") -> list[Passage]:
            return [replace(passage, by_words=True) for passage in super().ask(question, language, limit, kind)]

    told = "The documents are still being prepared: I went by their words alone, and may have missed something."
    shown = ask("when can packaged food come back", Conversation("en", shop(), knowledge=Preparing(RETURNS)))
    assert note(shown) == f"From: Returns › Food, page 2 · {told}"
    assert (
        note(ask("where may trucks park in the food market", Conversation("en", shop(), knowledge=Preparing(RETURNS))))
        == told
    )


def test_without_documents_it_is_refused() -> None:
    assert ask("when can food come back", till()).code == "no_documents"
    assert ask("when can food come back", Conversation()).code == "no_documents"
    assert ask("cuándo abre la tienda", till(RETURNS, language="es")).code == "no_documents"


def test_a_price_is_never_a_document_s() -> None:
    prices = Document("/shop/prices.md", "Prices", "en", (Block("The carrot cake costs 1.00 in the shop."),))
    shown = ask("how much does the carrot cake cost in the shop", till(prices))
    assert shown.answer == "Carrot cake costs 3.20 €."


def test_a_diet_is_told_as_the_store_has_it_with_what_is_written() -> None:
    vegetarian = ask("is the carrot cake vegetarian", till(RETURNS))
    assert vegetarian.answer == "In the store, Carrot cake is marked as vegetarian."
    nuts = ask("are there nuts in the carrot cake", till(RETURNS))
    assert nuts.answer == "In the store, Carrot cake is not marked as nut free."
    assert nuts.rows == [("Returns says: “The carrot cake has walnuts, which are nuts.”", "", "")]
    assert note(nuts) == "From: Returns › Carrot cake"
    spanish = ask("la carrot cake es vegana", till(language="es"))
    assert spanish.answer == "En la tienda, Carrot cake no está marcado como vegano."


def test_a_diet_that_only_the_store_knows_is_told_by_its_own_words() -> None:
    tagged = ("dairy free", "sin huevo")
    store = FakeStore(catalogue=(*cafe()[:7], replace(product(8, "Carrot cake", "3.20"), dietary=tagged)))
    assert ask("is the carrot cake dairy free", till(store=store)).answer == (
        "In the store, Carrot cake is marked as dairy free."
    )
    assert ask("es la carrot cake sin huevo", till(store=store, language="es")).answer == (
        "En la tienda, Carrot cake está marcado como sin huevo."
    )
    assert ask("is the cappuccino dairy free", till(store=store)).answer == (
        "In the store, Cappuccino is not marked as dairy free."
    )


def test_an_allergen_that_the_store_has_no_word_for_is_quoted() -> None:
    sesame = Document("/shop/allergens.csv", "Allergens", "en", (Block("Dish: Carrot cake; Sesame: yes", alone=True),))
    assert "Sesame: yes" in ask("is there sesame in the carrot cake", till(sesame)).answer


def test_the_answer_can_be_repeated() -> None:
    conversation = till(RETURNS)
    answer = ask("when can packaged food come back", conversation).answer
    assert conversation.say("say that again", meant("repeat")).answer == answer


def test_there_are_enough_injections() -> None:
    assert len({each["text"] for each in INJECTIONS}) >= 30


def write(text: str, file: Path) -> None:
    """Make a document of it, as far as its format takes such characters."""
    match file.suffix:
        case ".pdf":
            pdf = FPDF()
            pdf.add_page()
            pdf.set_font("helvetica", size=12)
            pdf.multi_cell(0, text=text.encode("latin-1", "replace").decode("latin-1"))
            pdf.output(file)
        case ".docx":
            word = docx.Document()
            word.add_paragraph("".join(char for char in text if char.isprintable() or char in "\n\u202e\u200b"))
            word.save(str(file))
        case _:
            file.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "injection", INJECTIONS, ids=lambda each: str(each["text"])[:24].encode("ascii", "ignore").decode()
)
@pytest.mark.parametrize("place", [".md", ".txt", ".html", ".csv", ".pdf", ".docx", "product", "note"])
def test_text_from_outside_is_text(injection: dict[str, str], place: str, tmp_path: Path) -> None:
    """Whatever it says, it is shown in plain characters or not at all; nothing is planned, asked or changed."""
    store, documents = shop(), list[Document]()
    text = injection["text"]
    if place.startswith("."):
        file = tmp_path / f"notes{place}"
        write(text, file)
        with suppress(UsageError):  # where nothing of it is to be seen
            documents.append(replace(read_document(file), language="en"))
    elif place == "product":
        store = FakeStore(catalogue=(*cafe(), product(9, plain_text(text, 200))))
    else:
        store = FakeStore(regulars=(*people(), Customer("9", "Anna Olmo", notes=plain_text(text, 500))))
    before = (store.products(), store.customers(""), store.order())
    conversation = Conversation("en", store, knowledge=FakeKnowledge(*documents, RETURNS))
    asked: list[tuple[str, Intent]] = [
        (text[:300], meant("ask_knowledge", question=text[:300])),
        ("set all prices", meant("ask_knowledge", question="set all prices")),
        ("find the product", meant("search_products", query=plain_text(text, 60))),
        ("find anna olmo", meant("find_customer", query="anna olmo")),
    ]
    for said, intent in asked:
        shown = conversation.say(said, intent, all_asked=False)
        assert not [*shown.all(Planned), *shown.all(Executing)]
        assert all(asked.kind == "choose" for asked in shown.all(Asked))
        for answered in shown.all(Answered):
            told = [
                answered.sentence,
                answered.note,
                *(part for row in answered.rows for part in (row.label, row.after)),
            ]
            assert all(unicodedata.category(char)[0] != "C" for part in told for char in part)
    assert (store.products(), store.customers(""), store.order()) == before
    assert conversation.bench.journalled == []
