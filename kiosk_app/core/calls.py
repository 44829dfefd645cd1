"""What a front asks that is no utterance: to look after what was learnt, the shop's documents, and the microphone."""

from collections.abc import Callable
from typing import Protocol

from kiosk_app.core.documents.keeper import DocumentKeeper
from kiosk_app.core.errors import KioskError, MissingPart, NotAllowed
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.ports import Aliases
from kiosk_app.core.records.diary import Diary
from kiosk_app.core.wire import Call


class Asked(Protocol):
    """What calls are about."""

    @property
    def aliases(self) -> Aliases:
        """What the till has learnt."""

    @property
    def documents(self) -> DocumentKeeper | None:
        """None where the shop's documents cannot be read."""

    @property
    def diary(self) -> Diary | None:
        """None where nothing is kept of what people say."""


def may_manage(permissions: frozenset[str]) -> bool:
    """Whether who may do this may look after the till: those who may change products."""
    return INTENTS["update_product_price"].is_allowed(permissions)


def answer(
    call: Call, user: str, permissions: frozenset[str], asked: Asked, microphone: Callable[[Call], object]
) -> object:
    """Do it for this person.

    - `aliases.list`, `aliases.forget` of some `words`: what is learnt now, as `ports.Alias`
    - `documents.list`, `documents.remove` of a `name`, `documents.add` of a `place`, `documents.cancel` of what is not
      taken yet, `documents.refresh`: what documents there are now, as `sources.Listed`; those that are added or fetched
      anew follow by `Progress`, and by a `Result` of `documents.done`
    - `documents.show` of a `name`: what is kept of it, as `knowledge.Chunk`, the first ones
    - `memory.list`, `memory.forget`, of the person's own: what they said, as `diary.Said`; everybody may
    - `microphone.` and whatever: what `microphone` answers

    Raises NotAllowed, MissingPart, UsageError, what `microphone` raises, and KioskError `internal` for anything else.
    """
    about = call.name.partition(".")[0]
    if about != "memory" and not may_manage(permissions):
        raise NotAllowed("not_allowed")
    match about:
        case "aliases":
            return _about_aliases(call, asked.aliases)
        case "documents":
            return _about_documents(call, asked.documents)
        case "memory":
            return _about_memory(call, user, asked.diary)
        case "microphone":
            return microphone(call)
    raise KioskError("internal")


def _about_aliases(call: Call, aliases: Aliases) -> object:
    match call:
        case Call("aliases.list"):
            pass
        case Call("aliases.forget", {"words": words}):
            aliases.forget(words)
        case _:
            raise KioskError("internal")
    return tuple(aliases.all())


def _about_memory(call: Call, user: str, diary: Diary | None) -> object:
    if diary is None:
        return ()
    match call.name:
        case "memory.list":
            pass
        case "memory.forget":
            diary.forget(user)
        case _:
            raise KioskError("internal")
    return diary.said(user)


def _about_documents(call: Call, documents: DocumentKeeper | None) -> object:
    if documents is None:
        raise MissingPart("documents_missing")
    match call:
        case Call("documents.list"):
            pass
        case Call("documents.add", {"place": place}):
            documents.add(place)
        case Call("documents.cancel"):
            documents.cancel()
        case Call("documents.refresh"):
            documents.refresh()
        case Call("documents.show", {"name": name}):
            return documents.shown(name)
        case Call("documents.remove", {"name": name}):
            documents.remove(name)
        case _:
            raise KioskError("internal")
    return documents.listed()
