PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STORE ?= sqlite:///var/sample-city.db
JOBS ?= 2

.PHONY: run test check bench soak clean environment

environment: $(VENV)/ready

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

run: $(VENV)/ready
	$(BIN)/counter-tui demo

test: $(VENV)/ready
	$(BIN)/python -m pytest -n $(JOBS)

check: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 0 tests/test_packages.py

bench: $(VENV)/ready
	$(BIN)/python -m benchmarks

soak: $(VENV)/ready
	COUNTER_SOAK=1 $(BIN)/python -m pytest -n $(JOBS) -m soak

clean:
	rm -rf $(VENV) var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
