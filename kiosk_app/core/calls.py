"""What a front asks that is no utterance: to look after what the till has learnt, and after its microphone."""

from collections.abc import Callable, Mapping

from kiosk_app.core.errors import KioskError, NotAllowed
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.ports import Aliases
from kiosk_app.core.wire import Call


def may_manage(permissions: frozenset[str]) -> bool:
    """Whether who may do this may look after the till: those who may change products."""
    return INTENTS["update_product_price"].is_allowed(permissions)


def answer(
    call: Call, permissions: frozenset[str], aliases: Aliases, others: Mapping[str, Callable[[Call], object]]
) -> object:
    """Do it: `aliases.list`, or `aliases.forget` of some `words`; both tell what is learnt now, as `ports.Alias`.

    `others` answer the calls that begin with their names and a dot. Raises NotAllowed, MissingPart, what they raise,
    and KioskError `internal` for anything else.
    """
    if not may_manage(permissions):
        raise NotAllowed("not_allowed")
    match call:
        case Call("aliases.list"):
            pass
        case Call("aliases.forget", {"words": words}):
            aliases.forget(words)
        case Call(name) if name.partition(".")[0] in others:
            return others[name.partition(".")[0]](call)
        case _:
            raise KioskError("internal")
    return tuple(aliases.all())
