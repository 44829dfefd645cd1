"""Piper as the voice, from the files of one voice on this machine."""

import hashlib
from pathlib import Path

from piper import PiperVoice as Model
from piper import SynthesisConfig
from piper.config import PhonemeType
from piper.phonemize_espeak import ESPEAK_DATA_DIR

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.types import Audio

# Each sentence is brought to the same peak, below full scale: nothing is cut off there.
_SYNTHESIS = SynthesisConfig(normalize_audio=True, volume=10 ** (-1.5 / 20))
_PAUSE_SECONDS = 0.15


class PiperVoice:
    """A natural voice (`core.sound_ports.Synthesiser`).

    `folder` is named as its voice, and holds `<name>.onnx` and `<name>.onnx.json`.
    """

    name = "piper"

    def __init__(self, folder: Path) -> None:
        """Load the voice and try it, so that its first sentence comes at once. Never downloads.

        Raises `MissingPart`: `voice_missing` for an absent file, `voice_unusable` for files that are no Piper voice.
        """
        self._name = folder.name
        model = folder / f"{folder.name}.onnx"
        config = folder / f"{folder.name}.onnx.json"
        # Without espeak-ng's data, Piper ends the process.
        for file in (model, config, ESPEAK_DATA_DIR / "phontab"):
            if not file.is_file():
                raise MissingPart("voice_missing", voice=folder.name, file=str(file))
        try:
            self._model = Model.load(model, config)
        except Exception as error:  # onnxruntime's exceptions have no base of their own
            raise self._unusable(error) from error
        # Piper would fetch what the phonemes of other scripts are made with.
        if self._model.config.phoneme_type not in (PhonemeType.ESPEAK, PhonemeType.TEXT):
            raise self._unusable(f"phonemes of type {self._model.config.phoneme_type.value}")
        self.identity = f"piper {folder.name} {_digest(model)} {_digest(config)}"
        self.synthesise("a")

    def synthesise(self, text: str) -> Audio:
        """Speak one or more sentences. Raises `MissingPart` (`voice_unusable`)."""
        # Piper takes what stands in double brackets for phonemes, and the text may come from a shop's product names.
        words = "".join(c if c.isprintable() and c != "[" else " " for c in text)
        try:
            sentences = [chunk.audio_int16_bytes for chunk in self._model.synthesize(words, _SYNTHESIS)]
        except Exception as error:  # as above
            raise self._unusable(error) from error
        rate = self._model.config.sample_rate
        return Audio(bytes(2 * int(_PAUSE_SECONDS * rate)).join(sentences), rate)

    def _unusable(self, reason: object) -> MissingPart:
        return MissingPart("voice_unusable", voice=self._name, reason=str(reason))


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
