"""Django's settings for the demo store. What differs between starts, `__main__` puts into the environment."""

import os
from typing import Any

from django.core.exceptions import ImproperlyConfigured


def _database() -> dict[str, Any]:
    """The PostgreSQL database at DATABASE_URL, otherwise the SQLite file. Raises ImproperlyConfigured."""
    url = os.environ.get("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ.get("KIOSK_STORE_DATABASE", "demo-store.sqlite3"),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # Every transaction but a report writes: taking the lock at its start means that none fails half-way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        parts = conninfo_to_dict(url)
        name = parts.pop("dbname")
    except (ProgrammingError, KeyError):  # neither is shown: it may repeat the password
        raise ImproperlyConfigured("DATABASE_URL is not postgresql://USER:PASSWORD@HOST:PORT/NAME") from None
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": parts,
    }


SECRET_KEY = os.environ.get(
    "KIOSK_STORE_SECRET_KEY", "for makemigrations and mypy only: a server always brings its own"
)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *filter(None, [os.environ.get("KIOSK_STORE_HOST")])]
APPEND_SLASH = False
ROOT_URLCONF = "kiosk_app.demo_store.urls"
USE_TZ = True
TIME_ZONE = "Europe/Madrid"  # whose days and hours the sales are counted by
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STORE_NAME = "The Corner Café & Grocery"
STORE_CURRENCY = "EUR"

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "kiosk_app.demo_store.catalogue",
    "kiosk_app.demo_store.stock",
    "kiosk_app.demo_store.orders",
    "kiosk_app.demo_store.customers",
    "kiosk_app.demo_store.analytics",
    "kiosk_app.demo_store.documents",
    "kiosk_app.demo_store.action_log",
    "kiosk_app.demo_store.idempotency",
]
MIDDLEWARE = [
    "kiosk_app.demo_store.api.bodiless_head",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",  # refuses a Host that is not ours, as a web page elsewhere would send
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kiosk_app.demo_store.idempotency.middleware.IdempotencyMiddleware",
]
STATIC_URL = "/static/"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# The store is one process, so its memory is enough for what a restart may forget: sessions, and who asked how often.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 10_000}},
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"

DATABASES = {"default": _database()}

# The demo passwords are printed at start: a sign-in that takes milliseconds is worth more than a slow hash of them.
PASSWORD_HASHERS = ["kiosk_app.demo_store.accounts.hashers.QuickPBKDF2PasswordHasher"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.TokenAuthentication",
        "kiosk_app.demo_store.accounts.sessions.BySession",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "kiosk_app.demo_store.accounts.rights.HasRight",
    ],
    "DEFAULT_THROTTLE_CLASSES": [
        "kiosk_app.demo_store.accounts.throttles.Reads",
        "kiosk_app.demo_store.accounts.throttles.Writes",
    ],
    # Far above what tills send, and low enough to stop one that has run wild; `queries` are those about figures.
    "DEFAULT_THROTTLE_RATES": {"sign_in": "120/min", "reads": "200/s", "writes": "50/s", "queries": "60/min"},
    "NUM_PROXIES": 0,  # nothing stands before the store, so what X-Forwarded-For says is made up
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kiosk_app.demo_store.api.Pages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_METADATA_CLASS": "kiosk_app.demo_store.accounts.rights.RightsMetadata",
    "DEFAULT_SCHEMA_CLASS": "kiosk_app.demo_store.schema.StoreSchema",
    "EXCEPTION_HANDLER": "kiosk_app.demo_store.api.error_response",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": STORE_NAME,
    "DESCRIPTION": "A café-grocery's own API. Money and quantities are decimal strings.",
    "VERSION": "1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,  # a PATCH here says itself which fields it takes
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kiosk_app.demo_store.schema.add_problems",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "ERROR"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "django.security": {"level": "CRITICAL"},  # requests that are refused: they get a 400, and are no fault of ours
    },
}
