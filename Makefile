# Everything a newcomer needs: `make sandbox` to try it, `make test` to trust it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup sandbox test check format lock migration pictures bench

setup: $(READY)

# The lock is the whole truth: a changed lock brings an old .venv up to date.
$(READY): locks/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Counterclaim needs Python 3.11 or newer. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo "This Python cannot make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r locks/dev.txt
	@touch $(READY)

sandbox: setup
	$(BIN)/python app.py sandbox

# A process for each processor; one alone, to look closer: make test PYTEST="-n 0 -x tests/desk"
test: setup
	$(BIN)/pytest -n logical --dist worksteal $(PYTEST)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.migrations_match

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# What store/tables says and the migrations do not: make migration CHANGE="what it changes". While nobody has the
# newest one yet, rewrite that instead: make migration AGAIN=--again CHANGE="the first tables"
migration: setup
	$(BIN)/python -m store.migrations $(AGAIN) "$(CHANGE)"

# The pictures of README, taken again. It needs a Chromium: apt install chromium.
pictures: setup
	$(BIN)/python -m docs.take_pictures

bench: setup
	$(BIN)/python -m bench

# uv resolves, pip installs; addresses stay out of the locks.
lock:
	uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header pyproject.toml -o locks/run.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header -c locks/run.txt --group dev --extra semantic pyproject.toml -o locks/dev.txt
