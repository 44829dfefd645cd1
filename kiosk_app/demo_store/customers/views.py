"""Finding customers, taking new ones in, and changing what the shop knows of them."""

from typing import ClassVar

from django.db import IntegrityError, transaction
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.views import APIView

from kiosk_app.demo_store.api import Conflict, require_match, versioned
from kiosk_app.demo_store.customers.filters import CustomerFilter
from kiosk_app.demo_store.customers.models import Customer
from kiosk_app.demo_store.customers.serializers import CustomerChangeSerializer, CustomerSerializer


class CustomerList(ListAPIView[Customer]):
    """The shop's customers."""

    rights: ClassVar = {"GET": "customers.view_customer", "POST": "customers.add_customer"}
    queryset = Customer.objects.all()
    serializer_class = CustomerSerializer
    filterset_class = CustomerFilter

    @extend_schema(request=CustomerSerializer, responses={201: CustomerSerializer})
    def post(self, request: Request) -> HttpResponseBase:
        """Take a new customer in."""
        body = CustomerSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        return _save(request, Customer(**body.validated_data), status_code=201)


class CustomerDetail(APIView):
    """One customer."""

    rights: ClassVar = {"GET": "customers.view_customer", "PATCH": "customers.change_customer"}
    versioned = True

    @extend_schema(responses=CustomerSerializer)
    def get(self, request: Request, pk: int) -> HttpResponseBase:
        """The customer with its ETag."""
        customer = get_object_or_404(Customer, pk=pk)
        return versioned(request, CustomerSerializer(customer).data, customer.etag)

    @extend_schema(request=CustomerChangeSerializer, responses=CustomerSerializer)
    def patch(self, request: Request, pk: int) -> HttpResponseBase:
        """Change some of what is known, made from the version in If-Match."""
        customer = get_object_or_404(Customer.objects.select_for_update(), pk=pk)
        body = CustomerChangeSerializer(customer, data=request.data, partial=True)
        body.is_valid(raise_exception=True)
        require_match(request, customer.etag)
        for name, value in body.validated_data.items():
            setattr(customer, name, value)
        customer.version += 1
        return _save(request, customer)


def _save(request: Request, customer: Customer, status_code: int = 200) -> HttpResponseBase:
    """Save a customer whom the shop does not have already under the same name and number."""
    try:
        with transaction.atomic():
            customer.save()
    except IntegrityError as error:
        raise Conflict(f"{customer} is here already, with the same phone number.", "customer_exists") from error
    return versioned(request, CustomerSerializer(customer).data, customer.etag, status_code)
