"""The till's documents follow the store, its catalogue, the watched folder and what managers add, in quiet moments."""

from dataclasses import replace

import pytest

from kiosk_app.core.documents import keeper as document_keeper
from kiosk_app.core.documents.keeper import FIRST_SECONDS, SYNC_SECONDS, DocumentKeeper
from kiosk_app.core.documents.shelf import Shelf
from kiosk_app.core.documents.sources import Listed, ShopDocument
from kiosk_app.core.errors import MissingPart, NotAllowed, StoreAway
from kiosk_app.core.events import Event, Failed, Progress, Result
from kiosk_app.core.types import Language
from kiosk_app.core.wire import Call, Close
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.clock import Clock
from tests.fake_documents import FakeReader, FakeSources
from tests.fake_knowledge import FakeKnowledge
from tests.fakes import CASHIER, FakeStore, product
from tests.turns.scripted import Bench

RETURNS = ShopDocument("1", "Returns", "en", "People have seven days.", "1")
HOURS = ShopDocument("2", "Hours", "en", "The shop opens at nine.", "1")
HORARIO = ShopDocument("3", "Horario", "es", "La tienda abre a las nueve.", "1")


class Kept:
    """A keeper by itself."""

    def __init__(self, language: Language = "en") -> None:
        self.clock = Clock(1000.0)
        self.store = FakeStore(shop_documents=[RETURNS, HOURS, HORARIO])
        self.catalogue = ProductCatalogue(language)
        self.reader = FakeReader()
        self.knowledge = FakeKnowledge()
        self.sources = FakeSources()
        self.keeper = DocumentKeeper(
            Shelf(self.knowledge, self.sources), self.reader, self.catalogue, language, self.clock
        )
        self.keeper.signed_in()

    def pass_time(self, seconds: float = SYNC_SECONDS) -> list[Event]:
        """Let time pass, then do all that is due."""
        self.clock.now += seconds
        told: list[Event] = []
        while self.keeper.due_in() == 0:
            told += self.keeper.work(self.store)
        return told

    @property
    def texts(self) -> list[str]:
        """What is kept, by title."""
        return [chunk.text for kept in self.knowledge.all() for chunk in self.knowledge.chunks_of(kept.source)]

    @property
    def listed(self) -> list[tuple[str, str]]:
        return [(each.title, each.state) for each in self.keeper.listed()]


@pytest.fixture
def kept() -> Kept:
    return Kept()


def test_the_stores_documents_are_read_once_after_a_while(kept: Kept) -> None:
    assert kept.keeper.due_in() != 0
    kept.pass_time(FIRST_SECONDS)
    assert kept.texts == [HORARIO.text, HOURS.text, RETURNS.text]
    kept.pass_time()
    assert len(kept.reader.read_files) == 3


def test_a_changed_one_is_read_again_and_a_deleted_one_goes(kept: Kept) -> None:
    kept.pass_time()
    kept.store.shop_documents = [replace(RETURNS, text="People have ten days.", version="2"), HORARIO]
    kept.pass_time()
    assert kept.texts == [HORARIO.text, "People have ten days."]
    assert len(kept.reader.read_files) == 4


def test_a_twin_takes_over_when_the_first_goes(kept: Kept) -> None:
    kept.store.shop_documents = [HOURS, replace(HOURS, id="9")]
    kept.pass_time()
    assert kept.listed == [("Hours", "kept"), ("Hours", "twin")]
    kept.store.shop_documents = [replace(HOURS, id="9")]
    kept.pass_time()
    kept.pass_time()
    assert (kept.texts, kept.listed) == ([HOURS.text], [("Hours", "kept")])


def test_one_that_cannot_be_read_is_listed_with_its_reason_and_the_others_go_on(kept: Kept) -> None:
    kept.store.shop_documents = [replace(RETURNS, text=""), HOURS]
    kept.pass_time()
    first, *_ = kept.keeper.listed()
    assert first == Listed(f"{kept.store.host}/documents/1", "store", "1", "failed", "1 holds no text.", ())
    assert kept.texts == [HOURS.text]


def test_a_store_that_is_away_or_says_no_takes_nothing_away(kept: Kept) -> None:
    kept.pass_time()
    for fault in (StoreAway("store_away"), NotAllowed("not_allowed")):
        kept.store.fault = fault
        kept.pass_time()
        assert len(kept.texts) == 3
    kept.store.fault = None
    kept.store.shop_documents = []
    kept.pass_time(10 * SYNC_SECONDS)
    assert kept.texts == []


