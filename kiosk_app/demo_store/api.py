"""What all endpoints share: errors in one shape, pages, versions."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    JsonResponse,
    StreamingHttpResponse,
)
from django.utils.http import parse_etags
from rest_framework import status
from rest_framework.exceptions import APIException, NotAuthenticated, ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler


class Conflict(APIException):
    """The request does not fit what the store holds now; `code` says in which way."""

    status_code = status.HTTP_409_CONFLICT


class PreconditionRequired(APIException):
    """A write came without the version that it was made from."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = "If-Match is missing: send the version that you read."
    default_code = "precondition_required"


class PreconditionFailed(APIException):
    """What the write was made from has changed since."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "This has changed since you read it."
    default_code = "precondition_failed"


class Pages(PageNumberPagination):
    """`count`, `next`, `previous`, `results`; `page_size` up to 500."""

    page_size = 100
    page_size_query_param = "page_size"
    max_page_size = 500


class ChangesSomething:
    """A serializer of writes that must hold something to write."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something to change."""
        if not attrs:
            raise ValidationError("There is nothing to change.")
        return attrs


def signed_in(request: Request) -> User:
    """The person whom IsAuthenticated has let through."""
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def require_match(request: Request, etag: str) -> None:
    """Raise 428 or 412 unless the request's If-Match names `etag`. "*" names no version and so matches none."""
    header = request.headers.get("If-Match")
    if not header:
        raise PreconditionRequired
    if etag not in parse_etags(header):
        raise PreconditionFailed


def versioned(request: Request, data: object, etag: str, status_code: int = 200) -> HttpResponseBase:
    """An answer with its ETag; an empty 304 to a GET whose If-None-Match names it."""
    if request.method in SAFE_METHODS and etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    return Response(data, status=status_code, headers={"ETag": etag})


def error_response(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: `detail`, `code`, and `fields` where the body does not validate."""
    response = exception_handler(error, dict(context))
    if response is None:
        return None
    if isinstance(error, ValidationError):
        fields = response.data if isinstance(response.data, dict) else {"non_field_errors": response.data}
        response.data = {"detail": "Some values are not right.", "code": "invalid", "fields": fields}
    else:
        detail = response.data["detail"]
        response.data = {"detail": detail, "code": detail.code}
    return response


def bodiless_head(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: HEAD is answered with GET's headers alone. Waitress would send the body, which nobody then reads."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if request.method == "HEAD" and isinstance(response, StreamingHttpResponse):
            response.streaming_content = iter(())
        elif request.method == "HEAD" and isinstance(response, HttpResponse):
            response.content = b""
        return response

    return answer


def problem(status_code: int, code: str, detail: str) -> JsonResponse:
    """The same shape, from outside DRF."""
    return JsonResponse({"detail": detail, "code": code}, status=status_code)


def bad_request(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Django's 400: an unknown host name, a body too large."""
    return problem(400, "bad_request", "This request cannot be read.")


def not_found(request: HttpRequest, exception: Exception) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Django's 404."""
    return problem(404, "not_found", "There is nothing here.")


def server_error(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's signature
    """Django's 500; the traceback goes to standard error."""
    return problem(500, "error", "The store has failed. Its own record says why.")
