"""Looking around in a store that nobody described: where to sign in, its schema, its lists. It changes nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote, urlsplit

from kiosk_app.core.errors import BadAnswer, KioskError, NotAllowed, NotFound, SignInNeeded, StoreError
from kiosk_app.core.saying.phrases import explain, show_money
from kiosk_app.core.store_api import Choice, Proposal, StoreApi
from kiosk_app.core.types import Language, SalesQuery
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from kiosk_app.engines.store.proposing import propose
from kiosk_app.engines.store.schema import Listing, entries_of, listing_of_answer, listings_of, paths_of
from kiosk_app.engines.store.sign_in import authorise
from kiosk_app.engines.store.ways_in import ways_in

SCHEMAS = ("/api/schema/", "/schema/", "/openapi.json", "/api/openapi.json")
"""Where stores keep their schema, likeliest first."""
ROOTS = ("/api/", "/api/v1/", "/")
NAMES = ("products", "items", "articles", "customers", "clients", "orders")
IDS = ("id", "uuid", "pk", "sku", "code")
NOBODY = "zqxj vwkq"
"""Words that no customer is called."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What was found in a store, by somebody who is signed in."""

    http: Http
    username: str
    listings: tuple[Listing, ...]
    paths: frozenset[str]
    """Everything that its schema names; empty where it has none."""
    signed_in: tuple[Choice, ...]
    """How that was done."""

    def propose(self, said: Mapping[str, str]) -> Proposal:
        """The mapping that fits. Raises ValueError where what was said does not."""
        return propose(self.listings, self.paths, said, self.signed_in)


def look_around(http: Http, username: str, password: str, schema: object, said: Mapping[str, str]) -> Surroundings:
    """Sign in, and find the lists. `schema`: the decoded OpenAPI schema, or the path where it is, or empty.

    Raises SignInNeeded, NotFound for a schema that is not there, StoreAway.
    """
    found = schema if isinstance(schema, dict) else _schema(http, str(schema))
    for way in ways_in(http, username, password, found, said):
        found = found or _schema(http, str(schema))  # it may be for people who are signed in
        if schema and found is None:
            raise NotFound("schema_not_found", place=schema)
        try:
            listings = listings_of(found) if found else tuple(_probed(http))
            if found and listings:
                _read_or_none(http, listings[0].path)
        except SignInNeeded:
            continue
        around = Surroundings(http, username, listings, paths_of(found), way)
        api = around.propose(said).api
        authorise(http, api.sign_in, username, password)  # the mapping's own way, as it will be used
        seen = tuple(_with_etag(http, each) if each.path == api.paths.products else each for each in listings)
        return replace(around, listings=seen)
    raise SignInNeeded("sign_in_needed")


def tried(surroundings: Surroundings, api: StoreApi, till: str, language: Language) -> Iterator[tuple[str, bool, str]]:
    """What the mapping brings, read only: what was tried, whether it went well, and what came."""
    try:
        store = DrfStore.signed_in(surroundings.http, surroundings.username, till, language, api)
        products = store.products()
    except KioskError as error:
        yield "products", False, explain(error, language)
        return
    yield "products", bool(products), f"{len(products)}"
    if not products:
        return
    if api.paths.product:
        yield _attempt("product", language, lambda: _described(store, products[0].id, language))
    if api.paths.customers:
        yield _attempt("customers", language, lambda: _nobody(store))
    if api.paths.orders and api.searches.orders:
        yield _attempt("orders", language, lambda: f"{len(store.orders('1'))} fit “1”")
    if api.paths.order:
        yield _attempt("order", language, lambda: f"{len(store.order().lines)} lines in the open one of {till}")
    if api.paths.sales:
        yield _attempt("sales", language, lambda: f"{store.sales(SalesQuery('units', 'today')).total:f} units today")


def _described(store: DrfStore, product_id: str, language: Language) -> str:
    product = store.product(product_id)
    stock = "not counted" if product.stock is None else f"{product.stock:f}"
    return f"{product.name}: {show_money(product.price, language)}, stock {stock}, {product.category or 'no category'}"


def _nobody(store: DrfStore) -> str:
    """That none is called so. Raises BadAnswer where the store finds somebody all the same."""
    if store.customers(NOBODY):
        raise BadAnswer("search_ignored")
    return f"nobody is called “{NOBODY}”"


def _attempt(what: str, language: Language, read: Callable[[], str]) -> tuple[str, bool, str]:
    try:
        return what, True, read()
    except NotAllowed as error:  # that is for this person to know, and no fault of the mapping
        return what, True, explain(error, language)
    except KioskError as error:
        return what, False, explain(error, language)


def _schema(http: Http, path: str) -> object | None:
    """The schema, as JSON; None where none is there, or only for people who are signed in."""
    for place in (path,) if path else SCHEMAS:
        body = _read_or_none(http, place, even_unsigned=True)
        if isinstance(body, dict) and "paths" in body:
            return body
    return None


def _probed(http: Http) -> Iterator[Listing]:
    """Lists found without a schema: those that the API's root names, or that stand where stores have them."""
    places: dict[str, None] = {}
    for root in ROOTS:
        named = _read_or_none(http, root)
        if isinstance(named, dict):
            places |= dict.fromkeys(urlsplit(url).path for url in named.values() if isinstance(url, str) and "/" in url)
    for place in places or [f"{root}{name}/" for root in ROOTS for name in NAMES]:
        body = _read_or_none(http, place)
        if body is not None and (listing := listing_of_answer(place, body)):
            yield _with_detail(http, listing, body)


def _with_detail(http: Http, listing: Listing, body: object) -> Listing:
    """Where single entries are read, and what may be written, found by asking."""
    entry = entries_of(listing, body)[0]
    path = listing.path.rstrip("/")
    writes = _allowed(http, listing.path) & {"POST"}
    for name in (name for name in IDS if name in entry):
        for end in ("/", ""):
            detail = f"{path}/{quote(str(entry[name]), safe='')}{end}"
            if isinstance(_read_or_none(http, detail), dict):
                writes |= _allowed(http, detail) & {"PUT", "PATCH"}
                return replace(listing, detail=f"{path}/{{id}}{end}", id_name=name, writes=writes)
    return replace(listing, writes=writes)


def _with_etag(http: Http, listing: Listing) -> Listing:
    """Whether single entries come with an ETag."""
    body = _read_or_none(http, listing.path)
    entries = entries_of(listing, body)
    name = next((name for name in (listing.id_name, *IDS) if entries and name in entries[0]), None)
    if not listing.detail or name is None:
        return listing
    try:
        etag = http.read(listing.detail.format(id=quote(str(entries[0][name]), safe=""))).etag
    except StoreError:
        return listing
    return replace(listing, etag=etag is not None)


def _allowed(http: Http, path: str) -> frozenset[str]:
    try:
        return http.options(path).allow
    except StoreError:
        return frozenset()


def _read_or_none(http: Http, path: str, *, even_unsigned: bool = False) -> object | None:
    """The answer's body; None where there is none for this person. Raises SignInNeeded, StoreAway."""
    try:
        return http.read(path).body  # type: ignore[no-any-return]
    except (NotFound, BadAnswer, NotAllowed):
        return None
    except SignInNeeded:
        if even_unsigned:
            return None
        raise
