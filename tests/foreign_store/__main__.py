"""One of the foreign stores as a process: prints its address, and ends when its standard input does."""

import json
import os
import sys
import threading

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from waitress.server import create_server

SHAPE = sys.argv[1]
AUTHENTICATION = {
    "offset": "rest_framework_simplejwt.authentication.JWTStatelessUserAuthentication",
    "cursor": "tests.foreign_store.signing.Sessions",
    "bare": "tests.foreign_store.signing.BearerTokens",
}

settings.configure(
    SECRET_KEY="only for tests, and long enough for HMAC-SHA256",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=f"tests.foreign_store.{SHAPE}",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "rest_framework", "drf_spectacular"],
    MIDDLEWARE=["django.contrib.sessions.middleware.SessionMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
    SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    APPEND_SLASH=False,
    LOGGING_CONFIG=None,
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [AUTHENTICATION[SHAPE]],
        "DEFAULT_PERMISSION_CLASSES": ["tests.foreign_store.signing.ManagersWrite"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "UNAUTHENTICATED_USER": None,
    },
)
django.setup()
get_resolver().url_patterns  # noqa: B018 - imports all views before the first request waits for them
server = create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=4)
sys.stdout.write(json.dumps({"url": f"http://127.0.0.1:{server.effective_port}"}) + "\n")
sys.stdout.flush()


def end_with_our_parent() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_our_parent, daemon=True).start()
server.run()
