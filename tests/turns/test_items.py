"""Items part where the catalogue says so, and nowhere else."""

from decimal import Decimal

import pytest

from kiosk_app.core.actions import OrderEdit
from tests.fakes import FakeStore, cafe, product
from tests.turns.scripted import Conversation, meant

SHELF = (*cafe(), product(20, "Fruit and nut bar", "1.50"), product(21, "Salt and vinegar crisps", "1.20"))


@pytest.mark.parametrize(
    ("item", "lines"),
    [
        ({"query": "cappuccino and a croissant"}, [("Cappuccino", 1), ("Butter croissant", 1)]),
        ({"query": "coffee and 2 croissants", "quantity": "3"}, [("Coffee", 3), ("Butter croissant", 2)]),
        ({"query": "fruit and nut bar"}, [("Fruit and nut bar", 1)]),
        ({"query": "fruit and nut"}, [("Fruit and nut bar", 1)]),
        ({"query": "coffee", "options": ["large", "a croissant"]}, [("Coffee", 1), ("Butter croissant", 1)]),
        ({"query": "coffee", "options": ["a little whole milk"]}, [("Coffee", 1)]),
        ({"query": "coffee", "options": ["a happy birthday"]}, [("Coffee", 1)]),
    ],
)
def test_what_is_one_thing_and_what_two(item: dict[str, object], lines: list[tuple[str, int]]) -> None:
    till = Conversation(store=FakeStore(SHELF))
    action = till.say("x", meant("add_to_order", items=[item]), "yes").planned.plan.action
    assert isinstance(action, OrderEdit)
    assert [(line.product_name, line.quantity) for line in action.added] == [
        (name, Decimal(quantity)) for name, quantity in lines
    ]


def test_two_things_leave_an_order_too() -> None:
    till = Conversation(store=FakeStore(SHELF))
    both: list[dict[str, object]] = [{"query": "coffee"}, {"query": "croissant"}]
    till.say("x", meant("add_to_order", items=both), "yes")
    till.say("x", meant("remove_from_order", items=[{"query": "coffee and the croissant"}]), "yes")
    assert till.store.order().lines == ()
