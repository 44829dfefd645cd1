"""The admin: managers read everything there, and change what has no rules of its own."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.demo_store import Credentials, DemoStore
from tests.store.conftest import Person

PAGES = {
    "catalogue/category": 1,
    "catalogue/taxrate": 1,
    "catalogue/dietarytag": 1,
    "catalogue/allergen": 1,
    "catalogue/modifiergroup": 1,
    "catalogue/mood": 1,
    "catalogue/product": 1,
    "catalogue/pricechange": None,
    "customers/customer": 1,
    "orders/order": 1,
    "stock/movement": 1,
    "documents/document": 1,
    "action_log/entry": None,
    "idempotency/storedanswer": None,
}
"""Each page, and a row that a new store has."""
READ_ONLY = ("catalogue/pricechange", "orders/order", "stock/movement", "action_log/entry", "idempotency/storedanswer")


class Browser:
    """Somebody with the admin open."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def get(self, page: str) -> httpx.Response:
        """Open a page."""
        return self.http.get(f"/admin/{page}")

    def post(self, page: str, **fields: Any) -> httpx.Response:
        """Fill the page's form in, over what stands in it, and send it."""
        form = self.get(page).text
        filled: dict[str, Any] = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
        filled |= dict(re.findall(r'<input type="(?:text|number)" name="([^"]+)" value="([^"]*)"', form))
        return self.http.post(f"/admin/{page}", data=filled | fields)

    def log_in(self, credentials: Credentials) -> httpx.Response:
        """Sign in."""
        return self.post("login/", username=credentials.username, password=credentials.password, next="/admin/")


@pytest.fixture
def stranger(store: DemoStore) -> Iterator[Browser]:
    """Somebody who is not signed in."""
    with httpx.Client(base_url=store.url, trust_env=False, timeout=20) as http:
        yield Browser(http)


@pytest.fixture
def browser(stranger: Browser, store: DemoStore) -> Browser:
    """The manager."""
    answer = stranger.log_in(store.manager)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    return stranger


def test_the_admin_is_for_managers(stranger: Browser, store: DemoStore) -> None:
    assert stranger.get("").headers["Location"] == "/admin/login/?next=/admin/"
    refused = stranger.log_in(store.cashier)
    assert (refused.status_code, "for a staff account" in refused.text) == (200, True)


def test_its_files_come_from_the_store_itself(stranger: Browser) -> None:
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', stranger.get("login/").text)
    assert files
    for file in files:
        assert stranger.http.get(file).status_code == 200, file
    assert stranger.http.get("/static/../settings.py").status_code == 404
    assert stranger.http.get("/static/nothing.css").json()["code"] == "not_found"


def test_every_page_opens(browser: Browser) -> None:
    start = browser.get("").text
    for page, row in PAGES.items():
        assert f"/admin/{page}/" in start
        assert browser.get(f"{page}/").status_code == 200, page
        assert browser.get(f"{page}/?q=a").status_code == 200, page
        if row:
            opened = browser.get(f"{page}/{row}/change/")
            assert opened.status_code == 200, page
            assert ('name="_save"' in opened.text) == (page not in READ_ONLY), page


@pytest.mark.parametrize("page", READ_ONLY)
def test_records_stay_as_they_are(browser: Browser, page: str) -> None:
    token = {"csrfmiddlewaretoken": browser.http.cookies["csrftoken"]}
    for action in ("add/", f"{PAGES[page] or 1}/delete/"):
        assert browser.http.post(f"/admin/{page}/{action}", data=token).status_code in (302, 403)
    deleting = token | {"action": "delete_selected", "_selected_action": "1", "post": "yes"}
    browser.http.post(f"/admin/{page}/", data=deleting)
    if row := PAGES[page]:
        assert browser.http.post(f"/admin/{page}/{row}/change/", data=token).status_code == 403
        assert browser.get(f"{page}/{row}/change/").status_code == 200


def form_of(product: dict[str, Any]) -> dict[str, Any]:
    """What the product's form cannot tell by its text fields."""
    return {
        "category": str(product["category"]["id"]),
        "tax": str(product["tax"]["id"]),
        "unit": "each",
        "aliases": '["admins own"]',
        "modifier_groups": [str(group) for group in product["modifier_groups"]],
    }


def test_a_product_changes_but_for_its_price_and_stock(browser: Browser, manager: Person) -> None:
    product = manager.named("7UP 33 cl can")
    page, path = f"catalogue/product/{product['id']}/change/", f"/api/products/{product['id']}/"
    answer = browser.post(page, **form_of(product), name_es="Siete Arriba", price="0.01", stock="7777")
    assert answer.status_code == 302, answer.text
    changed = manager.get(path)
    expected = {"name_es": "Siete Arriba", "aliases": ["admins own"], "version": product["version"] + 1}
    assert changed.json() == product | expected | {"dietary": [], "allergens": []}
    assert manager.get("/api/products/", search="siete arriba").json()["results"] == [changed.json()]
    assert manager.write(path, {"price": "1.50"}, f'"p-{product["id"]}-{product["version"]}"').status_code == 412
    manager.write(path, {"price": "1.55"}, changed.headers["ETag"])
    assert "1.55" in browser.get(page).text
    refused = browser.post(page, **(form_of(product) | {"aliases": '{"not": "a list"}'}))
    assert "This must be a list of names." in refused.text


