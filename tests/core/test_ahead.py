"""What the till shows of an utterance while it is still being said."""

from datetime import UTC, datetime, timedelta

import pytest

from kiosk_app.core.events import Partial
from kiosk_app.core.hearing.ahead import STABLE_BYTES, Ahead, named
from kiosk_app.core.ports import Catalogue
from kiosk_app.core.types import Language
from kiosk_app.engines.catalogue import ProductCatalogue
from tests.fakes import cafe

PIECE = STABLE_BYTES // 3
COKE = "Coca-Cola 33 cl can", "1.10 €"


def catalogue(language: Language = "en", as_of: datetime | None = None) -> Catalogue:
    filled = ProductCatalogue(language)
    filled.load(cafe(), as_of)
    return filled


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("how many croissants are left", "Butter croissant"),
        ("coca cola thirty three is one twenty", "Coca-Cola 33 cl can"),
        ("coca cola zero thirty three is one", "Coca-Cola Zero 33 cl can"),
        ("can i get a large cappuccino with soy milk", "Cappuccino"),
        ("a coffee and a coffee", "Coffee"),
        ("a coffee and a croissant", None),
        ("change the price of", None),
        ("coca cola is", None),  # there are two
        ("", None),
    ],
)
def test_one_product_is_named_or_none(said: str, product: str | None) -> None:
    found = named(said, "en", catalogue())
    assert (found.name if found else None) == product


def test_a_product_is_looked_up_once_its_words_have_stayed_and_remains_while_words_are_added() -> None:
    ahead = Ahead("en", catalogue())
    assert ahead.follow("", PIECE) is None
    said = "coca cola thirty three"
    assert ahead.follow(said, PIECE) == Partial(said)
    assert [ahead.follow(said, PIECE) for _ in range(4)] == [None, None, Partial(said, *COKE), None]
    longer = f"{said} is one"
    assert ahead.follow(longer, PIECE) == Partial(longer, *COKE)
    assert [ahead.follow(longer, PIECE) for _ in range(4)] == [None] * 4  # it is the same still
    other = "coca cola thirteen"
    assert ahead.follow(other, PIECE) == Partial(other)


def test_what_a_product_cost_long_ago_is_not_shown() -> None:
    ahead = Ahead("es", catalogue("es", datetime.now(UTC) - timedelta(hours=1)))
    ahead.follow("un cappuccino", PIECE)
    assert ahead.follow("un cappuccino", STABLE_BYTES) == Partial("un cappuccino", "Cappuccino")
