"""Reading what the shop has written down, and writing it."""

from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import parse_etags
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kiosk_app.demo_store.api import require_match, versioned
from kiosk_app.demo_store.documents.filters import DocumentFilter
from kiosk_app.demo_store.documents.models import Document, version_of_all
from kiosk_app.demo_store.documents.serializers import DocumentChangeSerializer, DocumentSerializer
from kiosk_app.demo_store.schema import ETAG, IF_NONE_MATCH


class DocumentList(ListAPIView[Document]):
    """All documents."""

    rights: ClassVar = {"GET": "documents.view_document", "POST": "documents.add_document"}
    queryset = Document.objects.all()
    serializer_class = DocumentSerializer
    filterset_class = DocumentFilter

    @extend_schema(parameters=[IF_NONE_MATCH, ETAG])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A page with an ETag that changes whenever any document does; 304 to an If-None-Match that names it."""
        etag = f'"d-all-{version_of_all()}"'
        same = etag in parse_etags(request.headers.get("If-None-Match", ""))
        answer = Response(status=304) if same else super().get(request, *args, **kwargs)
        answer.headers["ETag"] = etag
        return answer

    @extend_schema(request=DocumentSerializer, responses={201: DocumentSerializer})
    def post(self, request: Request) -> HttpResponseBase:
        """Write a new document."""
        body = DocumentSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return _answer(request, body.save(), status_code=201)


class DocumentDetail(APIView):
    """One document."""

    rights: ClassVar = {
        "GET": "documents.view_document",
        "PATCH": "documents.change_document",
        "DELETE": "documents.delete_document",
    }
    versioned = True

    @extend_schema(responses=DocumentSerializer)
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The document with its ETag; 304 to an If-None-Match that names it."""
        return _answer(request, get_object_or_404(Document, pk=pk, deleted=False))

    @extend_schema(request=DocumentChangeSerializer, responses=DocumentSerializer)
    def patch(self, request: Request, pk: int) -> HttpResponseBase:
        """Change some of it, made from the version in If-Match."""
        document = _to_write(request, pk)
        body = DocumentChangeSerializer(document, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        for name, value in body.validated_data.items():
            setattr(document, name, value)
        document.change()
        return _answer(request, document)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, pk: int) -> HttpResponseBase:
        """Delete it in the version in If-Match; the lists of changes tell of it."""
        _to_write(request, pk).bury()
        return HttpResponse(status=204)


def _to_write(request: Request, pk: int) -> Document:
    document = get_object_or_404(Document.objects.select_for_update(), pk=pk, deleted=False)
    require_match(request, document.etag)
    return document


def _answer(request: Request, document: Document, status_code: int = 200) -> HttpResponseBase:
    return versioned(request, DocumentSerializer(document).data, document.etag, status_code)
