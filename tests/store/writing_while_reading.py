"""Run by test_reading.py as a process of its own, on the database in the environment: says what came of each try."""

import json
import sys
from collections.abc import Callable
from decimal import Decimal
from threading import Thread

import django

django.setup()

from django.contrib.auth.models import User  # noqa: E402 - the models need what stands above
from django.db import connection  # noqa: E402
from rest_framework.test import APIRequestFactory, force_authenticate  # noqa: E402

from kiosk_app.demo_store.analytics import views  # noqa: E402
from kiosk_app.demo_store.analytics.reading import only_reading  # noqa: E402
from kiosk_app.demo_store.catalogue.models import Category, Product  # noqa: E402
from kiosk_app.demo_store.orders.models import Order  # noqa: E402


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def forever(*_: object) -> None:
    run("WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT 1 FROM n) SELECT count(*) FROM n")


def outcome(act: Callable[[], object], seconds: float = 60.0) -> str:
    """What came of it inside a transaction that only reads."""
    try:
        with only_reading(seconds):
            act()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "done"


def price() -> str:
    return str(Product.objects.get(pk=1).price)


def set_price(new: str) -> None:
    Product.objects.filter(pk=1).update(price=Decimal(new))


def seen_while_another_writes() -> list[str]:
    """The price at the begin of a report, and in it after somebody else has changed it, and after the report."""

    def write() -> None:
        set_price("9.97")
        connection.close()

    with only_reading(60):
        before, other = price(), Thread(target=write)
        other.start()
        other.join()
        within = price()
    return [before, within, price()]


def ask_what_takes_forever() -> list[object]:
    """The answer to a question, of which nothing is different but what it asks the database for."""
    request = APIRequestFactory().post("/", {"metric": "revenue"}, format="json")
    force_authenticate(request, User.objects.get(username="manager"))
    vars(views).update(report=forever, PATIENCE_S=0.05)
    answer = views.Figures.as_view()(request)
    return [answer.status_code, answer.data["code"]]


said = {
    "writes": [
        outcome(lambda: set_price("9.99")),
        outcome(lambda: Category.objects.create(name="Toys", name_es="Juguetes")),
        outcome(lambda: Order.objects.get(pk=1).delete()),
        outcome(lambda: run("UPDATE catalogue_product SET price = 9.99")),
        outcome(lambda: run("DROP TABLE orders_lineoption")),
    ],
    "read": outcome(price),
    "forever": outcome(forever, 0.05),
    "seen": seen_while_another_writes(),
    "asked": ask_what_takes_forever(),
}
set_price("9.98")
sys.stdout.write(json.dumps(said | {"after": price()}))
connection.close()
