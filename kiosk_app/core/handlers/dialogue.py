"""What is said to the till itself: greetings, help, "say that again", and answers to nothing."""

from kiosk_app.core.errors import NotUnderstood
from kiosk_app.core.situation import Reply, Situation
from kiosk_app.core.store_api import is_offered
from kiosk_app.core.types import Intent, Row


def greet(_: Intent, situation: Situation) -> Reply:
    """A greeting back."""
    return Reply(situation.say("hello"))


def show_help(_: Intent, situation: Situation) -> Reply:
    """An example of everything that this person may do on this till."""
    rows = tuple(
        Row(f"“{example}”", "", "")
        for spec in situation.intents.values()
        if spec.is_allowed(situation.store.permissions)
        and is_offered(spec.name, situation.store.lacks)
        and spec.name not in ("confirm", "cancel", "choose", "greet", "help", "out_of_scope")
        for example in spec.examples[situation.language][:1]
    )
    return Reply(situation.say("help_is"), rows)


def repeat(_: Intent, situation: Situation) -> Reply:
    """The last answer once more."""
    said = situation.context.said
    if said is None:
        return Reply(situation.say("nothing_to_repeat"))
    return Reply(said.sentence, said.rows, said.note, said.table)


def escalate(_: Intent, situation: Situation) -> Reply:
    """Somebody wants a person; a till can only say whom to call."""
    return Reply(situation.say("call_somebody"))


def nothing_to_settle(_: Intent, situation: Situation) -> Reply:
    """A yes, a no or a choice, when nothing was asked."""
    return Reply(situation.say("nothing_to_settle"))


def out_of_scope(_: Intent, __: Situation) -> Reply:
    """Nothing that a till does. Raises `NotUnderstood`."""
    raise NotUnderstood("out_of_scope")
