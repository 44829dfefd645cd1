"""How a store's API is shaped, as it is set under `[store.api]`: the defaults are the demo store's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Literal

MoneyForm = Literal["string", "number", "minor"]
"""
- string: a decimal string in the currency's major unit, "1.20"
- number: a JSON number in the major unit, 1.2
- minor: a whole number of the minor unit, 120
"""

_PATH = re.compile(r"(/[A-Za-z0-9._~{}-]+)*/?")
_FIELD = re.compile(r"([^.\s]+(\.[^.\s]+)*)?")
_HEADER = re.compile(r"[A-Za-z0-9-]*")


SignInKind = Literal["token", "jwt", "session"]
"""A DRF token, Simple JWT's pair of tokens, or Django's session with CSRF."""

_USUAL: Mapping[SignInKind, tuple[str, str]] = {
    "token": ("/api/auth/token/", "Token"),
    "jwt": ("/api/token/", "Bearer"),
    "session": ("/api-auth/login/", ""),
}
"""Path and scheme: of the demo store, of Simple JWT, and of DRF's own login page."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """How people sign in."""

    kind: SignInKind = "token"
    path: str = ""
    """Where user name and password are posted; empty for the kind's usual path."""
    refresh_path: str = "/api/token/refresh/"
    """Where a JWT is refreshed."""
    scheme: str = ""
    """The first word of `Authorization`; empty for `Token` or, with a JWT, `Bearer`."""
    token: str = "token"
    """Where a token, one that is no JWT, stands in the answer."""
    csrf_cookie: str = "csrftoken"
    """The store's CSRF_COOKIE_NAME."""

    def __post_init__(self) -> None:
        """Fill in what is usual. Raise ValueError for what is no path below the host, or cannot stand in a header."""
        path, scheme = _USUAL[self.kind]
        object.__setattr__(self, "path", self.path or path)
        object.__setattr__(self, "scheme", self.scheme or scheme)
        for each in (self.path, self.refresh_path):
            if not _PATH.fullmatch(each) or ".." in each or "{" in each:
                raise ValueError(f"sign_in: {each!r} is no path such as /api/token/")
        if not _HEADER.fullmatch(self.scheme):
            raise ValueError(f"{self.scheme!r} cannot stand in a header")
        if not self.token or not _FIELD.fullmatch(self.token):
            raise ValueError(f"{self.token!r} is no field such as token or auth.token")


@dataclass(frozen=True, slots=True)
class Paths:
    """Where things are, below the store's host; empty where the store has no such thing."""

    person: str = "/api/me/"
    """Who is signed in; without it nothing is known of their rights, and the store alone decides."""
    products: str = "/api/products/"
    product: str = "/api/products/{id}/"
    """Read, and changed with a PATCH of the price."""
    prices: str = "/api/products/prices/"
    """Takes several prices at once, all or none, as the demo store does."""
    modifier_groups: str = "/api/modifier-groups/"
    movements: str = "/api/stock/movements/"
    """Takes movements of stock, as the demo store does."""
    order: str = "/api/tills/{till}/order/"
    """A till's open order, as the demo store keeps it."""
    place_order: str = "/api/tills/{till}/order/place/"
    cancel_order: str = "/api/tills/{till}/order/cancel/"
    orders: str = "/api/orders/"
    customers: str = "/api/customers/"
    customer: str = "/api/customers/{id}/"
    sales: str = "/api/analytics/query/"
    """Answers questions about sales by a POST that changes nothing, as the demo store does."""
    action_log: str = "/api/action-log/"
    """Takes what a till did, as the demo store's does."""
    moods: str = "/api/moods/"
    """Words to search the catalogue by for each mood, as the demo store lists them."""
    documents: str = "/api/documents/"
    """What the shop has written down, as the demo store lists it: in Markdown, with a version."""

    def __post_init__(self) -> None:
        """Raise ValueError for what is no path below the host, or lacks the place of an id."""
        for each in fields(self):
            path = getattr(self, each.name)
            if not _PATH.fullmatch(path) or ".." in path or set(re.findall(r"{(.*?)}", path)) - {"id", "till"}:
                raise ValueError(
                    f"paths.{each.name}: {path!r} is no path such as /api/products/ or /api/products/{{id}}/"
                )
        for name in ("product", "customer"):
            if (path := getattr(self, name)) and "{id}" not in path:
                raise ValueError(f"paths.{name}: {path!r} lacks {{id}}")


