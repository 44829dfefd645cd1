"""The documents of the store, read again page by page: unchanged pages not at all, by their ETags."""

from collections.abc import Iterator, Mapping

from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.errors import NotOffered
from kiosk_app.engines.http import Http
from kiosk_app.engines.store.lists import Page, every_page, page_of, size_of
from kiosk_app.engines.store.reading import Reader
from kiosk_app.engines.store.writing import filled

LONGEST_PAGE = 20
"""Documents that are asked for at once: one may have 100,000 characters."""


class DocumentList:
    """The documents of one store, as one person sees them, and what is known of them from the time before."""

    def __init__(self, http: Http, reader: Reader) -> None:
        self._http = http
        self._reader = reader
        self._known: dict[str, tuple[str, Page[ShopDocument]]] = {}
        """Pages that came with an ETag, by the parameters that they were asked for with."""

    def pages(self) -> Iterator[list[ShopDocument]]:
        """All of them, a page and a request at each step. Raises StoreError, NotOffered where the store has none."""
        api = self._reader.api
        if not api.paths.documents:
            raise NotOffered("store_cannot")
        known: dict[str, tuple[str, Page[ShopDocument]]] = {}

        def ask(params: Mapping[str, str]) -> Page[ShopDocument]:
            asked = {**params, **size_of(api.pages, min(api.pages.most, LONGEST_PAGE))}
            etag, page = self._known.get(str(asked), (None, None))
            answer = self._http.read(filled(api.paths.documents), asked, known=etag)
            if page is None or answer.status != 304:
                entries, following = page_of(answer, api.pages)
                page = [self._reader.document(data) for data in entries], following
                etag = answer.etag
            if etag:
                known[str(asked)] = etag, page
            return page

        yield from every_page(ask, api.pages)
        self._known = known
