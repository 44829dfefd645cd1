"""The action log: everybody posts their own, managers read, and nobody changes anything."""

import json
import subprocess
import sys
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.store.conftest import Person

LOG = "/api/action-log/"
NOW = datetime.now(UTC)


def entry(**changes: object) -> dict[str, Any]:
    """What a till posts."""
    return {
        "plan": str(uuid.uuid4()),
        "user": "cashier",
        "host": "http://127.0.0.1:8000",
        "till": f"till-{uuid.uuid4().hex[:8]}",
        "intent": "update_product_price",
        "payload": {"type": "PriceChange", "product_id": "17"},
        "preview": "New price\nCoca-Cola 33 cl can: 1.10 € → 1.20 €",
        "created": NOW.isoformat(),
        "sent": (NOW + timedelta(seconds=3)).isoformat(),
        "settled": (NOW + timedelta(seconds=4)).isoformat(),
        "outcome": "done",
        "detail": "",
        "salt": "5a17",
    } | changes


def post(person: Person, body: object) -> httpx.Response:
    """Under a key of its own, so that the entry's id alone makes it one."""
    return person.write(LOG, body, None, method="POST")


def found(person: Person, **parameters: str) -> list[str]:
    return [each["plan"] for each in person.get(LOG, **parameters).json()["results"]]


def test_a_cashiers_entry_is_there_for_the_manager(cashier: Person, manager: Person) -> None:
    sent = entry()
    answer = post(cashier, sent)
    assert answer.status_code == 201
    kept = manager.get(f"{LOG}{sent['plan']}/").json()
    assert kept == answer.json()
    times = ("created", "sent", "settled")
    assert {name: kept[name] for name in sent if name not in times} == {
        name: sent[name] for name in sent if name not in times
    }
    assert [datetime.fromisoformat(kept[name]) for name in times] == [
        datetime.fromisoformat(sent[name]) for name in times
    ]
    assert datetime.fromisoformat(kept["received"]) >= NOW


