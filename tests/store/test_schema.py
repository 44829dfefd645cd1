"""The OpenAPI schema: complete, true, and no request that it allows or forbids makes the store fail."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation.case import Case
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import LONG
from tests.demo_store import running_demo_store
from tests.store.conftest import Person, signed_in

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


def test_it_is_made_without_a_warning(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "django", "spectacular", "--validate", "--fail-on-warn", "--file", "schema.yaml"]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "kiosk_app.demo_store.settings"}
    environment["PYTHONPATH"] = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_every_operation_tells_its_errors_and_headers(manager: Person) -> None:
    schema = manager.get("/api/schema/").json()
    problem = {"$ref": "#/components/schemas/Problem"}
    for path, operations in schema["paths"].items():
        for method, operation in operations.items():
            needed = {parameter["name"] for parameter in operation.get("parameters", ()) if parameter.get("required")}
            keyed = method != "get" and not path.startswith("/api/auth/")
            assert ("Idempotency-Key" in needed) == keyed, path
            assert ("If-Match" in needed) == (method != "get" and {"412", "428"} <= set(operation["responses"])), path
            assert "Retry-After" in operation["responses"]["429"]["headers"]
            for status, response in operation["responses"].items():
                if int(status) >= 400:
                    assert response["content"]["application/json"]["schema"] == problem, (path, status)
    assert {"count", "next", "previous", "results"} == set(
        schema["components"]["schemas"]["PaginatedProductList"]["properties"]
    )
    assert set(schema["components"]["securitySchemes"]) == {"tokenAuth", "cookieAuth"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseSchema]:
    """The schema of a store of its own, as its manager reaches it."""
    with (
        running_demo_store(tmp_path_factory.mktemp("fuzzed") / "store.sqlite3") as store,
        signed_in(store, store.manager) as manager,
    ):
        schema = schemathesis.openapi.from_dict(manager.get("/api/schema/").json())
        schema.config.update(base_url=store.url, headers={"Authorization": manager.http.headers["Authorization"]})
        yield schema


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    """Connections that are kept."""
    with requests.Session() as session:
        session.trust_env = False
        yield session


fuzzed = schemathesis.pytest.from_fixture("api")


@fuzzed.parametrize()
@settings(max_examples=500 if LONG else 10)
def test_it_is_true_and_nothing_makes_the_store_fail(case: Case[Any], session: requests.Session) -> None:
    aim(case)
    case.call_and_validate(session=session, checks=CHECKS)


def aim(case: Case[Any]) -> None:
    """What is well-formed gets a row that is there, its version, and a key of its own, to come past the door."""
    row = case.path_parameters.get("id")
    if isinstance(row, int):
        case.path_parameters["id"] = 1 + row % 40
    if case.headers.get("Idempotency-Key"):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if case.headers.get("If-Match") and set(case.path_parameters) <= {"id", "till"}:
        path = case.formatted_path.removesuffix("place/").removesuffix("cancel/")
        read = httpx.get(
            f"{case.operation.base_url}{path}", headers=case.operation.schema.config.headers, trust_env=False
        )
        if etag := read.headers.get("ETag"):
            case.headers["If-Match"] = etag
