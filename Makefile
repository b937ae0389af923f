# Three commands do all the set-up there is: make demo, make test, make bench.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PORT ?= 8000

.PHONY: demo test check tests bench browser clean

demo: .venv/ready
	@$(BIN)/aimline demo --port $(PORT)

test: check tests

# Everything that reads the code without running it.
check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	AIMLINE_DATA=.venv/aimline-data $(BIN)/mypy

# Domain, apps on both databases, the real browser; every branch of the domain is passed.
tests: .venv/ready-dev browser
	$(BIN)/coverage run --branch --source=src/aimline/domain -m pytest
	$(BIN)/coverage report --fail-under=100 --skip-covered
	$(BIN)/python -m tests.on_postgresql tests/apps

bench: .venv/ready-dev
	@for file in benchmarks/*.py; do \
	  name=$$(basename $$file .py); [ $$name = __init__ ] && continue; \
	  echo "== $$name"; $(BIN)/python -m benchmarks.$$name || exit 1; \
	done

# The tests drive the system's Chromium. Without it they are reported as skipped, with the reason.
browser:
	@if ! command -v chromium >/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Chromium for the browser tests ..."; \
	    apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium >/dev/null \
	      || echo "Chromium could not be installed: the browser tests will be skipped."; \
	  else \
	    echo "No Chromium here: the browser tests will be skipped. To run them: sudo apt-get install chromium"; \
	  fi; \
	fi

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Aimline needs Python 3.11 or newer; here is $$($(PYTHON) --version 2>&1)."; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null \
	  || { echo "Python is here, but its part 'venv' is missing. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@$(PYTHON) -m venv .venv

.venv/ready: requirements.lock pyproject.toml | .venv/bin/python
	@echo "Installing what Aimline needs into .venv ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the tests need into .venv ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/ready $@

clean:
	rm -rf .venv aimline-data
