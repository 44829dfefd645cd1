"""What a store's lists hold, as its OpenAPI schema tells it, or as one answer shows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import parse_qsl, urlsplit

Kind = Literal["text", "decimal", "number", "integer", "list", "other"]
"""`decimal` is a number in a string."""

_DEEPEST = 3
"""Objects within objects that are looked into."""
_WRITES = ("post", "put", "patch")
_DECIMAL = re.compile(r"-?\d+\.\d+")


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the store, and what is told of its entries."""

    path: str
    fields: Mapping[str, Kind]
    """By dotted path."""
    title: str = ""
    """What the schema calls an entry."""
    detail: str = ""
    """Where one entry is read, with `{id}`; empty where nowhere."""
    id_name: str = ""
    """What the schema calls that id."""
    results: str = ""
    """Where the entries stand in the answer; empty where the answer is the list itself."""
    next: str = ""
    """Where the next page's address stands; empty where nowhere."""
    params: frozenset[str] = frozenset()
    """Parameters that the list takes."""
    writes: frozenset[str] = frozenset()
    """`POST` to the list; `PUT`, `PATCH` to one entry."""
    written: frozenset[str] = frozenset()
    """Fields that a write to one entry takes."""
    guarded: bool = False
    """Does the schema say that writes compare versions: an If-Match, or a 412?"""
    etag: bool = False
    """Was an ETag seen on one entry?"""
    key_header: str = ""
    """The header for idempotency keys that writes take."""


def listings_of(schema: object) -> tuple[Listing, ...]:
    """Every list in an OpenAPI 3 schema. Total: what is not as it should be is passed over."""
    document = _object(schema)
    paths = _object(document.get("paths"))
    return tuple(
        listing
        for path, item in paths.items()
        if isinstance(path, str) and "{" not in path and (listing := _listing(path, _object(item), paths, document))
    )


def paths_of(schema: object) -> frozenset[str]:
    """Every path, the names of its parameters left out: `/api/products/{}/`."""
    return frozenset(re.sub("{.*?}", "{}", str(path)) for path in _object(_object(schema).get("paths")))


def takers_of(schema: object, *names: str) -> Iterator[str]:
    """Paths to which fields of these names are posted, such as a user name and a password."""
    document = _object(schema)
    for path, item in _object(document.get("paths")).items():
        taken = _flat(_content(_object(_object(item).get("post")).get("requestBody"), document), document)
        if isinstance(path, str) and "{" not in path and taken.keys() >= set(names):
            yield path


def listing_of_answer(path: str, body: object) -> Listing | None:
    """What one answer shows of the list at `path`; None where it is none, or empty."""
    results = "" if isinstance(body, list) else next((key for key, _ in _lists(body)), None)
    if results is None:
        return None
    if not (entries := _entries(results, body)):
        return None
    kinds: dict[str, Kind] = {}
    for entry in reversed(entries):
        kinds |= _shown(entry)
    following = _object(body).get("next") if results else None
    params = frozenset(name for name, _ in parse_qsl(urlsplit(following).query)) if isinstance(following, str) else ()
    return Listing(
        path, kinds, results=results, next="next" if "next" in _object(body) else "", params=frozenset(params)
    )


def entries_of(listing: Listing, body: object) -> Sequence[Mapping[str, Any]]:
    """The entries in an answer of the list; none where it is another answer."""
    return _entries(listing.results, body)


def _entries(results: str, body: object) -> Sequence[Mapping[str, Any]]:
    found = _object(body).get(results) if results else body
    return [entry for entry in _items(found) if isinstance(entry, dict)]


def _listing(
    path: str, item: Mapping[str, Any], paths: Mapping[str, Any], document: Mapping[str, Any]
) -> Listing | None:
    get = _object(item.get("get"))
    answer = _resolved(_content(_object(get.get("responses")).get("200"), document), document)
    results, entry = "", answer.get("items")
    if answer.get("type") != "array":
        held = _object(answer.get("properties"))
        lists = [key for key in held if _is_list_of_objects(held[key], document)]
        if len(lists) != 1:
            return None
        results, entry = lists[0], _resolved(held[lists[0]], document).get("items")
    if not (fields := _flat(entry, document)):
        return None
    detail, name, one = _detail(path, paths)
    patch = _object(one.get("patch")) or _object(one.get("put"))
    writes = {method.upper() for method in ("put", "patch") if method in one} | ({"POST"} if "post" in item else set())
    headers = _params(patch, one, document, "header") | _params(_object(item.get("post")), item, document, "header")
    return Listing(
        path,
        fields,
        title=str(_object(entry).get("$ref", "")).rpartition("/")[2],
        detail=detail,
        id_name=name,
        results=results,
        next="next" if results and "next" in _object(answer.get("properties")) else "",
        params=_params(get, item, document, "query"),
        writes=frozenset(writes),
        written=frozenset(_flat(_content(patch.get("requestBody"), document), document, writable=True)),
        guarded="412" in _object(patch.get("responses")) or "if-match" in {header.lower() for header in headers},
        key_header=next((header for header in sorted(headers) if "idempotency" in header.lower()), ""),
    )


