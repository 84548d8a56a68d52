# `make demo` and `make test` need Python 3.11+ and the package registry, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed-$(shell cksum pyproject.toml | cut -d' ' -f1)

.PHONY: help demo test check lint types layers format bench tour clean
help: ## what there is to make
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

$(INSTALLED):
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Stackwright needs Python 3.11 or newer; name one: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all]' --group test --group check
	@rm -f $(VENV)/.installed-*
	@touch $@

demo: $(INSTALLED) ## rehearse the example service `shop` in `dev`: preview, up, a second up that changes nothing, outputs
	$(BIN)/stackwright rehearse shop -e dev

test: $(INSTALLED) ## the whole suite; under five minutes on two cores
	$(BIN)/python -m pytest -n 2

check: lint types layers test ## what CI runs
	STACKWRIGHT_TOUR=1 $(BIN)/python -m pytest tests/docs/test_tour.py

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/basedpyright

layers: $(INSTALLED)
	$(BIN)/lint-imports

format: $(INSTALLED) ## let ruff write what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED) ## figures, side by side with the alternative
	$(BIN)/python -m benchmarks

tour: $(INSTALLED) ## run the guided tour's commands, and write what they print and draw into docs/
	$(BIN)/python -m docs.tour

clean: ## forget the installation and everything generated
	rm -rf $(VENV) .pytest_cache .ruff_cache .import_linter_cache dist
