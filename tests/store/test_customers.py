"""People whom the shop knows: finding them, taking them in, changing what is known."""

import unicodedata
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH

CUSTOMERS = "/api/customers/"


def take_in(person: Person, **customer: object) -> httpx.Response:
    return person.write(CUSTOMERS, customer, None, method="POST")


def found(person: Person, search: str) -> list[dict[str, Any]]:
    page = person.get(CUSTOMERS, search=search, page_size=500).json()
    results: list[dict[str, Any]] = page["results"]
    while page["next"]:
        page = person.http.get(page["next"]).json()
        results += page["results"]
    return results


def new_name(name: str) -> str:
    """The name with a word that nobody else has."""
    return f"{name} {uuid.uuid4().hex}"


def test_forty_customers_are_there(cashier: Person) -> None:
    seeded = [customer for customer in found(cashier, "") if customer["id"] <= 40]
    assert len(seeded) == 40
    assert all(customer["name"] and customer["phone"].startswith("+") for customer in seeded)
    assert sum(bool(customer["address"]) for customer in seeded) > 20
    assert "Allergic to nuts" in [customer["notes"] for customer in seeded]


def test_a_customer_is_taken_in(cashier: Person) -> None:
    name = new_name("Zoë Ñandú")
    address, notes = "Gran Vía 1, 3º", "allergic to kiwi"
    answer = take_in(cashier, name=f"  {name} ", phone="+34 (600) 12-34.56", address=address, notes=notes)
    assert answer.status_code == 201
    made = answer.json()
    expected = {"name": name, "phone": "+34600123456", "address": address, "notes": notes, "version": 1}
    assert made == {"id": made["id"]} | expected
    read = cashier.get(f"{CUSTOMERS}{made['id']}/")
    assert read.json() == made
    assert read.headers["ETag"] == answer.headers["ETag"] == f'"c-{made["id"]}-1"'
    assert cashier.http.get(str(read.url), headers={"If-None-Match": read.headers["ETag"]}).status_code == 304


def test_a_name_is_enough(cashier: Person) -> None:
    made = take_in(cashier, name=new_name("Ana"))
    assert made.status_code == 201
    assert (made.json()["phone"], made.json()["address"], made.json()["notes"]) == ("", "", "")


