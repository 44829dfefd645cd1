"""Text to intent with llama.cpp: any GGUF model, held to the grammar of each transcript."""

import ctypes
import json
import math
import mmap
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
import numpy.typing as npt
from llama_cpp.llama_chat_format import Jinja2ChatFormatter

from kiosk_app.core.errors import MissingPart
from kiosk_app.core.intents import Argument, IntentSpec, extended, filled
from kiosk_app.core.models.headers import DAMAGED, gguf
from kiosk_app.core.models.memory import installed_memory
from kiosk_app.core.numbers import Normalised
from kiosk_app.core.types import Intent, Language
from kiosk_app.core.understanding.confidence import fitted
from kiosk_app.core.understanding.grammar import grammar, shorten
from kiosk_app.core.understanding.trigger_words import NOTHING, Enumeration

PROMPT_KEY = "kiosk.prompt"
"""GGUF metadata that says how to ask: `transcript` for the models of models/training, absent in all others."""
_TRANSCRIPT = "transcript"
_TEMPLATE_KEY = "tokenizer.chat_template"

CALIBRATION_KEYS = ("kiosk.calibration.slope", "kiosk.calibration.offset")
"""GGUF metadata: the logistic curve from the logit of a raw confidence to how often such an answer is right."""

_CONTEXT = 2048
"""Tokens of prompt and answer together."""
_LONGEST = 256
"""Tokens of an answer; four order lines with all their options take 80. A model that goes on has not understood."""
_SHORTLIST = 64
"""Best tokens that the grammar is asked about before the whole vocabulary."""
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)], align=True)
"""llama.cpp's `llama_token_data`."""

_SHOWN = (
    "Said: coca cola 33 is 1.20 now",
    '{"intent":"update_product_price","args":{"query":" coca cola 33","new_price":" 1.20"}}',
    "Said: 2 large lattes with oat milk and a scone",
    '{"intent":"add_to_order","args":{"items":[{"query":" lattes","quantity":" 2","options":[" large"," oat milk"]},'
    '{"query":" scone"}]}}',
    "Said: what is on the order",
    '{"intent":"show_order","args":{}}',
)
"""Examples for instruct models; each value keeps the space before it."""

Prompter = Callable[[str, Language, Mapping[str, IntentSpec]], str]


