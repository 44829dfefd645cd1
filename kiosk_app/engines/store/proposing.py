"""A mapping proposed from what a store's lists are called and hold: pure, and each choice with its reason."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from kiosk_app.core.codec import from_json, to_json
from kiosk_app.core.store_api import Choice, Proposal, StoreApi
from kiosk_app.engines.store.schema import Kind, Listing

_WORDS = {
    "products": (
        "products",
        "product",
        "items",
        "item",
        "articles",
        "article",
        "goods",
        "skus",
        "catalogue",
        "catalog",
    ),
    "customers": ("customers", "customer", "clients", "client", "patrons", "guests", "members", "contacts"),
    "orders": ("orders", "order", "tickets", "receipts", "sales"),
}
"""What lists are called, best first; Spanish ones below."""
_SPANISH = {
    "products": ("productos", "producto", "articulos", "articulo"),
    "customers": ("clientes", "cliente"),
    "orders": ("pedidos", "pedido"),
}

_TEXT: frozenset[Kind] = frozenset({"text"})
_NUMBER: frozenset[Kind] = frozenset({"decimal", "number", "integer"})
_CODE: frozenset[Kind] = frozenset({"text", "integer"})
_LIST: frozenset[Kind] = frozenset({"list"})

_FIELDS: Mapping[str, tuple[frozenset[Kind], tuple[str, ...]]] = {
    "product.name": (
        _TEXT,
        ("name", "title", "product_name", "item_name", "display_name", "label", "nombre", "titulo"),
    ),
    "product.name_es": (_TEXT, ("name_es", "title_es")),
    "product.price": (
        _NUMBER,
        ("price", "unit_price", "sale_price", "selling_price", "retail_price", "price_cents", "unit_amount", "precio"),
    ),
    "product.stock": (
        _NUMBER,
        ("stock", "stock_quantity", "quantity_on_hand", "on_hand", "in_stock", "inventory", "quantity", "qty"),
    ),
    "product.sku": (_CODE, ("sku", "code", "product_code", "item_code", "article_number", "reference", "plu")),
    "product.barcode": (_CODE, ("barcode", "ean", "ean13", "gtin", "upc", "codigo_barras")),
    "product.category": (
        _TEXT,
        ("category.name", "category.title", "category_name", "category", "department", "section"),
    ),
    "product.category_es": (_TEXT, ("category.name_es", "category_es")),
    "product.currency": (_TEXT, ("currency", "price_currency", "currency_code", "moneda")),
    "product.aliases": (_LIST, ("aliases", "synonyms")),
    "product.dietary": (_LIST, ("dietary", "diets")),
    "product.allergens": (_LIST, ("allergens", "alergenos")),
    "product.description": (_TEXT, ("description", "short_description", "descripcion")),
    "customer.name": (_TEXT, ("name", "full_name", "customer_name", "display_name", "nombre")),
    "customer.phone": (_TEXT, ("phone", "phone_number", "telephone", "mobile", "tel", "telefono")),
    "customer.address": (_TEXT, ("address", "street_address", "address_line", "direccion")),
    "customer.notes": (_TEXT, ("notes", "note", "comment", "comments", "remarks", "notas")),
    "order.number": (_CODE, ("number", "order_number", "reference", "code", "numero", "id")),
    "order.status": (_TEXT, ("status", "state", "estado")),
    "order.total": (_NUMBER, ("total", "total_amount", "grand_total", "amount", "total_price")),
}
"""For each field: the kinds that it may be of, and what stores call it, best first."""

_NO_PRICE = re.compile(r"cost|purchase|compare|old|min|max|tax|discount|surcharge|total|count|currency")
_MINOR = re.compile(r"cents?$|minor|pence|penn|centimos|unit_amount")
_VERSION = ("version", "revision", "lock_version", "row_version", "etag")
_LISTED = frozenset({"products", "product", "orders", "customers", "customer"})
"""Paths that are found by what lists hold; behind any other one the till knows the demo store's form only."""
_CHANGED_SINCE = tuple(
    f"{what}{how}"
    for what in ("updated", "modified", "changed", "updated_at", "modified_at", "last_modified", "changed_at")
    for how in ("_after", "_since", "__gte")
)
_KNOWN_SHAPE = ("/api/tills/{}/order/", "/api/products/prices/", "/api/stock/movements/", "/api/products/{}/")
"""Paths that tell a store of that form; its other ones may be missing."""
_UNKNOWN = "the till knows it in the demo store's form only; set it by hand where this store keeps that form"


