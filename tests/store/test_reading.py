"""A question about figures cannot write, cannot hold anybody up, and ends: the database sees to it."""

import json
import os
import subprocess
import sys

from tests.databases import Database, PostgresDatabase
from tests.store.conftest import ON_BOTH, Person

pytestmark = ON_BOTH


def test_the_database_refuses_to_write_and_gives_up(manager: Person, store_database: Database) -> None:
    coffee = manager.get("/api/products/1/").json()["price"]
    settings = {"DJANGO_SETTINGS_MODULE": "kiosk_app.demo_store.settings"}
    if isinstance(store_database, PostgresDatabase):
        settings["DATABASE_URL"] = store_database.server.url(store_database.name)
        refusal = "read-only transaction"
    else:
        settings["KIOSK_STORE_DATABASE"] = str(store_database)
        refusal = "readonly database"
    command = [sys.executable, "-m", "tests.store.writing_while_reading"]
    ended = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=120, check=False)
    assert ended.returncode == 0, ended.stderr
    said = json.loads(ended.stdout)
    assert all(refusal in outcome for outcome in said["writes"]), said["writes"]
    assert said["read"] == "done"
    assert said["forever"].startswith("TookTooLong: ")
    assert said["seen"] == [coffee, coffee, "9.97"]
    assert said["asked"] == [422, "took_too_long"]
    assert said["after"] == manager.get("/api/products/1/").json()["price"] == "9.98"
