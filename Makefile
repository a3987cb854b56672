# Copybook's tasks. `make` alone lists them. Needs make and Python 3.11 or later; everything else is installed into .venv/.
#
# What is up to date is decided by files: a task's product, or where it has none of its own a stamp in .stamps/,
# is newer than what it was made from. `make clean` forgets it all.

PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# npm and node are the ones that requirements.lock brings, not the machine's.
export PATH := $(CURDIR)/$(BIN):$(PATH)

# On a person's own machine. In service the site is started without it, and needs SECRET_KEY: see README.md.
serve demo: export COPYBOOK_DEVELOPMENT := 1

ASSETS := portal/static/assets.json
ASSET_SOURCES := $(shell find portal/assets)
# Folders count too: theirs is the time that changes when a file is taken away.
CASE_STUDIES := $(shell find casestudies -not -name '*[ :%$$\#]*')
INDEXER := $(shell find indexer -name '*.py')
MIGRATIONS := $(shell find portal/migrations -name '*.py')

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help build serve demo test lint browser-test benchmark refreeze lock check-content clean FORCE

help: ## List these tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# Compiled here, the site starts sooner also where it may not write beside its code.
build: $(ASSETS) .stamps/index ## Bring packages, style sheet and index up to date, and start nothing
	@$(BIN)/python -m compileall -q indexer portal

serve: build .stamps/database ## The same, and the database, and start the site on this machine
	@echo
	@echo "Copybook is at http://127.0.0.1:$(PORT) - press Ctrl+C to stop it."
	@$(BIN)/flask --app wsgi demo --offer
	@echo
	@exec $(BIN)/gunicorn --bind 127.0.0.1:$(PORT) wsgi:app

demo: build .stamps/database ## Add three finished collections to an empty database, to see what they are
	@$(BIN)/flask --app wsgi demo

# On every processor; but each worker loads the model for itself.
PYTEST := $(BIN)/pytest -n logical --maxprocesses 4 --dist worksteal

test: .stamps/install $(ASSETS) ## Run the tests, all but the browser's
	$(PYTEST)

lint: .stamps/install ## Check style, types and which module may import which
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser-test: .stamps/install $(ASSETS) ## Walk through the site in a real Chromium
	$(PYTEST) -m browser tests/journeys

benchmark: .stamps/benchmark $(ASSETS) ## Measure building, searching and pages, beside budgets and others (JUDGED=a folder)
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.peers $(if $(JUDGED),--judged $(JUDGED))

lock: .stamps/lock-tools ## Remake both lock files from pyproject.toml (UPGRADE=--upgrade for the newest of everything)
	$(call compile,requirements.lock,--extra dev --all-build-deps)
	$(call compile,requirements-benchmark.lock,--extra benchmark --constraint requirements.lock)

# A lock file's name, and what it is made of. What only the benchmarks need has one of its own, under the first one's
# versions: it is some 500 MB that nobody else should have to install.
define compile
	.stamps/lock-venv/bin/pip-compile $(UPGRADE) --quiet $(2) --allow-unsafe --strip-extras \
	    --no-header --no-emit-options --output-file $(1) pyproject.toml
	{ echo "# Exact versions of everything, made from pyproject.toml by \`make lock\`. Do not edit by hand."; \
	  echo "#"; \
	  echo "# There are no hashes: PyTorch publishes many builds of one version (for each platform, with and without graphics"; \
	  echo "# cards), so a list made on one machine would refuse an honest build on another. For the same reason torch stands"; \
	  echo "# here without a build's suffix such as +cpu: whichever build of this version is there will do."; \
	  echo; \
	  sed -e '/^#/d' -e 's/^\(torch==[^+]*\)+.*/\1/' $(1); } > .stamps/$(1)
	mv .stamps/$(1) $(1)
endef

refreeze: .stamps/install ## Move the judged questions' frozen library on to the live one, with the figures before and after
	$(BIN)/python -m tests.relevance.measure

check-content: .stamps/install ## Hold every number in the case studies to the fact sheets, where these are (FACTS=a folder)
	$(BIN)/python -m tests.content.check $(if $(FACTS),--facts $(FACTS))

clean: ## Take away everything that make made, but not the database
	rm -rf $(VENV) .stamps node_modules portal/static index *.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the tasks above are made from ---------------------------------------------------------------------------

$(VENV)/pyvenv.cfg:
	@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	    $$python -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "Python is here but could not make a virtual environment. On Debian or Ubuntu: apt-get install python3-venv" >&2; \
	    exit 1; \
	done; \
	echo "Copybook needs Python 3.11 or later. Install it, or name it: make PYTHON=/path/to/python3" >&2; \
	exit 1

.stamps/packages: requirements.lock $(VENV)/pyvenv.cfg
	@mkdir -p $(@D)
	@echo "Installing the Python packages. The first time, this takes some minutes."
	$(BIN)/python -m pip install --disable-pip-version-check --requirement requirements.lock
	@touch $@

.stamps/install: pyproject.toml .stamps/packages
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.stamps/benchmark: requirements-benchmark.lock .stamps/install
	@echo "Installing what the benchmarks compare with. The first time, this takes some minutes."
	$(BIN)/python -m pip install --disable-pip-version-check --requirement requirements-benchmark.lock
	@touch $@

.stamps/lock-tools: $(VENV)/pyvenv.cfg
	@mkdir -p $(@D)
	$(BIN)/python -m venv .stamps/lock-venv
	.stamps/lock-venv/bin/python -m pip install --disable-pip-version-check --quiet pip-tools
	@touch $@

# npm writes this file last.
node_modules/.package-lock.json: package.json package-lock.json .stamps/packages
	npm ci
	@touch $@

$(ASSETS): node_modules/.package-lock.json $(ASSET_SOURCES)
	npm run build
	@touch $@

# A stamp whose product is gone is worth nothing, nor is one where the environment names another product: then FORCE stands
# among what it was made from.
INDEX_UNSURE := $(if $(COPYBOOK_INDEX)$(COPYBOOK_CASESTUDIES),FORCE,$(if $(wildcard index/*),,FORCE))
DATABASE_UNSURE := $(if $(DATABASE_URL),FORCE,$(if $(wildcard instance/copybook.db),,FORCE))

.stamps/index: .stamps/install $(CASE_STUDIES) $(INDEXER) $(INDEX_UNSURE)
	$(BIN)/copybook build
	@touch $@

.stamps/database: export COPYBOOK_DEVELOPMENT := 1
.stamps/database: .stamps/install $(MIGRATIONS) $(DATABASE_UNSURE)
	$(BIN)/flask --app wsgi db upgrade
	@touch $@

FORCE:
