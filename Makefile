# SPDX-License-Identifier: Apache-2.0
# Every target is one line a person could type; `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
RUN := .venv/run.stamp
DEMO := .venv/demo.stamp
DEV := .venv/dev.stamp
DOCS := .venv/docs.stamp
FUZZ := .venv/fuzz.stamp
PROGRAMS := .venv/programs.stamp
WORKERS ?= 2
WORLDS ?= 200
SECONDS ?= 60
ONCE ?=
REACH ?=
BACK ?=
# `make check` runs these; the syntax trees they keep slow every test beside them.
NOT_RULES := --ignore=tests/tidy
# Empty means: a fresh seed, printed, so that a failure can be played again.
SEED ?=
ARGS ?=

# Stations and commands are started hundreds of times by tests, demo and benchmark: what
# was compiled once is kept, as it is where the package is installed.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

.PHONY: setup
setup: $(RUN) $(DEV) $(PROGRAMS) ## make .venv and install everything tests and checks need

.PHONY: fmt
fmt: $(DEV) ## format the code and repair what can be repaired
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

.PHONY: check
check: $(DEV) ## lint, format, types, layers, house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m pytest -q -p no:randomly tests/tidy

.PHONY: test
test: $(DEV) $(PROGRAMS) ## run every test but the house rules; ARGS="..." goes to pytest
	$(BIN)/python -m pytest -n $(WORKERS) -m "not browser and not soak" $(NOT_RULES) $(ARGS)
	$(BIN)/python -m pytest -n $(WORKERS) -m "browser and not soak" $(ARGS) || [ $$? = 5 ]

.PHONY: sim
sim: $(DEV) ## play seeded worlds of two stations: SEED= WORLDS=; BACK= so many seconds behind others
	$(BIN)/python tools/sim.py --worlds $(WORLDS) $(if $(SEED),--seed $(SEED)) $(if $(BACK),--stand-back --seconds $(BACK))

.PHONY: fuzz
fuzz: $(FUZZ) ## fuzz every parser of outside bytes for SECONDS= in all
	$(BIN)/python tools/fuzz.py --seconds $(SECONDS)

.PHONY: soak
soak: $(DEV) $(PROGRAMS) ## what needs the machine alone: 2,000 fresh worlds, 350,000 codes, mail, sound
	$(BIN)/python -m pytest -n 0 -m soak
	$(BIN)/python tools/sim.py --worlds 2000
	$(BIN)/python tools/soak_codebook.py

.PHONY: bench
bench: $(DEV) ## measure speed and size against the bars
	$(BIN)/python tools/bench.py

.PHONY: docs
docs: $(DOCS) ## build the documentation, warnings are errors: build/docs/index.html
	$(BIN)/python -m sphinx -n -W --keep-going -q -b html docs build/docs

.PHONY: gen
gen: $(DOCS) ## write again what is generated: reference pages, diagrams, vectors
	$(BIN)/python tools/gen.py

.PHONY: demo
demo: $(DEMO) ## two stations on this machine; ONCE=1 ends, REACH=1 cuts their paths
	$(BIN)/python tools/$(if $(REACH),demo_reach,demo).py $(if $(ONCE),--once)

.PHONY: lock
lock: ## pin requirements/*.in again (needs uv)
	$(PYTHON) tools/lock.py

.PHONY: clean
clean: ## remove what was built; keeps the demo's stations
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---------------------------------------------------------------- stamps

$(RUN): requirements/build.txt requirements/main.txt pyproject.toml tools/setup.py
	@$(PYTHON) tools/setup.py run

$(DEMO): $(RUN) requirements/extra.txt requirements/test.txt
	@$(PYTHON) tools/setup.py demo

$(DEV): $(RUN) requirements/extra.txt requirements/test.txt requirements/lint.txt
	@$(PYTHON) tools/setup.py dev

$(DOCS): $(DEV) requirements/docs.txt
	@$(PYTHON) tools/setup.py docs

$(FUZZ): $(DEV) requirements/fuzz.txt
	@$(PYTHON) tools/setup.py fuzz

$(PROGRAMS): tools/setup.py | $(RUN)
	@$(PYTHON) tools/setup.py programs
