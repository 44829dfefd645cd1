"""Fits a model's confidence to how often it is right, on sentences that it was neither trained nor tested on."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from kiosk_app.cli.bench_understanding import measure, read_sentences
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.understanding.confidence import fitted, logit
from kiosk_app.engines.llama import LlamaIntentModel

_STEPS = 100


def fit(pairs: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset of the logistic curve from a raw confidence's logit to being right.

    Platt, 1999, with his targets, by Newton's method.
    """
    right = sum(held for _, held in pairs)
    high, low = (right + 1) / (right + 2), 1 / (len(pairs) - right + 2)
    slope, offset = 1.0, 0.0
    for _ in range(_STEPS):
        g0 = g1 = h00 = h01 = h11 = 0.0
        for raw, held in pairs:
            x = logit(raw)
            p = fitted(raw, slope, offset)
            error, weight = p - (high if held else low), max(p * (1 - p), 1e-9)
            g0 += error * x
            g1 += error
            h00 += weight * x * x
            h01 += weight * x
            h11 += weight
        determinant = (h00 + 1e-6) * (h11 + 1e-6) - h01 * h01
        slope -= _damped(((h11 + 1e-6) * g0 - h01 * g1) / determinant)
        offset -= _damped(((h00 + 1e-6) * g1 - h01 * g0) / determinant)
    return slope, offset


def _damped(step: float) -> float:
    """Newton's steps overshoot where the curve is flat."""
    return max(-0.5, min(step, 0.5))


def main() -> None:
    """Write `calibration.json` of a folder, which `export` puts into the model file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("gguf", type=Path)
    parser.add_argument("sets", type=Path, nargs="+", help='lines of {"lang", "text", "intent", "args"}')
    options = parser.parse_args()
    model = LlamaIntentModel(options.gguf, INTENTS)
    if model.calibration != (1.0, 0.0):
        raise SystemExit("This model is calibrated already; export it without calibration.json first.")
    measured = measure(options.gguf.name, model, read_sentences(options.sets, seed=1), sys.stderr)
    answers = [answer for some in measured.answers.values() for answer in some]
    slope, offset = fit([(answer.intent.confidence, answer.exact) for answer in answers])
    (options.folder / "calibration.json").write_text(json.dumps({"slope": slope, "offset": offset}), encoding="utf-8")
    print(f"{len(answers)} sentences: confidence = 1 / (1 + exp(-({slope:.3f} logit(p) + {offset:.3f})))")


if __name__ == "__main__":
    main()
