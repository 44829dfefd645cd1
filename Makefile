# The two commands a newcomer needs: `make run` and `make test`. Each does all its own set-up.
.DEFAULT_GOAL := help
.PHONY: help run test test-long check bench train screenshots lock clean

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3

# What the wheels need from the system: a compiler for llama.cpp, PortAudio, and Qt's X11 platform plugin.
RUN_PACKAGES := build-essential python3-dev python3-venv libportaudio2 libegl1 libgl1 libxkbcommon-x11-0 \
	libdbus-1-3 libfontconfig1 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 \
	libxcb-render-util0 libxcb-shape0 libxcb-randr0 libxcb-xkb1 fonts-dejavu-core fonts-inter
# flite speaks to the bundled recogniser in the tests; PulseAudio is their sound card, Xvfb their display, PostgreSQL
# the demo store's other database.
TEST_PACKAGES := flite xvfb xauth pulseaudio libasound2-plugins postgresql

# llama.cpp is compiled once; pip keeps the wheel in its own cache. AVX2, not this very processor, so that the
# cached wheel runs on the next machine too.
PIP_INSTALL := CMAKE_ARGS="-DGGML_NATIVE=OFF -DLLAVA_BUILD=OFF" CMAKE_BUILD_PARALLEL_LEVEL=$(shell nproc) \
	$(BIN)/pip install --disable-pip-version-check

# Two test files at a time, each file whole: its tests share stores and sound systems.
AT_ONCE := --numprocesses 2 --dist loadfile

help:
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(VENV)/.run  ## set up, start the demo store, and open the till (without a display: the spoken demonstration)
	$(BIN)/kiosk-app demo

test: $(VENV)/.dev  ## set up and run the tests, with reduced counts
	$(BIN)/pytest $(AT_ONCE)

test-long: $(VENV)/.dev  ## the tests with full counts
	KIOSK_TEST_LONG=1 $(BIN)/pytest $(AT_ONCE)

check: $(VENV)/.dev  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.run  ## measure understanding on written sentences, and the whole path on recorded orders (KIOSK_SPEECH_DATA)
	$(BIN)/kiosk-app bench understanding
	$(BIN)/kiosk-app bench speech --labels "$${KIOSK_SPEECH_DATA:-../shared/speech}/coffee.jsonl"
	$(BIN)/kiosk-app bench speech --labels "$${KIOSK_SPEECH_DATA:-../shared/speech}/coffee.jsonl" --other-shop

train: $(VENV)/.run  ## train the intent model anew (about an hour on two cores)
	models/training/run.sh

screenshots: $(VENV)/.dev  ## draw the pictures in docs/screenshots again
	$(BIN)/python -m tests.qt.screenshots

lock: $(VENV)/.run  ## resolve the dependencies again
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:  ## remove the environment
	rm -rf $(VENV)

$(VENV)/.pip: packaging/system-packages.sh
	@packaging/system-packages.sh $(RUN_PACKAGES)
	$(PYTHON) -m venv $(VENV)
	@# Debian's pip 23.0 cannot reuse a wheel it built itself under --require-hashes.
	$(BIN)/pip install --quiet --disable-pip-version-check --upgrade 'pip>=25'
	@touch $@

$(VENV)/.run: $(VENV)/.pip requirements.lock pyproject.toml
	@echo "Installing the locked packages. The first time, llama.cpp is compiled: 8 to 15 minutes on two cores."
	@$(PIP_INSTALL) --require-hashes --requirement requirements.lock
	@$(PIP_INSTALL) --quiet --quiet --no-deps --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@packaging/system-packages.sh $(TEST_PACKAGES)
	@$(PIP_INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@
