"""Figures of sales: each is what the shop's own rows come to, and its rows come to the whole."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.demo_store.analytics.periods import PERIODS, days_of
from tests.databases import Database, looking_into
from tests.demo_store import DemoStore, running_demo_store
from tests.store.conftest import ON_BOTH, Person, engaged, signed_in

pytestmark = ON_BOTH

MADRID = ZoneInfo("Europe/Madrid")
CENT = Decimal("0.01")
MANIFEST, QUERY = "/api/analytics/manifest/", "/api/analytics/query/"
METRICS = ("revenue", "units", "orders", "average_ticket", "margin", "stock_value", "waste")
GROUPS = ("product", "category", "hour", "day", "user")


def post(person: Person, **query: object) -> httpx.Response:
    """A question, without any key: nothing is written."""
    return person.http.post(QUERY, json=query)


def ask(
    person: Person, metric: str, period: str = "last_month", *, group_by: str = "", limit: int = 10, **filters: object
) -> dict[str, Any]:
    """What is answered to a question; filters of "" are none."""
    narrowed = {name: value for name, value in filters.items() if value != ""}
    answer = post(person, metric=metric, period=period, group_by=group_by, limit=limit, filters=narrowed)
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def rows(database: Database, query: str) -> list[dict[str, Any]]:
    """Rows of the database, numbers as exact decimals, with the hour and the day of `at` in Madrid."""
    with looking_into(database) as connection:
        cursor = connection.execute(query)
        names = [column[0] for column in cursor.description]
        found = [dict(zip(names, row, strict=True)) for row in cursor]
    for row in found:
        row |= {name: Decimal(repr(value)) for name, value in row.items() if isinstance(value, int | float)}
        at = row["at"] if isinstance(row["at"], datetime) else datetime.fromisoformat(f"{row['at']}+00:00")
        moment = at.astimezone(MADRID)
        row |= {"hour": f"{moment:%H}", "day": moment.date().isoformat()}
    return found


SOLD = """
    SELECT o.id AS "order", o.placed AS at, u.username AS "user", p.name AS product, c.name AS category,
           l.quantity, l.unit_price, p.cost
    FROM orders_orderline l JOIN orders_order o ON o.id = l.order_id JOIN auth_user u ON u.id = o.user_id
    JOIN catalogue_product p ON p.id = l.product_id JOIN catalogue_category c ON c.id = p.category_id
    WHERE o.status IN ('placed', 'ready', 'delivered')
"""
WASTED = """
    SELECT m.at, u.username AS "user", p.name AS product, c.name AS category, m.quantity, p.cost
    FROM stock_movement m JOIN auth_user u ON u.id = m.user_id
    JOIN catalogue_product p ON p.id = m.product_id JOIN catalogue_category c ON c.id = p.category_id
    WHERE m.direction = 'out'
