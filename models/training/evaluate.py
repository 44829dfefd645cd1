"""Measures an intent model on labelled utterances, through the engine that the till uses."""

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path

from kiosk_app.core.intents import INTENTS
from kiosk_app.core.numbers import normalise
from kiosk_app.engines.llama import LlamaIntentModel


def canonical(intent: str, args: dict[str, object]) -> object:
    """What is compared: values without their leading space, and defaults filled in."""
    args = json.loads(json.dumps(args), object_hook=_stripped)
    for item in args.get("items", ()):
        item.setdefault("quantity", "1")
        item.setdefault("options", [])
    return intent, args


def _stripped(value: dict[str, object]) -> dict[str, object]:
    return {
        key: entry.strip() if isinstance(entry, str) else [e.strip() if isinstance(e, str) else e for e in entry]
        for key, entry in value.items()
    }


def main() -> None:
    """Print how many lines come out exact, how many with the right intent, and the milliseconds that it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gguf", type=Path)
    parser.add_argument("files", type=Path, nargs="+", help='lines of {"lang", "text", "intent", "args"}')
    parser.add_argument("--errors", action="store_true", help="print the wrong answers")
    options = parser.parse_args()
    model = LlamaIntentModel(options.gguf, INTENTS)
    for file in options.files:
        right, exact, times = Counter[str](), 0, []
        lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        total = Counter(line["intent"] for line in lines)
        named = 0
        for line in lines:
            heard = normalise(line["text"], line["lang"])
            start = time.perf_counter()
            intent = model.parse(heard, line["lang"])
            times.append(1000 * (time.perf_counter() - start))
            named += intent.name == line["intent"]
            if canonical(intent.name, dict(intent.args)) == canonical(line["intent"], line["args"]):
                right[line["intent"]] += 1
            elif options.errors:
                print(
                    f"{intent.confidence:.2f} {heard.text!r}: {intent.name} {dict(intent.args)}, not {line['intent']}"
                )
        exact = right.total()
        quantiles = statistics.quantiles(times, n=20)
        print(
            f"{file.name}: exact {exact / len(lines):.1%}, intent {named / len(lines):.1%} of {len(lines)}; "
            f"ms p50 {quantiles[9]:.1f} p95 {quantiles[18]:.1f}"
        )
        print("  " + ", ".join(f"{name} {right[name]}/{count}" for name, count in sorted(total.items())))
    model.close()


if __name__ == "__main__":
    main()
