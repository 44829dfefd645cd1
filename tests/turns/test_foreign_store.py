"""Turns on a store that lacks things, compares nothing itself, or was changed by somebody meanwhile."""

from decimal import Decimal

import pytest

from kiosk_app.core.actions import OrderEdit, Plan, PriceChange
from kiosk_app.core.errors import Conflict
from kiosk_app.core.events import Asked, Planned, State
from kiosk_app.core.situation import near_matches
from kiosk_app.core.store_api import NEEDS
from kiosk_app.core.types import Money, Order
from kiosk_app.core.wire import Cancel, Submit
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.contracts.acting import new_line, plan
from tests.fakes import FakeStore
from tests.turns.scripted import PRICE, Bench, Conversation, meant

COLA = "5"
PRICE_INTENT = meant("update_product_price", query="coca cola 33", new_price="1.20")


def set_elsewhere(till: Conversation, amount: str) -> None:
    """Somebody else sets the cola's price as soon as the till has shown its plan."""
    cola = till.store.product(COLA)
    theirs = PriceChange(COLA, "", cola.price, Money(Decimal(amount), "EUR"), cola.version)
    till.bench.on = {Planned: [till.elsewhere(theirs)]}


def test_a_price_that_somebody_changed_meanwhile_is_shown_anew_and_set_after_another_yes() -> None:
    till = Conversation()
    set_elsewhere(till, "1.15")
    shown = till.say(PRICE, PRICE_INTENT, "yes", "yes")
    assert [planned.rows[0].before for planned in shown.all(Planned)] == ["1.10 €", "1.15 €"]
    assert shown.questions == ["Change the price?", "Somebody has changed it meanwhile. Change the price?"]
    assert len({planned.plan.id for planned in shown.all(Planned)}) == 2
    assert shown.outcome == "done"
    assert till.store.product(COLA).price.amount == Decimal("1.20")
    ends = [outcome for _, outcome, _ in till.bench.journal.entries if outcome != "posted"]
    assert ends == ["sending", "refused", "sending", "done"]


def test_which_product_was_meant_is_asked_and_learnt_once_though_the_plan_is_made_anew() -> None:
    till = Conversation()
    set_elsewhere(till, "1.15")
    intent = meant("update_product_price", query="coca cola", new_price="1.20")
    catalogue = ProductCatalogue("en")
    catalogue.load(till.store.products())
    which = str([match.product.id for match in near_matches(catalogue.find("coca cola"))].index(COLA) + 1)
    shown = till.say("coca cola is 1.20 now", intent, which, "yes", "yes")
    assert shown.outcome == "done"
    assert [asked.kind for asked in shown.all(Asked)] == ["choose", "confirm", "confirm"]
    assert [alias.picks for alias in till.bench.aliases.all()] == [1]
    assert till.store.product(COLA).price.amount == Decimal("1.20")


def test_what_somebody_else_has_set_already_needs_no_second_yes() -> None:
    till = Conversation()
    set_elsewhere(till, "1.20")
    shown = till.say(PRICE, PRICE_INTENT, "yes")
    assert (shown.outcome, shown.answer) == ("answered", "Coca-Cola 33 cl can already costs 1.20 €.")


def test_a_dish_whose_price_changed_meanwhile_is_ordered_at_the_new_one_after_another_yes() -> None:
    till = Conversation()
    coffee = next(product for product in till.store.products() if product.name == "Coffee")
    coffee = till.store.product(coffee.id)
    dearer = PriceChange(coffee.id, "", coffee.price, Money(Decimal("1.95"), "EUR"), coffee.version)
    till.bench.on = {Planned: [till.elsewhere(dearer)]}
    shown = till.say("a coffee", meant("add_to_order", items=[{"query": "coffee"}]), "yes", "yes")
    assert shown.outcome == "done"
    assert [line.unit_price.amount for line in till.store.order().lines] == [Decimal("1.95")]


def test_a_conflict_that_a_new_plan_cannot_mend_is_told_instead_of_asked_about_again() -> None:
    till = Conversation()

    def refuse(_: Plan) -> object:
        raise Conflict("price_changed", reason="price_changed", detail="")

    till.store.apply = refuse  # type: ignore[method-assign,assignment]
    shown = till.say("a coffee", meant("add_to_order", items=[{"query": "coffee"}]), "yes")
    assert shown.outcome == "failed"
    assert len(shown.questions) == 1


