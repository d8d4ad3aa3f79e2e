# `make demo` and `make test` set up what they need in .venv; nothing but Python 3.11 or newer is expected.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# `make mutate` changes a copy, a mutant at a time; of a file named in MUTATE (from src/ on) alone, if there is one. What a file is held
# against stands here by its name; where nothing does, it is the amounts that were worked out by hand.
CODE := src/shaoxing_benefits
MUTANTS := build/mutants
MUTATE := $(CODE)/programmes $(CODE)/numbers.py $(CODE)/contributions.py $(CODE)/rulebook.py \
	$(CODE)/overlay_reading.py $(CODE)/paper_trail/comparing.py
TESTS_OF_contributions.py := tests/unit/test_contributions.py
TESTS_OF_rulebook.py := tests/unit/test_rulebook.py tests/unit/test_overlays.py
TESTS_OF_overlay_reading.py := tests/unit/test_overlays.py
TESTS_OF_comparing.py := tests/test_published_totals.py
AMOUNTS := tests/unit/test_premium_and_relief.py tests/unit/test_assumptions.py tests/test_cases.py tests/unit/test_numbers.py
tests_of = $(or $(TESTS_OF_$(notdir $(1))),$(AMOUNTS))

.PHONY: demo test lint unit core batch excel docs bench million peers tightness mutate clean

demo: $(VENV)/.core-installed
	$(BIN)/shaoxing-benefits demo

# The tests of the built wheel and those that measure what they reach run side by side, each on a core of its own; those of whole
# populations follow where one of them is done.
test: lint
	rm -f .coverage .coverage.*
	$(MAKE) --jobs 2 core unit batch excel
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=97

lint: $(VENV)/.all-installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy --strict tests/typing_sample.py

# Measuring takes three times as long, so properties are tried on fewer examples here, and those of the evaluators (tests/properties) not at
# all: on all their examples they are tried against the wheel. The extras for
# users (charts) are installed here, and their tests run.
unit: $(VENV)/.all-installed
	$(BIN)/coverage run --parallel-mode -m pytest --hypothesis-profile=fewer --ignore=tests/batch --ignore=tests/excel --ignore=tests/properties

# Whole populations: most of the time goes into compiling rules.
batch: $(VENV)/.all-installed
	$(BIN)/coverage run --parallel-mode -m pytest --hypothesis-profile=fewer tests/batch

# Workbooks, and runs that are killed.
excel: $(VENV)/.all-installed
	$(BIN)/coverage run --parallel-mode -m pytest --hypothesis-profile=fewer tests/excel

# The wheel with the three core dependencies alone runs the demo; then the tests, but those of extras, run against that wheel.
core: $(VENV)/.all-installed
	$(BIN)/python tests/check_wheel.py

# The pages made from tables and fact sheets; the tests compare them.
docs: $(VENV)/.core-installed
	$(BIN)/python docs/generate.py

bench: $(VENV)/.all-installed
	$(BIN)/python benchmarks/one_household.py
	$(BIN)/python benchmarks/profiles.py
	$(BIN)/python benchmarks/unknown_facts.py
	$(BIN)/python benchmarks/population.py
	$(BIN)/python benchmarks/office_files.py

# Every engine of benchmarks/peers on the same households, each in an environment of its own from PyPI; half an hour or more.
peers: $(VENV)/.all-installed
	$(BIN)/python benchmarks/peers/compare.py

# A million random households through columns and the scalar evaluator, every result compared; five to ten minutes.
million: $(VENV)/.all-installed
	$(BIN)/python -m benchmarks.million

# Answers over random households of which a part is known, against what their completions reach; half an hour or more.
tightness: $(VENV)/.all-installed
	$(BIN)/python -m benchmarks.tightness

mutate: export PATH := $(CURDIR)/$(BIN):$(PATH)
mutate: export PYTHONPATH := $(CURDIR)/$(MUTANTS)/src
mutate: $(VENV)/.mutation-installed
	rm -rf $(MUTANTS)
	mkdir -p $(MUTANTS)
	cp -r src tests rules seeds pyproject.toml README.md README.zh.md $(MUTANTS)
	cd $(MUTANTS) && python -m pytest -p no:cacheprovider $(sort $(foreach path,$(MUTATE),$(call tests_of,$(path))))
	$(foreach path,$(MUTATE),$(call mutants,$(path)))
	cd $(MUTANTS) && mutmut results

define mutants
cd $(MUTANTS) && HELD_AGAINST="$(call tests_of,$(1))" mutmut run --CI --simple-output --paths-to-mutate $(1)

endef

$(VENV)/.core-installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --editable .
	touch $@

$(VENV)/.all-installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --editable ".[all]"
	touch $@ $(VENV)/.core-installed

$(VENV)/.mutation-installed: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --editable ".[test,mutation]"
	touch $@ $(VENV)/.core-installed

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .coverage.*
