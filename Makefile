# Three commands do all the set-up there is: make demo, make test, make bench.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
# Compiled on all cores afterwards, which takes a fraction of what pip's own compiling takes; what the first page does not
# need is compiled when it is first asked for.
INSTALL := $(PIP) install --no-compile --require-hashes
COMPILE := $(BIN)/python -m compileall -q -j 0 -x 'site-packages/(pip|numba|llvmlite|.*/tests)/'
SIDE_BY_SIDE := --numprocesses=logical --dist=loadfile --no-loadscope-reorder
PORT ?= 8000

# What was compiled is kept, also where the environment says otherwise: each process would compile every test anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check tests domain above postgresql spark bench browser clean

demo: .venv/ready
	@$(BIN)/aimline demo --port $(PORT)

# Two parts at a time, the longest beside all the others, so that one works where the other waits: for packages, for a
# browser, or for the last file of its tests.
test:
	@$(MAKE) --no-print-directory --jobs=2 .venv/ready-dev .venv/spark/ready above check domain postgresql spark

# Everything that reads the code without running it.
check: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	AIMLINE_DATA=.venv/aimline-data $(BIN)/mypy

tests: domain above postgresql

# The domain's own tests pass every branch of it. In one process: watching branches costs most where it begins.
domain: .venv/ready-dev
	$(BIN)/pytest tests/domain --cov=src/aimline/domain --cov-branch --cov-fail-under=100 \
	  --cov-report=term-missing:skip-covered

# All that stands on the domain: apps, commands, the real browser.
above: .venv/ready-dev browser
	$(BIN)/pytest $(SIDE_BY_SIDE) --ignore=tests/domain

# The apps once more, on the other database.
postgresql: .venv/ready-dev
	$(BIN)/python -m tests.on_postgresql $(SIDE_BY_SIDE) tests/apps

# The same questions on Spark, once (decision 36).
spark: .venv/spark/ready .venv/ready-dev
	PYTHONPATH=.venv/spark $(BIN)/pytest -m spark tests/warehouse/test_spark.py

# Spark comes as source that is packed before it is unpacked: packed without being pressed together, in half the time.
.venv/spark/ready: requirements-spark.lock | .venv/bin/python
	@echo "Installing Spark (half a gigabyte) and a Java of its own into .venv/spark ..."
	@rm -rf .venv/spark
	@$(INSTALL) --config-settings=--build-option=--compression=stored --target .venv/spark -r requirements-spark.lock
	@touch $@

bench: .venv/ready-dev
	@for file in benchmarks/*.py; do \
	  name=$$(basename $$file .py); [ $$name = __init__ ] && continue; \
	  echo "== $$name"; $(BIN)/python -m benchmarks.$$name || missed="$$missed $$name"; \
	done; \
	if [ -n "$$missed" ]; then echo "Missed or not measured:$$missed"; exit 1; fi

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
	@$(INSTALL) -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILE) .venv/lib src
	@touch $@

.venv/ready-dev: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "Installing what the tests need into .venv ..."
	@$(INSTALL) -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILE) .venv/lib src
	@touch .venv/ready $@

clean:
	rm -rf .venv aimline-data
