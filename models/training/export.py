"""Exports a trained network to the GGUF file that the till loads."""

import argparse
import json
from pathlib import Path

import gguf
import sentencepiece
import torch

from models.training import gguf_file
from models.training.tokens import defined_tokens


def vocabulary_of(tokenizer: sentencepiece.SentencePieceProcessor, defined: set[str]) -> gguf_file.Vocabulary:
    """The tokenizer's pieces, as llama.cpp wants them."""

    def kind(token: int) -> gguf.TokenType:
        if tokenizer.is_unknown(token):
            return gguf.TokenType.UNKNOWN
        if tokenizer.is_control(token):
            return gguf.TokenType.CONTROL
        if tokenizer.is_byte(token):
            return gguf.TokenType.BYTE
        return gguf.TokenType.USER_DEFINED if tokenizer.id_to_piece(token) in defined else gguf.TokenType.NORMAL

    tokens = range(tokenizer.vocab_size())
    return gguf_file.Vocabulary(
        [tokenizer.id_to_piece(token) for token in tokens],
        [tokenizer.get_score(token) for token in tokens],
        [kind(token) for token in tokens],
    )


def main() -> None:
    """Read `tokenizer.model`, `network.pt` and, where it is, `calibration.json` of a folder; write one GGUF file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gguf", type=Path)
    options = parser.parse_args()
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(options.folder / "tokenizer.model"))
    defined = set(defined_tokens())
    fitted = options.folder / "calibration.json"
    calibration = json.loads(fitted.read_text(encoding="utf-8")) if fitted.exists() else {}
    state = torch.load(options.folder / "network.pt", weights_only=True)
    gguf_file.write(
        options.gguf,
        gguf_file.Shape(tokenizer.vocab_size()),
        vocabulary_of(tokenizer, defined),
        {name.removesuffix(".weight"): tensor.numpy() for name, tensor in state.items()},
        {
            "general.name": options.gguf.stem,
            "general.license": "GPL-3.0-or-later",
            # How kiosk_app.engines.llama asks it: <language> words <answer>.
            "kiosk.prompt": "transcript",
            # How often it is right at which confidence, by `calibrate`.
            **{f"kiosk.calibration.{name}": str(value) for name, value in calibration.items()},
        },
    )
    print(f"{options.gguf}: {options.gguf.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
