# Each target sets up all it needs: a virtual environment in .venv, with the pinned dependencies.

PYTHON ?= python3
BIN := .venv/bin
ARGS ?=
# What is compiled is kept, or each of the many processes that tests start compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test check bench matrix pins reference clean

demo: .venv/ready  ## Serve a world full of invented runs; ARGS=--once to log and read one run, and end
	$(BIN)/runfake demo $(ARGS)

test: check  ## Everything that has to hold: style, types, tests
	$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

check: .venv/ready  ## Style and types alone
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/ready  ## Print the figures of every benchmark
	@for script in bench/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

matrix: .venv/ready  ## Have the newest release of each minor line play the scenarios; ARGS="0.19.11 0.31.0" for some
	$(BIN)/python -m tests.matrix $(ARGS)

.venv/ready: requirements-dev.txt pyproject.toml
	@echo "Setting up .venv, which takes a minute ..."
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

pins:  ## Pin the newest releases anew
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --group dev '.[all]' uvloop
	$(BIN)/python -m pip freeze --exclude runfake > requirements-dev.txt

reference: .venv/ready  ## Write anew what documents say from the code
	$(BIN)/python -m tests.reference
	$(BIN)/python -m tests.contract.written

clean:  ## Remove what make made
	rm -rf .venv .matrix .mypy_cache .pytest_cache .ruff_cache .hypothesis
