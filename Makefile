# Needs Python 3.11 or later with venv and pip; everything else is set up in .venv.

PYTHON := $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c requirements.lock
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help demo test lint format hard bench messages docs lock clean

help:
	@echo "make demo      set up, run the example estate's months, show the statements"
	@echo "make test      all tests, on SQLite and on PostgreSQL (brought along, nothing to install)"
	@echo "make lint      style, types, floors and the rules of the house"
	@echo "make format    lay out the code as make lint wants it"
	@echo "make hard      the long campaigns, with coverage of what decides about money"
	@echo "make bench     speed, as ratios to bare SQL"
	@echo "make messages  collect the texts for translation and compile the catalogues"
	@echo "make docs      write docs/cli.md and the walk of the README from the commands"
	@echo "make lock      write the tried versions of all libraries to requirements.lock"
	@echo "make clean     remove everything that make made"

# A stamp is older than what it was made from when the settings or the lock change; only then are
# the libraries installed again. An environment whose Python is gone is made anew.
$(VENV)/ready: pyproject.toml requirements.lock
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) -e .
	@touch $@

$(VENV)/ready-dev: pyproject.toml requirements.lock
	@$(BIN)/python -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/ready

demo: $(VENV)/ready
	$(BIN)/wxzj demo

test: $(VENV)/ready-dev
	$(BIN)/pytest -n $(WORKERS) --dist loadscope

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q tests/house

format: $(VENV)/ready-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# What decides about money is covered to the last branch; the campaigns run many more examples.
MONEY := ledger/values/*,ledger/journal/*,ledger/fund/entries*.py,ledger/closing/carry.py

hard: $(VENV)/ready-dev
	rm -f .coverage .coverage.*
	WXZJ_CAMPAIGN=hard $(BIN)/coverage run -m pytest -m 'hard or not hard'
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --include='$(MONEY)' --fail-under=100

bench: $(VENV)/ready-dev
	$(BIN)/python -m bench

# The source texts are Chinese. Ours are translated to English; click's own words, which are
# English, to Chinese. Both are looked up in one domain.
CLICK = $$($(BIN)/python -c 'import click, pathlib; print(pathlib.Path(click.__file__).parent)')
EXTRACT := $(BIN)/pybabel -q extract -F pyproject.toml --no-location --sort-output \
	--project=wxzj --version=1 --msgid-bugs-address=wxzj
UPDATE := $(BIN)/pybabel -q update -D ledger -d ledger/locale --init-missing \
	--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width=100

messages: $(VENV)/ready-dev
	mkdir -p build
	$(EXTRACT) -o build/ledger.pot ledger
	$(EXTRACT) -o build/click.pot $(CLICK)
	$(UPDATE) -i build/ledger.pot -l en
	$(UPDATE) -i build/click.pot -l zh_CN
	$(BIN)/pybabel -q compile -D ledger -d ledger/locale

docs: $(VENV)/ready-dev
	$(BIN)/python -m docs.make_cli
	$(BIN)/python -m docs.make_rules
	$(BIN)/python -m docs.make_walk

lock: $(VENV)/ready-dev
	$(BIN)/python -m pip freeze --disable-pip-version-check --exclude-editable >requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	rm -rf .hypothesis .coverage .coverage.*
	rm -f wxzj-demo.db wxzj-demo.db-wal wxzj-demo.db-shm
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
