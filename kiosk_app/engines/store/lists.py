"""Lists of the store, in each of the ways that stores cut them into pages."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from kiosk_app.core.errors import BadAnswer
from kiosk_app.core.store_api import Pages
from kiosk_app.core.types import Customer
from kiosk_app.engines.http import Http
from kiosk_app.engines.store.reading import at, reading

MOST_PAGES = 1000

Entries = list[Mapping[str, Any]]


def every_entry(http: Http, path: str, pages: Pages) -> Iterator[Mapping[str, Any]]:
    """Every entry of the list at `path`. An address in an answer is never followed: of `next` only its query counts.

    Raises StoreError; BadAnswer for what is no list, or one that does not end.
    """
    params: dict[str, str] = {}
    seen = 0
    for number in range(2, MOST_PAGES + 2):
        found, following = _page(http, path, pages, params, pages.most)
        yield from found
        if following is None:
            return
        seen += len(found)
        match pages.style:
            case "page":
                params = {pages.page: str(number)}
            case "offset":
                params = {pages.offset: str(seen)}
            case _:
                with reading():
                    before, params = params, dict(parse_qsl(urlsplit(following).query))
                if params == before:
                    break
        if not found:
            break
    raise BadAnswer("store_bad_answer")


def first_entries(http: Http, path: str, pages: Pages, params: Mapping[str, str], most: int) -> Entries:
    """The first entries of a search, at most so many. Raises StoreError."""
    return _page(http, path, pages, params, most)[0][:most]


def is_called(customer: Customer, words: str) -> bool:
    """Do the words fit a customer's name, or the digits their phone number?"""
    if re.fullmatch(r"[0-9+ ]+", words):
        return re.sub(r"\D", "", words) in re.sub(r"\D", "", customer.phone)
    name = _folded(customer.name)
    return all(word in name for word in _folded(words).split())


def _page(http: Http, path: str, pages: Pages, params: Mapping[str, str], most: int) -> tuple[Entries, Any]:
    """One page's entries, and what the answer says of the next one: None where there is none."""
    size = {pages.size: str(most)} if pages.size and pages.style != "none" else {}
    body = http.read(path, {**params, **size}).body
    with reading():
        found = at(body, pages.results) if pages.results else body
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise TypeError("this is no list")
        return found, None if pages.style == "none" else at(body, pages.next)


def _folded(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
