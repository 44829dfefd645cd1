"""A store's file that an older version has made: it gets what came since, and keeps what it had."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.demo_store import Credentials, running_demo_store
from tests.store.conftest import signed_in

OLDER = (("documents", "zero"), ("action_log", "zero"), ("orders", "0001"), ("catalogue", "0001"))
FORGOTTEN = """
    UPDATE auth_user SET is_staff = 0;
    DELETE FROM auth_user_groups WHERE user_id IN (SELECT id FROM auth_user WHERE username = 'kitchen');
    DELETE FROM auth_group_permissions WHERE group_id IN (SELECT id FROM auth_group WHERE name = 'kitchen');
    DELETE FROM auth_user WHERE username = 'kitchen';
    DELETE FROM auth_group WHERE name = 'kitchen';
    DELETE FROM auth_group_permissions WHERE permission_id IN (
        SELECT p.id FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
        WHERE c.app_label IN ('documents', 'action_log', 'idempotency') OR c.model = 'taxrate'
        OR codename = 'set_status'
    );
    DELETE FROM auth_permission WHERE codename = 'set_status' OR content_type_id IN (
        SELECT id FROM django_content_type WHERE app_label IN ('documents', 'action_log') OR model = 'taxrate'
    );
    DELETE FROM django_content_type WHERE app_label IN ('documents', 'action_log') OR model = 'taxrate';
"""
"""What people and rights the first version did not have."""


def make_older(database: Path) -> None:
    """Take back what came after the first version."""
    settings = {"DJANGO_SETTINGS_MODULE": "kiosk_app.demo_store.settings", "KIOSK_STORE_DATABASE": str(database)}
    for app, version in OLDER:
        command = [sys.executable, "-m", "django", "migrate", "--skip-checks", app, version]
        subprocess.run(command, env=os.environ | settings, capture_output=True, timeout=120, check=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(FORGOTTEN)


def test_an_older_store_gets_what_came_since(tmp_path: Path) -> None:
    database = tmp_path / "store.sqlite3"
    paths = ("/api/me/", "/api/products/", "/api/customers/", "/api/documents/")
    with running_demo_store(database) as store, signed_in(store, store.manager) as manager:
        before = [manager.get(path).json() for path in paths]
        orders = manager.get("/api/orders/").json()["count"]
    make_older(database)
    with running_demo_store(database) as store, signed_in(store, store.manager) as manager:
        after = [manager.get(path).json() for path in paths]
        assert {page["count"] for page in after[1:]} == {page["count"] for page in before[1:]}
        assert [page["results"] for page in after[1:3]] == [page["results"] for page in before[1:3]]
        assert set(after[0]["permissions"]) == set(before[0]["permissions"])
        assert manager.get("/api/orders/").json()["count"] == orders
        login = manager.http.get("/admin/login/")
        form = {"username": "manager", "password": store.manager.password, "next": "/admin/"}
        token = {"csrfmiddlewaretoken": login.cookies["csrftoken"]}
        assert manager.http.post("/admin/login/", data=form | token).status_code == 302
        with signed_in(store, Credentials("kitchen", "kitchen-demo")) as kitchen:
            assert kitchen.get("/api/orders/").json()["count"] == orders


def test_documents_that_were_deleted_do_not_come_back(tmp_path: Path) -> None:
    database = tmp_path / "store.sqlite3"
    with running_demo_store(database):
        pass
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript("UPDATE documents_document SET deleted = 1")
    with running_demo_store(database) as store, signed_in(store, store.manager) as manager:
        assert manager.get("/api/documents/").json()["results"] == []
