"""An assistant that says what a test tells it, and the events of a believable morning at the till."""

import queue
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from kiosk_app.core import events
from kiosk_app.core.actions import NewLine, OrderEdit, Plan, PriceChange, PriceChanges
from kiosk_app.core.events import Event, Record
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.types import Money, Option, Row
from kiosk_app.core.wire import Close, Command, decode_command, encode_event
from kiosk_app.qt.bridge import Bridge


class ScriptedLink:
    """A link whose other end is the test: `say` events, read `commands`."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.closed = False
        self._lines: queue.Queue[str | None] = queue.Queue()

    def say(self, *said: Event, turn: int = 1) -> None:
        for event in said:
            self._lines.put(encode_event(Record(turn, 0, event)))

    def say_line(self, line: str) -> None:
        self._lines.put(line)

    def die(self) -> None:
        self._lines.put(None)

    def send(self, line: str) -> None:
        if self.closed:
            raise BrokenPipeError
        command = decode_command(line)
        self.commands.append(command)
        if isinstance(command, Close):
            self.die()

    def lines(self) -> Iterator[str]:
        return iter(self._lines.get, None)

    def close(self) -> None:
        self.closed = True
        self.die()


def seen(bridge: Bridge) -> list[Event | None]:
    """All that a bridge says from now on, as whoever connected earlier has seen it; None for an assistant lost.

    `qtbot.waitSignal` will not do: it disconnects while the bridge's thread may be sending, and that crashes Qt.
    """
    said: list[Event | None] = []
    bridge.happened.connect(lambda record: said.append(record.event))
    bridge.lost.connect(lambda: said.append(None))
    return said


HOST = "http://127.0.0.1:8350"


def state(
    language: str = "en", *, microphone: str = "USB condenser microphone", problems: tuple[str, ...] = ()
) -> events.State:
    return events.State(
        language=language,
        recogniser="sphinx",
        intent_model="kiosk-intent",
        voice="espeak",
        microphone=microphone,
        store=HOST,
        user="manager",
        till="counter-1",
        problems=problems,
        can_manage=True,
        examples=tuple(
            INTENTS[name].examples["es" if language == "es" else "en"][0]
            for name in ("update_product_price", "add_to_order", "check_stock")
        ),
    )


def euro(amount: str) -> Money:
    return Money(Decimal(amount), "EUR")


def _plan(plan_id: str, intent: str, action: PriceChange | PriceChanges | OrderEdit) -> Plan:
    now = datetime.now(UTC)
    return Plan(plan_id, intent, action, "manager", HOST, "counter-1", now, now + timedelta(seconds=60))


def price_plan(
    product: str = "Coca-Cola 33 cl can", old: str = "1.10 €", new: str = "1.20 €", title: str = "New price"
) -> events.Planned:
    change = PriceChange("17", product, euro("1.10"), euro("1.20"), '"p-17-3"')
    return events.Planned(_plan("plan-1", "update_product_price", change), title, (Row(product, old, new),))


def order_plan() -> events.Planned:
    options = (
        Option("3", "size", "large"),
        Option("6", "roast", "dark roast"),
        Option("9", "milk", "whole milk"),
    )
    edit = OrderEdit((NewLine("40", "Cappuccino", Decimal(1), options, "", euro("3.60")),), (), '"o-5-2"')
    rows = (
        Row("1 × Cappuccino, large, dark roast, whole milk", "", "3.60 €"),
        Row("2 × Butter croissant", "", "3.80 €"),
        Row("Total", "1.10 €", "8.50 €"),
    )
    return events.Planned(_plan("plan-2", "add_to_order", edit), "On the order", rows)


def prices_plan() -> events.Planned:
    teas = {
        "Earl Grey tea": ("2.20", "2.42"),
        "Green tea": ("2.10", "2.31"),
        "Peppermint tea": ("2.10", "2.31"),
        "Chai latte": ("3.40", "3.74"),
        "Rooibos tea": ("2.20", "2.42"),
        "Camomile tea": ("2.10", "2.31"),
    }
    changes = tuple(
        PriceChange(str(number), name, euro(old), euro(new), f'"p-{number}-1"')
        for number, (name, (old, new)) in enumerate(teas.items())
    )
    rows = tuple(Row(name, f"{old} €", f"{new} €") for name, (old, new) in teas.items())
    return events.Planned(_plan("plan-3", "adjust_prices", PriceChanges(changes)), "6 new prices", rows)


def ask_price(question: str = "q-4") -> events.Asked:
    return events.Asked(question, "clarify", "What is the new price?", (), 60)


def confirm(
    question: str = "q-1", plan: str = "plan-1", sentence: str = "Change the price?", seconds: int = 60
) -> events.Asked:
    choices = (events.Choice("yes", "Yes"), events.Choice("no", "No"))
    return events.Asked(question, "confirm", sentence, choices, seconds, plan)


MILKS = (
    ("Whole milk 1 l", "1.05 € · 36 in stock"),
    ("Semi-skimmed milk 1 l", "0.99 € · 48 in stock"),
    ("Lactose-free milk 1 l", "1.35 € · 20 in stock"),
    ("Oat milk 1 l", "2.15 € · 12 in stock"),
    ("Soya milk 1 l", "1.85 € · 9 in stock"),
    ("Almond milk 1 l", "2.40 € · 6 in stock"),
)


def choose_milk(question: str = "q-2", seconds: int = 60) -> events.Asked:
    choices = tuple(events.Choice(str(number), *milk) for number, milk in enumerate(MILKS, start=1))
    return events.Asked(question, "choose", "Which “milk”?", choices, seconds)


def heard(text: str, raw: str = "") -> events.Heard:
    return events.Heard(text, raw or text, 0.86, "sphinx")
