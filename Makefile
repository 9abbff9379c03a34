# Two commands for everybody: `make demo` and `make test`. The rest is for who works on it.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test test-fast test-slow lint docs recordings bench lock clean

demo: $(VENV)/.run  ## Install and show a made person through the whole path
	@$(BIN)/untwitch demo

test: $(VENV)/.test lint  ## Everything but the slow tier, with coverage
	$(BIN)/python -m pytest -n 2 -m "not slow" --cov --cov-report=term:skip-covered --cov-fail-under=95
	$(BIN)/python tests/full_coverage.py

test-slow: $(VENV)/.test  ## The slow tier: calibration over many simulated people
	$(BIN)/python -m pytest -n 2 -m slow

lint: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

docs: $(VENV)/.test  ## Make the generated pages and pictures anew
	$(BIN)/python docs/make_reference.py
	$(BIN)/python docs/make_causes.py
	$(BIN)/python docs/make_pictures.py
	$(BIN)/python docs/make_screens.py

lock: $(VENV)/.test  ## Resolve the requirements anew, with hashes
	$(PIP) uv
	for each in build run recordings test; do $(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	  --generate-hashes --no-strip-extras --no-emit-index-url --no-header requirements/$$each.in -o requirements/$$each.txt; done

$(VENV)/.run: requirements/build.txt requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing into $(VENV) (pinned by hash) ..."
	@$(PIP) --require-hashes -r requirements/build.txt
	@$(PIP) --require-hashes -r requirements/run.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: requirements/test.txt requirements/build.txt requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements/test.txt
	sh tests/browser.sh
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.run

recordings: $(VENV)/.run  ## Add what reads recordings: EDF, MAT, XDF, video
	@$(PIP) --require-hashes -r requirements/recordings.txt

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
