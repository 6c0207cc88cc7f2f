# Everything a developer does. `make demo` and `make test` set up what they need by themselves.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.DEFAULT_GOAL := help
.PHONY: help install demo check test lint types docs bench clean

help:  ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

install: $(READY)  ## make the virtual environment .venv with everything in it

$(READY): pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev,watch,tantivy]'
	$(BIN)/python -m compileall -q src
	touch $@

demo: $(READY)  ## ingest corpus/, show a search and an entity list
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh scripts/demo.sh

check: lint types  ## lint, formatting and types

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

test: $(READY)  ## run the tests
	$(BIN)/python -m pytest

docs: $(READY)  ## write the help texts and outputs into the docs anew
	$(BIN)/python scripts/write_docs.py

bench: $(READY)  ## time search and ingestion against the bare libraries
	$(BIN)/python scripts/bench_ingest.py
	$(BIN)/python scripts/bench_search.py

clean:  ## remove the virtual environment, caches and the demo's index
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis dist
	find index -mindepth 1 ! -name README.md -delete
