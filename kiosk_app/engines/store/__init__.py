"""The shop's Django REST Framework store, with the signed-in person's own credentials."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Literal

from kiosk_app.core.actions import (
    Action,
    CustomerCreation,
    CustomerUpdate,
    Plan,
    PriceChange,
    PriceChanges,
    StockMovement,
)
from kiosk_app.core.documents.sources import ShopDocument
from kiosk_app.core.errors import BadAnswer, Conflict, NotOffered, OutcomeUnknown, Refused, StoreError
from kiosk_app.core.intents import EVERY_RIGHT
from kiosk_app.core.records.entries import LogEntry
from kiosk_app.core.store_api import StoreApi
from kiosk_app.core.types import Customer, Language, ModifierGroup, Order, Product, SalesQuery, SalesReport
from kiosk_app.engines.http import Http
from kiosk_app.engines.http.answers import Answer
from kiosk_app.engines.store.documents import DocumentList
from kiosk_app.engines.store.lists import every_entry, first_entries, is_called
from kiosk_app.engines.store.reading import NAME_LENGTH, Reader, at, clean, reading
from kiosk_app.engines.store.rereading import ProductList
from kiosk_app.engines.store.settling import Fate, fate, is_unchanged, version_of
from kiosk_app.engines.store.sign_in import authorise
from kiosk_app.engines.store.writing import filled, id_out, log_entry, request

MOST_FOUND = 20
"""Orders or customers that a search brings: more than a screen holds."""

LATE_SET = timedelta(hours=20)
"""How long after its making a write that is bound to versions is sent again: within the 24 h that stores keep keys."""
LATE = timedelta(minutes=10)
"""The same for anything else: later on, the order's customer has gone, and the goods were counted or moved again."""
UNDER_WAY = timedelta(minutes=1)
"""After its plan's end a request may still be under way for so long; the till itself waits for seconds."""

_CONFLICTS = {
    "price_changed": "price_changed",
    "out_of_stock": "store_out_of_stock",
    "empty_order": "empty_order",
    "stock_changed": "stock_changed",
    "not_counted": "not_counted",
    "customer_exists": "customer_exists",
}
"""The store's codes for a 409, and the till's."""


log = logging.getLogger(__name__)


