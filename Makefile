# `make demo` and `make test` set up what they need in .venv; nothing but Python 3.11 or newer is expected.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint unit core bench clean

demo: $(VENV)/.core-installed
	$(BIN)/shaoxing-benefits demo

# The tests of the built wheel come before the others, so that the run ends on the count of the whole suite.
test: lint core unit

lint: $(VENV)/.all-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --strict tests/typing_sample.py

unit: $(VENV)/.all-installed
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --fail-under=97

# The wheel with the three core dependencies alone runs the demo; then the tests run against that wheel.
core: $(VENV)/.all-installed
	$(BIN)/python tests/check_wheel.py

bench: $(VENV)/.all-installed
	$(BIN)/python benchmarks/one_household.py

$(VENV)/.core-installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --editable .
	touch $@

$(VENV)/.all-installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --editable ".[all]"
	touch $@ $(VENV)/.core-installed

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
