"""Draw the README's pictures of the window: `python -m tests.qt.screenshots [FOLDER]`."""

import math
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from kiosk_app.core import events
from kiosk_app.core.codec import to_json
from kiosk_app.core.documents.knowledge import Chunk
from kiosk_app.core.documents.sources import Listed
from kiosk_app.core.events import Event, Record
from kiosk_app.core.hearing.input_test import InputFacts
from kiosk_app.core.ports import Alias
from kiosk_app.core.records.diary import Said
from kiosk_app.core.types import Language, Row, Table
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.window import Window
from tests.qt.scripted import (
    MILKS,
    ScriptedLink,
    ask_price,
    choose_milk,
    confirm,
    euro,
    heard,
    order_plan,
    price_plan,
    prices_plan,
    state,
)

SETTLED_MS = 700
"""After this, Yes can be given and every animation is over."""

SPOKEN = "coca cola 33 is 1.20 now"


ANSWER_ROWS = tuple(Row(name, "", detail.partition(" ·")[0]) for name, detail in MILKS)


def _morning() -> tuple[Event, ...]:
    """What happened before the picture."""
    return (
        heard("show me the milks"),
        events.Answered("I found 6 products.", ANSWER_ROWS),
        events.Ended("answered"),
        heard("2 croissants"),
        events.Asked("q-0", "confirm", "Change the order?", (), 60),
        events.Settled("q-0", "no"),
        events.Ended("cancelled"),
        heard("butter croissant is 1.90"),
        events.Done("plan-0", "Butter croissant is now 1.90 €.", euro("1.90")),
        events.Ended("done"),
    )


def _level(tick: int) -> float:
    return 0.16 * abs(math.sin(tick / 2.1) * math.sin(tick / 6.7)) + 0.004


BEST = (
    ("Cappuccino", "214"),
    ("Butter croissant", "187"),
    ("Coffee", "163"),
    ("Coca-Cola 33 cl can", "98"),
    ("Oat milk 1 l", "61"),
)
FIGURES = events.Answered(
    "Units sold this week: 2318.",
    tuple(Row(name, "", units) for name, units in BEST),
    "How many of the products were on the orders, a kilogram counting as one. An order counts on the day it was"
    " placed, by the shop's clock. Cancelled orders do not count; refunds are not recorded here.",
    Table(
        "units-product-2026-11-16-2026-11-21",
        ("Product", "Units sold", "First day", "Last day"),
        tuple((name, Decimal(units)) for name, units in BEST),
        "2026-11-16",
        "2026-11-21",
        "How many of the products were on the orders.",
    ),
)


LEARNT = [
    to_json(Alias(words, "1", product, picks))
    for words, product, picks in (
        ("coke", "Coca-Cola 33 cl can", 7),
        ("coke", "Coca-Cola 50 cl", 2),
        ("flat white", "Cappuccino", 3),
        ("milk", "Whole milk 1 l", 4),
        ("the small beer", "Cerveza Estrella Galicia 20 cl bottle", 2),
    )
]


MORNING = datetime.now(UTC).replace(hour=8, minute=40)
SAID = [
    to_json(Said(MORNING, "butter croissant is 1.90", "Butter croissant is now 1.90 €.", "done")),
    to_json(Said(MORNING, "(find a customer)", "", "answered")),
    to_json(Said(MORNING, "can I bring it back", "Returns says: “Seven days, with the receipt.”", "answered")),
]
SCANNED = "pest-control.pdf holds pictures of pages and no text. Have the text recognised, and add it again."
DOCUMENTS = [
    to_json(listed)
    for listed in (
        Listed("/stick/pest-control.pdf", "file", "pest-control.pdf", "failed", SCANNED, ()),
        Listed("s/4", "store", "Allergens in our own bread", "kept", "", ()),
        Listed("/stick/cash.docx", "file", "Cash handling", "kept", "", ()),
        Listed("/shop/fire.pdf", "folder", "Fire, first aid and accidents", "kept", "", (3, 4)),
        Listed("https://shop.example/hours", "page", "Opening hours", "kept", "", ()),
        Listed("/stick/returns-2.md", "file", "Returns and refunds", "twin", "", ()),
        Listed("s/1", "store", "Returns and refunds", "kept", "", ()),
        Listed("", "catalogue", "The store's catalogue", "kept", "", (), 312),
    )
]
SHOWN = events.Result(
    "documents.show",
    [
        to_json(Chunk("/shop/fire.pdf", "Fire, first aid and accidents", section, page, "en", text, ""))
        for section, page, text in (
            ("", 1, "The fire assembly point is the bus stop across the road."),
            (
                "If the alarm sounds",
                2,
                "Stop the tills, leave the cash, and lead everybody out by the nearest door.\n"
                "Nobody goes back in before the fire service says so.",
            ),
            ("First aid › Burns", 2, "Cool a burn under running water for twenty minutes. Never use ice or butter."),
            ("First aid › Cuts", 2, "Blue plasters lie in the first-aid box beside the hand basin in the kitchen."),
        )
    ],
)
READING = events.Progress("documents.add", 1, 3, "/stick/handbook.pdf", 41)
REFUSED = (
    "https://www.dairy.example/storage is on a site that this till may not read. Whoever looks after the till can allow"
    " it in the settings: [knowledge] hosts. Then add the page again."
)
WEB_PAGE: tuple[Event, ...] = (
    events.Result(
        "documents.list",
        [
            to_json(
                Listed(
                    "https://www.dairy.example/storage",
                    "page",
                    "https://www.dairy.example/storage",
                    "failed",
                    REFUSED,
                    (),
                )
            ),
            *DOCUMENTS[1:],
        ],
    ),
)
MICROPHONES = events.Result(
    "microphone.list",
    to_json(
        InputFacts(
            ("USB condenser microphone: Audio (hw:1,0)", "HDA Intel PCH: ALC255 Analog (hw:0,0)", "default"),
            "USB condenser microphone",
            "USB condenser microphone",
            "Touch Test and speak for four seconds, as at work. Nothing is kept or played unless you ask for it.",
            can_play=True,
            records=False,
        )
    ),
)


