"""A voice in Piper's form that hums, small enough to be built for a test."""

import json
from pathlib import Path
from typing import Any

import onnx
from onnx import TensorProto, helper
from piper.phoneme_ids import DEFAULT_PHONEME_ID_MAP

RATE = 16_000
CONFIG: dict[str, Any] = {
    "audio": {"sample_rate": RATE},
    "espeak": {"voice": "en-us"},
    "inference": {"noise_scale": 0.0, "length_scale": 1.0, "noise_w": 0.0},
    "phoneme_type": "espeak",
    "num_symbols": 256,
    "num_speakers": 1,
    "phoneme_id_map": DEFAULT_PHONEME_ID_MAP,
}


def voice_model(speakers: int) -> bytes:
    """A model in Piper's form that hums 256 samples for each phoneme, at a pitch of the speaker's own."""
    inputs = [
        helper.make_tensor_value_info("input", TensorProto.INT64, [1, "phonemes"]),
        helper.make_tensor_value_info("input_lengths", TensorProto.INT64, [1]),
        helper.make_tensor_value_info("scales", TensorProto.FLOAT, [3]),
    ]
    nodes = [
        helper.make_node("Mul", ["input_lengths", "hop"], ["samples"]),
        helper.make_node("Squeeze", ["samples"], ["count"]),
        helper.make_node("Range", ["zero", "count", "one"], ["place"]),
        helper.make_node("Cast", ["place"], ["time"], to=TensorProto.FLOAT),
    ]
    pitch = "pitch"
    if speakers > 1:
        inputs.append(helper.make_tensor_value_info("sid", TensorProto.INT64, [1]))
        nodes += [
            helper.make_node("Cast", ["sid"], ["speaker"], to=TensorProto.FLOAT),
            helper.make_node("Add", ["pitch", "speaker"], ["own_pitch"]),
        ]
        pitch = "own_pitch"
    nodes += [
        helper.make_node("Mul", ["time", pitch], ["phase"]),
        helper.make_node("Sin", ["phase"], ["wave"]),
        helper.make_node("Reshape", ["wave", "shape"], ["output"]),
    ]
    constants = [
        helper.make_tensor("hop", TensorProto.INT64, [1], [256]),
        helper.make_tensor("zero", TensorProto.INT64, [], [0]),
        helper.make_tensor("one", TensorProto.INT64, [], [1]),
        helper.make_tensor("pitch", TensorProto.FLOAT, [1], [0.1]),
        helper.make_tensor("shape", TensorProto.INT64, [4], [1, 1, 1, -1]),
    ]
    output = helper.make_tensor_value_info("output", TensorProto.FLOAT, [1, 1, 1, "samples"])
    graph = helper.make_graph(nodes, "hum", inputs, [output], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 15)], ir_version=8)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def write_voice(folder: Path, speakers: int = 1, **config: object) -> Path:
    voice = folder / "en_US-hum-low"
    voice.mkdir(parents=True)
    (voice / "en_US-hum-low.onnx").write_bytes(voice_model(speakers))
    (voice / "en_US-hum-low.onnx.json").write_text(json.dumps(CONFIG | {"num_speakers": speakers} | config))
    return voice
