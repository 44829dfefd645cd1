"""Signing in, and who is signed in."""

from django.conf import settings
from django.contrib.auth import authenticate
from rest_framework import serializers, status
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class WrongCredentials(APIException):
    """No such user, or not their password."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The user name or the password is wrong."
    default_code = "wrong_credentials"


class CredentialsSerializer(serializers.Serializer[None]):
    """A user name and a password."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class SignIn(APIView):
    """A token for a user name and a password."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def post(self, request: Request) -> Response:
        """`{"token"}`; 400 where the two do not belong together."""
        credentials = CredentialsSerializer(data=request.data)
        credentials.is_valid(raise_exception=True)
        user = authenticate(**credentials.validated_data)
        if user is None:
            raise WrongCredentials
        token, _ = Token.objects.get_or_create(user=user)
        return Response({"token": token.key})


class Me(APIView):
    """The signed-in person, their rights, and the store."""

    def get(self, request: Request) -> Response:
        """User name, groups, permissions, the store's name and currency."""
        user = request.user
        return Response(
            {
                "username": user.get_username(),
                "groups": sorted(user.groups.values_list("name", flat=True)),
                "permissions": sorted(user.get_all_permissions()),
                "store": {"name": settings.STORE_NAME, "currency": settings.STORE_CURRENCY},
            }
        )
