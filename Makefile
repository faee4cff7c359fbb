# Everything a newcomer needs: `make sandbox` to try it, `make test` to trust it.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: setup sandbox test faults check format lock migration pictures bench fuzz audit

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

# Everything that can go wrong, under load: make faults ROUNDS=5 SEED=7 ONLY="Slack" DATABASE=postgres (or sqlite, both)
faults: setup
	$(BIN)/python -m tests.faults $(if $(SEED),--seed $(SEED)) --rounds $(or $(ROUNDS),1) --only "$(ONLY)" --database $(or $(DATABASE),both)

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

# What is known to be wrong with what we use, and what bandit finds in what we wrote (pyproject.toml says what it leaves
# out, and why). A package that nobody could be asked about is a failure, too: then nothing is known.
audit:
	@test -d .audit || $(PYTHON) -m venv .audit
	@.audit/bin/pip install --quiet --disable-pip-version-check pip-audit bandit
	.audit/bin/bandit --quiet --configfile pyproject.toml --recursive app.py bot handlers store sandbox bench docs
	.audit/bin/pip-audit --strict --require-hashes --disable-pip -r locks/run.txt -r locks/dev.txt

# The grammar under a coverage-guided fuzzer, for so many seconds (make fuzz FOR=1200); what it finds goes into a plain test. It comes for a few
# Pythons and platforms only (atheris on PyPI), so it is installed here, and in no lock.
FOR ?= 600
fuzz: setup
	@test -d .fuzz/lib || $(BIN)/pip install --quiet --disable-pip-version-check --target .fuzz/lib atheris
	@mkdir -p .fuzz/corpus
	PYTHONPATH=.fuzz/lib $(BIN)/python -m tests.fuzz.grammar .fuzz/corpus -max_len=600 -max_total_time=$(FOR) \
		-artifact_prefix=.fuzz/

bench: setup
	$(BIN)/python -m bench

# uv resolves, pip installs; addresses stay out of the locks.
lock:
	uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header pyproject.toml -o locks/run.txt
	uv pip compile --quiet --upgrade --universal --generate-hashes --python-version 3.11 --no-emit-index-url --no-header -c locks/run.txt --group dev --extra semantic pyproject.toml -o locks/dev.txt