def propose(
    listings: Sequence[Listing], paths: Iterable[str], said: Mapping[str, str], known: Sequence[Choice] = ()
) -> Proposal:
    """The mapping that fits a store with these lists.

    `paths`: everything that its schema names, parameters left out. `said`: settings by their dotted names, as a person
    gave them. `known`: choices that are made already. Raises ValueError where these are no settings, or do not fit.
    """
    there = frozenset(paths)
    choices = [*known, *_own(there), *_found(listings, said)]
    last = {choice.setting: choice for choice in choices}  # what is found out later knows better
    made = [_as_said(choice, said) for choice in last.values()]
    named = {choice.setting for choice in made}
    made += [Choice(setting, value, "you said so") for setting, value in said.items() if setting not in named]
    data: dict[str, Any] = to_json(StoreApi())
    for choice in made:
        _put(data, choice.setting, choice.value)
    return Proposal(from_json(StoreApi, data), tuple(made))


def _as_said(choice: Choice, said: Mapping[str, str]) -> Choice:
    if choice.setting not in said:
        return choice
    return replace(choice, value=said[choice.setting], why="you said so", sure=True)


def _put(data: dict[str, Any], setting: str, value: str) -> None:
    *tables, key = setting.split(".")
    for table in tables:
        data = data.get(table, {})
    if key not in data or isinstance(data[key], dict):
        raise ValueError(f"{setting} is no setting of the store's API")
    data[key] = int(value) if isinstance(data[key], int) else value


def _own(there: frozenset[str]) -> list[Choice]:
    """What is as in the demo store, or nothing: what is called alike in another store need not be alike."""
    known = there.issuperset(_KNOWN_SHAPE)
    choices = []
    for name, path in to_json(StoreApi())["paths"].items():
        if name in _LISTED:
            continue
        if known and re.sub("{.*?}", "{}", path) in there:
            choices.append(Choice(f"paths.{name}", path, "the schema names it, among others that the till knows"))
        else:
            why = f"the schema does not name {path}" if known else _UNKNOWN
            choices.append(Choice(f"paths.{name}", "", why))
    if not _chosen(choices, "paths.modifier_groups"):
        choices.append(Choice("product.modifier_groups", "", "there are no groups of modifiers"))
    if not known:
        choices += [Choice(name, "", _UNKNOWN) for name in ("order.lines", "order.details", "searches.till")]
    return choices


def _found(listings: Sequence[Listing], said: Mapping[str, str]) -> list[Choice]:
    """What the store's lists show."""
    choices: list[Choice] = []
    products = _list_for("products", listings, said, choices)
    customers = _list_for("customers", listings, said, choices)
    orders = _list_for("orders", listings, said, choices)
    if products is None:
        choices.append(Choice("paths.product", "", "there is no list of products"))
        choices += _currency("", said)
        return choices + _about_customers(customers, None)
    choices += _one_of(products, "paths.product")
    choices += _fields(products, "product")
    choices += _money(products, _chosen(choices, "product.price"), said)
    choices += _currency(_chosen(choices, "product.currency"), said)
    choices += _ids(products) + _pages(products) + _versions(products)
    choices.append(_changed_since(products))
    choices.append(
        Choice("idempotency_header", products.key_header, "the schema names it")
        if products.key_header
        else Choice("idempotency_header", "", "the store names none: no write is ever sent twice")
    )
    return choices + _about_customers(customers, products) + _about_orders(orders, products)


def _list_for(role: str, listings: Sequence[Listing], said: Mapping[str, str], choices: list[Choice]) -> Listing | None:
    """The list that a role is played by, with its choice added."""
    setting = f"paths.{role}"
    fitting = {listing.path: listing for listing in listings if _may_be(role, listing)}
    if setting in said:
        choices.append(Choice(setting, said[setting], "you said so"))
        return next((listing for listing in listings if listing.path == said[setting]), None)
    ranked = sorted(fitting.values(), key=lambda listing: (_rank(role, listing), listing.path))
    if not ranked:
        choices.append(Choice(setting, "", f"no list looks like {role}"))
        return None
    best, *rest = ranked
    called = _rank(role, best) < len(_names(role))
    alike = [each for each in rest if _rank(role, each) < len(_names(role))] if called else rest
    if not called and role != "products":
        choices.append(Choice(setting, "", f"no list is called {role}"))
        return None
    why = f"it is called {best.path}" if called else "its entries have a name and a price"
    others = (*(each.path for each in rest), "")
    choices.append(Choice(setting, best.path, why, others, sure=called and not alike))
    return best


