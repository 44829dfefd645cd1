"""What the signed-in person can do on this store, intent by intent, and why not: asked without changing anything."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from kiosk_app.core.errors import BadAnswer, NotFound, StoreError
from kiosk_app.core.intents import IntentSpec
from kiosk_app.core.plain_text import plain_text
from kiosk_app.core.store_api import NEEDS, IntentCheck, StoreApi
from kiosk_app.core.types import Customer, Product
from kiosk_app.engines.http import Http
from kiosk_app.engines.store import DrfStore
from kiosk_app.engines.store.reading import NAME_LENGTH
from kiosk_app.engines.store.writing import filled

Verdict = Literal["yes", "no", "unknown"]

SENDS: Mapping[str, tuple[str, str]] = {
    "update_product_price": ("PATCH", "product"),
    "adjust_prices": ("POST", "prices"),
    "adjust_stock": ("POST", "movements"),
    "add_to_order": ("PATCH", "order"),
    "remove_from_order": ("PATCH", "order"),
    "set_order_details": ("PATCH", "order"),
    "place_order": ("POST", "place_order"),
    "cancel_order": ("POST", "cancel_order"),
    "create_customer": ("POST", "customers"),
    "update_customer": ("PATCH", "customer"),
    "query_sales": ("POST", "sales"),
}
"""What an intent sends, and where: a name of `store_api.Paths`. Any other one only reads."""


def protections(api: StoreApi) -> Iterator[str]:
    """How writes are kept safe on this store, and recorded, in words."""
    if api.guards:
        yield "writes carry If-Match: the store refuses what somebody has changed meanwhile"
    else:
        yield (
            "the till reads again and compares just before it writes; from then until the write arrives, one round"
            " trip, a change by somebody else is overwritten unseen"
        )
    if api.idempotency_header:
        yield f"writes carry {api.idempotency_header}: one without an answer is sent again and happens once"
    else:
        yield "writes are never sent twice; one without an answer stays unknown until what it set can be read back"
    if api.paths.action_log:
        yield f"what was done is posted to {api.paths.action_log}, the store's own record"
    else:
        yield "the store has no action log: what was done stands in the till's journal alone"


def check_intents(http: Http, api: StoreApi, store: DrfStore, known: Iterable[IntentSpec]) -> Iterator[IntentCheck]:
    """A verdict for each intent that needs the store. Nothing is changed. Raises StoreAway, SignInNeeded."""
    ids = {"product": _first_id(store.products) if api.paths.products else ""}
    ids["customer"] = _first_id(lambda: store.customers("")) if api.paths.customers else ""
    for spec in known:
        if spec.name in NEEDS:
            yield IntentCheck(spec.name, *_verdict(spec, http, api, store, ids))


def _verdict(
    spec: IntentSpec, http: Http, api: StoreApi, store: DrfStore, ids: Mapping[str, str]
) -> tuple[Verdict, str]:
    if missing := [name for name in NEEDS[spec.name] if name in store.lacks]:
        return "no", f"the mapping has no {' and no '.join(missing)}"
    if not spec.is_allowed(store.permissions):
        return "no", f"this person lacks the right {spec.permission}"
    method, name = SENDS.get(spec.name, ("GET", NEEDS[spec.name][-1]))
    if spec.name == "adjust_prices" and "prices" in store.lacks:
        method, name = "PATCH", "product"
    if name in ids and not ids[name]:
        return "unknown", f"no {name} can be read to ask about"
    if name == "stock":
        method, name = "GET", "product"
    path = filled(getattr(api.paths, name), id=ids.get(name, ""), till=store.till)
    try:
        verdict, why = _asked(http, method, path, api)
    except (NotFound, BadAnswer) as error:
        return ("no", f"{path} is not there") if isinstance(error, NotFound) else ("unknown", f"{path} does not tell")
    except StoreError:
        return "no", f"the store does not let this person use {path}"
    if verdict == "unknown" and api.person.permissions and api.paths.person:
        return "yes", "this person has the right"
    if spec.name == "adjust_prices" and "prices" in store.lacks and verdict != "no":
        return verdict, f"one product at a time; {why}"
    return verdict, why


def _asked(http: Http, method: str, path: str, api: StoreApi) -> tuple[Verdict, str]:
    """What the store says of a request by OPTIONS, or by reading where that is all."""
    if method == "GET":
        http.read(path)
        return "yes", "it can be read"
    answer = http.options(path)
    if answer.allow and method not in answer.allow:
        return "no", f"{path} takes no {method}"
    told = answer.body if isinstance(answer.body, dict) else {}
    if isinstance(allowed := told.get("allowed"), list):
        return ("yes", f"the store allows {method}") if method in allowed else ("no", _missing(told, method))
    return _offered(told.get("actions"), answer.allow, "POST" if method == "POST" else "PUT", path, api)


def _missing(told: Mapping[str, Any], method: str) -> str:
    """Which right the store says is missing: the demo store's own way to tell."""
    rights = told.get("missing_rights")
    right = rights.get(method) if isinstance(rights, dict) else None
    said = plain_text(right, NAME_LENGTH) if isinstance(right, str) else method
    return f"the store does not allow this person {said}"


def _offered(forms: object, allow: frozenset[str], form: str, path: str, api: StoreApi) -> tuple[Verdict, str]:
    """What DRF's own answer to OPTIONS tells: it holds a form for each method that this person may send."""
    if not isinstance(forms, dict) or form not in allow:
        return "unknown", "the store shows this person no form for it: it may refuse, or only not tell"
    if form not in forms:
        return "no", f"the store offers this person no form for {path}"
    price = forms[form].get(api.product.price) if isinstance(forms[form], dict) else None
    if (
        path.startswith(api.paths.product.partition("{")[0] or " ")
        and isinstance(price, dict)
        and price.get("read_only")
    ):
        return "no", f"{api.product.price} cannot be written"
    return "yes", "the store offers the form for it"


def _first_id(read: Callable[[], Sequence[Product | Customer]]) -> str:
    """The id of the first entry; empty where there is none to be had."""
    try:
        found = read()
    except StoreError:
        return ""
    return found[0].id if found else ""
