"""The shop's Django REST Framework store, with the signed-in person's own credentials."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from kiosk_app.core.errors import BadAnswer, Conflict, OutcomeUnknown, Refused, StoreError
from kiosk_app.core.types import (
    Action,
    Customer,
    CustomerCreation,
    CustomerUpdate,
    Language,
    ModifierGroup,
    Order,
    Plan,
    PriceChange,
    PriceChanges,
    Product,
    SalesQuery,
    SalesReport,
    StockMovement,
)
from kiosk_app.engines.http import Answer, Http
from kiosk_app.engines.store.reading import NAME_LENGTH, Reader, clean, reading
from kiosk_app.engines.store.sign_in import SignIn as SignIn
from kiosk_app.engines.store.writing import customer_path, order_path, product_path, request

MOST_PAGES = 1000
MOST_FOUND = 20
"""Orders or customers that a search brings: more than a screen holds."""

LATE_SET = timedelta(hours=20)
"""How long after its making a write that is bound to versions is sent again: within the 24 h that stores keep keys."""
LATE = timedelta(minutes=10)
"""The same for anything else: later on, the order's customer has gone, and the goods were counted or moved again."""

_CONFLICTS = {
    "price_changed": "price_changed",
    "out_of_stock": "store_out_of_stock",
    "empty_order": "empty_order",
    "stock_changed": "stock_changed",
    "not_counted": "not_counted",
    "customer_exists": "customer_exists",
}
"""The store's codes for a 409, and the till's."""