LISTENING: tuple[Event, ...] = (
    *_morning(),
    events.Listening(),
    *(events.Level(_level(tick)) for tick in range(28)),
    events.Partial("coca cola thirty three is one", "Coca-Cola 33 cl can", "1.10 €"),
)
CHOICE: tuple[Event, ...] = (*_morning(), heard("how much is the milk"), choose_milk())
CONFIRMATION: tuple[Event, ...] = (*_morning(), heard(SPOKEN), price_plan(), confirm())
ORDER: tuple[Event, ...] = (
    *_morning(),
    heard("a large cappuccino dark roast with whole milk and 2 croissants"),
    order_plan(),
    confirm("q-3", "plan-2", "Change the order?"),
)
RESULT: tuple[Event, ...] = (
    *CONFIRMATION,
    events.Settled("q-1", "yes"),
    events.Executing("plan-1"),
    events.Done("plan-1", "Coca-Cola 33 cl can is now 1.20 €.", euro("1.20")),
    events.Spoke("Coca-Cola thirty-three centilitre can is now one euro twenty.", "espeak"),
    events.Ended("done"),
)
ERROR: tuple[Event, ...] = (
    *CONFIRMATION,
    events.Settled("q-1", "yes"),
    events.Executing("plan-1"),
    events.Failed(
        "store_away", "The store does not answer. Nothing was changed. Check its network and try again.", True
    ),
    events.Ended("failed", "store_away"),
)
SPANISH: tuple[Event, ...] = (
    heard("pon la coca cola 33 a 1.20"),
    price_plan("Coca-Cola lata 33 cl", "1,10 €", "1,20 €", "Precio nuevo"),
    replace(confirm(sentence="¿Cambiar el precio?"), choices=()),
)

LOCKED: tuple[Event, ...] = (*_morning(), events.Locked(("maria", "Ana Belén", "manager"), "Ana Belén"))
INSECURE: tuple[Event, ...] = (
    replace(state(), store="http://192.168.1.40:8000", plain_http=True, can_lock=True),
    *_morning(),
)

PICTURES: dict[str, tuple[Event, ...]] = {
    "idle": (),
    "listening": LISTENING,
    "recording": (replace(state(), records=True), *_morning()),
    "too-loud": (*LISTENING, *(events.Level(0.7, is_clipped=True) for _ in range(3))),
    "choice": CHOICE,
    "confirmation": CONFIRMATION,
    "order": ORDER,
    "prices": (
        *_morning(),
        heard("raise all the teas by 10 percent"),
        prices_plan(),
        confirm("q-5", "plan-3", "Change these 6 prices?"),
    ),
    "question": (*_morning(), heard("change the price of the coca cola"), ask_price()),
    "result": RESULT,
    "error": ERROR,
    "locked": LOCKED,
    "wrong-pin": (
        *LOCKED,
        events.Locked(("maria", "Ana Belén", "manager"), "maria", "Too many wrong PINs. Wait 20 seconds.", 20),
    ),
    "insecure": INSECURE,
    "figures": (*_morning(), heard("top 5 products this week"), FIGURES, events.Ended("answered")),
    "learnt": (events.Result("aliases.list", LEARNT),),
    "documents": (events.Result("documents.list", DOCUMENTS), READING),
    "document": (events.Result("documents.list", DOCUMENTS), SHOWN),
    "left-open": (
        events.Result("memory.list", SAID),
        events.LeftOpen("You left an order open, 09:12 today (lines: 3)."),
    ),
    "microphone": (MICROPHONES, *(events.Level(_level(tick)) for tick in range(28))),
    "quote": (
        *_morning(),
        heard("how long do people have to bring things back"),
        events.Answered(
            "Returns and refunds says: “Packaged food that is unopened can come back within 7 days, with the receipt.”",
            (),
            "From: Returns and refunds › Food and drink, page 2",
        ),
        events.Ended("answered"),
    ),
    "answer": (
        heard("show me the milks"),
        events.Answered("I found 6 products.", ANSWER_ROWS),
        events.Ended("answered"),
    ),
}


def picture(
    file: Path,
    script: tuple[Event, ...],
    *,
    width: int = 1280,
    height: int = 800,
    language: Language = "en",
    first: events.State | None = None,
    touch: Callable[[Window], object] = lambda _: None,
) -> None:
    """Play `script` to a window of its own, touch what is to be touched, and save what it shows."""
    window = Window(Bridge(ScriptedLink), language=language, push_to_talk_key="F9")
    window.resize(width, height)
    window.show()
    for event in (first or state(language), events.Ready(), *script):
        if isinstance(event, events.Listening):
            window.talk.press()
        window.show_record(Record(1, 0, event))
    pause = QEventLoop()
    QTimer.singleShot(SETTLED_MS, pause.quit)
    pause.exec()
    touch(window)
    window.grab().save(str(file))
    window.close()


def main() -> None:
    """Draw them all."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    app.setStyle("Fusion")
    for name, script in PICTURES.items():
        picture(folder / f"{name}.png", script)
    picture(folder / "volume.png", RESULT, touch=lambda window: window.strip.volume.click())
    picture(folder / "web-page.png", WEB_PAGE, touch=lambda window: window.managing.documents.pages.click())


if __name__ == "__main__":
    main()
