"""The store's own words for moods: read once when somebody signs in, and never a reason why they cannot."""

import pytest

from tests.contracts.acting import Enter
from tests.faulty_proxy import HANG_BEFORE, Fault, FaultyProxy, answer


def listing(words: str) -> bytes:
    return f'{{"next": null, "results": [{{"name": "happy", "words": {words}, "words_es": []}}]}}'.encode()


def test_they_come_in_the_tills_language(enter: Enter) -> None:
    assert enter().moods == {
        "happy": ("ice cream", "lemonade", "cake"),
        "cosy": ("hot chocolate", "soup", "chai"),
    }
    assert enter("es").moods["cosy"] == ("chocolate", "sopa", "chai")


@pytest.mark.parametrize(
    "fault", [HANG_BEFORE, answer(404, b"<html>"), answer(200, b"[]"), answer(200, listing("[1]"))]
)
def test_without_them_people_sign_in_all_the_same(enter: Enter, proxy: FaultyProxy, fault: Fault) -> None:
    proxy.fail(fault, path="/api/moods/")
    assert enter().moods == {}


def test_they_are_plain_words_and_not_too_many(enter: Enter, proxy: FaultyProxy) -> None:
    words = ", ".join(f'"\\u202esoup\\u0007 {number}"' for number in range(50))
    proxy.fail(answer(200, listing(f'["", {words}]')), path="/api/moods/")
    found = enter().moods["happy"]
    assert found[:2] == ("soup 0", "soup 1")
    assert len(found) < 25
