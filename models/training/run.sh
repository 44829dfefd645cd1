#!/bin/sh
# Trains the intent model anew: environment, utterances, training, export, evaluation. Less than 90 minutes on two cores.
set -eu
cd "$(dirname "$0")/../.."
work=build/training
model="$work/kiosk-intent.gguf"
test -x .venv/bin/python || { echo "Set up the project first: make run, or make test." >&2; exit 2; }
mkdir -p "$work"
test -x "$work/venv/bin/python" || "${PYTHON:-python3}" -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --requirement models/training/requirements.txt
# Each of the two workers has one core to itself.
export OMP_NUM_THREADS=1
"$work/venv/bin/python" -m models.training.generate "$work"
"$work/venv/bin/python" -m models.training.train "$work"
"$work/venv/bin/python" -m models.training.train "$work" --more --data late.jsonl --steps 3500 --rate 0.5 --seed 2
rm -f "$work/calibration.json"
"$work/venv/bin/python" -m models.training.export "$work" "$model"
.venv/bin/python -m models.training.calibrate "$work" "$model" tests/data/understanding/calibration_*.jsonl
"$work/venv/bin/python" -m models.training.export "$work" "$model"
echo "Utterances of phrase roots that were held out:"
.venv/bin/kiosk-app bench understanding --model "$model" --set "$work/heldout.jsonl"
echo "Sentences that nobody who wrote a root has seen:"
.venv/bin/kiosk-app bench understanding --model "$model" --curve
echo "Copy it over models/intent/kiosk-intent/kiosk-intent.gguf to use it."
