"""A till's open order, reading, editing, placing and cancelling it; and the orders there were.

Every write runs inside the transaction that the idempotency middleware opens and takes back on any error, so an
edit is all or nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.views import APIView

from kiosk_app.demo_store.api import Conflict, PreconditionFailed, require_match, signed_in, versioned
from kiosk_app.demo_store.catalogue.models import Product
from kiosk_app.demo_store.orders.filters import OrderFilter
from kiosk_app.demo_store.orders.models import NEXT, Order, OrderLine, with_lines
from kiosk_app.demo_store.orders.serializers import EditSerializer, OrderSerializer, StatusSerializer


class TillOrder(APIView):
    """The till's open order."""

    rights: ClassVar = {"PATCH": "orders.change_order"}
    versioned = True

    @extend_schema(responses=OrderSerializer)
    def get(self, request: Request, till: str) -> HttpResponseBase:
        """The order with its ETag; one without an id while there is none."""
        return _answer(request, _open_order(till))

    @extend_schema(request=EditSerializer, responses=OrderSerializer)
    def patch(self, request: Request, till: str) -> HttpResponseBase:
        """Add and change lines and set the details, made from the version in If-Match."""
        body = EditSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        order = _open_order(till, writing=True)
        require_match(request, order.etag)
        order.user = signed_in(request)
        order.version += 1
        order.set_details(body.validated_data.get("details", {}))
        _save(order)
        touched = _add(order, body.validated_data["add"]) | _change(order, body.validated_data["change"])
        _require_stock(order, Product.objects.filter(pk__in=touched))
        return _answer(request, order)


class PlaceOrder(APIView):
    """Placing the till's open order."""

    rights: ClassVar = {"POST": "orders.change_order"}
    versioned = True

    @extend_schema(request=None, responses={201: OrderSerializer})
    def post(self, request: Request, till: str) -> HttpResponseBase:
        """Take the stock and close the order, in the version in If-Match."""
        order = _open_order(till, writing=True)
        require_match(request, order.etag)
        needed = _needed(order)
        if not needed:
            raise Conflict("There is nothing on the order.", "empty_order")
        products = list(Product.objects.select_for_update(no_key=True).filter(pk__in=needed))
        _require_stock(order, products)
        for product in products:
            if product.stock is not None:
                product.set_stock(product.stock - needed[product.pk])
        order.user = signed_in(request)
        order.status = "placed"
        order.placed = timezone.now()
        order.version += 1
        order.save()
        return _answer(request, order, status_code=201)


class CancelOrder(APIView):
    """Throwing the till's open order away."""

    rights: ClassVar = {"POST": "orders.change_order"}
    versioned = True

    @extend_schema(request=None, responses=OrderSerializer)
    def post(self, request: Request, till: str) -> HttpResponseBase:
        """Close the order in the version in If-Match; its lines stay on record."""
        order = _open_order(till, writing=True)
        require_match(request, order.etag)
        if not order.pk:
            raise Conflict("There is no order to cancel.", "empty_order")
        order.user = signed_in(request)
        order.status = "cancelled"
        order.version += 1
        order.save()
        return _answer(request, order)


class OrderList(ListAPIView[Order]):
    """Orders that are not open any more, newest first."""

    queryset = Order.objects.exclude(status="open").order_by("-id")
    serializer_class = OrderSerializer
    filterset_class = OrderFilter

    def get_queryset(self) -> QuerySet[Order]:
        """Those that this person may see, with all that their JSON needs."""
        return with_lines(_visible(self.request, super().get_queryset()))


class OrderDetail(APIView):
    """Any order, open or not."""

    versioned = True

    @extend_schema(responses=OrderSerializer)
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The order with its ETag."""
        return _answer(request, get_object_or_404(_visible(request, Order.objects.all()), pk=pk))


class OrderStatus(APIView):
    """How far an order is that was placed."""

    rights: ClassVar = {"POST": "orders.set_status"}
    versioned = True

    @extend_schema(request=StatusSerializer, responses=OrderSerializer)
    def post(self, request: Request, pk: int) -> HttpResponseBase:
        """Set it in the version in If-Match. The order stays that of whoever placed it."""
        orders = _visible(request, Order.objects.select_for_update(no_key=True))
        order = get_object_or_404(orders, pk=pk)
        body = StatusSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        require_match(request, order.etag)
        status = body.validated_data["status"]
        if status not in NEXT.get(order.status, ()):
            raise Conflict(f"Order {order} is {order.status}.", "status_not_next")
        order.status = status
        order.version += 1
        order.save(update_fields=("status", "version"))
        return _answer(request, order)


def _visible(request: Request, orders: QuerySet[Order]) -> QuerySet[Order]:
    """The person's own of these orders; all of them with the right to view orders."""
    return orders if request.user.has_perm("orders.view_order") else orders.filter(user=signed_in(request))


def _answer(request: Request, order: Order, status_code: int = 200) -> HttpResponseBase:
    return versioned(request, OrderSerializer(order).data, order.etag, status_code)


def _open_order(till: str, *, writing: bool = False) -> Order:
    """The till's open order, or an unsaved one."""
    orders = Order.objects.select_for_update(no_key=True) if writing else Order.objects
    return orders.filter(till=till, status="open").first() or Order(till=till)


def _save(order: Order) -> None:
    """Save the till's open order; 412 where the same till has opened one at the same moment."""
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError as error:
        raise PreconditionFailed from error


def _add(order: Order, additions: Iterable[dict[str, Any]]) -> set[int]:
    """Add the lines; gives back their products."""
    touched = set()
    for new in additions:
        product: Product = new["product"]
        price = product.unit_price(option["modifier"] for option in new["options"])
        if new["unit_price"] != price:
            raise Conflict(f"{product} costs {price} now, not {new['unit_price']}.", "price_changed")
        line = OrderLine(order=order, product=product, unit_price=price, tax_rate=product.tax.rate, notes=new["notes"])
        line.set_quantity(new["quantity"])
        line.save()
        for option in new["options"]:
            line.options.create(modifier=option["modifier"], amount=option["amount"])
        touched.add(product.pk)
    return touched


def _change(order: Order, changes: Iterable[dict[str, Any]]) -> set[int]:
    """Set the lines' quantities; gives back the products of which there are more now."""
    touched = set()
    for change in changes:
        line = order.lines.select_related("product").filter(pk=change["line"]).first()
        if line is None:
            raise ValidationError({"change": f"Line {change['line']} is not on this order."})
        if change["quantity"] == 0:
            line.delete()
            continue
        if change["quantity"] > line.quantity:
            touched.add(line.product_id)
        line.set_quantity(change["quantity"])
        line.save(update_fields=("quantity", "total", "cost"))
    return touched


def _needed(order: Order) -> dict[int, Decimal]:
    """How many of each product are on the order, once its lines are as they shall be."""
    needed: defaultdict[int, Decimal] = defaultdict(Decimal)
    for line in order.all_lines:
        needed[line.product_id] += line.quantity
    return needed


def _require_stock(order: Order, products: Iterable[Product]) -> None:
    """Raise 409 where the shop has less of one of these than the order."""
    needed = _needed(order)
    for product in products:
        if product.stock is not None and product.stock < needed[product.pk]:
            left, wanted = product.stock.normalize(), needed[product.pk].normalize()
            raise Conflict(f"{product}: {left:f} left, {wanted:f} wanted.", "out_of_stock")
