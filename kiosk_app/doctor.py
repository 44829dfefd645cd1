"""What this till has, each part tried by itself."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kiosk_app import build, shop
from kiosk_app.cli.commands import Check
from kiosk_app.core.errors import KioskError
from kiosk_app.core.saying.phrases import explain
from kiosk_app.engines.audio import Devices, SoundDeviceMicrophone
from kiosk_app.settings import Settings


def check(settings: Settings, models: Path | None) -> Iterator[Check]:
    """What this till has, one part after the other."""
    language = settings.till.language

    def tried(name: str, make: Callable[[], str]) -> Check:
        try:
            return Check(name, ok=True, detail=make())
        except KioskError as error:
            return Check(name, ok=False, detail=explain(error, language))

    yield tried("intents", lambda: build.load_intents(settings, models).name)
    yield tried("recogniser", lambda: build.load_recogniser(settings, models).name)
    yield tried("voice", lambda: build.load_voice(settings, models).name)
    devices = Devices()
    yield tried("microphone", lambda: _named(SoundDeviceMicrophone(devices, settings.audio.microphone)))
    yield tried("loudspeaker", lambda: build.loudspeaker(settings, devices).name)
    yield tried("store", lambda: _signed_in(settings))
    shown = has_display()
    yield Check("display", ok=shown, detail="a window can open" if shown else "none: the terminal is used instead")


def has_display() -> bool:
    """Can a window be seen? On Linux a display server says so, whatever Qt is told to draw on."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _named(microphone: SoundDeviceMicrophone) -> str:
    name, problem = microphone.name, microphone.problem
    microphone.close()
    if problem is not None:
        raise problem
    return name


def _signed_in(settings: Settings) -> str:
    if not settings.store.url:
        return "none set: the embedded demo store is used"
    with shop.signed_in(settings, shop.own_store(settings)) as store:
        return f"{store.host} as {store.user}"