def test_what_was_left_is_made_ready_also_while_the_store_is_away(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    left = [3]

    def work() -> bool:
        left[0] -= 1
        return left[0] > 0

    monkeypatch.setattr(kept.knowledge, "work", work)
    kept.store.fault = StoreAway("store_away")
    kept.pass_time()
    assert left == [0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["A creamy one.", "Coffee contains milk, soya.", "Coffee is lactose free."]),
        ("es", ["A creamy one.", "Coffee contiene leche, soja.", "Coffee es sin lactosa."]),
    ],
)
def test_products_say_what_they_contain_and_never_what_they_cost(language: Language, said: list[str]) -> None:
    kept = Kept(language)
    kept.store.shop_documents = []
    coffee = replace(
        product(1, "Coffee", "2.00"),
        description="A creamy one.",
        allergens=("milk", "soya"),
        dietary=("lactose free",),
    )
    kept.catalogue.load([coffee, product(2, "Bag", "0.10")])
    kept.pass_time()
    (text,) = kept.texts
    assert text.splitlines() == said
    assert [(each.origin, each.number) for each in kept.keeper.listed()] == [("catalogue", 1)]
    kept.catalogue.load([replace(coffee, dietary=(), price=product(9, "x", "3.00").price)])
    kept.pass_time()
    assert kept.texts[0].splitlines() == said[:2]
    kept.catalogue.load([])
    kept.pass_time()
    assert kept.texts == []


def test_the_watched_folder_is_followed(kept: Kept) -> None:
    kept.store.shop_documents = []
    kept.reader.watched, kept.reader.there = "/shop/", {"/shop/a.md": "Apples. Red.", "/else/b.md": "Bees."}
    kept.reader.has_news = True
    kept.pass_time(3)
    assert kept.texts == ["Apples. Red."]
    kept.reader.there["/shop/a.md"] = "Apples. Green."
    kept.reader.has_news = True
    kept.pass_time(3)
    assert kept.texts == ["Apples. Green."]
    kept.reader.watched, kept.reader.has_news = None, True  # its disk is away
    kept.pass_time(3)
    assert kept.texts == ["Apples. Green."]
    kept.reader.watched, kept.reader.there, kept.reader.has_news = "/shop/", {}, True
    kept.pass_time(3)
    assert (kept.texts, kept.listed) == ([], [])


def test_what_is_added_is_told_of_file_by_file(kept: Kept) -> None:
    kept.reader.there = {"/stick/a.md": "Apples. Red.", "/stick/b.pdf": None}
    kept.keeper.add("/stick/")
    first, second, done = kept.pass_time(0)
    assert first == Progress("documents.add", 1, 2, "/stick/a.md")
    assert second == Progress("documents.add", 2, 2, "/stick/b.pdf")
    assert isinstance(done, Result)
    assert [each.state for each in done.value] == ["failed", "kept"]  # type: ignore[attr-defined]
    kept.reader.there = {"/stick/b.pdf": "Bees. Many."}  # by hand added files are looked at again, and stay
    kept.reader.has_news = True
    kept.pass_time(0)
    assert kept.texts == ["Apples. Red.", "Bees. Many."]


def test_how_far_a_long_one_is_is_told_and_it_can_be_left_in_the_middle(kept: Kept) -> None:
    kept.reader.there, kept.reader.steps = {"/stick/a.pdf": "Apples. Red.", "/stick/b.pdf": "Bees. Many."}, 4
    kept.keeper.add("/stick/")
    told = kept.pass_time(0)
    percents = [(event.done, event.of, event.what, event.percent) for event in told if isinstance(event, Progress)]
    assert percents[:4] == [(0, 2, "/stick/a.pdf", percent) for percent in (12, 25, 37)] + [(1, 2, "/stick/a.pdf", 100)]
    assert percents[4:] == [(1, 2, "/stick/b.pdf", percent) for percent in (12, 25, 37)] + [(2, 2, "/stick/b.pdf", 100)]
    kept.reader.there |= {"/stick/c.pdf": "Cats. None."}
    kept.keeper.add("/stick/c.pdf")
    while not kept.keeper.work(kept.store):
        pass
    kept.keeper.cancel()
    kept.pass_time()
    assert kept.texts == ["Apples. Red.", "Bees. Many.", HORARIO.text, HOURS.text, RETURNS.text]
    assert "c.pdf" not in [title for title, _ in kept.listed]


def test_what_is_not_taken_yet_can_be_left(kept: Kept) -> None:
    kept.reader.there = {f"/stick/{number}.md": f"Number {number}." for number in range(5)}
    kept.keeper.add("/stick/")
    while not kept.keeper.work(kept.store):
        pass
    kept.keeper.cancel()
    kept.pass_time(0)
    assert kept.texts == ["Number 0."]


