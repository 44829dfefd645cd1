"""Signing in, and who is signed in."""

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.models import User
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.authtoken.models import Token
from rest_framework.exceptions import APIException
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView

from kiosk_app.demo_store.accounts.sessions import BySession


class WrongCredentials(APIException):
    """No such user, or not their password."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The user name or the password is wrong."
    default_code = "wrong_credentials"


class CredentialsSerializer(serializers.Serializer[None]):
    """A user name and a password."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=128, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[None]):
    """What goes into the header: `Authorization: Token …`."""

    token = serializers.CharField()


class CsrfTokenSerializer(serializers.Serializer[None]):
    """What goes into the header X-CSRFToken of every write of a session."""

    csrf_token = serializers.CharField()


class StoreSerializer(serializers.Serializer[None]):
    """The store."""

    name = serializers.CharField()
    currency = serializers.CharField()


class MeSerializer(serializers.Serializer[None]):
    """The signed-in person."""

    username = serializers.CharField()
    groups = serializers.ListField(child=serializers.CharField())
    permissions = serializers.ListField(child=serializers.CharField())
    store = StoreSerializer()


class SigningIn(APIView):
    """What a user name and a password are exchanged for something at; each address may try so often."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_classes = (ScopedRateThrottle,)
    throttle_scope = "sign_in"


class SignIn(SigningIn):
    """A token for a user name and a password."""

    @extend_schema(request=CredentialsSerializer, responses=TokenSerializer)
    def post(self, request: Request) -> Response:
        """`{"token"}`; 400 where the two do not belong together."""
        token, _ = Token.objects.get_or_create(user=_user(request))
        return Response({"token": token.key})


class Login(SigningIn):
    """A session for a user name and a password."""

    @extend_schema(responses=CsrfTokenSerializer)
    def get(self, request: Request) -> Response:
        """`{"csrf_token"}`, and its cookie: what signing in needs."""
        return Response({"csrf_token": get_token(request)})

    @extend_schema(request=CredentialsSerializer, responses=CsrfTokenSerializer)
    def post(self, request: Request) -> Response:
        """The session's cookie and its own `{"csrf_token"}`; 400 where the two do not belong together."""
        BySession().enforce_csrf(request)
        login(request, _user(request))
        return Response({"csrf_token": get_token(request)})


class Logout(APIView):
    """The end of a session."""

    @extend_schema(request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Forget the session; a token stays what it is."""
        logout(request)
        return Response(status=204)


class Me(APIView):
    """The signed-in person, their rights, and the store."""

    @extend_schema(responses=MeSerializer)
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


def _user(request: Request) -> User:
    """Whose credentials these are."""
    credentials = CredentialsSerializer(data=request.data)
    credentials.is_valid(raise_exception=True)
    user = authenticate(**credentials.validated_data)
    if user is None:
        raise WrongCredentials
    return user