def _names(role: str) -> tuple[str, ...]:
    return _WORDS[role] + _SPANISH[role]


def _rank(role: str, listing: Listing) -> int:
    """How well a list is called for a role: the place of its name among those of the role, or their number."""
    names = _names(role)
    called = [_plain(listing.path.strip("/").rpartition("/")[2]), _plain(listing.title)]
    return min((names.index(name) for name in called if name in names), default=len(names))


def _may_be(role: str, listing: Listing) -> bool:
    needed = {"products": ("product.name", "product.price"), "customers": ("customer.name",)}
    return all(_candidates(listing, setting) for setting in needed.get(role, ("order.status", "order.total")))


def _fields(listing: Listing, table: str) -> list[Choice]:
    """Each field of a table: the best candidate, asked about where another is as good."""
    choices = []
    for setting in _FIELDS:
        if not setting.startswith(table + "."):
            continue
        found = _candidates(listing, setting)
        if not found:
            choices.append(Choice(setting, "", "no field looks like it"))
            continue
        best, *others = found
        kind = listing.fields.get(best, "other")
        plain = _plain(best) == _plain(_FIELDS[setting][1][0])
        choices.append(
            Choice(setting, best, f"a field called {best}, {_article(kind)}", (*others, ""), sure=plain or not others)
        )
    return choices


def _candidates(listing: Listing, setting: str) -> list[str]:
    """Fields of a list that may be what the setting asks for, best first."""
    kinds, names = _FIELDS[setting]
    plain = [_plain(name) for name in names]
    ranked = []
    for path, kind in listing.fields.items():
        if kind not in kinds or (setting == "product.price" and _NO_PRICE.search(path.lower())):
            continue
        last = path.rpartition(".")[2]
        outer = path.rpartition(".")[0].rpartition(".")[2]
        if _plain(path) in plain:
            ranked.append((plain.index(_plain(path)), path))
        elif "." in path and _plain(last) in plain and not _about_another(outer, setting):
            ranked.append((len(plain) + plain.index(_plain(last)), path))
        elif setting == "product.price" and re.search("price|precio", path.lower()):
            ranked.append((2 * len(plain), path))
    return [path for _, path in sorted(ranked)]


def _about_another(outer: str, setting: str) -> bool:
    """Does an inner object hold something else: the name of a supplier is no product's name."""
    allowed = {
        "product.price": ("price", "pricing", "prices"),
        "product.currency": ("price", "pricing"),
        "product.stock": ("stock", "inventory", "warehouse"),
        "customer.phone": ("contact", "phone"),
        "customer.address": ("contact", "address"),
    }
    return _plain(outer) not in allowed.get(setting, ())


def _one_of(listing: Listing, setting: str) -> list[Choice]:
    if listing.detail:
        return [Choice(setting, listing.detail, f"single entries of {listing.path}")]
    return [Choice(setting, "", f"nothing tells where a single entry of {listing.path} is read")]


def _money(listing: Listing, price: str, said: Mapping[str, str]) -> list[Choice]:
    match listing.fields.get(said.get("product.price", price)):
        case "number":
            return [Choice("money", "number", f"{price} is a number with a fraction")]
        case "integer":
            sure = bool(_MINOR.search(price.lower()))
            why = f"{price} is a whole number" + (" of the smallest coin, as its name says" if sure else "")
            return [Choice("money", "minor", why, ("number",), sure=sure)]
    return [Choice("money", "string", f"{price} is text")]


def _currency(field: str, said: Mapping[str, str]) -> list[Choice]:
    if field or said.get("product.currency"):
        return [Choice("currency", "", "each product says it")]
    return [Choice("currency", "EUR", "the store does not say it", ("GBP", "USD"), sure=False)]


