# `make site` and `make test` need only Python >= 3.11; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed
DEV := .venv/installed-dev

.PHONY: site test check baseline lint bench accuracy serve clean

site: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m quality publish seeds

test: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check: $(STAMP)
	$(BIN)/quality check seeds

baseline: $(STAMP)
	$(BIN)/quality check seeds --write-baseline --statistics

serve: site
	$(BIN)/mkdocs serve

bench: $(DEV)
	$(BIN)/python -m benchmarks.dedup

accuracy: $(DEV)
	$(BIN)/python -m benchmarks.accuracy

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(DEV): $(STAMP)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build site/generated site/en/generated