def test_what_was_added_is_read_after_a_power_cut_and_followed_without_a_folder(kept: Kept) -> None:
    kept.reader.there = {f"/stick/{number}.md": f"Number {number}." for number in range(3)}
    kept.keeper.add("/stick/")
    while not kept.keeper.work(kept.store):
        pass
    assert kept.listed == [("1.md", "waiting"), ("2.md", "waiting"), ("Number 0", "kept")]
    again = DocumentKeeper(Shelf(kept.knowledge, kept.sources), kept.reader, kept.catalogue, "en", kept.clock)
    kept.keeper, kept.store.shop_documents = again, []
    again.signed_in()
    kept.pass_time()
    assert kept.texts == ["Number 0.", "Number 1.", "Number 2."]
    kept.reader.there["/stick/1.md"] = "Number one."
    kept.pass_time()
    assert kept.texts == ["Number 0.", "Number 2.", "Number one."]


def test_pages_are_fetched_anew_when_somebody_wants_that(kept: Kept) -> None:
    kept.store.shop_documents, page = [], "https://shop.example/hours"
    kept.reader.there = {page: "Hours. At nine."}
    kept.keeper.add(page)
    kept.pass_time(0)
    kept.reader.there = {page: "Hours. At ten."}
    kept.pass_time()
    assert kept.texts == ["Hours. At nine."]
    kept.keeper.refresh()
    assert kept.pass_time(0)[0] == Progress("documents.add", 1, 1, page)
    assert kept.texts == ["Hours. At ten."]
    assert [chunk.text for chunk in kept.keeper.shown(page)] == kept.texts


def test_a_full_disk_ends_it_and_is_told(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise MissingPart("knowledge_failed", folder="/kb")

    monkeypatch.setattr(kept.knowledge, "adding", fail)
    kept.reader.there = {"/stick/a.md": "Apples."}
    kept.keeper.add("/stick/a.md")
    told = kept.pass_time(0)
    assert [event.code for event in told if isinstance(event, Failed)] == ["knowledge_failed"]


def ask(bench: Bench, *calls: Call) -> list[Event]:
    for call in calls:
        bench.assistant.post(call)
    bench.assistant.post(Close())
    bench.assistant.run()
    return [event for event in bench.events if isinstance(event, Result | Failed)]


def test_managers_look_after_them_by_calls() -> None:
    bench = Bench(knowledge=FakeKnowledge(), store=FakeStore(shop_documents=[HOURS]))
    assert bench.documents is not None
    bench.documents.ask(bench.store, "when", "en", 3)
    name = f"{bench.store.host}/documents/2"
    about = {"name": name}
    before, shown, after = ask(
        bench, Call("documents.list"), Call("documents.show", about), Call("documents.remove", about)
    )
    assert isinstance(before, Result)
    assert isinstance(shown, Result)
    assert isinstance(after, Result)
    assert [chunk.text for chunk in shown.value] == [HOURS.text]  # type: ignore[attr-defined]
    assert [each.name for each in before.value] == [name]  # type: ignore[attr-defined]
    assert after.value == ()


def test_nobody_else_does_and_nothing_else_is_done() -> None:
    cashier = Bench(knowledge=FakeKnowledge(), store=FakeStore(user="cashier", permissions=CASHIER))
    codes = [event.code for event in ask(cashier, Call("documents.list")) if isinstance(event, Failed)]
    codes += [event.code for event in ask(Bench(), Call("documents.list")) if isinstance(event, Failed)]
    unknown = ask(Bench(knowledge=FakeKnowledge()), Call("documents.burn"), Call("documents.add"))
    codes += [event.code for event in unknown if isinstance(event, Failed)]
    assert codes == ["not_allowed", "documents_missing", "internal", "internal"]


def test_the_assistant_reads_them_between_its_turns_and_tells_who_added_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_keeper, "FIRST_SECONDS", 0.0)
    bench = Bench(knowledge=FakeKnowledge(), store=FakeStore(shop_documents=[HOURS]))
    bench.reader.there = {"/stick/a.md": "Apples. Red."}
    bench.on = {Result: [lambda: None, bench.post(Close())]}
    bench.post(Call("documents.add", {"place": "/stick/a.md"}))()
    bench.assistant.run()
    assert bench.all(Progress) == [Progress("documents.add", 1, 1, "/stick/a.md")]
    added, finished = bench.all(Result)
    assert (added.name, finished.name) == ("documents.add", "documents.done")
    assert [listed.title for listed in finished.value] == ["Apples"]
