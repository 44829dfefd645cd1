"""Lists of the store, in each of the ways that stores cut them into pages."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlsplit

from kiosk_app.core.errors import BadAnswer
from kiosk_app.core.store_api import Pages
from kiosk_app.core.types import Customer
from kiosk_app.engines.http import Http
from kiosk_app.engines.http.answers import Answer
from kiosk_app.engines.store.reading import at, reading

MOST_PAGES = 5000

Entry = TypeVar("Entry")
Entries = list[Mapping[str, Any]]
Page = tuple[list[Entry], Any]
"""A page's entries, and what the answer says of the next one: None where there is none."""


def every_entry(http: Http, path: str, pages: Pages) -> Iterator[Mapping[str, Any]]:
    """Every entry of the list at `path`. Raises StoreError; BadAnswer for what is no list, or one that does not end."""

    def ask(params: Mapping[str, str]) -> Page[Mapping[str, Any]]:
        return page_of(http.read(path, {**params, **size_of(pages, pages.most)}), pages)

    for page in every_page(ask, pages):
        yield from page


def every_page(ask: Callable[[Mapping[str, str]], Page[Entry]], pages: Pages) -> Iterator[list[Entry]]:
    """The pages of a list, one asked for at each step, with the parameters that lead to it.

    An address in an answer is never followed: of `next` only its query counts. Raises BadAnswer where it does not end.
    """
    params: dict[str, str] = {}
    seen = 0
    for number in range(2, MOST_PAGES + 2):
        found, following = ask(params)
        yield found
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
    return page_of(http.read(path, {**params, **size_of(pages, most)}), pages)[0][:most]


def is_called(customer: Customer, words: str) -> bool:
    """Do the words fit a customer's name, or the digits their phone number?"""
    if re.fullmatch(r"[0-9+ ]+", words):
        return re.sub(r"\D", "", words) in re.sub(r"\D", "", customer.phone)
    name = _folded(customer.name)
    return all(word in name for word in _folded(words).split())


def size_of(pages: Pages, most: int) -> dict[str, str]:
    """What asks for so many entries."""
    return {pages.size: str(most)} if pages.size and pages.style != "none" else {}


def page_of(answer: Answer, pages: Pages) -> Page[Mapping[str, Any]]:
    """The page in an answer. Raises BadAnswer."""
    body = answer.body
    with reading():
        found = at(body, pages.results) if pages.results else body
        if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
            raise TypeError("this is no list")
        return found, None if pages.style == "none" else at(body, pages.next)


def _folded(text: str) -> str:
    """Lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
