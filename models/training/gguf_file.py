"""A small Llama as a GGUF file: its shape, its vocabulary, its tensors."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import gguf
import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Shape:
    """The dimensions; rows are multiples of 32 for Q8_0."""

    vocabulary: int
    width: int = 224
    layers: int = 4
    heads: int = 7
    inner: int = 608
    context: int = 2048
    rope_base: float = 10_000.0
    epsilon: float = 1e-5

    def tensors(self) -> dict[str, tuple[int, ...]]:
        """Every tensor's name and shape, rows first; the output shares `token_embd`."""
        square, wide, tall = (self.width, self.width), (self.inner, self.width), (self.width, self.inner)
        shapes: dict[str, tuple[int, ...]] = {"token_embd": (self.vocabulary, self.width), "output_norm": (self.width,)}
        for layer in range(self.layers):
            shapes |= {f"blk.{layer}.attn_{name}": square for name in ("q", "k", "v", "output")}
            shapes |= {f"blk.{layer}.ffn_{name}": wide for name in ("gate", "up")}
            shapes |= {f"blk.{layer}.ffn_down": tall}
            shapes |= {f"blk.{layer}.{name}": (self.width,) for name in ("attn_norm", "ffn_norm")}
        return shapes


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens, their scores (higher merges first), and their kinds, as llama.cpp's `llama` tokenizer has them."""

    tokens: list[str]
    scores: list[float]
    kinds: list[int]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The vocabulary of a GGUF file."""
        fields = gguf.GGUFReader(path).fields
        tokens, scores, kinds = (
            fields[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "scores", "token_type")
        )
        return cls(tokens, scores, kinds)


def write(
    path: Path,
    shape: Shape,
    vocabulary: Vocabulary,
    tensors: Mapping[str, npt.NDArray[np.float32]],
    texts: Mapping[str, str],
) -> None:
    """Write a GGUF file with Q8_0 matrices and F32 norms. `texts` are metadata strings.

    The network turns neighbouring pairs (interleaved RoPE), so that queries and keys need no permutation.
    """
    writer = gguf.GGUFWriter(path, "llama")
    for key, text in texts.items():
        writer.add_string(key, text)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.inner)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.heads)
    writer.add_rope_dimension_count(shape.width // shape.heads)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.epsilon)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_scores(vocabulary.scores)
    writer.add_token_types(vocabulary.kinds)
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_bos_token(True)
    writer.add_add_space_prefix(False)
    for name, size in shape.tensors().items():
        tensor = tensors[name].astype(np.float32)
        if tensor.shape != size:
            raise ValueError(f"{name} is {tensor.shape}, not {size}")
        if tensor.ndim == 2:
            kind = gguf.GGMLQuantizationType.Q8_0
            writer.add_tensor(f"{name}.weight", gguf.quants.quantize(tensor, kind), raw_dtype=kind)
        else:
            writer.add_tensor(f"{name}.weight", tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
