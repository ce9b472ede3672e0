# CongVan. `make help` lists what can be done.
SHELL := /bin/sh
PYTHON := .venv/bin/python
PORT ?= 8000
READING := libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui fonts-liberation2
TESTING := $(READING) postgresql redis-server kannel gammu-smsd chromium-headless-shell poppler-utils fonts-noto-core

.DEFAULT_GOAL := help
.PHONY: help run test check bench bench-search bench-messages bench-deadlines soak demo-large doctor lock format pictures

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: ## set up, migrate, load the demonstration, serve (PORT=8000)
	@.setup/python requirements.lock
	@.setup/system $(READING) || echo "Going on without them: office files are then read as plain pages."
	@$(PYTHON) -m app.cli prepare --host $(or $(HOST),127.0.0.1) --port $(PORT)
	@PORT=$(PORT) exec $(PYTHON) -m app.supervisor .setup/Procfile

test: ## set up what the tests need, run all of them
	@.setup/python requirements-dev.lock
	@.setup/system $(TESTING)
	@$(PYTHON) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder --durations 40 --quiet $(TESTS)

check: ## format, lint (Python and scripts), types, import contracts
	@.setup/python requirements-dev.lock
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/oxlint --deny-warnings app/static/js
	.venv/bin/mypy
	.venv/bin/lint-imports

bench: ## measure speed and memory on data of full size (an hour); results in benchmarks/README.md
	@.setup/python requirements-dev.lock
	@.setup/system $(TESTING) wrk
	$(PYTHON) -m benchmarks.run $(BENCH)

bench-search: ## measure the search engine beside SQLite FTS5: DOCUMENTS=10000 of 440 words
	@.setup/python requirements-dev.lock
	$(PYTHON) -m benchmarks.search_engine --documents $(or $(DOCUMENTS),10000)

bench-messages: ## a thousand SMS through a Kannel while worker, Redis and gateway are killed; SMS beside conversions
	@.setup/python requirements-dev.lock
	@.setup/system $(TESTING)
	$(PYTHON) -m benchmarks.messages $(BENCH)

bench-deadlines: ## measure a holiday that moves 20,000 lines and a round of reminders (BENCH="--databases sqlite")
	@.setup/python requirements-dev.lock
	@.setup/system $(TESTING)
	$(PYTHON) -m benchmarks.deadlines $(BENCH)

soak: ## the slow tests, and web and worker killed again and again while people work (SOAK="--operations 9000 --seed 7")
	@.setup/python requirements-dev.lock
	@.setup/system $(TESTING)
	$(PYTHON) -m tests.whole.soak $(SOAK)

demo-large: ## a large office: make demo-large DOCUMENTS=100000
	@.setup/python requirements.lock
	$(PYTHON) -m app.cli demo-large --documents $(or $(DOCUMENTS),100000)

doctor: ## name every optional part, present or missing, and what it gives
	@.setup/python requirements.lock
	@$(PYTHON) -m app.cli doctor

pictures: ## take the screenshots of README and the user guide, make the sample letters
	@.setup/python requirements-dev.lock
	@.setup/system $(TESTING)
	$(PYTHON) -m docs.tools.samples
	$(PYTHON) -m docs.tools.pictures

format: ## put code into one form
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lock: ## write the locks anew from pyproject.toml
	uv pip compile --quiet --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml -o requirements-dev.lock
	uv pip compile --quiet --python-version 3.11.2 --generate-hashes --no-emit-index-url --no-header -c requirements-dev.lock pyproject.toml -o requirements.lock
