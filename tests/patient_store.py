"""The demo store's settings as most tests run it: they ask faster than tills do, and are not told to wait."""

from kiosk_app.demo_store.settings import *  # noqa: F403 - that is how Django's settings are built on others
from kiosk_app.demo_store.settings import REST_FRAMEWORK

REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = dict.fromkeys(("sign_in", "reads", "writes", "queries"))
