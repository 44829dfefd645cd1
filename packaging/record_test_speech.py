"""Records the sentences that `models bench` plays to recognisers: flite's voices in English, espeak-ng in Spanish."""

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile
import soxr

from kiosk_app.engines.espeak import Espeak

SENTENCES = {
    "en": (
        ("slt", "coca cola thirty three is one twenty now"),
        ("rms", "how many croissants are left"),
        ("kal16", "two large cappuccinos with oat milk"),
        ("slt", "how much is the carrot cake"),
        ("rms", "raise all the teas by five percent"),
        ("kal16", "what is on the order"),
        ("slt", "i threw away three croissants"),
        ("rms", "a flat white and a chocolate croissant please"),
        ("kal16", "set the almond croissant to two euros forty"),
        ("slt", "how much did we take yesterday"),
        ("rms", "that is all place the order"),
        ("kal16", "do we have oat milk"),
    ),
    "es": (
        ("es", "pon la coca cola de treinta y tres a uno veinte"),
        ("es", "cuántos cruasanes quedan"),
        ("es", "dos capuchinos grandes con leche de avena"),
        ("es", "cuánto cuesta la tarta de zanahoria"),
        ("es", "sube todos los tés un cinco por ciento"),
        ("es", "qué hay en el pedido"),
        ("es", "he tirado tres cruasanes"),
        ("es", "un café con leche y un cruasán de chocolate"),
        ("es", "el cruasán de almendras a dos euros cuarenta"),
        ("es", "cuánto hemos vendido ayer"),
        ("es", "eso es todo haz el pedido"),
        ("es", "tenemos leche de avena"),
    ),
}
FOLDER = Path(__file__).parent.parent / "kiosk_app" / "data" / "speech"
RATE = 16_000
PAUSE_SECONDS = 0.3


def spoken(voice: str, text: str) -> np.ndarray:
    """The sentence, mono int16."""
    if voice == "es":
        sound = Espeak("es").synthesise(text)
        return soxr.resample(np.frombuffer(sound.pcm, "<i2"), sound.rate, RATE)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "spoken.wav"
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", file], check=True)  # noqa: S603, S607
        samples, rate = soundfile.read(file, dtype="int16")
    return soxr.resample(samples, rate, RATE)


FOLDER.mkdir(parents=True, exist_ok=True)
labels = []
pause = np.zeros(int(RATE * PAUSE_SECONDS), np.int16)
for language, sentences in SENTENCES.items():
    for number, (voice, text) in enumerate(sentences, 1):
        name = f"{language}-{number:02}-{voice}.flac"
        soundfile.write(FOLDER / name, np.concatenate([pause, spoken(voice, text), pause]), RATE)
        labels.append(json.dumps({"file": name, "lang": language, "text": text}, ensure_ascii=False))
(FOLDER / "sentences.jsonl").write_text("\n".join(labels) + "\n", "utf-8")