def _detail(path: str, paths: Mapping[str, Any]) -> tuple[str, str, Mapping[str, Any]]:
    """Where one entry of a list is, what its id is called there, and what can be done."""
    for other, item in paths.items():
        if isinstance(other, str) and (match := re.fullmatch(re.escape(path.rstrip("/")) + r"/{([^{}/]+)}(/?)", other)):
            return f"{path.rstrip('/')}/{{id}}{match[2]}", match[1], _object(item)
    return "", "", {}


def _params(
    operation: Mapping[str, Any], item: Mapping[str, Any], document: Mapping[str, Any], where: str
) -> frozenset[str]:
    told = [
        _resolved(each, document) for each in (*_items(operation.get("parameters")), *_items(item.get("parameters")))
    ]
    return frozenset(str(each.get("name")) for each in told if each.get("in") == where)


def _content(holder: object, document: Mapping[str, Any]) -> object:
    """The schema of a JSON body."""
    content = _object(_resolved(holder, document).get("content"))
    return _object(content.get("application/json")).get("schema")


def _flat(schema: object, document: Mapping[str, Any], depth: int = 0, *, writable: bool = False) -> dict[str, Kind]:
    """The fields of an object, nested ones by their dotted paths; with `writable`, those that can be written alone."""
    flat: dict[str, Kind] = {}
    for name, inner in _object(_resolved(schema, document).get("properties")).items():
        if not isinstance(name, str) or "." in name or not name or re.search(r"\s", name):
            continue
        told = _resolved(inner, document)
        if writable and told.get("readOnly") is True:
            continue
        if "properties" in told and depth < _DEEPEST:
            within = _flat(told, document, depth + 1, writable=writable)
            flat |= {f"{name}.{deeper}": kind for deeper, kind in within.items()}
        else:
            flat[name] = _kind(told)
    return flat


def _kind(told: Mapping[str, Any]) -> Kind:
    types = told.get("type")
    if isinstance(types, list):
        types = next((each for each in types if each != "null"), None)
    match types:
        case "string" if told.get("format") == "decimal":
            return "decimal"
        case "string":
            return "text"
        case "number":
            return "number"
        case "integer":
            return "integer"
        case "array":
            return "list"
    return "other"


def _resolved(schema: object, document: Mapping[str, Any], depth: int = 0) -> Mapping[str, Any]:
    """A schema with its reference followed and its alternatives taken together, first ones first."""
    told = _object(schema)
    if depth > _DEEPEST:
        return {}
    if isinstance(reference := told.get("$ref"), str):
        found: object = document if reference.startswith("#/") else {}
        for key in reference[2:].split("/"):
            found = _object(found).get(key.replace("~1", "/").replace("~0", "~"))
        return _resolved(found, document, depth + 1)
    for word in ("allOf", "oneOf", "anyOf"):
        for part in _items(told.get(word)):
            inner = _resolved(part, document, depth + 1)
            both = {**_object(inner.get("properties")), **_object(told.get("properties"))}
            told = {**inner, **told} | ({"properties": both} if both else {})
    return told


def _is_list_of_objects(schema: object, document: Mapping[str, Any]) -> bool:
    told = _resolved(schema, document)
    return told.get("type") == "array" and "properties" in _resolved(told.get("items"), document)


def _lists(body: object) -> Iterator[tuple[str, Sequence[object]]]:
    """The lists of objects in an object."""
    for key, value in _object(body).items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield key, value


def _shown(entry: Mapping[str, Any], depth: int = 0) -> dict[str, Kind]:
    """The fields of one entry; of what is null nothing is known."""
    kinds: dict[str, Kind] = {}
    for name, value in entry.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            kinds |= {f"{name}.{deeper}": kind for deeper, kind in _shown(value, depth + 1).items()}
        elif isinstance(value, bool):
            kinds[name] = "other"
        elif isinstance(value, int):
            kinds[name] = "integer"
        elif isinstance(value, Decimal):
            kinds[name] = "number"
        elif isinstance(value, str):
            kinds[name] = "decimal" if _DECIMAL.fullmatch(value) else "text"
        elif isinstance(value, list):
            kinds[name] = "list"
    return kinds


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _items(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
