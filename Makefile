# The only list of commands. `make demo` and `make test` do all the set-up themselves and repeat none of it.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check bench eval golden docs set-up clean

BIN       := .venv/bin
INSTALLED := .venv/installed
PLACES    := src/marsad/reference/places.sqlite
OUTLINES  := src/marsad/reference/outlines.json
VENDOR    := src/marsad/publish/site/static/vendor/vendor.json
WEB       := web/package.json web/package-lock.json web/fill.mjs web/charts.mjs
LINES_OF  := web/outlines.json tools/build_outlines.py src/marsad/reference/outlines_file.py \
             src/marsad/reference/outlines.toml src/marsad/reference/outlines-areas.csv
PLACES_OF := $(wildcard src/marsad/reference/*.csv src/marsad/reference/gazetteer*.py \
             src/marsad/reference/outlines.py src/marsad/pipeline/places.py \
             src/marsad/packs/ar/grammar/place_names.py src/marsad/packs/ar/orthography.toml)

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*##/make \1\t/p' Makefile | expand -t 16

demo: set-up  ## sample reports into a ledger, and the pages on it
	$(BIN)/marsad demo

test: set-up  ## all tests
	$(BIN)/python -m pytest --numprocesses auto --benchmark-disable $(TESTS)

check: set-up  ## style, types, who imports whom, and the floors of the evaluations
	$(BIN)/ruff check --output-format concise .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python evals/gate.py

bench: set-up  ## how fast, on this machine
	$(BIN)/python -m pytest tests/bench --benchmark-only

eval: set-up  ## how well, against the gold in evals
	$(BIN)/marsad evaluate claims
	$(BIN)/marsad evaluate linking

golden: set-up  ## the language's cases: rule examples, golden cases, the village
	$(BIN)/python -m pytest $(wildcard tests/golden tests/packs tests/village)

docs: set-up  ## docs/reference, from the program itself
	$(BIN)/python tools/build_docs.py

set-up: $(INSTALLED) $(VENDOR) $(PLACES)  ## only what the others need first

$(INSTALLED): pyproject.toml tools/build_hook.py | $(OUTLINES)
	@python=$$(sh tools/needs.sh) && { test -x $(BIN)/python || "$$python" -m venv .venv; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(OUTLINES): $(LINES_OF)  # where they cannot be had this says so, and everything else goes on without them
	@python=$$(sh tools/needs.sh) && { "$$python" tools/build_outlines.py || true; }

$(VENDOR): $(WEB)
	@sh tools/needs.sh >/dev/null
	npm --prefix web ci --no-audit --no-fund --loglevel=error
	node web/fill.mjs
	@touch $@

$(PLACES): $(PLACES_OF) $(OUTLINES) | $(INSTALLED)
	$(BIN)/python tools/build_places.py
	@touch $@

clean:  ## remove everything that the commands above made
	rm -rf .venv web/node_modules $(dir $(VENDOR)) $(PLACES) $(OUTLINES) docs/reference dist build .benchmarks
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
