"""Words that mean about the same, and the lists of them."""

from collections.abc import Sequence
from importlib.resources import files

import pytest

from kiosk_app.core.documents.meanings import Meanings
from kiosk_app.core.documents.relevance import terms
from kiosk_app.core.types import Language

SHOP = Meanings(["refund, money back, bring back", "wheelchair, step-free, ramp", "swap, bring back"], "en")


def said(text: str) -> Sequence[str]:
    return terms(text, "en")


def test_an_expression_stands_for_its_groups_wherever_it_is_said() -> None:
    assert SHOP.groups(said("the money back desk")) == [{0}, {0}, set()]
    assert SHOP.groups(said("refunds or wheelchairs")) == [{0}, {1}]
    assert SHOP.groups(said("money for the desk at the back")) == [set()] * len(said("money for the desk at the back"))


def test_others_are_those_of_all_its_groups() -> None:
    assert SHOP.others(said("bring it back")) == sorted(
        {*said("refund swap"), "bring back", " ".join(said("money back"))}
    )
    assert SHOP.others(said("a desk")) == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_lists_hold_groups_once(language: Language) -> None:
    lines = (files("kiosk_app") / "data" / "meanings" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split(", ") for line in lines]
    assert len(groups) > 1000
    assert lines == sorted(set(lines))
    assert all(len(set(group)) == len(group) >= 2 and all(terms(each, language) for each in group) for group in groups)
