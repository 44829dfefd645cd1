"""Trains the tokenizer and the model, and keeps both in one folder."""

import argparse
import itertools
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import sentencepiece
import torch
from torch import Tensor, distributed, multiprocessing

from models.training.gguf_file import Shape
from models.training.network import Network
from models.training.tokens import ANSWER, defined_tokens

TOGETHER = 20
"""Steps after which the workers average their weights."""

RATES = 5e-3, 2e-3
"""Highest learning rates: of Muon, and of AdamW for the embedding and the norms."""

Sample = tuple[npt.NDArray[np.int16], int]
"""The ids of a prompt and its answer, and where the answer begins."""

VOCABULARY = 3328
"""Pieces, among them 256 bytes and those of the JSON."""


def train_tokenizer(folder: Path) -> None:
    """A byte-fallback BPE that llama.cpp reads as its own kind (`tokenizer.ggml.model=llama`)."""
    with (folder / "train.jsonl").open(encoding="utf-8") as lines:
        texts = (f" {json.loads(line)['text']}" for line in itertools.islice(lines, 60_000))
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=texts,
            model_prefix=str(folder / "tokenizer"),
            model_type="bpe",
            vocab_size=VOCABULARY,
            byte_fallback=True,
            split_digits=True,
            normalization_rule_name="identity",
            add_dummy_prefix=False,
            remove_extra_whitespaces=False,
            character_coverage=1.0,
            user_defined_symbols=defined_tokens(),
            num_threads=1,
            minloglevel=2,
        )


def batches(data: list[Sample], tokens: int, rng: random.Random) -> Iterator[tuple[Tensor, Tensor]]:
    """Batches of about `tokens` tokens, without end: ids, and targets with -100 where nothing is learnt.

    Neighbours in length share a batch, so that little is padding.
    """
    while True:
        rng.shuffle(data)
        for start in range(0, len(data), 8192):
            chunk = sorted(data[start : start + 8192], key=lambda entry: len(entry[0]))
            groups = []
            while chunk:
                count = max(1, tokens // len(chunk[-1][0]))
                groups.append(chunk[-count:])
                del chunk[-count:]
            rng.shuffle(groups)
            for group in groups:
                longest = max(len(ids) for ids, _ in group)
                ids = torch.zeros((len(group), longest), dtype=torch.long)
                targets = torch.full((len(group), longest), -100)
                for row, (entry, answer) in enumerate(group):
                    ids[row, : len(entry)] = torch.from_numpy(entry)
                    targets[row, answer - 1 : len(entry) - 1] = torch.from_numpy(entry[answer:])
                yield ids, targets


def read_data(file: Path, tokenizer: sentencepiece.SentencePieceProcessor, rank: int, workers: int) -> list[Sample]:
    """A worker's share of the examples, as token ids, and where the answer begins."""
    data = []
    with file.open(encoding="utf-8") as lines:
        for line in itertools.islice(lines, rank, None, workers):
            example = json.loads(line)
            prompt = [tokenizer.bos_id(), *tokenizer.encode(f"<{example['lang']}> {example['text']}{ANSWER}")]
            answer = {"intent": example["intent"], "args": example["args"]}
            written = tokenizer.encode(json.dumps(answer, ensure_ascii=False, separators=(",", ":")))
            ids = [*prompt, *written, tokenizer.eos_id()]
            data.append((np.array(ids, dtype=np.int16), len(prompt)))
    return data


def work(rank: int, options: argparse.Namespace) -> None:
    """Train on a share of the data, averaging the weights with the other workers now and then.

    Two such workers with one thread each are faster on two cores than one worker with two threads.
    """
    torch.set_num_threads(1)
    distributed.init_process_group(
        "gloo", init_method=f"file://{options.folder / 'meeting'}", rank=rank, world_size=options.workers
    )
    tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(options.folder / "tokenizer.model"))
    data = read_data(options.folder / options.data, tokenizer, rank, options.workers)
    torch.manual_seed(options.seed)
    network = Network(Shape(tokenizer.vocab_size()))
    if options.more:
        network.load_state_dict(torch.load(options.folder / "network.pt", weights_only=True))
    hidden = [parameter for parameter in network.blk.parameters() if parameter.dim() > 1]
    others = [parameter for parameter in network.parameters() if all(parameter is not matrix for matrix in hidden)]
    # Muon learns as much in two thirds of the time that AdamW takes; it is made for the hidden matrices alone.
    optimizers = (
        torch.optim.Muon(hidden, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW(others, weight_decay=0.0, betas=(0.9, 0.98), fused=True),
    )
    has_tiles = bool(torch.cpu.get_capabilities().get("amx_bf16"))
    start, average, read = time.monotonic(), 8.0, 0
    stream = batches(data, options.tokens, random.Random(options.seed + rank))
    for step, (ids, targets) in zip(range(1, options.steps + 1), stream, strict=False):
        part = min(1.0, step / 150) * (0.51 + 0.49 * math.cos(math.pi * step / options.steps))
        for optimizer, rate in zip(optimizers, RATES, strict=True):
            optimizer.param_groups[0]["lr"] = options.rate * rate * part
            optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", torch.bfloat16, enabled=has_tiles):
            loss = network.loss(ids, targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        for optimizer in optimizers:
            optimizer.step()
        read += ids.numel()
        average += 0.01 * (loss.item() - average)
        if step % TOGETHER == 0 or step == options.steps:
            with torch.no_grad():
                for parameter in network.parameters():
                    distributed.all_reduce(parameter)
                    parameter /= options.workers
        if rank == 0 and step % 100 == 0:
            seconds = time.monotonic() - start
            print(f"step {step}: loss {average:.4f}, {read / 1e6:.2f} M tokens each, {seconds:.0f} s", flush=True)
            torch.save(network.state_dict(), options.folder / "network.pt")
    if rank == 0:
        torch.save(network.state_dict(), options.folder / "network.pt")
    distributed.destroy_process_group()


def main() -> None:
    """Train on a folder's data; write `tokenizer.model` and `network.pt` beside them, or go on from those."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=lambda folder: Path(folder).resolve())  # torch wants a whole path
    parser.add_argument("--steps", type=int, default=6_000, help="of each worker")
    parser.add_argument("--tokens", type=int, default=2048, help="in a batch")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the usual learning rates")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--data", default="train.jsonl")
    parser.add_argument("--more", action="store_true", help="go on from the tokenizer and network that are there")
    options = parser.parse_args()
    (options.folder / "meeting").unlink(missing_ok=True)
    if not options.more:
        train_tokenizer(options.folder)
    multiprocessing.spawn(work, (options,), nprocs=options.workers)


if __name__ == "__main__":
    main()
