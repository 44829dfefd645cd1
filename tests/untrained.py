"""Writes small GGUF models with random weights and the table's tokens, that know nothing at all."""

from pathlib import Path

import gguf
import numpy as np

from models.training import gguf_file
from models.training.tokens import defined_tokens

TEMPLATE = "{{ bos_token }}{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}[answer]"
OURS = {"kiosk.prompt": "transcript"}
INSTRUCT = {"tokenizer.chat_template": TEMPLATE}


def vocabulary(words: str = "") -> gguf_file.Vocabulary:
    """Bytes, letters, the JSON and the marks of the table, and these words."""
    pieces = (f"{space}{word}" for word in words.split() if len(word) > 1 for space in ("▁", ""))
    defined = list(dict.fromkeys([*defined_tokens(), *pieces]))  # llama.cpp ends the process at a token given twice
    letters = ["▁", *map(chr, range(33, 127)), *"áéíóúñü"]
    parts = [(["<unk>"], gguf.TokenType.UNKNOWN), (["<s>", "</s>"], gguf.TokenType.CONTROL)]
    parts += [([f"<0x{byte:02X}>" for byte in range(256)], gguf.TokenType.BYTE)]
    parts += [(defined, gguf.TokenType.USER_DEFINED), (letters, gguf.TokenType.NORMAL)]
    tokens = [token for some, _ in parts for token in some]
    return gguf_file.Vocabulary(tokens, [0.0] * len(tokens), [kind for some, kind in parts for _ in some])


def write(path: Path, texts: dict[str, str] = OURS, seed: int = 1, words: str = "") -> Path:
    """Write a GGUF file of the Llama architecture; `texts` are its metadata strings."""
    given = vocabulary(words)
    shape = gguf_file.Shape(len(given.tokens), width=64, layers=2, heads=2, inner=96)
    rng = np.random.default_rng(seed)
    tensors = {name: rng.normal(size=size).astype(np.float32) for name, size in shape.tensors().items()}
    gguf_file.write(path, shape, given, tensors, texts)
    return path
