"""A small DRF store that people sign in to by token, by JWT or by session: `python -m tests.sign_in_store KIND`.

It prints its address, and ends with its standard input. With a certificate it speaks TLS.
"""

import json
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

USERNAME, PASSWORD = "ana", "a long secret"

AUTHENTICATION = {
    "token": "rest_framework.authentication.TokenAuthentication",
    "jwt": "rest_framework_simplejwt.authentication.JWTAuthentication",
    "session": "rest_framework.authentication.SessionAuthentication",
}


@contextmanager
def running_sign_in_store(kind: str, certificate: Path | None = None, key: Path | None = None) -> Iterator[str]:
    """The address of such a store, in a process of its own."""
    files = [str(file) for file in (certificate, key) if file]
    command = [sys.executable, "-m", "tests.sign_in_store", kind, *files]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
            process.stdin.close()
            assert process.wait(timeout=20) == 0
        finally:
            process.kill()


def _set_up(kind: str) -> None:
    import django
    from django.conf import settings

    settings.configure(
        SECRET_KEY="only for tests, and long enough for HMAC-SHA256",
        ALLOWED_HOSTS=["127.0.0.1", "localhost"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        STATIC_URL="static/",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        INSTALLED_APPS=[
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "rest_framework",
            "rest_framework.authtoken",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
        SESSION_COOKIE_SECURE=len(sys.argv) > 2,
        CSRF_COOKIE_SECURE=len(sys.argv) > 2,
        REST_FRAMEWORK={
            "DEFAULT_AUTHENTICATION_CLASSES": [AUTHENTICATION[kind]],
            "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        },
        # A new hash of the same password revokes every token.
        SIMPLE_JWT={"CHECK_REVOKE_TOKEN": True},
    )
    django.setup()
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    User.objects.create_user(USERNAME, password=PASSWORD)


def _urls(seen: list[list[str]]) -> list[Any]:
    from django.contrib.auth.models import User
    from django.contrib.sessions.models import Session
    from django.http import HttpRequest, JsonResponse
    from django.urls import include, path
    from rest_framework.authtoken.models import Token
    from rest_framework.authtoken.views import obtain_auth_token
    from rest_framework.exceptions import PermissionDenied
    from rest_framework.request import Request
    from rest_framework.response import Response
    from rest_framework.views import APIView
    from rest_framework_simplejwt.views import TokenObtainPairView, TokenRefreshView

    class Me(APIView):
        def get(self, request: Request) -> Response:
            return Response({"username": request.user.username, "permissions": [], "store": {"currency": "EUR"}})

    class Written(APIView):
        keys: list[str] = []  # noqa: RUF012 - one process, one list

        def patch(self, request: Request) -> Response:
            self.keys.append(request.headers.get("Idempotency-Key", ""))
            return Response(self.keys)

        def delete(self, _: Request) -> Response:
            raise PermissionDenied

    def forget(request: HttpRequest) -> JsonResponse:
        """Everybody is signed out, and may sign in again, with another password if one is given."""
        Token.objects.all().delete()
        Session.objects.all().delete()
        user = User.objects.get()
        user.set_password(request.GET.get("password", PASSWORD))
        user.save()
        return JsonResponse({})

    def tell(_: HttpRequest) -> JsonResponse:
        told = list(seen)
        seen.clear()
        return JsonResponse(told, safe=False)

    return [
        path("api/auth/token/", obtain_auth_token),
        path("api/token/", TokenObtainPairView.as_view()),
        path("api/token/refresh/", TokenRefreshView.as_view()),
        path("api-auth/", include("rest_framework.urls")),
        path("api/me/", Me.as_view()),
        path("api/written/", Written.as_view()),
        path("test/forget/", forget),
        path("test/seen/", tell),
    ]


urlpatterns: list[Any] = []


def _end_with_input(server: WSGIServer) -> None:
    sys.stdin.read()
    server.shutdown()


def _serve(kind: str, files: list[str]) -> None:
    _set_up(kind)
    seen: list[list[str]] = []
    urlpatterns.extend(_urls(seen))
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()

    def noting(environ: dict[str, Any], start_response: Any) -> Any:
        if not environ["PATH_INFO"].startswith("/test/"):
            seen.append([environ["REQUEST_METHOD"], environ["PATH_INFO"]])
        return application(environ, start_response)

    class Server(WSGIServer):
        def handle_error(self, *_: Any) -> None:
            """A till that does not trust us hangs up."""

    class Quiet(WSGIRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    with make_server("127.0.0.1", 0, noting, Server, Quiet) as server:
        scheme = "http"
        if files:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*files)
            server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
            server.base_environ["HTTPS"] = "on"
            scheme = "https"
        threading.Thread(target=_end_with_input, args=(server,), daemon=True).start()
        print(json.dumps({"url": f"{scheme}://localhost:{server.server_port}"}), flush=True)  # noqa: T201
        server.serve_forever(poll_interval=0.05)


if __name__ == "__main__":
    _serve(sys.argv[1], sys.argv[2:])
