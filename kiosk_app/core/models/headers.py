"""Whether a model file is whole and of its kind, told from its structure before a native library sees it.

Each reader takes the whole file, mapped rather than loaded, and skips the weights. What it refuses, it refuses with one
of `DAMAGED`.
"""

import math
import mmap
import struct
from collections.abc import Iterator
from typing import Any

Data = bytes | mmap.mmap

DAMAGED = (ValueError, OverflowError, LookupError, struct.error)

_GGUF_NUMBERS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_GGUF_TEXT, _GGUF_ARRAY = 8, 9
_GGUF_WEIGHTS = {
    0: (1, 4), 1: (1, 2), 30: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 20: (32, 18), 23: (256, 136),
}  # fmt: skip
"""Types of weights to how many stand in one block, and its bytes (ggml's `GGML_QUANT_SIZES`); of others only the
beginning is checked."""
_MOST_LAYERS = 512
"""llama.cpp ends the process at a model with more."""
_LARGEST = 2**24
"""No number of a model's shape is larger; llama.cpp ends the process when some are."""
_NO_TOKENIZERS = ("no_vocab", "bert")
"""Those of files that write no text; llama.cpp ends the process at the first, and at the second in a wrong file."""

_CT2_VERSIONS = range(4, 7)

_ONNX_PARTS: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "function": {7: "node"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "place"},
}
"""The messages of onnx.proto in which a tensor can stand, each with the numbers of the fields that lead there."""
_ONNX_NEEDED = {1, 7, 8}
"""Version, graph and operator sets, without which it is no model."""
_ONNX_DEEPEST = 100


class _Reader:
    """Numbers and texts of a file, one after the other."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.at = 0

    def number(self, form: str) -> Any:
        (value,) = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return value

    def skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self.data):
            raise ValueError("it is cut short")

    def bytes(self, form: str) -> bytes:
        """Bytes with their number, of this form, before them."""
        size = self.number(form)
        self.skip(size)
        return self.data[self.at - size : self.at]


def gguf(data: Data, *, writes: bool) -> dict[str, object]:
    """The texts and numbers of a GGUF file's metadata, without its lists. `writes`: it must be able to write text."""
    if data[:4] != b"GGUF":
        raise ValueError("it is no GGUF file")
    reader = _Reader(data)
    reader.skip(8)
    tensors, count = reader.number("<Q"), reader.number("<Q")
    values: dict[str, object] = {}
    for _ in range(count):
        key, kind = reader.bytes("<Q").decode(), reader.number("<I")
        if kind == _GGUF_TEXT:
            values[key] = reader.bytes("<Q").decode()
        elif kind != _GGUF_ARRAY:
            values[key] = reader.number(_GGUF_NUMBERS[kind])
        else:
            kind, entries = reader.number("<I"), reader.number("<Q")
            if kind == _GGUF_TEXT:
                texts = [reader.bytes("<Q") for _ in range(entries)]
                if key == "tokenizer.ggml.tokens" and len(set(texts)) + texts.count(b"") < len(texts):
                    raise ValueError("a token is given twice")
            else:
                reader.skip(entries * struct.calcsize(_GGUF_NUMBERS[kind]))
    _check_gguf_shape(values)
    if writes and values["tokenizer.ggml.model"] in _NO_TOKENIZERS:
        raise ValueError("it has no vocabulary to write with")
    _check_gguf_weights(reader, tensors, values.get("general.alignment", 32))
    return values


def _check_gguf_shape(values: dict[str, object]) -> None:
    shape = {key: value for key, value in values.items() if key.startswith(f"{values['general.architecture']}.")}
    layers = shape[f"{values['general.architecture']}.block_count"]
    if not isinstance(layers, int) or not 0 < layers <= _MOST_LAYERS:
        raise ValueError("no model has that number of layers")
    if any(isinstance(value, int) and value > _LARGEST for value in shape.values()):
        raise ValueError("no model has that shape")


def _check_gguf_weights(reader: _Reader, tensors: int, alignment: object) -> None:
    """Every tensor must end within the file."""
    ends = [0]
    for _ in range(tensors):
        reader.bytes("<Q")
        numbers = [reader.number("<Q") for _ in range(reader.number("<I"))]
        kind, offset = reader.number("<I"), reader.number("<Q")
        block, size = _GGUF_WEIGHTS.get(kind, (1, 0))
        ends.append(offset + math.prod(numbers) // block * size)
    if not isinstance(alignment, int) or alignment < 1:
        raise ValueError("no file is aligned like that")
    if -(-reader.at // alignment) * alignment + max(ends) > len(reader.data):
        raise ValueError("it is cut short")


def ctranslate2(data: Data) -> str:
    """The kind of model in a CTranslate2 file, such as `WhisperSpec`."""
    reader = _Reader(data)
    version = reader.number("<I")
    if version not in _CT2_VERSIONS:
        raise ValueError("it is no CTranslate2 model")
    name = reader.bytes("<H").rstrip(b"\0").decode("ascii")
    reader.skip(4)
    for _ in range(reader.number("<I")):
        reader.bytes("<H")
        reader.skip(4 * reader.number("<B"))
        reader.skip(1)
        reader.skip(reader.number("<I"))
    for _ in range(2 * reader.number("<I")):
        reader.bytes("<H")
    return name


def onnx(data: Data) -> list[str]:
    """Where an ONNX file keeps tensors outside itself: file names as it gives them, without order or repetition."""
    if not {number for number, *_ in _protobuf(data, 0, len(data))} >= _ONNX_NEEDED:
        raise ValueError("it is no ONNX model")
    return list(dict.fromkeys(_places(data, "model", 0, len(data), 0)))


def _places(data: Data, message: str, start: int, end: int, depth: int) -> Iterator[str]:
    if depth > _ONNX_DEEPEST:
        raise ValueError("it is nested too deeply")
    if message == "place":
        texts = {number: data[first:last] for number, first, last in _protobuf(data, start, end)}
        if texts.get(1) == b"location":
            yield texts.get(2, b"").decode()
        return
    for number, first, last in _protobuf(data, start, end):
        if part := _ONNX_PARTS[message].get(number):
            yield from _places(data, part, first, last, depth + 1)


def _protobuf(data: Data, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Each field of a message: its number, and from where to where its bytes go."""
    while start < end:
        key, start = _varint(data, start, end)
        first, wire = start, key & 7
        if wire == 0:
            _, start = _varint(data, start, end)
        elif wire == 2:
            size, first = _varint(data, start, end)
            start = first + size
        elif wire in (1, 5):
            start += 8 if wire == 1 else 4
        else:
            raise ValueError("it is no protobuf message")
        if start > end:
            raise ValueError("it is cut short")
        yield key >> 3, first, start


def _varint(data: Data, at: int, end: int) -> tuple[int, int]:
    """A number, and where it ends."""
    value = 0
    for place in range(10):
        if at + place >= end:
            raise ValueError("it is cut short")
        byte = data[at + place]
        value |= (byte & 127) << 7 * place
        if byte < 128:
            return value, at + place + 1
    raise ValueError("it is no protobuf message")
