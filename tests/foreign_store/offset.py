"""A store with limit and offset, prices as JSON numbers, and a version field in the body; described by a schema."""

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.urls import path
from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers
from rest_framework.generics import ListAPIView, RetrieveUpdateAPIView
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_simplejwt.tokens import RefreshToken

from tests.foreign_store.shop import CLIENTS, ITEMS, LOCK, Changed, Client, Item, SignInView


class Enter(SignInView):
    """A JWT, and another one to refresh it."""

    def given(self, username: str) -> dict[str, str]:
        """The pair, as Simple JWT names it."""
        refresh = RefreshToken()
        refresh["user_id"] = refresh["username"] = username
        return {"refresh": str(refresh), "access": str(refresh.access_token)}


class Refresh(APIView):
    """The next JWT."""

    authentication_classes = ()
    permission_classes = ()

    def post(self, request: Request) -> Response:
        """For the one that refreshes."""
        data: Any = request.data
        return Response({"access": str(RefreshToken(data["refresh"]).access_token)})


class Pages(LimitOffsetPagination):
    """Three at a time."""

    default_limit = 3
    max_limit = 3


class ProductSerializer(serializers.Serializer[Item]):
    """A product."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    sku = serializers.CharField(read_only=True)
    ean = serializers.CharField(read_only=True, default=None, allow_null=True)
    category_name = serializers.CharField(read_only=True, source="category")
    unit_price = serializers.FloatField(source="price", min_value=0.01)
    currency = serializers.CharField(read_only=True, default="EUR")
    stock_quantity = serializers.IntegerField(read_only=True, source="stock", allow_null=True)
    version = serializers.IntegerField()

    def update(self, instance: Item, validated_data: dict[str, Any]) -> Item:
        """Set the price, made from the version that is sent along."""
        with LOCK:
            if validated_data.get("version") != instance.version:
                raise Changed
            instance.price = Decimal(str(validated_data["price"]))
            instance.version += 1
        return instance


class CustomerSerializer(serializers.Serializer[Client]):
    """A customer; there is no place for an address."""

    id = serializers.IntegerField(read_only=True)
    full_name = serializers.CharField(source="name")
    telephone = serializers.CharField(source="phone")


class Products(ListAPIView[Item]):  # type: ignore[type-var]  # nothing here is a model
    """All products."""

    serializer_class = ProductSerializer
    pagination_class = Pages

    def get_queryset(self) -> Any:
        """From memory."""
        return ITEMS


class Product(RetrieveUpdateAPIView[Item]):  # type: ignore[type-var]
    """One product."""

    serializer_class = ProductSerializer
    queryset: Any = ITEMS

    def get_object(self) -> Item:
        """By its number."""
        return next((item for item in ITEMS if item.id == self.kwargs["id"]), None) or _none()


class Customers(ListAPIView[Client]):  # type: ignore[type-var]
    """All customers; it takes no search."""

    serializer_class = CustomerSerializer
    pagination_class = Pages

    def get_queryset(self) -> Any:
        """From memory."""
        return CLIENTS


def _none() -> Item:
    raise Http404


urlpatterns = [
    path("api/schema/", SpectacularAPIView.as_view()),
    path("auth/jwt/create/", Enter.as_view()),
    path("auth/jwt/refresh/", Refresh.as_view()),
    path("api/products/", Products.as_view()),
    path("api/products/<int:id>/", Product.as_view()),
    path("api/customers/", Customers.as_view()),
]
