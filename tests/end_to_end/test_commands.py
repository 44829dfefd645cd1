"""The commands, run as a person runs them: output, exit codes, and one sentence where something is wrong."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
import soxr

from kiosk_app.build import load_aliases, load_recordings
from kiosk_app.core.records.recordings import Recording
from kiosk_app.core.types import SAMPLE_RATE, Audio
from kiosk_app.engines.audio import write_wav
from kiosk_app.settings import place
from tests.fakes import FakeStore
from tests.speech import flite, noise, silence

EVENTS = {"State", "Ready", "Heard", "Understood", "Planned", "Asked", "Settled", "Executing", "Done", "Spoke", "Ended"}


def kiosk_app(
    *arguments: str | Path, stdin: str = "", environment: dict[str, str] | None = None
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end; it must never show a traceback."""
    run = subprocess.run(
        [sys.executable, "-m", "kiosk_app", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        text=True,
        timeout=120,
        env={name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")}
        | (environment or {}),
        check=False,
    )
    assert "Traceback" not in run.stdout + run.stderr
    return run


def lines(run: "subprocess.CompletedProcess[str]") -> list[dict[str, Any]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


def recording(path: Path, speech: bytes) -> Path:
    write_wav(path, Audio(speech, SAMPLE_RATE))
    return path


def test_demo_without_a_display_changes_a_price_and_reads_it_back() -> None:
    run = kiosk_app("demo")
    assert run.returncode == 0, run.stdout + run.stderr
    assert "no display" in run.stdout
    assert "1.10 € → 1.20 €" in run.stdout
    assert "Read back   1.20 EUR" in run.stdout
    wav = re.search(r"espeak, (\S+\.wav)", run.stdout)
    assert wav
    assert soundfile.info(wav.group(1)).duration > 1


def test_turn_prints_every_event_as_json(tmp_path: Path) -> None:
    wav = recording(tmp_path / "price.wav", flite("coca cola thirty three is one twenty now").pcm)
    run = kiosk_app("turn", "--demo", "--wav", wav, "--answer", "yes", "--json")
    assert run.returncode == 0, run.stdout + run.stderr
    events = lines(run)
    assert {event["event"] for event in events} >= EVENTS
    assert all({"event", "turn", "ms"} <= event.keys() for event in events)
    by_name = {event["event"]: event for event in events}
    assert by_name["Done"]["read_back"] == {"amount": "1.20", "currency": "EUR"}
    assert by_name["Understood"]["args"] == {"query": "coca cola 33", "new_price": "1.20", "currency": "EUR"}
    ended = events[-1]
    assert ended["event"] == "Ended"
    assert ended["outcome"] == "done"
    assert {"recognise", "understand", "plan", "store", "voice"} <= ended["stages_ms"].keys()


def test_turn_without_an_answer_means_no() -> None:
    run = kiosk_app("turn", "--demo", "--text", "coca cola 33 is 1.20 now", "--json")
    assert run.returncode == 3
    assert lines(run)[-1]["outcome"] == "cancelled"


def test_a_cashier_may_not_change_prices() -> None:
    run = kiosk_app("turn", "--demo", "--as", "cashier", "--text", "coca cola 33 is 1.20 now", "--answer", "yes")
    assert run.returncode == 5
    assert "Failed" in run.stdout


def test_parse_writes_one_intent_a_line_even_for_an_empty_one() -> None:
    run = kiosk_app("parse", stdin="coca cola thirty three is one twenty now\n\nwhat is on the order\n")
    assert run.returncode == 0
    intents = lines(run)
    assert [intent["intent"] for intent in intents] == ["update_product_price", "out_of_scope", "show_order"]
    assert all(list(intent) == ["intent", "args", "confidence", "needs_clarification"] for intent in intents)


def test_listen_transcribes_and_names_the_files_it_cannot_read(tmp_path: Path) -> None:
    good = recording(tmp_path / "good.wav", flite("how much is the carrot cake").pcm)
    samples, rate = soundfile.read(good, dtype="int16")
    stereo, telephone = tmp_path / "stereo.wav", tmp_path / "telephone.wav"
    soundfile.write(stereo, np.stack([soxr.resample(samples, rate, 48_000)] * 2, axis=1), 48_000)
    soundfile.write(telephone, soxr.resample(samples, rate, 8_000), 8_000)
    cut = tmp_path / "cut.wav"
    cut.write_bytes(good.read_bytes()[:-5000])
    run = kiosk_app("listen", good, stereo, telephone, cut, tmp_path / "none.wav", "--json")
    assert run.returncode == 2
    first, second, third, fourth, fifth = lines(run)
    assert first["text"] == "how much is the carrot cake"
    assert first.keys() == {"file", "text", "confidence", "ms"}
    assert second["text"] == first["text"]
    assert third.keys() == first.keys()  # converted, though too dull to be recognised
    assert (fourth["code"], fifth["code"]) == ("audio_cut_off", "audio_not_found")


def test_say_writes_speech_with_prices_in_words(tmp_path: Path) -> None:
    wav = tmp_path / "said.wav"
    run = kiosk_app("say", "Coca-Cola 33 cl is now 1.20 €.", "--wav", wav, "--json")
    assert run.returncode == 0
    (said,) = lines(run)
    assert "one euro twenty" in said["words"]
    assert soundfile.info(wav).duration == pytest.approx(said["seconds"], abs=0.01)


def test_aliases_are_listed_and_forgotten(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text('[store]\nurl = "https://shop.example"\n')
    learnt = load_aliases(place("data"), "https://shop.example")
    learnt.learn("coke", FakeStore().products()[0])
    learnt.close()
    arguments = ("--settings", settings, "--json")
    (alias,) = lines(kiosk_app("aliases", "list", *arguments))
    assert (alias["words"], alias["picks"]) == ("coke", 1)
    assert lines(kiosk_app("aliases", "forget", *arguments, "coke")) == [{"words": "coke", "products": 1}]
    assert kiosk_app("aliases", "list", *arguments).stdout == ""
    again = kiosk_app("aliases", "forget", *arguments, "coke")
    assert (again.returncode, "alias_unknown" in again.stderr) == (2, True)
    assert kiosk_app("aliases", "list").returncode == 2  # no store is set


def test_doctor_tells_what_is_there() -> None:
    run = kiosk_app("doctor", "--json")
    checks = {line["check"]: line for line in lines(run)}
    assert checks["intents"]["ok"]
    assert checks["recogniser"]["detail"] == "sphinx"
    assert checks["voice"]["detail"] == "espeak"
    assert not checks["display"]["ok"]
    assert run.returncode == 7


def test_bench_speech_counts_orders(tmp_path: Path) -> None:
    recording(tmp_path / "one.wav", flite("make me a medium americano with soy milk").pcm)
    recording(tmp_path / "two.wav", flite("can i have a small mocha").pcm)
    labels = tmp_path / "labels.jsonl"
    orders = [
        {"file": "one.wav", "slots": {"coffeeDrink": "americano", "size": "medium", "milkAmount": "soy milk"}},
        {"file": "two.wav", "slots": {"coffeeDrink": "mocha", "size": "large"}},
    ]
    labels.write_text("\n".join(map(json.dumps, orders)))
    kitchen = recording(tmp_path / "kitchen.wav", noise(6).pcm)
    run = kiosk_app("bench", "speech", "--labels", labels, "--noise", kitchen, "--snr", "30", "--json")
    assert run.returncode == 0, run.stderr
    (figures,) = lines(run)
    assert list(figures)[-1] == "exact"
    clean, noisy = figures["conditions"]
    assert (clean["orders"], clean["exact"], clean["wrong"], clean["rejected"]) == (2, 1, 1, 0)
    assert (figures["exact"], noisy["snr"], figures["outside_confirmed"]) == (0.5, 30, 0)


def test_bench_speech_counts_what_another_shop_takes(tmp_path: Path) -> None:
    recording(tmp_path / "theirs.wav", flite("can i get a large latte with whole milk").pcm)
    recording(tmp_path / "ours.wav", flite("add two rubber mallets to the order").pcm)
    labels = tmp_path / "labels.jsonl"
    labels.write_text("\n".join(json.dumps({"file": file, "slots": {}}) for file in ("theirs.wav", "ours.wav")))
    run = kiosk_app("bench", "speech", "--labels", labels, "--other-shop", "--json")
    assert run.returncode == 0, run.stderr
    assert lines(run) == [{"outside": 3, "outside_confirmed": 1}]  # with silence


def test_recordings_are_kept_measured_and_deleted() -> None:
    kept, price = load_recordings(), "coca cola thirty three is one twenty now"
    now, pcm = datetime.now(UTC), flite(price).pcm
    kept.keep(Recording(now, "en", pcm, "whisper", price, "update_product_price", {}, "done", ""))
    kept.keep(Recording(now + timedelta(seconds=1), "en", silence(1).pcm, "", "", "", {}, "not_understood", ""))
    listed = lines(kiosk_app("recordings", "on", "--json"))
    assert [line["text"] for line in listed[:-1]] == [price, ""]
    assert listed[-1] == {"on": True, "days": 14, "recordings": 2}
    run = kiosk_app("bench", "speech", "--recordings", "--json")
    assert run.returncode == 0, run.stderr
    (figures,) = lines(run)
    assert list(figures)[-1] == "same_intent"
    assert (figures["confirmed"], figures["same_intent"], figures["others_understood"]) == (1, 1, 0)
    assert figures["word_error_rate"] <= 0.25
    assert kiosk_app("recordings", "delete").stdout == "2 recordings deleted\n"
    assert list(kept.all()) == []


@pytest.mark.parametrize(
    ("arguments", "exit_code", "says"),
    [
        (["turn"], 2, "required"),
        (["turn", "--text", "x", "--answer", "yes"], 2, "a person confirms"),
        (["turn", "--text", "x"], 2, "[store_not_set]"),
        ([], 2, "[store_not_set]"),
        (["nonsense"], 2, "invalid choice"),
        (["turn", "--demo", "--wav", "none.wav"], 2, "[audio_not_found]"),
        (["bench", "speech", "--labels", "none.jsonl"], 2, "[labels_invalid]"),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], exit_code: int, says: str) -> None:
    run = kiosk_app(*arguments)
    assert run.returncode == exit_code
    assert says in run.stderr


@pytest.mark.parametrize(
    "settings",
    [
        "[till]\nnmae = 'x'",
        "[till]\nlanguage = 'fr'",
        "nonsense",
        "[models]\nwhisper_window_s = 3",
        "[ask]\nquantity = 'x'",
    ],
)
def test_settings_that_do_not_validate(tmp_path: Path, settings: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(settings)
    run = kiosk_app("parse", "--settings", file)
    assert run.returncode == 2
    assert "[settings_invalid]" in run.stderr


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[models]\nintent = 'absent'")
    run = kiosk_app("parse", "--settings", file)
    assert run.returncode == 7
    assert "“absent”" in run.stderr


def test_silence_is_explained(tmp_path: Path) -> None:
    wav = recording(tmp_path / "silence.wav", silence(2).pcm)
    run = kiosk_app("turn", "--demo", "--wav", wav, "--json")
    assert run.returncode == 4
    assert lines(run)[-1]["code"] == "nothing_heard"


def test_spanish_is_typed_and_answered_in_spanish() -> None:
    run = kiosk_app("turn", "--demo", "--language", "es", "--text", "", "--json")
    events = {event["event"]: event for event in lines(run)}
    assert "idioma" in events["State"]["problems"][0]
    assert events["Failed"]["sentence"].startswith("No hay nada que hacer")


@pytest.mark.parametrize(
    "command",
    [
        *["", "demo", "turn", "parse", "listen", "say", "store sign-in", "store sign-out", "store serve", "doctor"],
        *["bench speech", "bench understanding"],
    ],
)
def test_help(command: str) -> None:
    run = kiosk_app(*command.split(), "--help")
    assert run.returncode == 0
    assert "usage: kiosk-app" in run.stdout