class DrfStore:
    """A store whose API is shaped as a `StoreApi` says.

    Implements `ports.Store`. Text that comes from the store is stripped of control and bidirectional characters.
    """

    def __init__(self, http: Http, user: str, till: str, permissions: frozenset[str], reader: Reader) -> None:
        """`http` carries the credentials of `user`."""
        self.host = http.host
        self.user = user
        self.till = till
        self.permissions = permissions
        self.currency = reader.currency
        self.lacks = reader.api.lacks
        self.guards = reader.api.guards
        self._http = http
        self._reader = reader
        self._api = reader.api
        self._groups: dict[str, ModifierGroup] | None = None
        self.moods: Mapping[str, tuple[str, ...]] = {}
        self._list = ProductList(http, reader)
        self._documents = DocumentList(http, reader)

    @classmethod
    def sign_in(
        cls,
        url: str,
        username: str,
        password: str,
        till: str,
        language: Language,
        connect: Callable[[str], Http] = Http,
        api: StoreApi = StoreApi(),  # noqa: B008 - frozen
    ) -> "DrfStore":
        """Sign a person in. Raises UsageError for a bad address, SignInNeeded for wrong credentials, StoreError."""
        http = connect(url)
        try:
            authorise(http, api.sign_in, username, password)
            return cls.signed_in(http, username, till, language, api)
        except StoreError:
            http.close()
            raise

    @classmethod
    def signed_in(cls, http: Http, username: str, till: str, language: Language, api: StoreApi) -> "DrfStore":
        """The store for `http`, which carries the credentials of `username` already. Raises StoreError."""
        user, rights, currency = username, EVERY_RIGHT, api.currency
        if api.paths.person:
            me = http.read(api.paths.person).body
            with reading():
                user = clean(at(me, api.person.username), NAME_LENGTH) if api.person.username else username
                if api.person.permissions:
                    rights = frozenset(clean(right, NAME_LENGTH) for right in at(me, api.person.permissions))
                currency = clean(at(me, api.person.currency) or api.currency, NAME_LENGTH)
        store = cls(http, user, till, rights, Reader(currency, language, api))
        store.moods = store._read_moods()
        return store

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def products(self) -> list[Product]:
        """The whole catalogue, without versions; its modifier groups are read anew."""
        return [product for page in self.product_pages() for product in page]

    def product_pages(self, *, changed: bool = False) -> Iterator[list[Product]]:
        """The catalogue, without versions; one request at each step, the first one for its modifier groups."""
        if changed:
            yield from self._list.changes(self._modifier_groups())
            return
        self._groups = None
        groups = self._modifier_groups()
        yield []
        yield from self._list.pages(groups)

    def documents(self) -> Iterator[list[ShopDocument]]:
        """What the shop has written down, without what it has deleted; one request at each step."""
        yield from self._documents.pages()

    def product(self, product_id: str) -> Product:
        """One product, read live."""
        answer = self._http.read(filled(self._api.paths.product, id=product_id))
        return self._reader.product(answer.body, self._modifier_groups(), version_of(answer, self._api))

    def order(self) -> Order:
        """The till's open order, read live."""
        answer = self._http.read(filled(self._api.paths.order, till=self.till))
        return self._reader.order(answer.body, self._modifier_groups(), version_of(answer, self._api))

    def orders(self, words: str) -> list[Order]:
        """Orders that were placed, newest first and without versions: those that fit, or this till's for no words.

        Where the store cannot search them, those of its first page whose number is said.
        """
        searches = self._api.searches
        if not words and not searches.till:
            raise NotOffered("store_cannot")
        asked = {searches.orders: words} if words else {searches.till: self.till}
        found = self._found(self._api.paths.orders, {name: value for name, value in asked.items() if name})
        groups = self._modifier_groups()
        orders = [self._reader.order(data, groups, None) for data in found]
        return orders if searches.orders or not words else [order for order in orders if order.number == words]

    def customers(self, words: str) -> list[Customer]:
        """Customers whose name or phone number fits, best first and without versions."""
        path, search = filled(self._api.paths.customers), self._api.searches.customers
        if search:
            return [self._reader.customer(data, None) for data in self._found(path, {search: words})]
        everybody = (self._reader.customer(data, None) for data in self._all(path))
        return list(islice((customer for customer in everybody if is_called(customer, words)), MOST_FOUND))

    def customer(self, customer_id: str) -> Customer:
        """One customer, read live."""
        answer = self._http.read(filled(self._api.paths.customer, id=customer_id))
        return self._reader.customer(answer.body, version_of(answer, self._api))

    def sales(self, query: SalesQuery) -> SalesReport:
        """What was sold, counted by the store."""
        filters: dict[str, int | str] = {}
        if query.product_id:
            filters["product"] = id_out(query.product_id, self._api)
        if query.category:
            filters["category"] = query.category
        asked = {
            "metric": query.metric,
            "period": query.period,
            "group_by": query.group_by,
            "filters": filters,
            "limit": query.limit,
        }
        return self._reader.sales(self._http.read(filled(self._api.paths.sales), body=asked))

    def apply(self, plan: Plan) -> Order | Customer | None:
        """Send the plan's write once: the same request again where an answer is missing and its key is honoured.

        Where the store compares no versions, what the plan was made from is read again just before. Raises Refused
        for a plan that is not this store's, person's and till's, or that has expired.
        """
        if not self._is_ours(plan):
            raise Refused("plan_foreign")
        if datetime.now(UTC) >= plan.expires:
            raise Refused("plan_expired")
        if not self.guards and not is_unchanged(plan.action, self):
            raise Conflict("store_changed")
        return self._write(plan)

    def settle(self, plan: Plan) -> Literal["done", "refused", "unknown"]:
        """What became of a plan that was sent, or about to be, when the till stopped.

        Where the store honours keys, the same request leaves with the same key: it answers as it did, or does it now.
        Otherwise what it set is read back, once the request can no longer be under way. `unknown` where that cannot
        be told: no answer, another person's plan, or one that is too old to be done now.
        """
        is_set = isinstance(plan.action, PriceChange | PriceChanges | CustomerUpdate)
        late = LATE_SET if is_set else LATE
        if not self._is_ours(plan) or datetime.now(UTC) >= plan.created + late:
            return "unknown"
        if is_set and not (self.guards and self._api.idempotency_header):
            found = self._look(plan.action)
            if found != "open" or not self._api.idempotency_header:
                over = datetime.now(UTC) >= plan.expires + UNDER_WAY
                return "refused" if found == "open" and over else "done" if found == "done" else "unknown"
        elif not self._api.idempotency_header:
            return "unknown"
        try:
            self._write(plan, in_doubt=True)
        except OutcomeUnknown:
            return "unknown"
        except StoreError:
            return "refused"
        return "done"

    def log(self, entry: LogEntry) -> None:
        """Add an entry to the store's action log; the same one any number of times. Raises NotFound where it has none.

        Its key is another than the plan's, which the store knows the write itself by.
        """
        headers = self._keyed(f"log-{entry.plan.id}")
        self._http.write("POST", filled(self._api.paths.action_log), log_entry(entry), headers, resend=bool(headers))

    def in_passing(self) -> AbstractContextManager[None]:
        """Inside, each request is made once and given up after a second."""
        return self._http.in_passing()

    def _read_moods(self) -> dict[str, tuple[str, ...]]:
        """What the store has to say of moods; nothing is no reason not to sign in."""
        try:
            with self.in_passing():
                path = self._api.paths.moods
                return dict(map(self._reader.mood, self._all(path))) if path else {}
        except StoreError as error:
            log.warning("the store's moods are not known: %s", error.code)
            return {}

    def _look(self, action: Action) -> Fate:
        """What became of a write that sets values, as the store shows it now."""
        try:
            return fate(action, self)
        except StoreError:
            return "unknown"

    def _is_ours(self, plan: Plan) -> bool:
        ours = (self.user, self.host, self.till)
        changes = _prices(plan.action)
        foreign_money = any(change.new.currency != (self.currency or change.old.currency) for change in changes)
        return (plan.user, plan.host, plan.till) == ours and not foreign_money

    def _write(self, plan: Plan, *, in_doubt: bool = False) -> Order | Customer | None:
        write = request(plan.action, self.till, self._api)
        headers = self._keyed(plan.id)
        resend = bool(headers)
        if write.version is not None and self.guards:
            headers["If-Match"] = write.version
        try:
            answer = self._http.write(write.method, write.path, write.body, headers, resend=resend, in_doubt=in_doubt)
        except Conflict as error:
            self._groups = None  # a changed surcharge is one reason
            code = _CONFLICTS.get(str(error.values.get("reason", "")), error.code)
            raise Conflict(code, **error.values) from error
        except OutcomeUnknown:
            if resend or not isinstance(plan.action, PriceChange | PriceChanges) or self._look(plan.action) != "done":
                raise
            return None
        try:
            return self._written(plan.action, answer)
        except BadAnswer as error:
            raise OutcomeUnknown("outcome_unknown") from error

    def _keyed(self, key: str) -> dict[str, str]:
        """The header by which the store knows a write that it has had before; none where it honours no keys."""
        return {self._api.idempotency_header: key} if self._api.idempotency_header else {}

    def _written(self, action: Action, answer: Answer) -> Order | Customer | None:
        match action:
            case PriceChange() | PriceChanges() | StockMovement():
                return None
            case CustomerUpdate(old=old) if answer.body is None:
                return self.customer(old.id)
            case CustomerCreation() | CustomerUpdate():
                return self._reader.customer(answer.body, version_of(answer, self._api))
            case _:
                return self._reader.order(answer.body, self._groups or {}, version_of(answer, self._api))

    def _all(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Every entry of a list."""
        return every_entry(self._http, filled(path), self._api.pages)

    def _found(self, path: str, params: dict[str, str]) -> list[Mapping[str, Any]]:
        """The first results of a search."""
        return first_entries(self._http, filled(path), self._api.pages, params, MOST_FOUND)

    def _modifier_groups(self) -> dict[str, ModifierGroup]:
        """All groups by their id; kept until the catalogue is read again or a write is refused."""
        if self._groups is None:
            path = self._api.paths.modifier_groups
            self._groups = dict(map(self._reader.group, self._all(path))) if path else {}
        return self._groups


def _prices(action: Action) -> tuple[PriceChange, ...]:
    match action:
        case PriceChange():
            return (action,)
        case PriceChanges(changes=changes):
            return changes
        case _:
            return ()
