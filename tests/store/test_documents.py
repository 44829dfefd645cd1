"""What the shop has written down: read in either language, kept in step, written by those who may."""

from datetime import datetime
from typing import Any

import httpx
import pytest

from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH

DOCUMENTS = "/api/documents/"
TEXT = {"title": "Umbrellas", "kind": "faq", "language": "en", "body": "In the stand by the door.\n"}


def write(person: Person, **changes: object) -> httpx.Response:
    return person.write(DOCUMENTS, TEXT | changes, None, method="POST")


def all_of(person: Person, **parameters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = person.get(DOCUMENTS, page_size=500, **parameters).json()["results"]
    return found


def test_the_shop_begins_with_as_many_documents_in_each_language(cashier: Person) -> None:
    seeded = [document for document in all_of(cashier) if document["version"] == 1 and document["id"] <= 60]
    english, spanish = ([each for each in seeded if each["language"] == language] for language in ("en", "es"))
    assert len(english) == len(spanish) >= 24
    assert {each["kind"] for each in english} == {"policy", "faq", "allergens", "procedure"}
    assert sorted(each["kind"] for each in english) == sorted(each["kind"] for each in spanish)
    assert len({each["title"] for each in seeded}) == len(seeded)
    for document in seeded:
        assert not document["title"].startswith("#")
        assert len(document["body"]) > 300
        assert not document["deleted"]


def test_narrowing_by_kind_and_language(cashier: Person) -> None:
    found = all_of(cashier, kind="allergens", language="es")
    assert found
    assert {(each["kind"], each["language"]) for each in found} == {("allergens", "es")}
    assert cashier.get(DOCUMENTS, kind="novel").json()["code"] == "invalid"


def test_a_document_is_written_changed_and_deleted(manager: Person) -> None:
    made = write(manager)
    assert made.status_code == 201
    document, etag = made.json(), made.headers["ETag"]
    assert document == TEXT | {
        "id": document["id"],
        "version": 1,
        "updated": document["updated"],
        "deleted": False,
    }
    path = f"{DOCUMENTS}{document['id']}/"
    assert manager.get(path).json() == document
    assert manager.http.get(path, headers={"If-None-Match": etag}).status_code == 304

    assert manager.write(path, {"body": "Gone."}, None).status_code == 428
    assert manager.write(path, {"body": "Gone."}, '"d-0-0"').status_code == 412
    assert manager.write(path, {}, etag).json()["code"] == "invalid"
    changed = manager.write(path, {"body": "Behind the door.\n"}, etag)
    assert changed.status_code == 200
    assert changed.json() == document | {
        "body": "Behind the door.\n",
        "version": 2,
        "updated": changed.json()["updated"],
    }
    assert datetime.fromisoformat(changed.json()["updated"]) > datetime.fromisoformat(document["updated"])

    assert manager.write(path, None, etag, method="DELETE").status_code == 412
    gone = manager.write(path, None, changed.headers["ETag"], method="DELETE")
    assert (gone.status_code, gone.content) == (204, b"")
    assert manager.get(path).status_code == 404
    assert manager.write(path, {"body": "Back."}, changed.headers["ETag"]).status_code == 404


def test_what_changed_since_holds_tombstones_that_say_nothing(manager: Person, cashier: Person) -> None:
    kept, lost = write(manager).json(), write(manager, title="A secret recipe")
    path = f"{DOCUMENTS}{lost.json()['id']}/"
    manager.write(path, None, lost.headers["ETag"], method="DELETE")
    assert lost.json()["id"] not in {each["id"] for each in all_of(cashier)}
    changed = {each["id"]: each for each in all_of(cashier, changed_since=kept["updated"])}
    assert changed[kept["id"]] == kept
    tombstone = changed[lost.json()["id"]]
    assert (tombstone["deleted"], tombstone["version"], tombstone["title"], tombstone["body"]) == (True, 2, "", "")
    later = all_of(cashier, changed_since=tombstone["updated"])
    assert kept["id"] not in {each["id"] for each in later}
    assert tombstone["id"] in {each["id"] for each in later}
    assert cashier.get(DOCUMENTS, changed_since="yesterday").json()["code"] == "invalid"


def test_an_unchanged_list_is_not_sent_again(manager: Person, cashier: Person) -> None:
    etag = cashier.get(DOCUMENTS).headers["ETag"]
    again = cashier.http.get(DOCUMENTS, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    write(manager)
    anew = cashier.http.get(DOCUMENTS, headers={"If-None-Match": etag})
    assert anew.status_code == 200
    assert anew.headers["ETag"] != etag


@pytest.mark.parametrize(
    "wrong",
    [{"title": ""}, {"title": "t" * 201}, {"kind": "novel"}, {"language": "fr"}, {"body": ""}, {"body": "b" * 100_001}],
)
def test_what_is_no_document_is_refused(manager: Person, wrong: dict[str, object]) -> None:
    answer = write(manager, **wrong)
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, "invalid", [*wrong])


def test_cashiers_read_and_write_nothing(manager: Person, cashier: Person, newcomer: Person) -> None:
    made = write(manager)
    path, etag = f"{DOCUMENTS}{made.json()['id']}/", made.headers["ETag"]
    assert cashier.get(path).json() == made.json()
    for answer in (
        write(cashier),
        cashier.write(path, {"body": "Mine."}, etag),
        cashier.write(path, None, etag, method="DELETE"),
        newcomer.get(path),
        newcomer.get(DOCUMENTS),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")
    assert manager.get(path).json() == made.json()
