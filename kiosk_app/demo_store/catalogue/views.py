"""Reading the catalogue, and changing prices."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kiosk_app.demo_store.api import PreconditionFailed, require_match, signed_in, versioned
from kiosk_app.demo_store.catalogue.filters import PriceChangeFilter, ProductFilter, StockFilter
from kiosk_app.demo_store.catalogue.models import Category, ModifierGroup, Mood, PriceChange, Product, TaxRate
from kiosk_app.demo_store.catalogue.serializers import (
    CategorySerializer,
    ModifierGroupSerializer,
    MoodSerializer,
    PriceChangeSerializer,
    PriceSerializer,
    PricesSerializer,
    ProductSerializer,
    ProductsSerializer,
    StockSerializer,
    TaxRateSerializer,
)


def products() -> QuerySet[Product]:
    """Products with all that their JSON needs."""
    return Product.objects.select_related("category", "tax").prefetch_related("dietary", "allergens", "modifier_groups")


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


class MoodList(ListAPIView[Mood]):
    """What suits a mood."""

    queryset = Mood.objects.all()
    serializer_class = MoodSerializer


class TaxRateList(ListAPIView[TaxRate]):
    """All tax rates."""

    queryset = TaxRate.objects.all()
    serializer_class = TaxRateSerializer


class StockList(ListAPIView[Product]):
    """Quantities on hand."""

    queryset = Product.objects.all()
    serializer_class = StockSerializer
    filterset_class = StockFilter


@method_decorator(conditional_page, "dispatch")
class ProductList(ListAPIView[Product]):
    """Products, by any of their names, category, barcode, SKU, diet or what they are free of.

    Each page has its ETag; 304 to an If-None-Match that names it.
    """

    queryset = products()
    serializer_class = ProductSerializer
    filterset_class = ProductFilter


class PriceChangeList(ListAPIView[PriceChange]):
    """Who changed which price, newest first."""

    rights: ClassVar = {"GET": "catalogue.view_pricechange"}
    queryset = PriceChange.objects.select_related("user").order_by("-id")
    serializer_class = PriceChangeSerializer
    filterset_class = PriceChangeFilter


class ProductDetail(APIView):
    """One product."""

    rights: ClassVar = {"PATCH": "catalogue.change_product"}
    versioned = True

    @extend_schema(responses=ProductSerializer)
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The product with its ETag; 304 to an If-None-Match that names it."""
        return _answer(request, get_object_or_404(products(), pk=pk))

    @extend_schema(request=PriceSerializer, responses=ProductSerializer)
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

    @extend_schema(request=PricesSerializer, responses=ProductsSerializer)
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