@dataclass(frozen=True, slots=True)
class Pages:
    """How long lists come."""

    style: Literal["none", "page", "offset", "cursor"] = "page"
    """`cursor`: the parameters of `next` are sent to the list's own path; its host is never looked at."""
    results: str = "results"
    """Where the entries stand in the answer; empty where the answer is the list itself."""
    next: str = "next"
    """Where the next page's address stands; null on the last one."""
    page: str = "page"
    """Parameter of the page's number, from 1."""
    offset: str = "offset"
    size: str = "page_size"
    """Parameter of the entries wanted; empty where the store alone decides."""
    most: int = 500
    """Entries that a page of the catalogue is asked for."""


@dataclass(frozen=True, slots=True)
class Searches:
    """Parameters of lists; empty where the store has none: then the till itself looks through what it is given."""

    customers: str = "search"
    orders: str = "search"
    till: str = "till"
    """Narrows orders to those of one till; without it "my last order" cannot be answered."""
    changed_since: str = "updated_after"
    """Narrows products to those that changed at a moment or later, given in ISO 8601; without it the till reads the
    whole list again now and then."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What keeps a write from overwriting somebody else's.

    Where the store compares nothing itself, the till reads again just before it writes and compares; between that
    answer and the write lies one round trip that nothing guards.
    """

    how: Literal["etag", "field", "none"] = "etag"
    """`etag`: sent back as If-Match; `field`: sent back in the body, besides the till's own comparison."""
    field: str = ""
    """Where the version stands, such as `version` or `updated_at`."""

    def __post_init__(self) -> None:
        """Raise ValueError where the field is missing."""
        if self.how == "field" and not self.field:
            raise ValueError("versions.field is missing")


class _Fields:
    """Fields by dotted path, such as `price` or `pricing.amount`; empty where the store has no such field."""

    __slots__ = ()

    def __post_init__(self) -> None:
        """Raise ValueError for what is no such path."""
        for each in fields(self):  # type: ignore[arg-type]  # every heir is a dataclass
            if not _FIELD.fullmatch(path := getattr(self, each.name)):
                raise ValueError(f"{path!r} is no field such as price or pricing.amount")


@dataclass(frozen=True, slots=True)
class PersonFields(_Fields):
    """The signed-in person and their store."""

    username: str = "username"
    permissions: str = "permissions"
    """Their rights, named as the demo store names them; empty where it does not: then the store alone decides."""
    currency: str = "store.currency"


@dataclass(frozen=True, slots=True)
class ProductFields(_Fields):
    """A product."""

    id: str = "id"
    name: str = "name"
    name_es: str = "name_es"
    aliases: str = "aliases"
    sku: str = "sku"
    barcode: str = "barcode"
    category: str = "category.name"
    category_es: str = "category.name_es"
    price: str = "price"
    currency: str = "currency"
    stock: str = "stock"
    dietary: str = "dietary"
    allergens: str = "allergens"
    description: str = ""
    modifier_groups: str = "modifier_groups"


@dataclass(frozen=True, slots=True)
class CustomerFields(_Fields):
    """A customer."""

    id: str = "id"
    name: str = "name"
    phone: str = "phone"
    address: str = "address"
    notes: str = "notes"


@dataclass(frozen=True, slots=True)
class OrderFields(_Fields):
    """An order; its lines and details stand in it as in the demo store's."""

    id: str = "id"
    number: str = "number"
    status: str = "status"
    total: str = "total"
    lines: str = "lines"
    details: str = "details"


