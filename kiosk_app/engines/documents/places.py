"""A document by its place: a file on this machine, or the address of a web page."""

from collections.abc import Callable
from pathlib import Path

from kiosk_app.core.documents.knowledge import Document
from kiosk_app.engines.documents import read_document, read_page
from kiosk_app.engines.http.pages import fetch_page, is_address


def read_place(place: str, tell: Callable[[float], None]) -> Document:
    """What it says. `tell` is told how much of a long file is read, 0 to 1.

    Raises UsageError like `read_document` and `fetch_page`.
    """
    return read_page(place, fetch_page(place)) if is_address(place) else read_document(Path(place), tell)