def test_the_second_question_can_be_cancelled_like_the_first() -> None:
    bench = Bench()
    cola = bench.store.product(COLA)

    def changed() -> None:
        theirs = PriceChange(COLA, "", cola.price, Money(Decimal("9"), "EUR"), cola.version)
        bench.store.apply(plan(bench.store, theirs))

    bench.on = {Planned: [changed], Asked: [bench.answer("yes"), bench.post(Cancel())]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "cancelled"
    assert bench.price == Decimal("9")


@pytest.mark.parametrize(
    ("lacks", "name", "args"),
    [
        ({"product"}, "update_product_price", {"query": "coffee", "new_price": "1.20"}),
        ({"stock"}, "check_stock", {"query": "coffee"}),
        ({"movements"}, "adjust_stock", {"query": "croissant", "quantity": "2", "direction": "in"}),
        ({"order"}, "add_to_order", {"items": [{"query": "coffee"}]}),
        ({"orders"}, "order_status", {}),
        ({"customers"}, "find_customer", {"query": "ana"}),
        ({"sales"}, "query_sales", {}),
    ],
)
def test_what_the_store_has_nothing_for_is_said_before_anything_is_asked(
    lacks: set[str], name: str, args: dict[str, object]
) -> None:
    assert lacks <= set(NEEDS[name])
    till = Conversation(store=FakeStore(lacks=frozenset(lacks)))
    shown = till.say("please", meant(name, **args))
    assert (shown.outcome, shown.code, shown.questions) == ("failed", "store_cannot", [])


def test_examples_and_help_show_only_what_the_store_has() -> None:
    till = Conversation(store=FakeStore(lacks=frozenset({"order", "stock"})))
    shown = till.say("help", meant("help"))
    said = " ".join(label for label, _, _ in shown.rows)
    assert "carrot cake" in said
    assert "cappuccinos" not in said
    assert "croissants are left" not in said
    (state,) = shown.all(State)
    assert len(state.examples) == 2


def test_one_price_at_a_time_where_the_store_takes_no_more() -> None:
    till = Conversation(store=FakeStore(lacks=frozenset({"prices"})))
    dearer = {"percent": "5", "direction": "up"}
    several = till.say("coca cola up 5 percent", meant("adjust_prices", query="coca cola", **dearer))
    assert several.code == "store_cannot_bulk"
    one = till.say("cappuccino up 5 percent", meant("adjust_prices", query="cappuccino", **dearer), "yes")
    assert one.outcome == "done"


@pytest.mark.parametrize("name", ["create_customer", "update_customer"])
def test_what_the_store_cannot_keep_of_a_customer_is_said(name: str) -> None:
    till = Conversation(store=FakeStore(lacks=frozenset({"customer.notes"})))
    shown = till.say("a note", meant(name, name="eva", query="aoife", notes="likes tea"))
    assert (shown.code, "Notes" in shown.failure) == ("store_cannot_keep", True)


def test_a_store_that_compares_nothing_is_said_to_leave_a_moment_unguarded() -> None:
    till = Conversation(store=FakeStore(guards=False))
    shown = till.say(PRICE, PRICE_INTENT, "yes")
    assert "cannot tell if somebody else changes it" in shown.questions[0]
    coming = till.say(
        "12 croissants came", meant("adjust_stock", query="croissant", quantity="12", direction="in"), "yes"
    )
    assert "cannot tell" not in coming.questions[0]


def test_undoing_compares_what_is_there_where_there_are_no_versions() -> None:
    till = Conversation()
    till.say("a coffee", meant("add_to_order", items=[{"query": "coffee"}]), "yes")
    coffee = till.store.product("2")
    till.elsewhere(OrderEdit((new_line(coffee),), (), till.store.order().version))()
    assert till.say("undo", meant("undo")).code == "changed_since"


def test_a_status_that_the_till_does_not_know_is_said_as_the_store_says_it() -> None:
    till = Conversation()
    order = Order("7", "A-7", "in the oven", (), Money(Decimal("3"), "EUR"), None)
    till.store.orders = lambda words: [order]  # type: ignore[method-assign]  # noqa: ARG005
    assert till.say("is it ready", meant("order_status")).answer == "Order A-7 is in the oven."
