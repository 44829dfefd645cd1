"""The shop's Django REST Framework store, with the signed-in person's own credentials."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal
from urllib.parse import quote

from kiosk_app.core.errors import BadAnswer, Conflict, OutcomeUnknown, Refused, SignInNeeded, StoreError
from kiosk_app.core.types import (
    Action,
    Amount,
    Language,
    Modifier,
    ModifierGroup,
    Money,
    Option,
    Order,
    OrderEdit,
    OrderLine,
    OrderPlacement,
    Plan,
    PriceChange,
    Product,
)
from kiosk_app.engines.http import Answer, Http, plain_text

NAME_LENGTH = 120
NOTES_LENGTH = 500
MOST_PAGES = 1000
LARGEST = Decimal(10) ** 12
"""Numbers from this on are not a shop's."""

LATE_PRICE = timedelta(hours=20)
"""How long after its making a price change in doubt is sent again: within the 24 h that stores keep keys for."""
LATE_ORDER = timedelta(minutes=10)
"""The same for an order: later on, the customer it was for has gone."""

_CONFLICTS = {"price_changed": "price_changed", "out_of_stock": "store_out_of_stock", "empty_order": "empty_order"}
"""The store's codes for a 409, and the till's."""

_AMOUNTS: dict[str, Amount] = {"little": "little", "normal": "normal", "extra": "extra"}


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    body: dict[str, Any]
    version: str | None


