# `make site` and `make test` need only Python >= 3.11; everything else is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/installed

.PHONY: site test check lint bench accuracy serve clean

site: $(STAMP)
	NO_MKDOCS_2_WARNING=1 $(BIN)/quality publish seeds

test: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

serve: site
	$(BIN)/mkdocs serve

bench: $(STAMP)
	$(BIN)/python -m benchmarks.dedup

accuracy: $(STAMP)
	$(BIN)/python -m benchmarks.accuracy

$(STAMP): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

clean:
	rm -rf .venv build site/generated site/en/generated