class DrfStore:
    """A store that keeps the API of the demo store: strong ETags, `If-Match`, idempotency keys.

    Implements `ports.Store`. Text that comes from the store is stripped of control and bidirectional characters.
    """

    def __init__(self, http: Http, user: str, till: str, permissions: frozenset[str], reader: Reader) -> None:
        """`http` carries the credentials of `user`."""
        self.host = http.host
        self.user = user
        self.till = till
        self.permissions = permissions
        self.currency = reader.currency
        self._http = http
        self._reader = reader
        self._groups: dict[str, ModifierGroup] | None = None

    @classmethod
    def sign_in(
        cls,
        url: str,
        username: str,
        password: str,
        till: str,
        language: Language,
        connect: Callable[[str], Http] = Http,
        way: SignIn = SignIn(),  # noqa: B008 - frozen
    ) -> "DrfStore":
        """Sign a person in. Raises UsageError for a bad address, SignInNeeded for wrong credentials, StoreError."""
        http = connect(url)
        try:
            signer = way.signer(http, username, password)
            signer.renew()
            http.sign_with(signer)
            me = http.read("/api/me/").body
            with reading():
                user = clean(me["username"], NAME_LENGTH)
                permissions = frozenset(clean(right, NAME_LENGTH) for right in me["permissions"])
                return cls(http, user, till, permissions, Reader(str(me["store"]["currency"]), language))
        except StoreError:
            http.close()
            raise

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def products(self) -> list[Product]:
        """The whole catalogue, without versions; its modifier groups are read anew."""
        self._groups = None
        groups = self._modifier_groups()
        return [self._reader.product(data, groups, None) for data in self._pages("/api/products/")]

    def product(self, product_id: str) -> Product:
        """One product, read live."""
        answer = self._http.read(product_path(product_id))
        return self._reader.product(answer.body, self._modifier_groups(), answer.etag)

    def order(self) -> Order:
        """The till's open order, read live."""
        answer = self._http.read(order_path(self.till))
        return self._reader.order(answer.body, self._modifier_groups(), answer.etag)

    def orders(self, words: str) -> list[Order]:
        """Orders that were placed, newest first and without versions: those that fit, or this till's for no words."""
        found = self._found("/api/orders/", {"search": words} if words else {"till": self.till})
        groups = self._modifier_groups()
        return [self._reader.order(data, groups, None) for data in found]

    def customers(self, words: str) -> list[Customer]:
        """Customers whose name or phone number fits, best first and without versions."""
        return [self._reader.customer(data, None) for data in self._found("/api/customers/", {"search": words})]

    def customer(self, customer_id: str) -> Customer:
        """One customer, read live."""
        answer = self._http.read(customer_path(customer_id))
        return self._reader.customer(answer.body, answer.etag)

    def sales(self, query: SalesQuery) -> SalesReport:
        """What was sold, counted by the store."""
        asked = {
            "metric": query.metric,
            "period": query.period,
            "limit": str(query.limit),
            "group_by": query.group_by,
            "product": query.product_id,
            "category": query.category,
        }
        given = {name: value for name, value in asked.items() if value}
        return self._reader.sales(self._http.read("/api/sales/", given))

    def apply(self, plan: Plan) -> Order | Customer | None:
        """Send the plan's write once: the same request again where an answer is missing, since its key is honoured.

        Raises Refused for a plan that is not this store's, person's and till's, or that has expired.
        """
        if not self._is_ours(plan):
            raise Refused("plan_foreign")
        if datetime.now(UTC) >= plan.expires:
            raise Refused("plan_expired")
        return self._write(plan)

    def settle(self, plan: Plan) -> Literal["done", "refused", "unknown"]:
        """What became of a plan that was sent, or about to be, when the till stopped.

        The same request leaves with the same key: the store answers as it did, or does it now. `unknown` where that
        cannot be told: no answer, another person's plan, or one that is too old to be done now.
        """
        late = LATE_SET if isinstance(plan.action, PriceChange | PriceChanges | CustomerUpdate) else LATE
        if not self._is_ours(plan) or datetime.now(UTC) >= plan.created + late:
            return "unknown"
        try:
            self._write(plan, in_doubt=True)
        except OutcomeUnknown:
            return "unknown"
        except StoreError:
            return "refused"
        return "done"

    def _is_ours(self, plan: Plan) -> bool:
        ours = (self.user, self.host, self.till)
        foreign_money = any(change.new.currency != self.currency for change in _prices(plan.action))
        return (plan.user, plan.host, plan.till) == ours and not foreign_money

    def _write(self, plan: Plan, *, in_doubt: bool = False) -> Order | Customer | None:
        write = request(plan.action, self.till)
        headers = {"Idempotency-Key": plan.id}
        if write.version is not None:
            headers["If-Match"] = write.version
        try:
            answer = self._http.write(write.method, write.path, write.body, headers, resend=True, in_doubt=in_doubt)
        except Conflict as error:
            self._groups = None  # a changed surcharge is one reason
            code = _CONFLICTS.get(str(error.values.get("reason", "")), error.code)
            raise Conflict(code, **error.values) from error
        try:
            return self._written(plan.action, answer)
        except BadAnswer as error:
            raise OutcomeUnknown("outcome_unknown") from error

    def _written(self, action: Action, answer: Answer) -> Order | Customer | None:
        match action:
            case PriceChange() | PriceChanges() | StockMovement():
                return None
            case CustomerCreation() | CustomerUpdate():
                return self._reader.customer(answer.body, answer.etag)
            case _:
                return self._reader.order(answer.body, self._groups or {}, answer.etag)

    def _pages(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Every result of a list, page after page, by number: an address in the answer is never followed."""
        for page in range(1, MOST_PAGES + 1):
            answer = self._http.read(path, {"page": str(page), "page_size": "500"})
            with reading():
                yield from answer.body["results"]
                if answer.body["next"] is None:
                    return
        raise BadAnswer("store_bad_answer")

    def _found(self, path: str, params: dict[str, str]) -> list[Mapping[str, Any]]:
        """The first results of a search."""
        answer = self._http.read(path, params | {"page_size": str(MOST_FOUND)})
        with reading():
            return list(answer.body["results"])[:MOST_FOUND]

    def _modifier_groups(self) -> dict[str, ModifierGroup]:
        """All groups by their id; kept until the catalogue is read again or a write is refused."""
        if self._groups is None:
            self._groups = dict(map(self._reader.group, self._pages("/api/modifier-groups/")))
        return self._groups


def _prices(action: Action) -> tuple[PriceChange, ...]:
    match action:
        case PriceChange():
            return (action,)
        case PriceChanges(changes=changes):
            return changes
        case _:
            return ()
