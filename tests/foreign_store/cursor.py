"""A store with cursors, other names for everything, UUIDs, whole cents, ETags and idempotency keys."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveUpdateAPIView
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from tests.foreign_store import PASSWORD
from tests.foreign_store.shop import CLIENTS, ITEMS, LOCK, Changed, Client, Item

ANSWERS: dict[str, Any] = {}
"""By idempotency key."""


def enter(request: HttpRequest) -> HttpResponse:
    """A login page; it is shown again for wrong names and passwords."""
    if request.method == "POST" and request.POST.get("password") == PASSWORD:
        request.session["name"] = request.POST["username"]
        return HttpResponseRedirect("/")
    return HttpResponse(f"<form method=post><input type=hidden value={get_token(request)}></form>")


class Cursors(CursorPagination):
    """Three at a time; `next` names another host, as behind a badly set-up proxy."""

    page_size = 3

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> Any:  # noqa: ARG002 - DRF's
        """From the place that the cursor names."""
        start = int(urlsafe_b64decode(request.query_params.get("cursor", urlsafe_b64encode(b"0").decode())))
        self._end = start + 3 if start + 3 < len(queryset) else None
        return queryset[start : start + 3]

    def get_paginated_response(self, data: Any) -> Response:
        """With the next cursor."""
        cursor = urlsafe_b64encode(str(self._end).encode()).decode()
        following = f"https://elsewhere.example/v2/articles/?cursor={cursor}" if self._end else None
        return Response({"next": following, "previous": None, "results": data})


class SectionSerializer(serializers.Serializer[Item]):
    """Where it stands."""

    title = serializers.CharField(source="category")


class PricingSerializer(serializers.Serializer[Item]):
    """What it costs."""

    price_cents = serializers.IntegerField(source="cents", min_value=1)
    currency = serializers.CharField(read_only=True, default="EUR")


class InventorySerializer(serializers.Serializer[Item]):
    """How many there are."""

    on_hand = serializers.IntegerField(source="stock", allow_null=True)


class ArticleSerializer(serializers.Serializer[Item]):
    """An article."""

    uuid = serializers.UUIDField(source="key", read_only=True)
    title = serializers.CharField(source="name", read_only=True)
    code = serializers.CharField(source="sku", read_only=True)
    gtin = serializers.CharField(default="", read_only=True)
    category = SectionSerializer(source="*", read_only=True)
    pricing = PricingSerializer(source="*")
    inventory = InventorySerializer(source="*", read_only=True)

    def update(self, instance: Item, validated_data: dict[str, Any]) -> Item:
        """Set the price."""
        instance.price = Decimal(validated_data["cents"]) / 100
        instance.version += 1
        return instance


class ContactSerializer(serializers.Serializer[Client]):
    """How to reach somebody."""

    phone = serializers.CharField()


class ClientSerializer(serializers.Serializer[Client]):
    """A client."""

    uuid = serializers.UUIDField(source="key", read_only=True)
    name = serializers.CharField()
    contact = ContactSerializer(source="*")
    notes = serializers.CharField()


class Articles(ListAPIView[Item]):  # type: ignore[type-var]  # nothing here is a model
    """All articles."""

    serializer_class = ArticleSerializer
    pagination_class = Cursors

    def get_queryset(self) -> Any:
        """From memory."""
        return ITEMS


class Article(RetrieveUpdateAPIView[Item]):  # type: ignore[type-var]
    """One article."""

    serializer_class = ArticleSerializer
    queryset: Any = ITEMS
    lookup_field = "uuid"

    def get_object(self) -> Item:
        """By its UUID."""
        for item in ITEMS:
            if item.key == self.kwargs["uuid"]:
                return item
        raise Http404

    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """With its ETag."""
        answer = super().get(request, *args, **kwargs)
        answer["ETag"] = self.get_object().etag
        return answer

    @extend_schema(
        parameters=[
            OpenApiParameter("If-Match", str, OpenApiParameter.HEADER),
            OpenApiParameter("X-Idempotency-Key", str, OpenApiParameter.HEADER),
        ]
    )
    def patch(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Once for each key, and only in the version that If-Match names."""
        with LOCK:
            key = request.headers.get("X-Idempotency-Key", "")
            if key not in ANSWERS:
                if request.headers.get("If-Match") != self.get_object().etag:
                    raise Changed
                ANSWERS[key] = super().patch(request, *args, **kwargs).data
            return Response(ANSWERS[key])


class Clients(ListAPIView[Client]):  # type: ignore[type-var]
    """Clients, by a part of their name."""

    serializer_class = ClientSerializer
    pagination_class = Cursors

    def get_queryset(self) -> Any:
        """Those that fit `q`."""
        wanted = self.request.query_params.get("q", "").lower()
        return [client for client in CLIENTS if wanted in client.name.lower()]

    @extend_schema(parameters=[OpenApiParameter("q", str)])
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The list."""
        return super().get(request, *args, **kwargs)


urlpatterns = [
    path("api/schema/", SpectacularAPIView.as_view()),
    path("accounts/login/", enter),
    path("v2/articles/", Articles.as_view()),
    path("v2/articles/<uuid:uuid>", Article.as_view()),
    path("v2/clients/", Clients.as_view()),
]