WRONG: list[dict[str, object]] = [
    {"name": ""},
    {"name": "  "},
    {"name": None},
    {"name": "n" * 81},
    {"phone": "six hundred"},
    {"phone": "600+123"},
    {"phone": "+"},
    {"phone": "٦٠٠"},
    {"phone": "1" * 21},
    {"phone": None},
    {"address": "a" * 201},
    {"notes": "n" * 201},
    {"notes": "\0"},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_does_not_fit_is_refused(cashier: Person, wrong: dict[str, object]) -> None:
    made = take_in(cashier, name=new_name("Ana"), phone="600")
    path = f"{CUSTOMERS}{made.json()['id']}/"
    for answer in (
        take_in(cashier, **({"name": new_name("Ana")} | wrong)),
        cashier.write(path, wrong, made.headers["ETag"]),
    ):
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
        assert list(answer.json()["fields"]) == list(wrong)
    assert cashier.get(path).json() == made.json()


def test_what_is_known_changes_piece_by_piece(cashier: Person) -> None:
    made = take_in(cashier, name=new_name("Ana"), phone="600", address="here", notes="tea")
    path, known, etag = f"{CUSTOMERS}{made.json()['id']}/", made.json(), made.headers["ETag"]
    changes = ({"phone": "611 222"}, {"address": ""}, {"notes": "coffee", "name": new_name("Bea")})
    for version, change in enumerate(changes, start=2):
        answer = cashier.write(path, change, etag)
        assert answer.status_code == 200
        known |= change | {"phone": "611222", "version": version}
        etag = answer.headers["ETag"]
        assert answer.json() == known
        assert etag == f'"c-{known["id"]}-{version}"'
    assert cashier.get(path).json() == known
    assert found(cashier, changes[-1]["name"]) == [known]


def test_a_change_needs_the_version_it_was_made_from(cashier: Person) -> None:
    made = take_in(cashier, name=new_name("Ana"))
    path = f"{CUSTOMERS}{made.json()['id']}/"
    for match, status in ((None, 428), ('"c-0-0"', 412), ("*", 412)):
        assert cashier.write(path, {"notes": "tea"}, match).status_code == status
    assert cashier.write(path, {}, made.headers["ETag"]).json()["code"] == "invalid"
    assert cashier.get(path).json() == made.json()
    assert cashier.write(f"{CUSTOMERS}0/", {"notes": "tea"}, '"c-0-0"').status_code == 404
    assert cashier.get(f"{CUSTOMERS}0/").json()["code"] == "not_found"


def test_nobody_is_there_twice(cashier: Person) -> None:
    name = new_name("Íñigo")
    take_in(cashier, name=name, phone="+34 600")
    for twin in ({"name": name, "phone": "+34600"}, {"name": name.upper().replace("Í", "I"), "phone": "+346 00"}):
        answer = take_in(cashier, **twin)
        assert (answer.status_code, answer.json()["code"]) == (409, "customer_exists")
    brother = take_in(cashier, name=name, phone="+34 601")
    assert brother.status_code == 201
    path = f"{CUSTOMERS}{brother.json()['id']}/"
    answer = cashier.write(path, {"phone": "+34600"}, brother.headers["ETag"])
    assert (answer.status_code, answer.json()["code"]) == (409, "customer_exists")
    assert cashier.get(path).json() == brother.json()
    assert cashier.write(path, {"name": name, "notes": "tea"}, brother.headers["ETag"]).status_code == 200


def test_a_customer_is_taken_in_once(cashier: Person) -> None:
    body = {"name": new_name("Ana")}
    first, second = (cashier.write(CUSTOMERS, body, None, key=body["name"], method="POST") for _ in range(2))
    assert (first.status_code, second.content) == (201, first.content)
    assert cashier.http.post(CUSTOMERS, json=body).json()["code"] == "idempotency_key_missing"


def test_customers_are_found_by_name_and_by_number(cashier: Person) -> None:
    begona = found(cashier, "Begoña Núñez Ibáñez")
    assert [customer["phone"] for customer in begona] == ["+34655678906"]
    for search in ("begona", "NUNEZ ibáñez", "ibanez bego", "655678906", "+34 655 678 906", "5567890", "34-655.67"):
        assert found(cashier, search) == begona, search
    for search in ("begona perez", "655678907", "+", "%", "begona 655"):
        assert found(cashier, search) == [], search
    names = [customer["name"] for customer in found(cashier, "sean")]
    assert names == ["Seán O'Brien"]
    assert "Róisín Gallagher" not in [customer["name"] for customer in found(cashier, "gar")]
    page = cashier.get(CUSTOMERS, page_size=3).json()
    assert (len(page["results"]), page["count"] >= 40) == (3, True)


LETTERS = st.text(st.characters(max_codepoint=0x24F, categories=["L"]), min_size=1, max_size=15)


@given(words=st.lists(LETTERS, min_size=1, max_size=3), data=st.data())
def test_anybody_is_found_by_parts_of_their_name_and_number(
    cashier: Person, words: list[str], data: st.DataObject
) -> None:
    number = data.draw(st.text("0123456789", min_size=3, max_size=18))
    start = data.draw(st.integers(0, len(number) - 1))
    some_digits = number[start : data.draw(st.integers(start + 1, len(number)))]
    parts = data.draw(st.permutations(words))
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", parts[0]) if not unicodedata.combining(sign))
    made = take_in(cashier, name=" ".join(words), phone=f"+{number}")
    if made.status_code == 201:  # not drawn before
        for search in (some_digits, " ".join(parts), bare):
            assert made.json() in found(cashier, search)


def test_a_customer_is_taken_in_once_by_several_at_once(cashier: Person) -> None:
    name, start = new_name("Zoë"), Barrier(6)

    def take_in_one(_: int) -> int:
        start.wait()
        return take_in(cashier, name=name, phone="600 1").status_code

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(take_in_one, range(6))) == [201] + [409] * 5
    assert len(found(cashier, name)) == 1
