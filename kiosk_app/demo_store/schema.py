"""What the OpenAPI schema says of every endpoint: versions, keys, and the errors that follow from what it takes."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.authentication import SessionScheme
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import SAFE_METHODS

from kiosk_app.demo_store.idempotency.claims import WITHOUT_KEYS

PROBLEM = {
    "type": "object",
    "description": "What is wrong: a sentence, a code for programs, and what is wrong with which field of the request.",
    "properties": {
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "fields": {"type": "object", "additionalProperties": {}},
    },
    "required": ["detail", "code"],
}
RETRY_AFTER = {"Retry-After": {"schema": {"type": "integer"}, "description": "In so many seconds."}}

IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255},
    OpenApiParameter.HEADER,
    required=True,
    description="New for each write, the same for each repetition of it, which gets the first answer.",
)
IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, required=True, description="The ETag that the write was made from."
)
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match", str, OpenApiParameter.HEADER, description="The ETag that is known already."
)
ETAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=["200", "201"], description="The version.")


class BySessionScheme(SessionScheme):  # type: ignore[no-untyped-call]
    """A session's cookie, which drf-spectacular finds by this class's being there."""

    target_class = "kiosk_app.demo_store.accounts.sessions.BySession"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, str]:
        """The cookie, and what writes need beside it."""
        definition: dict[str, str] = super().get_security_definition(auto_schema)  # type: ignore[no-untyped-call]
        return definition | {"description": "From POST /api/auth/login/. Writes need its X-CSRFToken, too."}


class StoreSchema(AutoSchema):
    """An operation, with the headers that a view's `versioned` and the idempotency keys bring."""

    def get_override_parameters(self) -> list[Any]:
        """Headers of request and answer."""
        headers = []
        if self.method not in SAFE_METHODS and not self.path.startswith(WITHOUT_KEYS):
            headers.append(IDEMPOTENCY_KEY)
        if getattr(self.view, "versioned", False):
            headers += [ETAG, IF_NONE_MATCH if self.method in SAFE_METHODS else IF_MATCH]
        return headers


def add_problems(result: dict[str, Any], generator: object, request: object, public: bool) -> dict[str, Any]:  # noqa: ARG001 - drf-spectacular's signature
    """drf-spectacular's hook: the answers other than success, which follow from what an operation takes."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for path, operations in result["paths"].items():
        for operation in operations.values():
            for status, description in _problems(path, operation).items():
                operation["responses"][str(status)] = {
                    "description": description,
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
                }
            operation["responses"]["429"]["headers"] = RETRY_AFTER
            if any(parameter["name"] == "If-None-Match" for parameter in operation.get("parameters", ())):
                operation["responses"]["304"] = {"description": "Nothing has changed."}
    return result


def _problems(path: str, operation: Mapping[str, Any]) -> dict[int, str]:
    """Status and meaning."""
    named = {parameter["name"]: parameter["in"] for parameter in operation.get("parameters", ())}
    problems = {406: "No media type that is there was asked for.", 429: "Too many requests."}
    if "requestBody" in operation:
        problems |= {400: "Something in the request is not right.", 415: "The body is no JSON."}
    if "query" in named.values():
        problems |= {400: "A parameter is not right."}
    if any(operation["security"]):
        problems |= {401: "Nobody is signed in.", 403: "The right for it, or the session's CSRF token, is missing."}
    elif path == "/api/auth/login/":
        problems |= {403: "The CSRF token is missing."}
    if "path" in named.values() or "page" in named:
        problems |= {404: "There is nothing here."}
    if "Idempotency-Key" in named:
        problems |= {
            400: "The key or something in the request is not right.",
            409: "This does not fit what the store holds, or the same request is still at work.",
            422: "The key was used for another request.",
        }
    if path == "/api/analytics/query/":
        problems |= {422: "The store takes too long for this."}
    if "If-Match" in named or path == "/api/products/prices/":
        problems |= {412: "This has changed since it was read."}
    if "If-Match" in named:
        problems |= {428: "If-Match is missing."}
    return problems
