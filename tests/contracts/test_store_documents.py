"""What the store has written down, as every store of the till gives it."""

from dataclasses import replace

import pytest

from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.errors import BadAnswer, NotOffered
from kiosk_app.core.ports import Store
from kiosk_app.core.store_api import StoreApi
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from kiosk_app.engines.store import documents as documents_module
from tests.contracts.acting import SignIn
from tests.demo_store import DemoStore
from tests.fakes import FakeStore
from tests.faulty_proxy import FaultyProxy, answer


def all_of(store: Store) -> dict[str, ShopDocument]:
    return {document.id: document for page in store.documents() for document in page}


def test_every_document_comes_with_its_version(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents_module, "LONGEST_PAGE", 7)
    store = sign_in("cashier")
    if isinstance(store, FakeStore):
        store.shop_documents = [ShopDocument(str(n), f"D {n}", "en", "Text.", "1") for n in range(30)]
    else:
        assert {document.kind for document in all_of(store).values()} == {"policy", "faq", "allergens", "procedure"}
    found = all_of(store)
    assert len(found) >= 30
    assert all(document.text and document.title and document.version for document in found.values())
    assert all_of(store) == found


def test_what_has_changed_is_seen_and_what_was_deleted_is_gone(demo_store: DemoStore) -> None:
    person = demo_store.manager
    store = DrfStore.sign_in(demo_store.url, person.username, person.password, "till-1", "en")
    before = all_of(store)
    first, second, *_ = before.values()
    http: Http = store._http
    for method, document, body in (("PATCH", first, {"body": "New."}), ("DELETE", second, None)):
        tag = {"If-Match": f'"d-{document.id}-{document.version}"', "Idempotency-Key": f"{method}-{document.id}"}
        http.write(method, f"/api/documents/{document.id}/", body, tag, resend=False)
    after = all_of(store)
    assert after.keys() == before.keys() - {second.id}
    assert (after[first.id].text, after[first.id].version) == ("New.", str(int(first.version) + 1))
    store.close()


def test_a_store_without_documents_says_so(demo_store: DemoStore) -> None:
    person, api = demo_store.manager, StoreApi()
    api = replace(api, paths=replace(api.paths, documents=""))
    store = DrfStore.sign_in(demo_store.url, person.username, person.password, "till-1", "en", api=api)
    with pytest.raises(NotOffered):
        all_of(store)
    store.close()


def test_what_is_no_document_is_a_bad_answer(through_proxy: DrfStore, proxy: FaultyProxy) -> None:
    broken = {"results": [{"id": 1, "title": "x", "language": "en", "body": None, "version": 1}], "next": None}
    proxy.fail(answer(200, broken), path="/api/documents/")
    with pytest.raises(BadAnswer):
        all_of(through_proxy)
