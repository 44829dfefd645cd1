"""`bench voice` measures what it says it does, on a voice that is made for it and on the real one."""

import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kiosk_app.cli.bench_voice import HEARD_SECONDS, Listener, Output, bench_voice
from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.settings import place
from tests.end_to_end.test_commands import kiosk_app, lines

KEYS = [
    "voice",
    "phrases",
    "made_ms_p50",
    "made_ms_p95",
    "real_time_factor",
    "loudness_db",
    "peak_db",
    "prices_said",
    "prices_heard",
    "heard_by",
    "through",
    "kept_ms_p50",
    "kept_ms_p95",
]


class Loud:
    """Says everything in one second of half of full scale; remembers what it said."""

    name = "piper"

    def __init__(self) -> None:
        self.said: list[tuple[str, ...]] = []

    def speak(self, pieces: Sequence[str]) -> Iterator[Audio]:
        self.said.append(tuple(pieces))
        yield Audio(bytes(1600) + b"\x00\x40" * SAMPLE_RATE, SAMPLE_RATE)


def measured(voice: Loud, hear: str | None, output: Output, *, as_json: bool = True) -> str:
    out = io.StringIO()
    listener = None if hear is None else Listener("sphinx", lambda _: hear)
    bench_voice(lambda: voice, output, listener, "en", 0, out, as_json=as_json)
    return out.getvalue()


def test_figures_are_those_of_the_voice() -> None:
    played: list[Audio] = []
    output = Output("loudspeaker", played.extend, lambda: None)
    figures = json.loads(measured(Loud(), "the cappuccino is nothing", output))
    assert list(figures) == KEYS
    assert (figures["voice"], figures["through"], figures["phrases"]) == ("piper", "loudspeaker", 30)
    assert figures["loudness_db"] == pytest.approx([-6.2, -6.2], abs=0.1)
    assert figures["peak_db"] == -6.0
    assert (figures["prices_said"], figures["prices_heard"], figures["heard_by"]) == (10, 0, "sphinx")
    assert figures["kept_ms_p50"] >= 50  # it begins with so much silence
    assert len(played) == 30
    assert {sound.seconds for sound in played} == {HEARD_SECONDS}


def test_the_same_seed_says_the_same() -> None:
    first, second = Loud(), Loud()
    for voice in (first, second):
        shown = measured(voice, None, Output("file", list, lambda: None), as_json=False)
    assert first.said == second.said
    assert "prices_heard       –" in shown


def test_the_till_measures_its_own_voice_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "asound.conf").write_text(f'pcm.default {{ type pulse server "unix:{tmp_path}/nowhere" }}\n')
    silent = {"ALSA_CONFIG_PATH": str(tmp_path / "asound.conf")}
    run = kiosk_app("--language", "es", "bench", "voice", "--json", environment=silent)
    assert run.returncode == 0, run.stderr
    (figures,) = lines(run)
    assert list(figures) == KEYS
    assert (figures["voice"], figures["through"], figures["prices_heard"]) == ("espeak", "file", None)
    assert not (place("cache") / "voice").exists()
