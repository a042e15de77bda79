# The two that matter: `make play` and `make test`. Both set up everything they need.
PYTHON ?= python3
PLATFORM ?= discord
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps

CORE := tests/briefings tests/parity
# What the coverage of briefings/ is measured with; tracing the rest would double the wait.

.DEFAULT_GOAL := help
.PHONY: help play test lint types contracts bench bench-digests bench-discord bench-slack campaign-chaos campaign-render campaign-zones cities evaluate readings standins mutation-report parity lock places places-check clean

help: ## Show the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 26

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Communiqué needs Python 3.11 or later; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(STAMPS)/runtime: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up (once; about a minute) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

play: $(STAMPS)/runtime ## Open the console on the shipped library
	@$(BIN)/communique play

# Each of the test's processes, and those they start, would else compile all of the program anew.
test: export PYTHONDONTWRITEBYTECODE :=

test: $(STAMPS)/dev lint types contracts ## Lint, types, contracts, tests with branch coverage
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(CORE) --cov --cov-report=term:skip-covered
	@$(BIN)/python -m coverage report --include='briefings/*' --fail-under=95 --format=total > /dev/null \
	  || { echo "Branch coverage of briefings/ is below 95%"; exit 1; }
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(patsubst %,--ignore=%,$(CORE))

lint: $(STAMPS)/dev ## Style
	@$(BIN)/ruff check --quiet . && $(BIN)/ruff format --quiet --check .

types: $(STAMPS)/dev ## Types
	@$(BIN)/mypy

contracts: $(STAMPS)/dev ## The four rules
	@$(BIN)/lint-imports --no-cache > $(VENV)/contracts.log 2>&1 || { cat $(VENV)/contracts.log; exit 1; }

bench: $(STAMPS)/dev ## Timings, as ratios in one run
	@$(BIN)/python -m scripts.bench

bench-digests: $(STAMPS)/dev ## Ticks, cold start, memory and posts a second, up to 100,000 subscriptions
	@$(BIN)/python -m scripts.bench_digests

bench-discord: $(STAMPS)/dev ## The Discord adapter against a bare bot, on one stand-in, in one run
	@$(BIN)/python -m scripts.bench_discord

bench-slack: $(STAMPS)/dev ## The Slack adapter against a bare bot, 20,000 events delivered 1-4 times, memory
	@$(BIN)/python -m scripts.bench_slack

campaign-chaos: $(STAMPS)/dev ## Workers killed, frozen and cut off; what the channels then hold
	@$(BIN)/python -m scripts.campaign_chaos --write

campaign-render: $(STAMPS)/dev ## 250,000 replies and hostile strings through the renderers
	@$(BIN)/python -m scripts.campaign_render --write

campaign-zones: $(STAMPS)/dev ## Every zone's slots against an independent reading of its file
	@$(BIN)/python -m scripts.campaign_zones --write

cities: $(STAMPS)/dev ## Rebuild the table of cities and their time zones
	@$(BIN)/python -m scripts.build_cities

evaluate: $(STAMPS)/dev ## How well questions are answered (FILE=questions.jsonl)
	@$(BIN)/python -m scripts.evaluate $(FILE)

mutation-report: $(STAMPS)/dev ## What each check catches, written to docs/checks.md
	@$(BIN)/python -m tests.briefings.checks.mutation_report

parity: $(STAMPS)/dev ## What each platform offers, written to docs/parity.md
	@$(BIN)/python -m tests.parity --write

readings: $(STAMPS)/dev ## Read the curated questions anew, after changing them or the lexicon
	@$(BIN)/python -m scripts.build_answers

standins: $(STAMPS)/dev ## Start a platform's stand-in by hand (PLATFORM=slack)
	@$(BIN)/python -m tests.standins $(PLATFORM)

places: $(STAMPS)/dev ## Rebuild the tables of place names
	@$(BIN)/python -m scripts.build_places

places-check: $(STAMPS)/dev ## Build the tables of place names anew and compare
	@$(BIN)/python -m scripts.build_places --check

lock: ## Pin every dependency with hashes (needs uv)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate pyproject.toml --extra build -o requirements.lock
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean: ## Forget the environment
	@rm -rf $(VENV)
