"""Django's settings for the demo store. What differs between starts, `__main__` puts into the environment."""

import os

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
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "rest_framework",
    "rest_framework.authtoken",
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
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",  # refuses a Host that is not ours, as a web page elsewhere would send
    "kiosk_app.demo_store.idempotency.middleware.IdempotencyMiddleware",
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("KIOSK_STORE_DATABASE", "demo-store.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Every transaction here writes: taking the lock at its start means that none fails half-way for want of it.
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}

# The demo passwords are printed at start: a sign-in that takes milliseconds is worth more than a slow hash of them.
PASSWORD_HASHERS = ["kiosk_app.demo_store.accounts.hashers.QuickPBKDF2PasswordHasher"]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.IsAuthenticated",
        "kiosk_app.demo_store.accounts.rights.HasRight",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kiosk_app.demo_store.api.Pages",
    "EXCEPTION_HANDLER": "kiosk_app.demo_store.api.error_response",
    "URL_FORMAT_OVERRIDE": None,
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
