# make demo    the replayed year of a trading company, as an HTML report in cqs-demo/ (no bench needed)
# make test    everything: lint, types, engine and sandbox, then ERPNext where there is a bench
# make fast    the part of `make test` that needs no bench
# make bench-figures    every measurement in benchmarks/, on a private ERPNext
#
# PARALLEL=N runs the tests that need a bench in N private ERPNexts side by side (default 2).
# KEEP=DIR keeps the private ERPNext in DIR, so that the next run starts in seconds.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
ON_BENCH := $(PYTHON) tests/run_on_bench.py $(if $(KEEP),--keep $(KEEP))
FAST_TESTS := $(sort $(dir $(wildcard tests/engine/test_*.py tests/sandbox/test_*.py)))
PARALLEL ?= 2
FIGURES := race overhead exactness malformed

.PHONY: demo test fast lint bench-tests bench-figures clean

demo: $(VENV)/.installed
	$(BIN)/cqs demo --out cqs-demo

test: fast bench-tests

fast: lint
	$(if $(FAST_TESTS),$(BIN)/python -m pytest $(FAST_TESTS),@echo "no tests in tests/engine or tests/sandbox")

lint: $(VENV)/.installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench-tests:
	$(ON_BENCH) $(if $(KEEP),,--parallel $(PARALLEL))

bench-figures:
	@set -e; for name in $(FIGURES); do echo "== $$name"; $(ON_BENCH) --run python benchmarks/$$name.py; done

# Where Python came without ensurepip (a split package of some distributions), virtualenv or the outer pip help.
$(BIN)/python:
	$(PYTHON) -m venv --clear $(VENV) || $(PYTHON) -m virtualenv $(VENV) \
		|| { $(PYTHON) -m venv --clear --without-pip $(VENV) \
			&& $(PYTHON) -m pip --python $(BIN)/python install --quiet pip; }

$(VENV)/.installed: pyproject.toml setup.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@

$(VENV)/.installed-test: pyproject.toml setup.py | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]'
	touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) build dist cqs-demo cqs-backtest .pytest_cache .mypy_cache .ruff_cache