"""


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def revenue(sold: list[dict[str, Any]]) -> Decimal:
    return sum((cents(row["quantity"] * row["unit_price"]) for row in sold), Decimal(0))


def cost(moved: list[dict[str, Any]]) -> Decimal:
    return sum((cents(row["quantity"] * row["cost"]) for row in moved), Decimal(0))


def orders(sold: list[dict[str, Any]]) -> Decimal:
    return Decimal(len({row["order"] for row in sold}))


EXPECTED: dict[str, Callable[[list[dict[str, Any]]], Decimal]] = {
    "revenue": revenue,
    "units": lambda sold: sum((row["quantity"] for row in sold), Decimal(0)),
    "orders": orders,
    "average_ticket": lambda sold: cents(revenue(sold) / max(orders(sold), Decimal(1))),
    "margin": lambda sold: revenue(sold) - cost(sold),
    "waste": cost,
}


def today() -> date:
    return datetime.now(MADRID).date()


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("metric", EXPECTED)
def test_a_figure_is_what_the_rows_come_to(manager: Person, store_database: Database, metric: str, period: str) -> None:
    first, last = days_of(period, today())
    everything = rows(store_database, WASTED if metric == "waste" else SOLD)
    moved = [row for row in everything if first.isoformat() <= row["day"] <= last.isoformat()]
    figure = ask(manager, metric, period)
    assert Decimal(figure["total"]) == EXPECTED[metric](moved)
    assert figure["unit"] == ("count" if metric in ("units", "orders") else "money")
    assert (figure["metric"], figure["period"], figure["rows"]) == (metric, period, [])
    assert (figure["start"], figure["end"]) == (first.isoformat(), last.isoformat())
    assert figure["definition"].endswith(".")
    assert figure["definition_es"].endswith(".")
    assert ask(manager, metric, f"{first}/{last}")["total"] == figure["total"]
    for group in GROUPS:
        report = ask(manager, metric, period, group_by=group, limit=100)
        grouped: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in moved:
            grouped[row[group]].append(row)
        expected = {name: EXPECTED[metric](some) for name, some in grouped.items()}
        values = {row["label"]: Decimal(row["value"]) for row in report["rows"]}
        assert values.items() <= expected.items()
        assert len(values) == min(100, len(expected))
        assert report["has_more"] is (len(expected) > 100)
        assert report["total"] == figure["total"]
        if group in ("hour", "day"):
            assert list(values) == sorted(expected)
        else:
            assert list(values.values()) == sorted(expected.values(), reverse=True)[:100]


@given(
    metric=st.sampled_from(["revenue", "units", "margin", "stock_value", "waste"]),
    period=st.sampled_from(PERIODS),
    group=st.sampled_from(GROUPS),
    category=st.sampled_from(["", "Coffee", "Bread", "Pantry", "Cheese and deli", "Fruit and vegetables"]),
)
def test_sums_of_rows_equal_the_total(manager: Person, metric: str, period: str, group: str, category: str) -> None:
    if metric == "stock_value" or (group == "product" and not category):
        group = "category"  # all of which fit
    report = ask(manager, metric, period, group_by=group, limit=100, category=category)
    assert sum(Decimal(row["value"]) for row in report["rows"]) == Decimal(report["total"])


def test_the_value_of_the_stock_is_of_now(manager: Person) -> None:
    report = ask(manager, "stock_value", "last_week", group_by="product", limit=100)
    assert report["start"] == report["end"] == today().isoformat()
    product = next(row for row in report["rows"] if row["label"] == "Rioja crianza 75 cl bottle")
    before = manager.named(product["label"])
    body = {"product": before["id"], "direction": "set", "quantity": "1", "expected": before["stock"]}
    assert manager.write("/api/stock/movements/", body, None, method="POST").status_code == 201
    one = ask(manager, "stock_value", product=before["id"])["total"]
    assert Decimal(product["value"]) == Decimal(one) * Decimal(before["stock"])
    assert Decimal("0.54") < Decimal(one) / Decimal(before["price"]) < Decimal("0.71")
    now = ask(manager, "stock_value")["total"]
    assert Decimal(report["total"]) - Decimal(now) == Decimal(product["value"]) - Decimal(one)


def test_rows_are_the_largest_and_have_both_names(manager: Person) -> None:
    every = ask(manager, "revenue", group_by="product", limit=100)["rows"]
    few = ask(manager, "revenue", group_by="product", limit=3)
    assert (few["rows"], few["has_more"]) == (every[:3], True)
    assert ask(manager, "revenue", group_by="product")["rows"] == every[:10]
    assert {"label": "Latte", "label_es": "Café latte"}.items() <= {row["label"]: row for row in every}["Latte"].items()
    shelves = ask(manager, "revenue", group_by="category", limit=100)["rows"]
    assert {row["label"]: row["label_es"] for row in shelves}["Bread"] == "Pan"
    hours = ask(manager, "revenue", group_by="hour", limit=100)["rows"]
    largest = sorted(hours, key=lambda row: Decimal(row["value"]), reverse=True)[:4]
    assert ask(manager, "revenue", group_by="hour", limit=4)["rows"] == [row for row in hours if row in largest]
    assert all(set(row) == {"label", "value"} for row in hours)


def test_of_one_product_or_category_alone(manager: Person) -> None:
    latte = manager.named("Latte")
    by_product = {row["label"]: row["value"] for row in ask(manager, "units", group_by="product", limit=100)["rows"]}
    assert ask(manager, "units", product=latte["id"])["total"] == by_product["Latte"]
    by_category = {row["label"]: row["value"] for row in ask(manager, "orders", group_by="category")["rows"]}
    for name in ("Coffee", "coffee", "Cafés", "cafes"):
        assert ask(manager, "orders", category=name)["total"] == by_category["Coffee"], name
    assert ask(manager, "orders", category="Bread", product=latte["id"])["total"] == "0"
    assert ask(manager, "revenue", category="Bread", product=latte["id"], group_by="day")["rows"] == []


def test_what_is_placed_now_counts_and_what_is_cancelled_does_not(manager: Person, cashier: Person) -> None:
    product = cashier.named("Cortado")
    before = {metric: ask(manager, metric, "today", product=product["id"])["total"] for metric in EXPECTED}
    for how in ("place", "cancel", ""):
        till = f"/api/tills/{uuid.uuid4().hex}/order/"
        line = {"product": product["id"], "quantity": "3", "unit_price": product["price"]}
        made = cashier.write(till, {"add": [line]}, '"o-none-0"')
        if how:
            cashier.write(f"{till}{how}/", {}, made.headers["ETag"], method="POST")
    after = {metric: ask(manager, metric, "today", product=product["id"])["total"] for metric in EXPECTED}
    assert Decimal(after["revenue"]) == Decimal(before["revenue"]) + 3 * Decimal(product["price"])
    assert Decimal(after["units"]) == Decimal(before["units"]) + 3
    assert Decimal(after["orders"]) == Decimal(before["orders"]) + 1
    assert Decimal(before["margin"]) < Decimal(after["margin"]) < Decimal(after["revenue"])
    assert after["waste"] == before["waste"]


def test_what_is_thrown_away_is_waste(manager: Person, cashier: Person) -> None:
    product = cashier.named("Bread roll")
    value = ask(manager, "stock_value", product=product["id"])["total"]
    before = ask(manager, "waste", "today", product=product["id"])["total"]
    for direction in ("in", "out"):
        body = {"product": product["id"], "direction": direction, "quantity": "5"}
        cashier.write("/api/stock/movements/", body, None, method="POST")
    after = ask(manager, "waste", "today", product=product["id"])["total"]
    assert Decimal(after) - Decimal(before) == 5 * Decimal(value) / Decimal(product["stock"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"metric": ""},
        {"metric": "profit"},
        {"metric": ["revenue"]},
        {"period": "this_year"},
        {"period": "2026-11-07/2026-11-01"},
        {"period": "2026-11-07"},
        {"period": "2026-02-29/2026-03-01"},
        {"period": "2025-01-01/2026-12-31"},
        {"period": "0001-01-01/0001-01-01"},
        {"period": "9999-12-31/9999-12-31"},
        {"period": None},
        {"group_by": "till"},
        {"limit": 0},
        {"limit": 101},
        {"limit": "ten"},
        {"filters": {"product": 0}},
        {"filters": {"product": "latte"}},
        {"filters": {"product": 10**30}},
        {"filters": {"category": "Bread'; DROP TABLE orders_order"}},
        {"filters": {"user": "cashier"}},
        {"filters": []},
        {"user": "cashier"},
    ],
)
def test_what_is_not_known_is_refused(manager: Person, wrong: dict[str, object]) -> None:
    answer = post(manager, **({"metric": "revenue", "period": "today"} | wrong))
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert list(answer.json()["fields"]) == list(wrong)


@pytest.mark.parametrize("group", ["hour", "day", "user"])
def test_stock_has_no_hours_days_and_users(manager: Person, group: str) -> None:
    answer = post(manager, metric="stock_value", group_by=group)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["group_by"])


def test_cashier_may_not(cashier: Person) -> None:
    answer = post(cashier, metric="revenue")
    assert (answer.status_code, answer.json()["code"]) == (403, "permission_denied")


def test_the_manifest_lists_what_can_be_asked(manager: Person) -> None:
    manifest = manager.get(MANIFEST).json()
    assert tuple(metric["name"] for metric in manifest["metrics"]) == METRICS
    for metric in manifest["metrics"]:
        answer = ask(manager, metric["name"], "today")
        assert {name: answer[name] for name in ("unit", "definition", "definition_es")}.items() <= metric.items()
        for group in metric["group_by"]:
            ask(manager, metric["name"], "today", group_by=group)
    for period in manifest["periods"]:
        answer = ask(manager, "orders", period["name"])
        assert (answer["start"], answer["end"]) == (period["start"], period["end"])
    assert manifest["filters"] == ["product", "category"]
    ask(manager, "orders", manifest["range"]["example"], limit=manifest["limit"]["most"])
    assert (manifest["currency"], manifest["time_zone"]) == ("EUR", "Europe/Madrid")


def test_the_manifest_lists_nothing_that_a_person_may_not_ask(cashier: Person) -> None:
    manifest = cashier.get(MANIFEST).json()
    assert (manifest["metrics"], manifest["filters"], manifest["periods"]) == ([], [], [])


def test_who_sold_is_shown_to_those_who_may_see_their_orders(
    manager: Person, store: DemoStore, store_database: Database
) -> None:
    named = ask(manager, "orders", group_by="user")["rows"]
    assert {row["label"] for row in named} == {"manager", "cashier"}
    credentials = engaged(store, store_database, "auditor")
    with looking_into(store_database) as connection:
        connection.execute(
            "INSERT INTO auth_user_user_permissions (user_id, permission_id) SELECT u.id, p.id FROM auth_user u,"
            " auth_permission p WHERE u.username = 'auditor' AND p.codename IN ('view_sales', 'change_order')"
        )
    with signed_in(store, credentials) as auditor:
        assert ask(auditor, "orders", group_by="user")["rows"] == [row | {"label": "•••"} for row in named]
        till = f"/api/tills/{uuid.uuid4().hex}/order/"
        product = auditor.named("Cortado")
        line = {"product": product["id"], "quantity": "1", "unit_price": product["price"]}
        made = auditor.write(till, {"add": [line]}, '"o-none-0"')
        auditor.write(f"{till}place/", {}, made.headers["ETag"], method="POST")
        own = [row["label"] for row in ask(auditor, "orders", "today", group_by="user")["rows"]]
        assert (own.count("auditor"), set(own) <= {"auditor", "•••"}) == (1, True)


def test_one_person_may_ask_so_often_a_minute(store_database: Database, manager: Person) -> None:
    assert manager.get(MANIFEST).status_code == 200  # the database is there
    with (
        running_demo_store(store_database, settings="tests.impatient_store") as store,
        signed_in(store, store.manager) as often,
        signed_in(store, engaged(store, store_database, "other")) as other,
    ):
        answers = [post(often, metric="orders") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert answers[2].json()["code"] == "throttled"
        assert 0 < int(answers[2].headers["Retry-After"]) <= 60
        assert often.get(MANIFEST).status_code == 200
        assert post(other, metric="orders").status_code == 403


def test_the_past_is_ninety_days_long_and_busy_when_shops_are(manager: Person, store_database: Database) -> None:
    orders = rows(store_database, "SELECT status, placed AS at FROM orders_order WHERE placed IS NOT NULL")
    first = date.fromisoformat(min(row["day"] for row in orders))
    made = {(first + timedelta(day)).isoformat() for day in range(90)}
    assert (today() - first).days in (90, 91)  # the store may have been made before midnight
    moments = [row for row in orders if row["day"] in made]
    counts = Counter(row["day"] for row in moments)
    assert set(counts) == made
    assert all(30 <= count <= 60 for count in counts.values())
    weekends = [count for day, count in counts.items() if date.fromisoformat(day).weekday() >= 5]
    assert min(weekends) > max(count for day, count in counts.items() if date.fromisoformat(day).weekday() < 5)
    hours = Counter(row["hour"] for row in moments)
    assert {hour for hour, count in hours.items() if count > len(moments) / 10} == {"08", "09", "13", "14"}
    assert 0 < sum(row["status"] == "cancelled" for row in moments) < len(moments) / 20
    if (today() - first).days == 90:
        assert 25 <= int(ask(manager, "orders", "yesterday")["total"]) <= 60
