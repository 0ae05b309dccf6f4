# Every target does its own set-up; the first time takes minutes, later times a moment. `make help` lists the targets.
SHELL := /bin/sh
.DEFAULT_GOAL := all
.SILENT:
MAKEFLAGS += --no-print-directory
# Compiled modules are kept: without them every process starts twice as slowly.
unexport PYTHONDONTWRITEBYTECODE
BIN := .venv/bin
PORT ?=
DATA ?=
ARGS ?=
UP := $(if $(PORT),--port-base $(PORT)) $(if $(DATA),--data $(DATA))
QUIET := PYTHONWARNINGS=ignore TF_CPP_MIN_LOG_LEVEL=3 RASA_TELEMETRY_ENABLED=false SQLALCHEMY_SILENCE_UBER_WARNING=1
LOG := .cache/check.log

.PHONY: all help setup demo run test check bench train talk docs lock clean

all: check test ## check, then test

help: ## this list
	grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 16

setup: ## build .venv from requirements.lock
	sh deploy/bootstrap.sh

demo: setup ## hold a conversation through the encrypted WeChat callback, print it and its ticket, stop
	$(BIN)/jiesu demo $(ARGS)

run: setup ## start the product and stay up: make run PORT=8080 DATA=folder
	$(BIN)/jiesu up $(UP) $(ARGS)

test: setup ## run the tests; the first time trains the model (about a minute): make test ARGS="-k lift"
	$(BIN)/python -m pytest $(ARGS)

check: setup ## lint, types, import rules, data lint, Rasa's validation, spelling, generated docs
	mkdir -p .cache
	echo "check: lint" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet . \
		|| { echo "check: try .venv/bin/ruff check --fix . && .venv/bin/ruff format ." >&2; exit 1; }
	echo "check: types" && $(BIN)/mypy --no-error-summary
	echo "check: import rules" && { $(BIN)/lint-imports >$(LOG) 2>&1 || { cat $(LOG); exit 1; }; }
	echo "check: data" && { $(BIN)/python -m training.data_lint >$(LOG) 2>&1 || { cat $(LOG); exit 1; }; }
	echo "check: rasa data validate (about half a minute)" \
		&& { $(QUIET) $(BIN)/rasa data validate --fail-on-warnings >$(LOG) 2>&1 || { cat $(LOG); exit 1; }; }
	echo "check: spelling" && $(BIN)/codespell --ignore-words .codespellignore README.md CONTRIBUTING.md CHANGELOG.md docs deploy jiesu
	echo "check: settings table" && $(BIN)/python -m jiesu.settings_table --check
	echo "check: clean"

bench: setup ## measure; the last line is one JSON object
	if [ ! -d bench ]; then echo "bench: nothing to measure yet" >&2; exit 1; fi
	$(BIN)/python -m bench $(ARGS)

train: setup ## train the model unless it is up to date (about a minute)
	$(BIN)/jiesu train $(ARGS)

talk: setup train ## talk to the bot in the terminal (rasa shell), without a gateway
	$(QUIET) SANIC_HOST=127.0.0.1 $(BIN)/python -m jiesu.action_server >/dev/null 2>&1 & \
	trap "kill $$! 2>/dev/null" EXIT INT TERM; $(QUIET) $(BIN)/rasa shell

docs: setup ## write the generated parts of the docs
	$(BIN)/python -m jiesu.settings_table --write

lock: setup ## compile requirements.lock anew, with the newest versions that pyproject.toml allows
	mkdir -p .cache
	uv=uv; if [ -x .uv/bin/uv ]; then uv=.uv/bin/uv; fi; rm -f .cache/requirements.lock; \
	$$uv pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-annotate --no-header \
		--group dev pyproject.toml -o .cache/requirements.lock
	if grep -n '://' .cache/requirements.lock; then echo "lock: an address stands in the lock file" >&2; rm -f .cache/requirements.lock; exit 1; fi
	mv .cache/requirements.lock requirements.lock

clean: ## remove everything that was built; data in .jiesu stay
	rm -rf .venv .uv models .rasa .cache .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
