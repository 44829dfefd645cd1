"""The demo store's settings with rates so low that tests can exceed them."""

from kiosk_app.demo_store.settings import *  # noqa: F403 - that is how Django's settings are built on others
from kiosk_app.demo_store.settings import REST_FRAMEWORK

REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"] = {"sign_in": "3/day", "reads": "4/day", "writes": "2/day", "queries": "2/min"}