def test_a_new_product_is_there_at_once(browser: Browser, manager: Person) -> None:
    like = manager.named("Espresso")
    answer = browser.post(
        "catalogue/product/add/",
        **form_of(like),
        sku="COF-9999",
        barcode="2001000099990",
        name="Admin's espresso",
        name_es="Espresso del gerente",
        price="1.23",
        cost="0.50",
    )
    assert answer.status_code == 302, answer.text
    (new,) = manager.get("/api/products/", search="espresso gerente").json()["results"]
    assert (new["price"], new["stock"], new["version"], new["tax"]) == ("1.23", None, 1, like["tax"])


def test_what_suits_a_mood_is_the_managers_to_say(browser: Browser, cashier: Person) -> None:
    page = "catalogue/mood/2/change/"
    words = {"name": "cosy", "words": '["mulled wine"]', "words_es": "[]"}
    assert "This must be a list of names." in browser.post(page, **(words | {"words": '"soup"'})).text
    assert browser.post(page, **words).status_code == 302
    moods = {mood["name"]: mood for mood in cashier.get("/api/moods/").json()["results"]}
    assert moods["cosy"] == {"name": "cosy", "words": ["mulled wine"], "words_es": []}
    assert cashier.http.get("/api/moods/", headers={"Authorization": ""}).status_code == 401


def test_what_products_show_makes_new_versions_of_them(browser: Browser, manager: Person) -> None:
    before = manager.named("Cava brut 75 cl bottle")
    browser.post(f"catalogue/category/{before['category']['id']}/change/", name_es="Vinos y cervezas")
    after = manager.get(f"/api/products/{before['id']}/").json()
    assert (after["category"]["name_es"], after["version"]) == ("Vinos y cervezas", before["version"] + 1)


def test_customers_keep_their_rules(browser: Browser, manager: Person) -> None:
    name = f"Íñigo {uuid.uuid4().hex}"
    assert browser.post("customers/customer/add/", name=name, phone="+34 600 (1)").status_code == 302
    (made,) = manager.get("/api/customers/", search=name).json()["results"]
    assert (made["phone"], made["version"]) == ("+346001", 1)
    twin = browser.post("customers/customer/add/", name=name.replace("Íñ", "IN"), phone="+34 6001")
    assert "here already" in twin.text
    assert "no phone number" in browser.post("customers/customer/add/", name=name, phone="six").text
    page = f"customers/customer/{made['id']}/"
    assert browser.post(f"{page}change/", name=name, phone="602").status_code == 302
    assert manager.get(f"/api/customers/{made['id']}/").json() == made | {"phone": "602", "version": 2}
    assert browser.post(f"{page}delete/", post="yes").status_code == 302
    assert manager.get(f"/api/customers/{made['id']}/").status_code == 404


def test_documents_keep_their_versions_and_leave_tombstones(browser: Browser, manager: Person) -> None:
    title, text = f"Umbrellas {uuid.uuid4().hex}", "In the stand.\n\nBy the door.\n"
    fields = {"title": title, "kind": "faq", "language": "en", "body": text.replace("\n", "\r\n")}
    assert browser.post("documents/document/add/", **fields).status_code == 302
    made = next(each for each in all_documents(manager) if each["title"] == title)
    assert (made["body"], made["version"]) == (text, 1)
    page = f"documents/document/{made['id']}/"
    assert browser.post(f"{page}change/", **(fields | {"body": "Gone."})).status_code == 302
    changed = manager.get(f"/api/documents/{made['id']}/").json()
    assert (changed["body"], changed["version"]) == ("Gone.", 2)
    assert changed["updated"] > made["updated"]
    assert browser.post(f"{page}delete/", post="yes").status_code == 302
    assert manager.get(f"/api/documents/{made['id']}/").status_code == 404
    (tombstone,) = [each for each in all_documents(manager, since=changed["updated"]) if each["id"] == made["id"]]
    assert (tombstone["deleted"], tombstone["version"], tombstone["body"]) == (True, 3, "")
    assert browser.get(f"{page}change/").status_code == 302


def test_several_documents_are_deleted_with_a_tombstone_each(browser: Browser, manager: Person) -> None:
    fields = {"kind": "faq", "language": "en", "body": "Soon gone."}
    titles = [f"Fleeting {uuid.uuid4().hex}" for _ in range(2)]
    for title in titles:
        browser.post("documents/document/add/", title=title, **fields)
    made = [each for each in all_documents(manager) if each["title"] in titles]
    token = {"csrfmiddlewaretoken": browser.http.cookies["csrftoken"]}
    chosen = {"action": "delete_selected", "_selected_action": [str(each["id"]) for each in made], "post": "yes"}
    assert browser.http.post("/admin/documents/document/", data=token | chosen).status_code == 302
    left = {each["id"]: each for each in all_documents(manager, since=made[0]["updated"])}
    assert [left[each["id"]]["deleted"] for each in made] == [True, True]


def all_documents(person: Person, since: str = "") -> list[dict[str, Any]]:
    """All that are there, or what has changed since."""
    found: list[dict[str, Any]] = person.get("/api/documents/", page_size=500, changed_since=since).json()["results"]
    return found