class DrfStore:
    """A store that keeps the API of the demo store: strong ETags, `If-Match`, idempotency keys.

    Implements `ports.Store`. Text that comes from the store is stripped of control and bidirectional characters.
    """

    def __init__(self, http: Http, user: str, till: str, currency: str, language: Language) -> None:
        """`http` carries the credentials of `user`."""
        self.host = http.host
        self.user = user
        self.till = till
        self.currency = currency
        self._http = http
        self._language = language
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
    ) -> "DrfStore":
        """Sign a person in. Raises UsageError for a bad address, SignInNeeded for wrong credentials, StoreError."""
        http = connect(url)
        try:
            try:
                answer = http.read("/api/auth/token/", body={"username": username, "password": password})
            except BadAnswer as error:
                if error.code == "store_rejected":
                    raise SignInNeeded("sign_in_wrong") from error
                raise
            with _reading():
                http.authorise(f"Token {answer.body['token']}")
            me = http.read("/api/me/").body
            with _reading():
                return cls(http, _clean(me["username"], NAME_LENGTH), till, str(me["store"]["currency"]), language)
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
        with _reading():
            return [self._product(data, groups, None) for data in self._pages("/api/products/")]

    def product(self, product_id: str) -> Product:
        """One product, read live."""
        answer = self._http.read(f"/api/products/{quote(product_id, safe='')}/")
        groups = self._modifier_groups()
        with _reading():
            return self._product(answer.body, groups, answer.etag)

    def order(self) -> Order:
        """The till's open order, read live."""
        return self._order(self._http.read(self._order_path()), self._modifier_groups())

    def apply(self, plan: Plan) -> Order | None:
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
        late = LATE_PRICE if isinstance(plan.action, PriceChange) else LATE_ORDER
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
        foreign_money = isinstance(plan.action, PriceChange) and plan.action.new.currency != self.currency
        return (plan.user, plan.host, plan.till) == ours and not foreign_money

    def _write(self, plan: Plan, *, in_doubt: bool = False) -> Order | None:
        request = self._request(plan.action)
        headers = {"Idempotency-Key": plan.id}
        if request.version is not None:
            headers["If-Match"] = request.version
        try:
            answer = self._http.write(
                request.method, request.path, request.body, headers, resend=True, in_doubt=in_doubt
            )
        except Conflict as error:
            self._groups = None  # a changed surcharge is one reason
            code = _CONFLICTS.get(str(error.values.get("reason", "")), error.code)
            raise Conflict(code, **error.values) from error
        if isinstance(plan.action, PriceChange):
            return None
        try:
            return self._order(answer, self._groups or {})
        except BadAnswer as error:
            raise OutcomeUnknown("outcome_unknown") from error

    def _request(self, action: Action) -> _Request:
        match action:
            case PriceChange(product_id=product_id, new=new, version=version):
                path = f"/api/products/{quote(product_id, safe='')}/"
                return _Request("PATCH", path, {"price": f"{new.amount:f}"}, version)
            case OrderEdit(added=added, changed=changed, version=version):
                body = {
                    "add": [
                        {
                            "product": int(line.product_id),
                            "quantity": f"{line.quantity:f}",
                            "unit_price": f"{line.unit_price.amount:f}",
                            "notes": line.notes,
                            "options": [
                                {"modifier": int(option.modifier_id), "amount": option.amount}
                                for option in line.options
                            ],
                        }
                        for line in added
                    ],
                    "change": [{"line": int(line.line_id), "quantity": f"{line.new_quantity:f}"} for line in changed],
                }
                return _Request("PATCH", self._order_path(), body, version)
            case OrderPlacement(version=version):
                return _Request("POST", self._order_path() + "place/", {}, version)

    def _order_path(self) -> str:
        return f"/api/tills/{quote(self.till, safe='')}/order/"

    def _pages(self, path: str) -> Iterator[Mapping[str, Any]]:
        """Every result of a list, page after page, by number: an address in the answer is never followed."""
        for page in range(1, MOST_PAGES + 1):
            answer = self._http.read(path, {"page": str(page), "page_size": "500"})
            with _reading():
                yield from answer.body["results"]
                if answer.body["next"] is None:
                    return
        raise BadAnswer("store_bad_answer")

    def _modifier_groups(self) -> dict[str, ModifierGroup]:
        """All groups by their id; kept until the catalogue is read again or a write is refused."""
        if self._groups is None:
            with _reading():
                self._groups = {_id(data["id"]): self._group(data) for data in self._pages("/api/modifier-groups/")}
        return self._groups

    def _group(self, data: Mapping[str, Any]) -> ModifierGroup:
        modifiers = tuple(
            Modifier(
                _id(modifier["id"]),
                self._names(modifier)[0],
                self._money(modifier["surcharge"]),
                bool(data["takes_amount"]),
            )
            for modifier in data["modifiers"]
        )
        return ModifierGroup(self._names(data)[0], modifiers, int(data["at_most"]))

    def _product(self, data: Mapping[str, Any], groups: Mapping[str, ModifierGroup], version: str | None) -> Product:
        name, other = self._names(data)
        aliases = [_clean(alias, NAME_LENGTH) for alias in data["aliases"]]
        return Product(
            id=_id(data["id"]),
            name=name,
            sku=_clean(data["sku"], NAME_LENGTH),
            barcode=_clean(data["barcode"], NAME_LENGTH),
            category=self._names(data["category"])[0],
            price=Money(_decimal(data["price"]), str(data["currency"])),
            stock=None if data["stock"] is None else _decimal(data["stock"]),
            version=version,
            modifier_groups=tuple(groups[_id(group)] for group in data["modifier_groups"]),
            aliases=tuple(dict.fromkeys(alias for alias in aliases if alias and alias != name)),
            translation=other,
        )

    def _order(self, answer: Answer, groups: Mapping[str, ModifierGroup]) -> Order:
        names = {modifier.id: (group.name, modifier.name) for group in groups.values() for modifier in group.modifiers}
        with _reading():
            data = answer.body
            return Order(
                id=None if data["id"] is None else _id(data["id"]),
                number=_clean(data["number"], NAME_LENGTH),
                status=_clean(data["status"], NAME_LENGTH),
                lines=tuple(self._line(line, names) for line in data["lines"]),
                total=self._money(data["total"]),
                version=answer.etag,
            )

    def _line(self, data: Mapping[str, Any], names: Mapping[str, tuple[str, str]]) -> OrderLine:
        """`names`: each modifier's group and name in the till's language, by its id."""
        options = []
        for option in data["options"]:
            modifier = _id(option["modifier"])
            group, name = names.get(modifier) or (_clean(option[key], NAME_LENGTH) for key in ("group", "name"))
            options.append(Option(modifier, group, name, _AMOUNTS[option["amount"]]))
        return OrderLine(
            id=_id(data["id"]),
            product_id=_id(data["product"]["id"]),
            name=self._names(data["product"])[0],
            quantity=_decimal(data["quantity"]),
            options=tuple(options),
            notes=_clean(data["notes"], NOTES_LENGTH),
            unit_price=self._money(data["unit_price"]),
        )

    def _names(self, data: Mapping[str, Any]) -> tuple[str, str]:
        """The name in the till's language, and the other one; the same twice where there is only one."""
        english = _clean(data["name"], NAME_LENGTH)
        spanish = _clean(data["name_es"], NAME_LENGTH) or english
        return (spanish, english) if self._language == "es" else (english, spanish)

    def _money(self, amount: object) -> Money:
        return Money(_decimal(amount), self.currency)


@contextmanager
def _reading() -> Iterator[None]:
    """Turns what goes wrong while an answer is taken apart into BadAnswer."""
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadAnswer("store_bad_answer") from error


def _id(value: object) -> str:
    if type(value) is not int:
        raise ValueError(f"{value!r} is no id")
    return str(value)


def _decimal(value: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is not a string")
    try:
        number = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no number") from error
    if not number.is_finite() or abs(number) >= LARGEST:
        raise ValueError(f"{value!r} is no shop's number")
    return number


def _clean(text: object, longest: int) -> str:
    if not isinstance(text, str):
        raise TypeError(f"{text!r} is not text")
    return plain_text(text, longest)
