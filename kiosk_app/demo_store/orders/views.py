"""A till's open order, reading, editing, placing and cancelling it; and the orders there were.

Every write runs inside the transaction that the idempotency middleware opens and takes back on any error, so an
edit is all or nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.views import APIView

from kiosk_app.demo_store.api import Conflict, require_match, signed_in, versioned
from kiosk_app.demo_store.catalogue.models import Product, fold
from kiosk_app.demo_store.orders.models import NEXT, Order, OrderLine, whole_lines
from kiosk_app.demo_store.orders.serializers import EditSerializer, OrderSerializer, OrdersQuery, StatusSerializer


class TillOrder(APIView):
    """The till's open order."""

    rights: ClassVar = {"PATCH": "orders.change_order"}

    def get(self, request: Request, till: str) -> HttpResponseBase:
        """The order with its ETag; one without an id while there is none."""
        return _answer(request, _open_order(till))

    def patch(self, request: Request, till: str) -> HttpResponseBase:
        """Add and change lines and set the details, made from the version in If-Match."""
        body = EditSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        order = _open_order(till, writing=True)
        require_match(request, order.etag)
        order.user = signed_in(request)
        order.version += 1
        order.set_details(body.validated_data.get("details", {}))
        order.save()
        touched = _add(order, body.validated_data["add"]) | _change(order, body.validated_data["change"])
        _require_stock(order, touched)
        return _answer(request, order)


class PlaceOrder(APIView):
    """Placing the till's open order."""

    rights: ClassVar = {"POST": "orders.change_order"}

    def post(self, request: Request, till: str) -> HttpResponseBase:
        """Take the stock and close the order, in the version in If-Match."""
        order = _open_order(till, writing=True)
        require_match(request, order.etag)
        needed = _needed(order)
        if not needed:
            raise Conflict("There is nothing on the order.", "empty_order")
        _require_stock(order, needed)
        for product in Product.objects.select_for_update().filter(pk__in=needed):
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

    serializer_class = OrderSerializer

    def get_queryset(self) -> QuerySet[Order]:
        """Those that fit all parameters; `search` is a number, or part of a name."""
        query = OrdersQuery(data=self.request.query_params)
        query.is_valid(raise_exception=True)
        wanted = query.validated_data
        found = _visible(self.request).exclude(status="open").order_by("-id")
        if till := wanted.get("till"):
            found = found.filter(till=till)
        if search := wanted.get("search"):
            numbered = Q(pk=int(search)) if search.isdecimal() else Q()
            found = found.filter(numbered | Q(folded_name__contains=fold(search)))
        lines = Prefetch("lines", whole_lines(OrderLine.objects.all()), to_attr="all_lines")
        return found.prefetch_related(lines)  # type: ignore[no-redef]  # it fills the cached property, as Django allows


class OrderDetail(APIView):
    """Any order, open or not."""

    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The order with its ETag."""
        return _answer(request, get_object_or_404(_visible(request), pk=pk))


class OrderStatus(APIView):
    """How far an order is that was placed."""

    rights: ClassVar = {"POST": "orders.set_status"}

    def post(self, request: Request, pk: int) -> HttpResponseBase:
        """Set it in the version in If-Match. The order stays that of whoever placed it."""
        order = get_object_or_404(_visible(request).select_for_update(), pk=pk)
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


def _visible(request: Request) -> QuerySet[Order]:
    """The person's own orders; everybody's with the right to view orders."""
    own = Q() if request.user.has_perm("orders.view_order") else Q(user_id=request.user.pk)
    return Order.objects.filter(own)


def _answer(request: Request, order: Order, status_code: int = 200) -> HttpResponseBase:
    return versioned(request, OrderSerializer(order).data, order.etag, status_code)


def _open_order(till: str, *, writing: bool = False) -> Order:
    """The till's open order, or an unsaved one."""
    orders = Order.objects.select_for_update() if writing else Order.objects
    return orders.filter(till=till, status="open").first() or Order(till=till)


def _add(order: Order, additions: Iterable[dict[str, Any]]) -> set[int]:
    """Add the lines; gives back their products."""
    touched = set()
    for new in additions:
        product: Product = new["product"]
        price = product.unit_price(option["modifier"] for option in new["options"])
        if new["unit_price"] != price:
            raise Conflict(f"{product} costs {price} now, not {new['unit_price']}.", "price_changed")
        line = OrderLine(order=order, product=product, unit_price=price, notes=new["notes"])
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


def _require_stock(order: Order, product_ids: Iterable[int]) -> None:
    """Raise 409 where the shop has less of one of these than the order."""
    needed = _needed(order)
    for product in Product.objects.filter(pk__in=product_ids):
        if product.stock is not None and product.stock < needed[product.pk]:
            left, wanted = product.stock.normalize(), needed[product.pk].normalize()
            raise Conflict(f"{product}: {left:f} left, {wanted:f} wanted.", "out_of_stock")
