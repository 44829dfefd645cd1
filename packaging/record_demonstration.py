"""Records what the demonstration says, with a flite voice: run again after changing a sentence."""

import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import soundfile

SENTENCES = {
    "price": "coca cola thirty three is one twenty now",
    "order": "can i have a large cappuccino with whole milk and two butter croissants",
}
FOLDER = Path(__file__).parent.parent / "kiosk_app" / "data" / "demonstration"
PAUSE_SECONDS = 0.5

FOLDER.mkdir(parents=True, exist_ok=True)
for name, text in SENTENCES.items():
    with TemporaryDirectory() as folder:
        spoken = Path(folder) / "spoken.wav"
        subprocess.run(["flite", "-voice", "slt", "-t", text, "-o", spoken], check=True)  # noqa: S603, S607
        samples, rate = soundfile.read(spoken, dtype="int16")
    pause = np.zeros(int(rate * PAUSE_SECONDS), dtype=np.int16)
    soundfile.write(FOLDER / f"{name}.flac", np.concatenate([pause, samples, pause]), rate)
