"""Moving stock."""

from typing import ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kiosk_app.demo_store.api import Conflict, signed_in
from kiosk_app.demo_store.catalogue.models import Product, to_cents
from kiosk_app.demo_store.stock.serializers import MOST, MovementSerializer, NewMovementSerializer

MOST_WITHOUT_RIGHT = 100
"""So many of one product come, go, or turn up when counted, where a person has no right to move more at once."""


class MovementList(APIView):
    """Movements of stock."""

    rights: ClassVar = {"POST": "stock.add_movement"}

    @extend_schema(request=NewMovementSerializer, responses={201: MovementSerializer})
    def post(self, request: Request) -> Response:
        """Change the stock of one product and keep a record of it."""
        body = NewMovementSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        wanted = body.validated_data
        product: Product = wanted["product"]
        if product.stock is None:
            raise Conflict(f"Nobody counts {product}.", "not_counted")
        before, quantity = product.stock, wanted["quantity"]
        match wanted["direction"]:
            case "in":
                after = before + quantity
            case "out":
                after = before - quantity
            case _:
                after = quantity
                if wanted["expected"] != before:
                    raise Conflict(f"{product}: {before.normalize():f} there now.", "stock_changed")
        if after < 0:
            raise Conflict(f"{product}: {before.normalize():f} left, {quantity.normalize():f} wanted.", "out_of_stock")
        if abs(after - before) > MOST_WITHOUT_RIGHT and not signed_in(request).has_perm("stock.move_much"):
            raise PermissionDenied(f"More than {MOST_WITHOUT_RIGHT} at once are for a manager.", "over_limit")
        if after > MOST:
            raise ValidationError({"quantity": f"That makes more than {MOST}."})
        product.set_stock(after)
        movement = product.movements.create(
            direction=wanted["direction"],
            quantity=quantity,
            before=before,
            after=after,
            cost=to_cents(quantity * product.cost),
            user=signed_in(request),
        )
        return Response(MovementSerializer(movement).data, status=201)
