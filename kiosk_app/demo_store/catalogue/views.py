"""Reading the catalogue, and changing prices."""

from typing import ClassVar

from django.db.models import BigAutoField, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kiosk_app.demo_store.api import PreconditionFailed, require_match, signed_in, versioned
from kiosk_app.demo_store.catalogue.models import Category, ModifierGroup, Product, fold
from kiosk_app.demo_store.catalogue.serializers import (
    CategorySerializer,
    ModifierGroupSerializer,
    PriceSerializer,
    PricesSerializer,
    ProductSerializer,
    StockSerializer,
)


class ProductQuery(serializers.Serializer[None]):
    """What a list of products may be narrowed by."""

    search = serializers.CharField(required=False, allow_blank=True, max_length=200)
    category = serializers.IntegerField(required=False, max_value=BigAutoField.MAX_BIGINT)
    barcode = serializers.CharField(required=False, max_length=20)
    sku = serializers.CharField(required=False, max_length=20)


class StockQuery(serializers.Serializer[None]):
    """What a list of stock may be narrowed by."""

    product = serializers.IntegerField(required=False)


def products() -> QuerySet[Product]:
    """Products with all that their JSON needs."""
    return Product.objects.select_related("category").prefetch_related("dietary", "allergens", "modifier_groups")


def products_to_change() -> QuerySet[Product]:
    """Products that nobody else changes until the transaction ends; their order is the locks', so that none cross.

    Locked without their key, which an order's new line refers to: selling need not wait.
    """
    return products().select_for_update(of=("self",), no_key=True)


class CategoryList(ListAPIView[Category]):
    """All categories."""

    queryset = Category.objects.all()
    serializer_class = CategorySerializer


class ModifierGroupList(ListAPIView[ModifierGroup]):
    """All groups with their options."""

    queryset = ModifierGroup.objects.prefetch_related("modifiers")
    serializer_class = ModifierGroupSerializer


class StockList(ListAPIView[Product]):
    """Quantities on hand."""

    serializer_class = StockSerializer

    def get_queryset(self) -> QuerySet[Product]:
        """All, or those of `?product=`."""
        query = StockQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data.get("product")
        return Product.objects.all() if wanted is None else Product.objects.filter(pk=wanted)


class ProductList(ListAPIView[Product]):
    """Products, by any of their names, category, barcode or SKU."""

    serializer_class = ProductSerializer

    def get_queryset(self) -> QuerySet[Product]:
        """Those that fit all parameters; every word of `search` must stand in one of the product's names."""
        query = ProductQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        found = products().filter(**{name: wanted[name] for name in ("category", "barcode", "sku") if name in wanted})
        for word in fold(wanted.get("search", "")).split():
            found = found.filter(search_text__contains=word)
        return found


class ProductDetail(APIView):
    """One product."""

    rights: ClassVar = {"PATCH": "catalogue.change_product"}

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The product with its ETag; 304 to an If-None-Match that names it."""
        return _answer(request, get_object_or_404(products(), pk=pk))

    def patch(self, request: Request, pk: int) -> HttpResponseBase:
        """Set the price, made from the version in If-Match."""
        product = get_object_or_404(products_to_change(), pk=pk)
        body = PriceSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        require_match(request, product.etag)
        product.set_price(body.validated_data["price"], signed_in(request))
        return _answer(request, product)


class Prices(APIView):
    """The prices of several products."""

    rights: ClassVar = {"POST": "catalogue.change_product"}

    def post(self, request: Request) -> Response:
        """Set all or none, each made from the version that stands beside it."""
        body = PricesSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes, user = body.validated_data["changes"], signed_in(request)
        found = products_to_change().in_bulk([change["product"] for change in changes])
        if len(found) < len(changes):
            raise ValidationError({"changes": "One of these products is not there."})
        if any(change["version"] != found[change["product"]].etag for change in changes):
            raise PreconditionFailed
        for change in changes:
            found[change["product"]].set_price(change["price"], user)
        changed = [found[change["product"]] for change in changes]
        return Response({"results": ProductSerializer(changed, many=True).data})


def _answer(request: Request, product: Product) -> HttpResponseBase:
    return versioned(request, ProductSerializer(product).data, product.etag)