class LlamaIntentModel:
    """The `IntentModel` port. Not to be used by two threads at once."""

    def __init__(self, path: Path, intents: Mapping[str, IntentSpec]) -> None:
        """Load the GGUF file at `path`.

        Raises `MissingPart`: `intent_model_missing`; `intent_model_too_big` for this till's memory;
        `intent_model_broken` where it is damaged, cut short or of an unknown architecture;
        `intent_model_no_template`, because a model without a chat template was never taught to follow
        instructions: its answers would be grounded and still mean nothing; `intent_model_no_answer` where it loads
        and cannot be asked, as models that only embed or translate.
        """
        if not path.is_file():
            raise MissingPart("intent_model_missing", name=path.name)
        if path.stat().st_size > (memory := installed_memory()):
            raise MissingPart("intent_model_too_big", file=path, memory=f"{memory / 2**30:.0f} GB")
        try:
            metadata = _metadata(path)
        except DAMAGED as error:
            raise MissingPart("intent_model_broken", file=path) from error
        if metadata.get(PROMPT_KEY) != _TRANSCRIPT and _TEMPLATE_KEY not in metadata:
            raise MissingPart("intent_model_no_template", file=path)
        try:
            # One thread: as fast as two for a small model, and faster where the other core is busy.
            self._llama = llama_cpp.Llama(
                str(path), n_ctx=_CONTEXT, n_batch=_CONTEXT, n_threads=1, n_threads_batch=1, verbose=False
            )
            slope, offset = (float(self._llama.metadata.get(key, "nan")) for key in CALIBRATION_KEYS)
        except Exception as error:  # llama.cpp's, and Jinja's on a chat template that it cannot read
            raise MissingPart("intent_model_broken", file=path) from error
        self.name = str(self._llama.metadata.get("general.name", path.stem))
        self.calibration = (1.0, 0.0) if math.isnan(slope + offset) else (slope, offset)
        """Slope and offset; those that change nothing where the file has none."""
        self._intents = intents
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        self._size = llama_cpp.llama_vocab_n_tokens(self._vocabulary)
        self._memory = llama_cpp.llama_get_memory(self._llama.ctx)
        self._bos = self._mark(self._llama.token_bos())
        self._ask = prompter(self._llama.metadata, self._bos, self._mark(self._llama.token_eos()))
        self._fed: list[int] = []
        """Tokens whose state the context holds."""
        self.tokens = 0
        """That it has read and written so far."""
        try:
            self._try_out()
        except Exception as error:  # a model's template may raise anything
            self.close()
            raise MissingPart("intent_model_no_answer", file=path) from error

    def _try_out(self) -> None:
        """Ask about nothing and read one token, so that what can never answer is known at the start. Raises."""
        if not self._memory or llama_cpp.llama_model_has_encoder(self._llama.model):
            raise ValueError("it does not write one word after the other")
        prompt = self._tokens(self._ask("", "en", self._intents))
        if len(prompt) + _LONGEST > _CONTEXT:
            raise ValueError("the prompt does not fit")
        self._feed(prompt[:1])

    def parse(self, heard: Normalised, language: Language, more: Mapping[str, Enumeration] = NOTHING, /) -> Intent:
        """Read one normalised transcript. `more`: values that the store adds to closed lists, by the argument's name.

        Raises nothing: what makes no sense is `out_of_scope`.
        """
        read = shorten(heard)
        if not read.words:
            return Intent("out_of_scope")
        intents = extended(self._intents, more)
        try:
            prompt = self._tokens(self._ask(read.text, language, intents))
            answer, confidence = self._answer(prompt, grammar(read, language, intents))
        except Exception:  # a model's template may raise anything; nothing was understood, and nothing is done
            self._fed = []
            llama_cpp.llama_memory_clear(self._memory, True)
            return Intent("out_of_scope", confidence=0.0)
        return _intent(answer, heard.text, fitted(confidence, *self.calibration), self._intents)

    def close(self) -> None:
        """Release the model's memory."""
        self._llama.close()

    def _tokens(self, text: str) -> list[int]:
        """A prompt as tokens, beginning with the mark of a beginning, where the model has one, once."""
        add_bos = not (self._bos and text.startswith(self._bos))
        return self._llama.tokenize(text.encode(), add_bos=add_bos, special=True)

    def _answer(self, prompt: list[int], rules: str) -> tuple[dict[str, object], float]:
        """The model's best answer that the grammar allows, and how likely the model itself found it (0 to 1)."""
        sampler = llama_cpp.llama_sampler_init_grammar(self._vocabulary, rules.encode(), b"root")
        if not sampler:
            raise ValueError("llama.cpp does not read the grammar")
        try:
            # What the last prompt and this one begin with has been computed; the last token's logits are needed anew.
            kept = 0
            while kept < min(len(self._fed), len(prompt) - 1) and self._fed[kept] == prompt[kept]:
                kept += 1
            if not llama_cpp.llama_memory_seq_rm(self._memory, 0, kept, -1):  # recurrent models cannot go back
                llama_cpp.llama_memory_clear(self._memory, True)
                kept = 0
            del self._fed[kept:]
            logits = self._feed(prompt[kept:])
            answer, log_probability = b"", 0.0
            for _ in range(_LONGEST):
                token = self._best(sampler, logits)
                highest = logits.max()
                log_probability += float(logits[token] - highest - np.log(np.exp(logits - highest).sum()))
                answer += self._piece(token)
                if answer.endswith(b"}"):
                    try:
                        return json.loads(answer), math.exp(log_probability)
                    except ValueError:  # the brace of an item
                        pass
                llama_cpp.llama_sampler_accept(sampler, token)
                logits = self._feed([token])
            raise ValueError("the answer has no end")
        finally:
            llama_cpp.llama_sampler_free(sampler)

    def _feed(self, tokens: list[int]) -> npt.NDArray[np.float32]:
        """Let the model read tokens; the logits of what follows."""
        if len(self._fed) + len(tokens) > _CONTEXT:
            raise ValueError("the prompt does not fit")
        data = (llama_cpp.llama_token * len(tokens))(*tokens)
        status = llama_cpp.llama_decode(self._llama.ctx, llama_cpp.llama_batch_get_one(data, len(tokens)))
        if status != 0:
            raise RuntimeError(f"llama_decode: {status}")
        self._fed += tokens
        self.tokens += len(tokens)
        return np.ctypeslib.as_array(llama_cpp.llama_get_logits_ith(self._llama.ctx, -1), shape=(self._size,))

    def _best(self, sampler: Any, logits: npt.NDArray[np.float32]) -> int:
        """The likeliest token that the grammar allows: mostly the likeliest of all, so that is asked first."""
        best = int(logits.argmax())
        shortlist = min(_SHORTLIST, self._size)
        for tokens in (
            lambda: np.array([best]),
            lambda: np.argpartition(logits, -shortlist)[-shortlist:],
            lambda: np.arange(self._size),
        ):
            candidates = np.zeros(len(ids := tokens()), _CANDIDATE)
            candidates["id"], candidates["logit"] = ids, logits[ids]
            array = llama_cpp.llama_token_data_array(
                data=candidates.ctypes.data_as(llama_cpp.llama_token_data_p), size=len(ids), selected=-1, sorted=False
            )
            llama_cpp.llama_sampler_apply(sampler, ctypes.byref(array))
            first = candidates[candidates["logit"].argmax()]
            if np.isfinite(first["logit"]):
                return int(first["id"])
        raise ValueError("no token fits the grammar")

    def _mark(self, token: int) -> str:
        """The text of a mark."""
        return self._piece(token, special=True).decode(errors="replace")

    def _piece(self, token: int, *, special: bool = False) -> bytes:
        """A token's text; empty for a mark that the model does not have."""
        if token == llama_cpp.LLAMA_TOKEN_NULL:
            return b""
        size = 32
        while True:
            buffer = ctypes.create_string_buffer(size)
            length = llama_cpp.llama_token_to_piece(self._vocabulary, token, buffer, size, 0, special)
            if length >= 0:
                return buffer.raw[:length]
            size = -length


