"""Sentence models with random weights in the forms of ONNX and GGUF, small enough to be built for a test."""

from pathlib import Path

import gguf
import numpy as np
import onnx
from onnx import TensorProto, helper
from tokenizers import Tokenizer, models, pre_tokenizers

WIDTH = 32
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]")
WORDS = (*_SPECIAL, *"where is the milk kept bread costs two euros query : passage ?".split())  # noqa: SIM905


def write_onnx(folder: Path, *, pooled: bool = False) -> Path:
    """The vector of each token from a table; `pooled`: their mean is made inside."""
    folder.mkdir(parents=True)
    tokenizer = Tokenizer(models.WordLevel({word: number for number, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    table = np.random.default_rng(1).normal(size=(len(WORDS), WIDTH)).astype(np.float32)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["each"])]
    if pooled:
        nodes += [
            helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "last"], ["column"]),
            helper.make_node("Mul", ["each", "column"], ["those"]),
            helper.make_node("ReduceSum", ["those", "tokens"], ["out"], keepdims=0),
        ]
    names = ["input_ids", "attention_mask"]
    graph = helper.make_graph(
        nodes,
        "sentences",
        [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in names],
        [helper.make_tensor_value_info("out" if pooled else "each", TensorProto.FLOAT, None)],
        [
            onnx.numpy_helper.from_array(table, "table"),
            helper.make_tensor("last", TensorProto.INT64, [1], [2]),
            helper.make_tensor("tokens", TensorProto.INT64, [1], [1]),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    (folder / "model.onnx").write_bytes(model.SerializeToString())
    return folder


def write_gguf(folder: Path, pooling: gguf.PoolingType = gguf.PoolingType.MEAN) -> Path:
    """One layer of BERT."""
    folder.mkdir(parents=True)
    writer = gguf.GGUFWriter(folder / "model.gguf", "bert")
    writer.add_context_length(512)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(WIDTH)
    writer.add_head_count(2)
    writer.add_layer_norm_eps(1e-12)
    writer.add_causal_attention(False)
    writer.add_pooling_type(pooling)
    writer.add_tokenizer_model("bert")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([word if word[0] == "[" else f"▁{word}" for word in WORDS])
    writer.add_token_types([3 if word[0] == "[" else 1 for word in WORDS])
    writer.add_token_type_count(2)
    writer.add_pad_token_id(0)
    writer.add_unk_token_id(1)
    writer.add_bos_token_id(2)
    writer.add_sep_token_id(3)
    rng = np.random.default_rng(1)
    square, line = (WIDTH, WIDTH), (WIDTH,)
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (len(WORDS), WIDTH), "token_types.weight": (2, WIDTH)}
    shapes |= {"position_embd.weight": (512, WIDTH)}
    shapes |= {f"token_embd_norm.{part}": line for part in ("weight", "bias")}
    for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_up", "ffn_down"):
        shapes |= {f"blk.0.{name}.weight": square, f"blk.0.{name}.bias": line}
    for name in ("attn_output_norm", "layer_output_norm"):
        shapes |= {f"blk.0.{name}.{part}": line for part in ("weight", "bias")}
    for name, shape in shapes.items():
        writer.add_tensor(name, rng.normal(size=shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return folder
