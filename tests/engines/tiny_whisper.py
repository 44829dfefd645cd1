"""A Whisper in CTranslate2's form, small enough to be made for each test, that says what it was built to say.

All of its layers pass on only where a token stands, and the last one maps each place to the next token of the sentence;
so the real engine reads real files, and its answer is known.
"""

from pathlib import Path

import numpy as np
from ctranslate2.specs import WhisperSpec
from ctranslate2.specs.attention_spec import MultiHeadAttentionSpec
from ctranslate2.specs.common_spec import LayerNormSpec, LinearSpec
from ctranslate2.specs.model_spec import LayerSpec
from ctranslate2.specs.transformer_spec import FeedForwardSpec
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

_WIDTH = 128
_SPECIAL = (
    "<|endoftext|>",
    "<|startoftranscript|>",
    "<|en|>",
    "<|translate|>",
    "<|transcribe|>",
    "<|startoflm|>",
    "<|startofprev|>",
    "<|nospeech|>",
    "<|notimestamps|>",
)


def build(folder: Path, says: str, sure: float = 30.0, no_speech: bool = False, prompt: int = 2) -> None:
    """Write the model's files.

    `sure` is the logit of the right token (the others have 0), `prompt` the number of tokens before the sentence:
    two for an English model, one and the hints more where there are hints.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer()
    tokenizer.save(str(folder / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    end = [tokenizer.token_to_id("<|endoftext|>")]
    script = end * (prompt - 1) + tokenizer.encode(says, add_special_tokens=False).ids + end * 4
    if no_speech:
        script[0] = tokenizer.token_to_id("<|nospeech|>")

    spec = WhisperSpec(1, 2, 1, 2)
    _fill(spec.encoder)
    _fill(spec.decoder)
    spec.encoder.conv1.weight = np.zeros((_WIDTH, 80, 3), np.float32)
    spec.encoder.conv2.weight = np.zeros((_WIDTH, _WIDTH, 3), np.float32)
    spec.encoder.position_encodings.encodings = np.zeros((1500, _WIDTH), np.float32)
    spec.decoder.embeddings.weight = np.zeros((size, _WIDTH), np.float32)
    spec.decoder.position_encodings.encodings = np.eye(448, _WIDTH, dtype=np.float32)
    projection = np.zeros((size, _WIDTH), np.float32)
    for place, token in enumerate(script):
        projection[token, place] = sure / np.sqrt(_WIDTH)  # what the layer norm makes of a one among zeros
    spec.decoder.projection.weight = projection
    spec.decoder.projection.bias = np.zeros(size, np.float32)
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    spec.register_vocabulary([token for token, _ in vocabulary])
    spec.config.suppress_ids = []
    spec.config.suppress_ids_begin = []
    spec.config.lang_ids = []
    spec.config.alignment_heads = [(0, 0)]
    spec.validate()
    spec.save(str(folder))


def _tokenizer() -> Tokenizer:
    """One token a byte; a space before "-", "'" or a note is one with it, or the engine would suppress all spaces."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges = [("Ġ", "-"), ("Ġ", "'"), ("Ġ", "â")]
    tokens = [*alphabet, *(first + second for first, second in merges)]
    tokenizer = Tokenizer(models.BPE(vocab={token: number for number, token in enumerate(tokens)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in _SPECIAL])
    return tokenizer


def _fill(layer: LayerSpec) -> None:
    """Zeros for all weights of the layers, so that each adds nothing to what passes through it."""
    match layer:
        case LayerNormSpec():
            layer.gamma, layer.beta = np.ones(_WIDTH, np.float32), np.zeros(_WIDTH, np.float32)
        case MultiHeadAttentionSpec():
            # Queries, keys and values in one, or the queries apart where they come from elsewhere.
            for linear, rows in zip(layer.linear, (3, 1) if len(layer.linear) == 2 else (1, 2, 1), strict=True):
                _zeros(linear, rows, 1)
            _fill(layer.layer_norm)
        case FeedForwardSpec():
            _zeros(layer.linear_0, 4, 1)
            _zeros(layer.linear_1, 1, 4)
            _fill(layer.layer_norm)
        case _:
            parts = [part for value in vars(layer).values() for part in (value if isinstance(value, list) else [value])]
            for part in parts:
                if isinstance(part, LayerSpec) and not isinstance(part, LinearSpec):
                    _fill(part)


def _zeros(linear: LinearSpec, rows: int, columns: int) -> None:
    linear.weight = np.zeros((rows * _WIDTH, columns * _WIDTH), np.float32)
    linear.bias = np.zeros(rows * _WIDTH, np.float32)
