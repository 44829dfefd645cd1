"""Model files that are whole are read; what is cut, wrong or crafted is refused by what stands in it."""

import struct
from contextlib import suppress
from functools import partial
from pathlib import Path

import gguf as reference
import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from onnx import TensorProto, helper

from kiosk_app.core.models import headers as model_headers
from kiosk_app.core.models.headers import DAMAGED, ctranslate2, gguf
from kiosk_app.core.models.headers import onnx as read_onnx
from tests import untrained
from tests.engines import tiny_whisper

GGUF = Path("models/intent/kiosk-intent/kiosk-intent.gguf").read_bytes()


@pytest.fixture(scope="module")
def whisper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("whisper")
    tiny_whisper.build(folder, "hello")
    return (folder / "model.bin").read_bytes()


def network(location: str = "", *, nested: bool = False) -> bytes:
    """An ONNX model with one tensor, which says that it lies elsewhere."""
    tensor = helper.make_tensor("weight", TensorProto.FLOAT, [1], [1.0])
    if location:
        tensor.ClearField("float_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in (("location", location), ("offset", "0")):
            entry = tensor.external_data.add()
            entry.key, entry.value = key, value
    if nested:
        then = helper.make_graph([helper.make_node("Constant", [], ["y"], value=tensor)], "then", [], [])
        nodes = [helper.make_node("If", ["c"], ["y"], then_branch=then, else_branch=then)]
        return bytes(helper.make_model(helper.make_graph(nodes, "g", [], [])).SerializeToString())
    return bytes(helper.make_model(helper.make_graph([], "g", [], [], [tensor])).SerializeToString())


def test_the_bundled_model_is_whole() -> None:
    assert gguf(GGUF, writes=True)["general.architecture"] == "llama"


@pytest.mark.parametrize("missing", [1, 100, 10_000, len(GGUF) // 2, len(GGUF) - 30])
def test_a_cut_gguf_is_refused(missing: int) -> None:
    with pytest.raises(DAMAGED):
        gguf(GGUF[:-missing], writes=True)


def test_the_sizes_of_weights_are_those_of_the_library() -> None:
    known = {kind.value: size for kind, size in reference.GGML_QUANT_SIZES.items()}
    assert {kind: known[kind] for kind in model_headers._GGUF_WEIGHTS} == model_headers._GGUF_WEIGHTS


def test_a_model_that_only_embeds_is_no_intent_model(tmp_path: Path) -> None:
    whole = untrained.write(tmp_path / "m.gguf").read_bytes()
    at = whole.index(b"tokenizer.ggml.model") + len("tokenizer.ggml.model") + 4
    (length,) = struct.unpack_from("<Q", whole, at)
    embeds = whole[:at] + struct.pack("<Q", 4) + b"bert" + whole[at + 8 + length :]
    with pytest.raises(ValueError, match="vocabulary"):
        gguf(embeds, writes=True)


def test_a_whisper_model_is_known_and_whole(whisper: bytes) -> None:
    assert ctranslate2(whisper) == "WhisperSpec"
    for missing in (1, 100, len(whisper) // 2, len(whisper) - 3):
        with pytest.raises(DAMAGED):
            ctranslate2(whisper[:-missing])
    with pytest.raises(ValueError, match="no CTranslate2"):
        ctranslate2(b"\x63" + whisper[1:])


def test_an_onnx_model_names_what_lies_outside_it() -> None:
    assert read_onnx(network()) == []
    assert read_onnx(network("weights.bin")) == ["weights.bin"]
    assert read_onnx(network("../../etc/passwd", nested=True)) == ["../../etc/passwd"]
    onnx.load_from_string(network("weights.bin"))  # and it is one that the library reads


@pytest.mark.parametrize("content", [b"", b"not a model" * 50, bytes(500), b"\x08\x07", b"\x3a\x00", b"\xff" * 40])
def test_what_is_no_onnx_model_is_refused(content: bytes) -> None:
    with pytest.raises(DAMAGED):
        read_onnx(content)


def test_a_cut_onnx_model_is_refused() -> None:
    whole = network("weights.bin", nested=True)
    for missing in range(1, 40):
        with pytest.raises(DAMAGED):
            read_onnx(whole[:-missing])


def test_messages_without_end_are_refused() -> None:
    inner = b""
    for _ in range(150):  # an attribute of a node of a graph, which is an attribute of a node, ...
        graph = b"\x0a" + _sized(b"\x2a" + _sized(b"\x32" + _sized(inner)))
        inner = graph
    with pytest.raises(ValueError, match="deep"):
        read_onnx(b"\x08\x08\x42\x00\x3a" + _sized(inner))


def _sized(content: bytes) -> bytes:
    size, length = len(content), b""
    while size > 127:
        length += bytes([size & 127 | 128])
        size >>= 7
    return length + bytes([size]) + content


@given(st.data())
def test_changed_bytes_end_in_a_refusal_or_not_at_all(data: st.DataObject) -> None:
    files = ((GGUF[:60_000], partial(gguf, writes=True)), (network("w", nested=True), read_onnx))
    for whole, read in files:
        changed = bytearray(whole)
        for _ in range(data.draw(st.integers(1, 5))):
            changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
        with suppress(*DAMAGED):
            read(bytes(changed))