def _ids(listing: Listing) -> list[Choice]:
    name = _id_field(listing)
    kind = "integer" if listing.fields.get(name) == "integer" else "string"
    return [Choice("product.id", name, "what single entries are read by"), Choice("ids", kind, f"{name} is such")]


def _id_field(listing: Listing) -> str:
    """The field that single entries are read by."""
    wanted = (listing.id_name, "id", "uuid", "pk", "uid")
    named = [name for name in wanted if listing.fields.get(name) in _CODE]
    return next(iter(named), "id")


def _pages(listing: Listing) -> list[Choice]:
    params, where = listing.params, f"{listing.path} takes"
    size = next((name for name in ("page_size", "per_page", "limit", "size") if name in params), "")
    shape = [Choice("pages.results", listing.results, "where the entries stand in an answer")]
    if "cursor" in params:
        style = [Choice("pages.style", "cursor", f"{where} a cursor")]
    elif "offset" in params:
        style = [Choice("pages.style", "offset", f"{where} an offset"), Choice("pages.offset", "offset", "so")]
    elif "page" in params and listing.next:
        style = [Choice("pages.style", "page", f"{where} a page"), Choice("pages.page", "page", "so")]
    else:
        return [Choice("pages.style", "none", "the whole list comes at once"), *shape]
    return [*style, *shape, Choice("pages.size", size, f"{where} it" if size else "the store alone decides how many")]


def _versions(listing: Listing) -> list[Choice]:
    """What guards writes. A field that a write takes is sent back, and compared on the till all the same."""
    field = next((name for name in _VERSION if name in listing.written and name in listing.fields), "")
    if listing.guarded:
        return [Choice("versions.how", "etag", "the schema says that writes take If-Match")]
    if listing.etag:
        why = "entries come with an ETag, but nothing tells whether writes compare it: only etag if you know that"
        return [Choice("versions.how", "none", why, ("etag",), sure=False)]
    if field:
        return [Choice("versions.field", field, "writes take it"), Choice("versions.how", "field", "so")]
    return [Choice("versions.how", "none", "nothing tells of versions: the till compares just before it writes")]


def _about_customers(customers: Listing | None, products: Listing | None) -> list[Choice]:
    """The choices about customers, as far as they are like the products."""
    if customers is None or products is None:
        return [Choice("paths.customers", "", "there is no list"), Choice("paths.customer", "", "there is no list")]
    if not _alike(customers, products):
        why = "its ids or pages are of another kind than those of the products"
        return [Choice("paths.customers", "", why), Choice("paths.customer", "", why)]
    choices = [*_one_of(customers, "paths.customer"), Choice("customer.id", _id_field(customers), "its id")]
    return [*choices, *_fields(customers, "customer"), _search(customers, "searches.customers")]


def _about_orders(orders: Listing | None, products: Listing) -> list[Choice]:
    """The choices about orders."""
    if orders is None:
        return []
    if not _alike(orders, products):
        return [Choice("paths.orders", "", "its ids or pages are of another kind than those of the products")]
    choices = [Choice("order.id", _id_field(orders), "its id"), *_fields(orders, "order")]
    return [*choices, _search(orders, "searches.orders")]


def _alike(one: Listing, other: Listing) -> bool:
    """Can two lists be read in one way?"""
    kinds = [each.fields.get(_id_field(each)) == "integer" for each in (one, other)]
    shapes = [(each.results, *(name in each.params for name in ("cursor", "offset", "page"))) for each in (one, other)]
    return kinds[0] == kinds[1] and shapes[0] == shapes[1]


def _search(listing: Listing, setting: str) -> Choice:
    name = next((name for name in ("search", "q", "query", "term") if name in listing.params), "")
    why = f"{listing.path} takes it" if name else f"{listing.path} takes none: the till looks through the list itself"
    return Choice(setting, name, why)


def _changed_since(products: Listing) -> Choice:
    name = next((name for name in _CHANGED_SINCE if name in products.params), "")
    why = f"{products.path} takes it" if name else f"{products.path} takes none: the till reads the whole list again"
    return Choice("searches.changed_since", name, why)


def _chosen(choices: Iterable[Choice], setting: str) -> str:
    return next((choice.value for choice in choices if choice.setting == setting), "")


def _article(kind: Kind) -> str:
    return {"integer": "a whole number", "decimal": "a number as text", "list": "a list"}.get(kind, kind)


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9.]", "", name.lower())