def prompter(metadata: Mapping[str, str], bos: str, eos: str) -> Prompter:
    """How a model with this GGUF metadata is asked: a function of the transcript, its language and the intents.

    The metadata names our own prompt or holds a chat template, which gets `bos` and `eos`, the texts of its marks.
    """
    if metadata.get(PROMPT_KEY) == _TRANSCRIPT:
        return lambda said, language, _: f"<{language}> {said}<answer>"
    chat = Jinja2ChatFormatter(metadata[_TEMPLATE_KEY], eos_token=eos, bos_token=bos)
    # One message for all: some templates refuse a system message.
    return lambda said, language, intents: (
        chat(messages=[{"role": "user", "content": instructions(said, language, intents)}]).prompt
    )


def instructions(said: str, language: Language, intents: Mapping[str, IntentSpec]) -> str:
    """What an instruct model is told: each intent with its arguments and examples, the JSON, and what was said.

    What changes stands last, so that all before it is read only once.
    """
    lines = ["Somebody speaks at a shop till. Answer with one line of JSON, copying the words that were said.", ""]
    for spec in intents.values():
        arguments = ", ".join(map(_described, spec.arguments))
        examples = "; ".join(spec.examples.get(language, ()))
        lines.append(f"{spec.name}({arguments}): {examples}")
    lines += ["", *_SHOWN, "", f"Said: {said}"]
    return "\n".join(lines)


def _described(argument: Argument) -> str:
    """An argument's name, and what it may be where that is a closed list."""
    return argument.name + (f": {'|'.join(argument.values)}" if argument.values else "")


def _intent(answer: dict[str, Any], heard: str, confidence: float, intents: Mapping[str, IntentSpec]) -> Intent:
    """The contract's Intent: values without the space before them, and what code fills in."""
    args, defaults = filled(answer["intent"], _unspaced(answer["args"]), heard)
    missing = any(argument.asked and argument.name not in args for argument in intents[answer["intent"]].arguments)
    return Intent(answer["intent"], args, confidence, missing, dict.fromkeys(defaults, "default"))


def _unspaced(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _unspaced(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_unspaced(entry) for entry in value]
    return value.removeprefix(" ")


def _metadata(path: Path) -> dict[str, object]:
    """The texts and numbers of a GGUF file's metadata, read before llama.cpp does. Raises one of `DAMAGED`."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return gguf(data, writes=True)
