"""The OpenAPI schema: complete, true, and no request that it allows or forbids makes the store fail."""

import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.conftest import LONG
from tests.databases import Database, PostgresServer, new_name
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
            keyed = method != "get" and not path.startswith(("/api/auth/", "/api/analytics/"))
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


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_it_is_true_and_nothing_makes_the_store_fail(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    database: Database = tmp_path / "store.sqlite3"
    if kind == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres")
        database = server.database(new_name())
    with (
        running_demo_store(database) as store,
        signed_in(store, store.manager) as manager,
        requests.Session() as session,
    ):
        session.trust_env = False
        api = schemathesis.openapi.from_dict(manager.get("/api/schema/").json())
        for found in api.get_all_operations():
            assert isinstance(found, Ok), found
            fuzz(found.ok(), store.url, session, manager)


def fuzz(operation: APIOperation[Any, Any, Any, Any], url: str, session: requests.Session, person: Person) -> None:
    """Send what the operation allows and, where it takes anything, what it forbids."""
    cases = operation.as_strategy()
    if operation.definition.raw.keys() & {"parameters", "requestBody"}:
        cases |= operation.as_strategy(GenerationMode.NEGATIVE)

    @settings(max_examples=500 if LONG else 10, suppress_health_check=list(HealthCheck))
    @given(case=cases)
    def send(case: Case[Any]) -> None:
        aim(case, person)
        case.call_and_validate(url, session, {"Authorization": person.http.headers["Authorization"]}, CHECKS)

    send()


def aim(case: Case[Any], person: Person) -> None:
    """What is well-formed gets a row that is there, its version, and a key of its own, to come past the door."""
    row = case.path_parameters.get("id")
    if isinstance(row, int):
        case.path_parameters["id"] = 1 + row % 40
    if case.headers.get("Idempotency-Key"):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if case.headers.get("If-Match"):
        path = case.formatted_path.removesuffix("place/").removesuffix("cancel/").removesuffix("status/")
        if etag := person.get(path).headers.get("ETag"):
            case.headers["If-Match"] = etag
