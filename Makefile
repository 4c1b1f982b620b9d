# Backrow: `make run` shows it, `make test` proves it. Only Python 3.11 or newer is needed; Node comes as a wheel.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help install run test check lint lint-pwa units units-pwa bench build generate clean browsers

VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP := $(BIN)/python -m pip install --quiet
PWA_SOURCES := $(shell find pwa/src pwa/public protocols -type f 2>/dev/null) \
  $(wildcard pwa/*.ts pwa/*.js pwa/*.html pwa/package.json)

help: ## say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 18

install: $(VENV)/.tests $(VENV)/boris/.installed pwa/node_modules/.installed ## everything that running and testing need, in .venv and pwa/node_modules

run: $(VENV)/.runtime pwa/dist/index.html ## a demo district on http://localhost:8000 (PORT, BACKROW_DATA)
	@exec backrow demo

check: install ## the fast part of the tests: styles, types, units, storage on SQLite alone
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint lint-pwa units-pwa units

test: install browsers pwa/dist/index.html ## everything: styles, types, units, both databases, wheel, browsers
	@$(MAKE) --no-print-directory --jobs 2 --output-sync=target lint lint-pwa
	@$(MAKE) --no-print-directory units-pwa
	pytest --quiet --numprocesses 2 --ignore tests/e2e
	pytest --quiet --numprocesses 2 --dist loadfile tests/e2e

units:
	pytest --quiet tests/domain tests/storage tests/services tests/habits -m "not slow" -k "not postgres"

units-pwa: pwa/node_modules/.installed
	cd pwa && npm run --silent test

lint: pwa/node_modules/.installed
	ruff check .
	ruff format --check .
	mypy
	lint-imports
	.ci/generate --check

lint-pwa: pwa/node_modules/.installed
	cd pwa && npm run --silent check

bench: install browsers pwa/dist/index.html ## figures as ratios to a floor measured in the same run (BENCH=pads: taps on every protocol)
	python -m tests.bench $(BENCH)

build: $(VENV)/.runtime pwa/dist/index.html ## a wheel with the app and the protocols in it, in dist/
	rm -f dist/*.whl
	python -m build --wheel --no-isolation --outdir dist . >/dev/null
	@ls dist/*.whl

generate: install ## files made from others: OpenAPI document, protocol library, their types
	.ci/generate

browsers:
	@.ci/browsers

clean: ## take away what was built, not what was recorded
	rm -rf $(VENV) pwa/node_modules pwa/dist dist build

$(BIN)/python:
	@python=$$(.ci/python) && echo "Making $(VENV) with $$python" && "$$python" -m venv $(VENV)

$(VENV)/.runtime: server/requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r server/requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python .ci/link-node
	@touch $@

# BORIS judges our exports; its own pins would fight with ours, so it stands in a folder of its own.
$(VENV)/boris/.installed: tests/boris/requirements.lock | $(BIN)/python
	rm -rf $(VENV)/boris
	$(PIP) --require-hashes --no-deps --target $(VENV)/boris -r tests/boris/requirements.lock
	@touch $@

$(VENV)/.tests: tests/requirements.lock $(VENV)/.runtime
	$(PIP) --require-hashes -r tests/requirements.lock
	@touch $@

pwa/node_modules/.installed: pwa/package-lock.json $(VENV)/.runtime
	cd pwa && npm ci --no-fund --no-audit --loglevel=error
	@touch $@

pwa/dist/index.html: pwa/node_modules/.installed $(PWA_SOURCES)
	cd pwa && npm run --silent build
	@touch $@