@dataclass(frozen=True, slots=True)
class StoreApi:
    """One store's API."""

    ids: Literal["integer", "string"] = "integer"
    money: MoneyForm = "string"
    currency: str = ""
    """ISO 4217 code, where the store does not say it itself."""
    idempotency_header: str = "Idempotency-Key"
    """Empty where the store does not honour one: then no write is ever sent twice."""
    sign_in: SignIn = field(default_factory=SignIn)
    paths: Paths = field(default_factory=Paths)
    pages: Pages = field(default_factory=Pages)
    searches: Searches = field(default_factory=Searches)
    versions: Versions = field(default_factory=Versions)
    person: PersonFields = field(default_factory=PersonFields)
    product: ProductFields = field(default_factory=ProductFields)
    customer: CustomerFields = field(default_factory=CustomerFields)
    order: OrderFields = field(default_factory=OrderFields)

    def __post_init__(self) -> None:
        """Raise ValueError for what cannot stand in a header, and where no currency can be known."""
        if not _HEADER.fullmatch(self.idempotency_header):
            raise ValueError(f"{self.idempotency_header!r} cannot stand in a header")
        if self.currency and not re.fullmatch("[A-Z]{3}", self.currency):
            raise ValueError(f"currency: {self.currency!r} is no ISO 4217 code such as EUR")
        said = self.product.currency or (self.paths.person and self.person.currency)
        if not (self.currency or said):
            raise ValueError("currency is missing, and the store does not say it")

    @property
    def guards(self) -> bool:
        """Does the store itself compare versions at a write?"""
        return self.versions.how == "etag"

    @property
    def lacks(self) -> frozenset[str]:
        """What this store has nothing for: names of `Paths`, `stock`, and fields such as `customer.notes`."""
        missing = {each.name for each in fields(Paths) if not getattr(self.paths, each.name)}
        missing |= {f"customer.{each.name}" for each in fields(CustomerFields) if not getattr(self.customer, each.name)}
        return frozenset(missing | ({"stock"} if not self.product.stock else set()))


NEEDS: Mapping[str, tuple[str, ...]] = {
    "search_products": ("products",),
    "retrieve_product": ("products", "product"),
    "update_product_price": ("products", "product"),
    "adjust_prices": ("products", "product"),
    "check_stock": ("products", "product", "stock"),
    "adjust_stock": ("products", "product", "stock", "movements"),
    "list_menu": ("products",),
    "recommend_items": ("products",),
    "add_to_order": ("products", "product", "order"),
    "remove_from_order": ("products", "order"),
    "show_order": ("order",),
    "set_order_details": ("order",),
    "place_order": ("order", "place_order"),
    "cancel_order": ("order", "cancel_order"),
    "order_status": ("orders",),
    "find_customer": ("customers",),
    "create_customer": ("customers",),
    "update_customer": ("customers", "customer"),
    "query_sales": ("sales",),
}
"""What an intent needs the store to have, in the words of `StoreApi.lacks`; other intents need nothing of it."""


def is_offered(intent: str, lacks: frozenset[str]) -> bool:
    """Does a store that lacks these have all that the intent needs?"""
    return lacks.isdisjoint(NEEDS.get(intent, ()))


_MINOR_DIGITS = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV"), 0),
    **dict.fromkeys(("XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), 3),
}
"""Digits after the point, by ISO 4217; two for every other currency."""


def minor_unit(currency: str) -> Decimal:
    """What one of the currency's minor units is worth: 0.01 for a cent."""
    return Decimal(1).scaleb(-_MINOR_DIGITS.get(currency, 2))


@dataclass(frozen=True, slots=True)
class Choice:
    """One setting proposed for a store, and why."""

    setting: str
    """Its dotted name under `[store.api]`."""
    value: str
    why: str
    others: tuple[str, ...] = ()
    """What else it may well be; an empty string means that the store has no such thing."""
    sure: bool = True
    """False: a person has to say."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping, and every choice that was made for it."""

    api: StoreApi
    choices: tuple[Choice, ...]

    @property
    def unsure(self) -> tuple[Choice, ...]:
        """What a person has to say."""
        return tuple(choice for choice in self.choices if not choice.sure)


@dataclass(frozen=True, slots=True)
class IntentCheck:
    """Whether one person can do one thing on one store."""

    intent: str
    can: Literal["yes", "no", "unknown"]
    """`unknown`: only the store will tell, when it is tried."""
    why: str
