"""A store with bare lists: no pages, no schema, no ETag, no versions, no keys."""

from typing import Any

from django.http import Http404
from django.urls import path
from rest_framework import serializers
from rest_framework.generics import ListAPIView, ListCreateAPIView, RetrieveUpdateAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from tests.foreign_store.shop import CLIENTS, ITEMS, Client, Item, SignInView


class ProductSerializer(serializers.Serializer[Item]):
    """A product."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)
    price = serializers.DecimalField(max_digits=8, decimal_places=2)
    stock = serializers.IntegerField(read_only=True, allow_null=True)

    def update(self, instance: Item, validated_data: dict[str, Any]) -> Item:
        """The last one wins."""
        instance.price = validated_data["price"]
        return instance


class CustomerSerializer(serializers.Serializer[Client]):
    """A customer."""

    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    notes = serializers.CharField(allow_blank=True)

    def create(self, validated_data: dict[str, Any]) -> Client:
        """Take somebody in."""
        CLIENTS.append(Client(len(CLIENTS) + 1, **validated_data))
        return CLIENTS[-1]

    def update(self, instance: Client, validated_data: dict[str, Any]) -> Client:
        """The last one wins."""
        for name, value in validated_data.items():
            setattr(instance, name, value)
        return instance


class Root(APIView):
    """The lists that there are."""

    def get(self, request: Request) -> Response:
        """As DRF's router shows them."""
        return Response({name: request.build_absolute_uri(f"/api/{name}/") for name in ("products", "customers")})


class Products(ListAPIView[Item]):  # type: ignore[type-var]  # nothing here is a model
    """All products."""

    serializer_class = ProductSerializer

    def get_queryset(self) -> Any:
        """From memory."""
        return ITEMS


class Product(RetrieveUpdateAPIView[Item]):  # type: ignore[type-var]
    """One product."""

    serializer_class = ProductSerializer

    def get_object(self) -> Item:
        """By its number."""
        for item in ITEMS:
            if item.id == self.kwargs["id"]:
                return item
        raise Http404


class Customers(ListCreateAPIView[Client]):  # type: ignore[type-var]
    """All customers."""

    serializer_class = CustomerSerializer

    def get_queryset(self) -> Any:
        """From memory."""
        return CLIENTS


class Customer(RetrieveUpdateAPIView[Client]):  # type: ignore[type-var]
    """One customer."""

    serializer_class = CustomerSerializer

    def get_object(self) -> Client:
        """By their number."""
        for client in CLIENTS:
            if client.id == self.kwargs["id"]:
                return client
        raise Http404


urlpatterns = [
    path("api/", Root.as_view()),
    path("api-token-auth/", SignInView.as_view()),
    path("api/products/", Products.as_view()),
    path("api/products/<int:id>/", Product.as_view()),
    path("api/customers/", Customers.as_view()),
    path("api/customers/<int:id>/", Customer.as_view()),
]
