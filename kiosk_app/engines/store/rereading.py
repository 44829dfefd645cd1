"""The store's products, read again: what has changed where it tells that, unchanged pages not where it has ETags."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from kiosk_app.core.errors import NotOffered
from kiosk_app.core.types import ModifierGroup, Product
from kiosk_app.engines.http import Http
from kiosk_app.engines.store.lists import Page, every_page, page_of, size_of
from kiosk_app.engines.store.reading import Reader
from kiosk_app.engines.store.writing import filled

LONGEST_PAGE = 100
"""Products that are asked for at once: the answer should not keep anybody waiting."""
OVERLAP = timedelta(minutes=2)
"""How far back changes are asked for again: what was being written meanwhile is not missed."""

Groups = Mapping[str, ModifierGroup]


class ProductList:
    """The product list of one store, as one person sees it, and what is known of it from the time before."""

    def __init__(self, http: Http, reader: Reader) -> None:
        self._http = http
        self._reader = reader
        self._groups: Groups = {}
        self._known: dict[str, tuple[str, Page[Product]]] = {}
        """Pages that came with an ETag, by the parameters that they were asked for with."""
        self._asked: datetime | None = None
        """When the list was asked for last, by the store's clock."""

    def pages(self, groups: Groups) -> Iterator[list[Product]]:
        """All products, a page and a request at each step. `groups`: the modifier groups by their ids."""
        return self._read(groups, {})

    def changes(self, groups: Groups) -> Iterator[list[Product]]:
        """The products that have changed since either was last read to its end.

        Raises NotOffered where the store cannot tell, StoreError.
        """
        name = self._reader.api.searches.changed_since
        if not name or self._asked is None:
            raise NotOffered("store_cannot")
        since = (self._asked - OVERLAP).astimezone(UTC)
        return self._read(groups, {name: f"{since:%Y-%m-%dT%H:%M:%SZ}"})

    def _read(self, groups: Groups, narrowed: Mapping[str, str]) -> Iterator[list[Product]]:
        if groups != self._groups:
            self._known, self._groups = {}, groups
        pages = self._reader.api.pages
        began: datetime | None = None
        known: dict[str, tuple[str, Page[Product]]] = {}

        def ask(params: Mapping[str, str]) -> Page[Product]:
            nonlocal began
            asked = {**params, **narrowed, **size_of(pages, min(pages.most, LONGEST_PAGE))}
            etag, page = self._known.get(str(asked), (None, None))
            answer = self._http.read(filled(self._reader.api.paths.products), asked, known=etag)
            began = began or answer.at or datetime.now(UTC)
            if page is None or answer.status != 304:
                entries, following = page_of(answer, pages)
                page = [self._reader.product(data, groups, None) for data in entries], following
                etag = answer.etag
            if etag and not narrowed:
                known[str(asked)] = self._known[str(asked)] = etag, page
            return page

        yield from every_page(ask, pages)
        self._asked = began
        if not narrowed:
            self._known = known  # pages that are no more are forgotten
