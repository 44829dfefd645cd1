"""The people whom the store knows: finding them, taking them in, changing what is known of them."""

from dataclasses import replace

from kiosk_app.core.actions import CustomerCreation, CustomerUpdate
from kiosk_app.core.errors import NotOffered, Refused
from kiosk_app.core.events import Choice
from kiosk_app.core.situation import Proposal, Reply, Situation
from kiosk_app.core.types import Customer, Intent, Row

_SMALL = {"de", "del", "la", "las", "los", "y", "van", "von", "and"}
"""Words of names and addresses that stay small."""

_KNOWN = ("name", "phone", "address", "notes")


def find_customer(intent: Intent, situation: Situation) -> Reply:
    """Whom a name or a phone number belongs to."""
    found = _customers(str(intent.args["query"]), situation)
    if len(found) == 1:
        return Reply(situation.say("customer_is", name=found[0].name), customer_rows(found[0], situation))
    rows = tuple(Row(customer.name, "", customer.phone) for customer in found)
    return Reply(situation.say("customers_found", count=len(found)), rows)


def create_customer(intent: Intent, situation: Situation) -> Proposal:
    """Take a new customer into the store."""
    _check_kept(intent, situation)
    args = {name: str(intent.args.get(name, "")) for name in _KNOWN}
    customer = Customer("", proper(args["name"]), args["phone"], proper(args["address"]), args["notes"])
    return Proposal(
        CustomerCreation(customer),
        title=situation.say("title_customer_new"),
        question=situation.say("confirm_customer_new"),
        rows=customer_rows(customer, situation),
    )


def update_customer(intent: Intent, situation: Situation) -> Proposal | Reply:
    """Change what the store knows of a customer; a note is added to those that are there."""
    _check_kept(intent, situation)
    found = _customers(str(intent.args["query"]), situation)
    old = found[0]
    if len(found) > 1:
        cards = [Choice(str(number), customer.name, customer.phone) for number, customer in enumerate(found, 1)]
        old = found[situation.choose(situation.say("ask_customer"), cards)]
    old = situation.store.customer(old.id)
    said = {name: str(intent.args[name]) for name in _KNOWN if name in intent.args}
    if not said:
        raise Refused("customer_change_missing", name=old.name)
    new = replace(old, **written_down(said, old.notes))
    if new == old:
        return Reply(situation.say("customer_is_already", name=old.name))
    return changed_customer(old, new, situation)


def changed_customer(old: Customer, new: Customer, situation: Situation) -> Proposal:
    """A change of what is known of a customer, as it is to be shown."""
    names = [name for name in _KNOWN if getattr(old, name) != getattr(new, name)]
    rows = [Row(situation.say(f"label_{name}"), getattr(old, name), getattr(new, name)) for name in names]
    return Proposal(
        CustomerUpdate(old, new),
        title=situation.say("title_customer", name=old.name),
        question=situation.say("confirm_customer"),
        rows=tuple(rows),
    )


def customer_rows(customer: Customer, situation: Situation) -> tuple[Row, ...]:
    """What is known of a customer."""
    known = [(name, getattr(customer, name)) for name in _KNOWN]
    return tuple(Row(situation.say(f"label_{name}"), "", value) for name, value in known if value)


def written_down(said: dict[str, str], notes: str) -> dict[str, str]:
    """What was said of somebody or of an order, by its name, as it is kept; `notes` that are there stay."""
    kept = {name: proper(words) if name in ("name", "address") else words for name, words in said.items()}
    return {**kept, "notes": f"{notes}; {kept['notes']}"} if notes and "notes" in kept else kept


def proper(said: str) -> str:
    """A name or an address as it is written: "ana de la torre" is "Ana de la Torre"."""
    words = said.split()
    return " ".join(
        word if word in _SMALL and place else "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
        for place, word in enumerate(words)
    )


def _check_kept(intent: Intent, situation: Situation) -> None:
    """Raise `NotOffered` for what was said of a customer and this store has no place for."""
    for name in _KNOWN:
        if intent.args.get(name) and f"customer.{name}" in situation.store.lacks:
            raise NotOffered("store_cannot_keep", what=situation.say(f"label_{name}"))


def _customers(query: str, situation: Situation) -> list[Customer]:
    """Everybody who fits. Raises `Refused` for nobody."""
    words = query.removesuffix("'s").removesuffix("s'").strip()
    found = situation.store.customers(words)
    if not found:
        raise Refused("unknown_customer", query=words)
    return found
