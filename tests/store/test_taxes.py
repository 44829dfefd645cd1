"""Taxes: each product has a rate, and an order says what of its total is tax."""

import os
import sqlite3
import subprocess
import sys
import uuid
from collections import Counter, defaultdict
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.demo_store import DemoStore, running_demo_store
from tests.store.conftest import Person, signed_in


def test_every_product_has_one_of_the_rates(manager: Person) -> None:
    rates = manager.get("/api/tax-rates/").json()["results"]
    assert [(rate["name"], rate["name_es"], rate["rate"]) for rate in rates] == [
        ("super-reduced", "superreducido", "4.00"),
        ("reduced", "reducido", "10.00"),
        ("general", "general", "21.00"),
    ]
    products = manager.get("/api/products/", page_size=500).json()["results"]
    assert all(product["tax"] in rates for product in products)
    names = Counter(product["tax"]["name"] for product in products)
    assert set(names) == {rate["name"] for rate in rates}
    assert manager.named("Rye bread 500 g")["tax"]["rate"] == "4.00"
    assert manager.named("Espresso")["tax"]["rate"] == "10.00"
    assert manager.named("Coca-Cola 33 cl can")["tax"]["rate"] == "21.00"


def test_a_receipt_tells_the_tax_of_each_rate(cashier: Person, till: str) -> None:
    lines = [
        {"product": product["id"], "quantity": quantity, "unit_price": product["price"]}
        for name, quantity in (("Espresso", "2"), ("Americano", "1"), ("Coca-Cola 33 cl can", "1"))
        for product in [cashier.named(name)]
    ]
    order = cashier.write(till, {"add": lines}, '"o-none-0"').json()
    coffee = sum((Decimal(line["total"]) for line in order["lines"][:2]), Decimal(0))
    cola = Decimal(order["lines"][2]["total"])
    tax_of_coffee, tax_of_cola = cents(coffee / 11), cents(cola * 21 / 121)
    assert order["taxes"] == [
        {"rate": "10.00", "net": str(coffee - tax_of_coffee), "tax": str(tax_of_coffee), "gross": str(coffee)},
        {"rate": "21.00", "net": str(cola - tax_of_cola), "tax": str(tax_of_cola), "gross": str(cola)},
    ]
    assert order["tax"] == str(tax_of_coffee + tax_of_cola)
    assert order["total"] == str(coffee + cola)


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


@pytest.fixture(scope="module")
def uncounted(store: DemoStore) -> list[dict[str, Any]]:
    """What is made to order or never runs out, of all rates there are."""
    with signed_in(store, store.cashier) as person:
        products: list[dict[str, Any]] = person.get("/api/products/", page_size=500).json()["results"]
    return [product for product in products if product["stock"] is None or Decimal(product["stock"]) >= 20]


@given(data=st.data())
def test_net_and_tax_make_the_total(cashier: Person, uncounted: list[dict[str, Any]], data: st.DataObject) -> None:
    some = data.draw(st.lists(st.sampled_from(uncounted), min_size=1, max_size=5, unique_by=lambda one: one["id"]))
    lines = [
        {"product": product["id"], "quantity": str(quantity), "unit_price": product["price"]}
        for product in some
        for quantity in [data.draw(st.decimals(Decimal("0.001"), Decimal(20), places=3))]
    ]
    order = cashier.write(f"/api/tills/{uuid.uuid4().hex}/order/", {"add": lines}, '"o-none-0"').json()
    rates = {product["id"]: product["tax"]["rate"] for product in some}
    gross: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in order["lines"]:
        gross[rates[line["product"]["id"]]] += Decimal(line["total"])
    assert {tax["rate"]: Decimal(tax["gross"]) for tax in order["taxes"]} == gross
    for tax in order["taxes"]:
        assert Decimal(tax["net"]) + Decimal(tax["tax"]) == Decimal(tax["gross"])
        assert abs(Decimal(tax["net"]) * Decimal(tax["rate"]) / 100 - Decimal(tax["tax"])) < Decimal("0.01")
    assert Decimal(order["tax"]) == sum(Decimal(tax["tax"]) for tax in order["taxes"])


def test_a_store_from_before_taxes_gets_them(tmp_path: Path) -> None:
    database = tmp_path / "store.sqlite3"
    with running_demo_store(database) as store, signed_in(store, store.manager) as person:
        before = [person.get(path, page_size=500).json()["results"] for path in ("/api/products/", "/api/orders/")]
    settings = {"DJANGO_SETTINGS_MODULE": "kiosk_app.demo_store.settings", "KIOSK_STORE_DATABASE": str(database)}
    for app in ("orders", "catalogue"):
        command = [sys.executable, "-m", "django", "migrate", "--skip-checks", app, "0001"]
        subprocess.run(command, env=os.environ | settings, capture_output=True, timeout=120, check=True)
    with closing(sqlite3.connect(database)) as connection:
        assert "tax_id" not in [column[1] for column in connection.execute("PRAGMA table_info(catalogue_product)")]
    with running_demo_store(database) as store, signed_in(store, store.manager) as person:
        after = [person.get(path, page_size=500).json()["results"] for path in ("/api/products/", "/api/orders/")]
    assert after == before
