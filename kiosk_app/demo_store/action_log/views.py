"""Posting what was done, and reading it. There is nothing here that changes or deletes an entry."""

from typing import ClassVar

from django.db import IntegrityError, transaction
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from kiosk_app.demo_store.action_log.filters import EntryFilter
from kiosk_app.demo_store.action_log.models import Entry
from kiosk_app.demo_store.action_log.serializers import EntrySerializer
from kiosk_app.demo_store.api import Conflict, signed_in


class EntryList(ListAPIView[Entry]):
    """The log, newest first."""

    rights: ClassVar = {"GET": "action_log.view_entry", "POST": "action_log.add_entry"}
    queryset = Entry.objects.select_related("user")
    serializer_class = EntrySerializer
    filterset_class = EntryFilter

    @extend_schema(request=EntrySerializer, responses={200: EntrySerializer, 201: EntrySerializer})
    def post(self, request: Request) -> Response:
        """Add one's own entry, with 201; the same one again is answered with 200 and nothing is added."""
        body = EntrySerializer(data=request.data)
        body.is_valid(raise_exception=True)
        values, user = body.validated_data, signed_in(request)
        if values.pop("user")["username"] != user.get_username():
            raise PermissionDenied("An entry is posted by the person whose it is.")
        entry = Entry(user=user, **values)
        try:
            with transaction.atomic():
                entry.save()
            return Response(EntrySerializer(entry).data, status=201)
        except IntegrityError:
            there = Entry.objects.select_related("user").get(plan=entry.plan)
        if there.user != user or any(getattr(there, name) != value for name, value in values.items()):
            raise Conflict("This plan has another entry already.", "entry_differs")
        return Response(EntrySerializer(there).data)


class EntryDetail(APIView):
    """One entry, by its plan's id."""

    rights: ClassVar = {"GET": "action_log.view_entry"}

    @extend_schema(responses=EntrySerializer)
    def get(self, request: Request, plan: str) -> Response:  # noqa: ARG002 - REST framework's signature
        """The entry."""
        return Response(EntrySerializer(get_object_or_404(Entry.objects.select_related("user"), plan=plan)).data)
