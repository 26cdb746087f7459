# The two commands of the README are `make compare` and `make test`. Each sets up what it needs.
# Needs Python 3.11 to 3.14, pip and make. Another Python: make setup PYTHON=python3.12

PYTHON ?= python3
REPLICATIONS ?= auto
UV_VERSION = 0.13.9

BIN = .venv/bin
READY = .venv/.ready
# pip inside .venv or, where Python cannot put it there (Debian's without python3-venv), the machine's own pip acting on .venv.
PIP = $$($(BIN)/python -c 'import pip' 2>/dev/null && echo $(BIN)/python -m pip || echo $(PYTHON) -m pip --python $(BIN)/python)

# A Python that is named and is not that of .venv makes .venv anew; where none is named, the one there is stays.
MINOR = import sys; print(*sys.version_info[:2])
ifneq ($(origin PYTHON),file)
ifneq ($(shell $(BIN)/python -c '$(MINOR)' 2>/dev/null),$(shell $(PYTHON) -c '$(MINOR)' 2>/dev/null))
ANEW = anew
endif
endif

.DEFAULT_GOAL := help
.PHONY: help setup compiled compare workshop test fuzz mutants lint format bench bench-guard readme wheel lock clean anew

help:  ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

setup: $(READY) compiled  ## make .venv from requirements.lock and compile the model; instant when nothing has changed

$(READY): requirements.lock pyproject.toml $(ANEW)
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 15) else "mellanrum needs Python 3.11, 3.12, 3.13 or 3.14; $(PYTHON) is %d.%d. Name another: make $(MAKECMDGOALS) PYTHON=python3.12" % v)'
	@{ test -z "$(ANEW)" && $(BIN)/python -c '' 2>/dev/null; } || { \
		echo "Setting up .venv (once, one to three minutes) ..." >&2; \
		$(PYTHON) -m venv --clear .venv >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip .venv; }
	@$(PIP) install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	@$(PIP) install --disable-pip-version-check --quiet --no-deps --no-build-isolation -e .
	@touch $@

anew:

# Without a C compiler this says so, and the interpreter goes on.
compiled: $(READY)
	@$(BIN)/python -m compiling

compare: $(READY) compiled  ## Norrbotten today and under two transfers: 8 to 20 replications of each
	@$(BIN)/mellanrum compare norrbotten current paper_transfer big_bang -n $(REPLICATIONS) \
		$(if $(filter auto,$(REPLICATIONS)),--precision "least=8 budget=20")

workshop: $(READY) compiled  ## the workshop page, in a browser on this machine; ARGS="--county gavleborg --lang sv"
	@$(BIN)/mellanrum workshop $(ARGS)

# Hundreds of processes are begun: none need parse again what another has.
test: export PYTHONDONTWRITEBYTECODE =
test: $(READY) compiled  ## all tests, and some of them again interpreted
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
	@MELLANRUM_PURE=1 $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "interpreted or both_builds"

fuzz: $(READY)  ## 10,000 spoilt files of every kind (about half an hour); SEED=n takes others
	@$(BIN)/python -m tests.properties.test_fuzz_files 10000 $(or $(SEED),1)

mutants: $(READY)  ## 100 small faults in the source, one at a time: would the tests notice? NUMBER=n, SEED=n
	@$(BIN)/python -m tests.mutants $(or $(NUMBER),100) $(or $(SEED),1)

lint: $(READY)  ## ruff and mypy (strict on sim/)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY)  ## let ruff put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) compiled  ## engines side by side, the county model, the command: benchmarks/results.md (12 minutes)
	@$(BIN)/python -m benchmarks

DESIGNS = current stronger_agreements no_sobriety_rule bill_2028 paper_transfer big_bang phased central_clinics integrated_teams full_reform

readme: $(READY) compiled  ## the README's tables: ten designs in both counties, 20 replications each, and what is kept of them
	@for county in norrbotten gavleborg; do rm -rf build/readme/$$county; \
		$(BIN)/mellanrum compare $$county $(DESIGNS) -n 20 --out build/readme/$$county >/dev/null || exit; done
	@$(BIN)/python -m benchmarks.readme build/readme/norrbotten build/readme/gavleborg

bench-guard: $(READY) compiled  ## fails where a replication takes 15 % more than benchmarks/guard.toml says
	@$(BIN)/python -m benchmarks.guard

wheel: $(READY) compiled  ## a wheel for this Python and system, with the compiled model in it, in dist/
	@$(PIP) wheel --disable-pip-version-check --quiet --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock:  ## resolve requirements.lock anew, for all systems and Pythons (needs the network)
	@test -x .lockenv/bin/uv || $(PYTHON) -m venv .lockenv
	@.lockenv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@.lockenv/bin/uv pip compile pyproject.toml --extra dev --extra calibrate --extra sensitivity --extra cluster --extra xlsx --extra workshop --upgrade --quiet \
		--universal --python-version 3.11 --fork-strategy fewest --only-binary :all: --generate-hashes \
		--no-config --no-emit-index-url --no-emit-find-links --no-annotate --no-header \
		--output-file requirements.lock >/dev/null
	@echo "requirements.lock: $$(grep -c == requirements.lock) packages"

clean:  ## remove .venv, caches and builds; runs/ is left alone
	rm -rf .venv .lockenv build dist sim/_compiled .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