def test_the_same_entry_is_there_once(cashier: Person, manager: Person) -> None:
    sent = entry()
    first, second = post(cashier, sent), post(cashier, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert found(manager, till=sent["till"]) == [sent["plan"]]


def test_another_entry_of_the_same_plan_is_refused(cashier: Person, manager: Person) -> None:
    sent = entry()
    post(cashier, sent)
    for other in (sent | {"outcome": "refused"}, sent | {"payload": {}}):
        answer = post(cashier, other)
        assert (answer.status_code, answer.json()["code"]) == (409, "entry_differs")
    stolen = post(manager, sent | {"user": "manager"})
    assert (stolen.status_code, stolen.json()["code"]) == (409, "entry_differs")
    assert manager.get(f"{LOG}{sent['plan']}/").json()["outcome"] == "done"


def test_nobody_posts_for_somebody_else(cashier: Person, manager: Person) -> None:
    for person, name in ((cashier, "manager"), (manager, "cashier"), (cashier, "nobody")):
        sent = entry(user=name)
        assert post(person, sent).status_code == 403
        assert manager.get(f"{LOG}{sent['plan']}/").status_code == 404


def test_managers_read_and_cashiers_do_not(cashier: Person, manager: Person, newcomer: Person) -> None:
    sent = entry()
    post(cashier, sent)
    for path in (LOG, f"{LOG}{sent['plan']}/"):
        assert manager.get(path).status_code == 200
        assert cashier.get(path).status_code == newcomer.get(path).status_code == 403
    assert post(newcomer, entry(user="newcomer")).status_code == 403


def test_narrowing(cashier: Person, manager: Person) -> None:
    till = f"till-{uuid.uuid4().hex[:8]}"
    first = entry(till=till)
    second = entry(till=till, outcome="refused", detail="store_changed", settled=(NOW + timedelta(hours=1)).isoformat())
    third = entry(till=till, user="manager", intent="adjust_stock", settled=(NOW + timedelta(hours=2)).isoformat())
    for person, sent in ((cashier, first), (cashier, second), (manager, third)):
        assert post(person, sent).status_code == 201
    plans = [each["plan"] for each in (third, second, first)]
    assert found(manager, till=till) == plans
    assert found(manager, till=till, user="cashier") == plans[1:]
    assert found(manager, till=till, intent="adjust_stock") == plans[:1]
    assert found(manager, till=till, outcome="refused") == plans[1:2]
    assert found(manager, till=till, since=second["settled"]) == plans[:2]
    assert found(manager, till=till, until=second["settled"]) == plans[2:]
    for wrong in ({"since": "yesterday"}, {"outcome": "perhaps"}):
        assert manager.get(LOG, **wrong).json()["code"] == "invalid"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_there_is_no_way_to_change_or_delete(cashier: Person, manager: Person, method: str) -> None:
    sent = entry()
    post(cashier, sent)
    for person in (cashier, manager):
        for path in (LOG, f"{LOG}{sent['plan']}/"):
            assert person.write(path, sent | {"outcome": "refused"}, None, method=method).status_code == 405
    assert manager.get(f"{LOG}{sent['plan']}/").json()["outcome"] == "done"


@pytest.mark.parametrize(
    "wrong",
    [
        {"plan": "17"},
        {"outcome": "unknown"},
        {"payload": "text"},
        {"settled": "now"},
        {"till": "t" * 33},
        {"user": ""},
        {"preview": "p" * 100_001},
    ],
)
def test_what_is_no_entry_is_refused(cashier: Person, wrong: dict[str, object]) -> None:
    answer = post(cashier, entry(**wrong))
    assert (answer.status_code, answer.json()["code"], list(answer.json()["fields"])) == (400, "invalid", [*wrong])


@pytest.mark.parametrize("value", [r'"\ud800"', "1e999", r'"\u0000"'])
def test_what_json_writes_and_no_database_keeps_is_refused(cashier: Person, value: str) -> None:
    body = json.dumps(entry(payload={"price": "?"})).replace('"?"', value)
    headers = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "application/json"}
    answer = cashier.http.post(LOG, content=body, headers=headers)
    assert (answer.status_code, list(answer.json()["fields"])) == (400, ["payload"])


REFUSED_BY_THE_MODEL = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "kiosk_app.demo_store.settings"
os.environ["KIOSK_STORE_DATABASE"] = sys.argv[1]
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, skip_checks=True)
from django.contrib.auth.models import User
from django.utils import timezone
from kiosk_app.demo_store.action_log.models import AppendOnly, Entry
now = timezone.now()
values = {"user": User.objects.create(username="ana"), "payload": {}, "created": now, "sent": now, "settled": now}
plan = "0b5e7c1e-3c5c-4f0e-9d0a-5a3f0f6a7b11"
entry = Entry.objects.create(plan=plan, outcome="done", **values)
entry.outcome = "refused"
same = Entry(pk=entry.pk, plan=plan, outcome="refused", **values)
everything = Entry.objects.all()
for attempt in (
    entry.save,
    lambda: entry.save(update_fields=["outcome"]),
    entry.delete,
    lambda: everything.update(outcome="refused"),
    lambda: Entry.objects.bulk_update([entry], ["outcome"]),
    everything.delete,
    lambda: Entry.objects.update_or_create({"outcome": "refused"}, plan=plan),
    same.save,
    entry.user.delete,
):
    try:
        attempt()
    except Exception as error:
        print(type(error).__name__)
print(list(Entry.objects.values_list("outcome", flat=True)))
"""


def test_the_model_refuses_too(tmp_path: Path) -> None:
    command = [sys.executable, "-c", REFUSED_BY_THE_MODEL, str(tmp_path / "store.sqlite3")]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert run.stdout.split("\n")[:-1] == ["AppendOnly"] * 7 + ["IntegrityError", "ProtectedError", "['done']"], run
