# The two commands of the README are `make demo` and `make test`; each does its own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
BIN := .venv/bin
UV := $(or $(shell command -v uv 2>/dev/null),.uv/bin/uv)
SCALE = --lines $(or $(LINES),1000000) --rounds $(or $(ROUNDS),5) $(if $(MEMORY),--memory $(MEMORY))
MONEY_PATH := premium/money.py,premium/program/*,premium/reconcile/*,premium/ingest/*

SPARK_IS_SMALL := JDK_JAVA_OPTIONS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

.PHONY: help setup demo test check lint types floors docs screens bench bench-docs bench-smoke bench-steps bench-door peers many spark cluster mutants fuzz schemathesis lock clean

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: .venv/ready ## fill .venv from the lock, bringing uv when it is absent

.uv/bin/uv:
	@echo "bringing uv (pinned in requirements-uv.lock)"
	@if $(PYTHON) -m venv .uv >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  rm -rf .uv; apt-get update -qq && apt-get install -qq -y python3-venv >/dev/null && $(PYTHON) -m venv .uv; \
	else rm -rf .uv; echo "python3 cannot make a virtual environment here: install python3-venv, or uv" >&2; exit 2; fi
	@.uv/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-uv.lock

.venv/ready: requirements-dev.lock pyproject.toml | $(UV)
	@$(UV) venv -q --allow-existing --no-python-downloads --python '>=3.11' .venv
	@$(UV) pip sync -q --python $(BIN)/python --require-hashes requirements-dev.lock
	@$(UV) pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

demo: setup ## reconcile the sample season, tell its story, and say how to look at it in a browser
	@set -o pipefail; $(BIN)/premium demo --out out/demo --workspace out/demo-workspace | sed 's#premium serve#$(BIN)/premium serve#'

test: setup ## run the tests, with the gate on the money path's coverage
	@$(BIN)/python -m pytest -n 3 --dist worksteal --cov --cov-report= $(TESTS)
	@$(BIN)/coverage report --include='$(MONEY_PATH)' --fail-under=95

check: lint types floors test bench-smoke ## everything that CI holds to

lint: setup ## ruff, all rules, and its formatting
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: setup ## mypy, strict
	@$(BIN)/mypy

floors: setup ## imports run only downward
	@$(BIN)/lint-imports

docs: setup ## write anew what is generated: the page of each finding, the README's outputs and picture
	@$(BIN)/python docs/make_findings.py
	@$(BIN)/python docs/make_profiles.py
	@$(BIN)/python docs/make_readme.py

screens: setup ## pictures of the pages for the documents, in Debian's chromium
	@$(BIN)/python docs/make_screens.py

bench: setup peers ## whole roads over LINES (1,000,000) lines, ROUNDS (5) each, beside floors and peers, as a Markdown table
	@mkdir -p out
	@set -o pipefail; $(BIN)/python -m benchmarks.scale $(SCALE) --json out/bench.json | tee out/bench.md

bench-docs: setup peers ## the same, and write the table into docs/performance.md
	@$(BIN)/python -m benchmarks.scale $(SCALE) --write

bench-steps: setup ## each step, check and proof alone, and the doors, over 1,000,000 lines
	@$(BIN)/python -m pytest benchmarks --benchmark-enable --benchmark-only --benchmark-columns=median,iqr,rounds -p no:xdist -p no:cov

bench-smoke: setup ## the benchmarks on a small world, once each, to see that they still run; peers only where .peers is
	@PREMIUM_BENCH_LINES=4000 $(BIN)/python -m pytest -q benchmarks -p no:xdist -p no:cov
	@$(BIN)/python -m benchmarks.scale --lines 4000 --rounds 1 >/dev/null

peers: .peers/ready ## fill .peers from its lock: what the benchmarks compare with

.peers/ready: requirements-peers.lock .venv/ready | $(UV)
	@$(UV) venv -q --allow-existing --no-python-downloads --python $(BIN)/python .peers
	@$(UV) pip sync -q --python .peers/bin/python --require-hashes requirements-peers.lock
	@touch $@

bench-door: setup ## canonical CSV of LINES (10,000,000) lines, validated, beside the bare read of the same file
	@$(BIN)/python -m benchmarks.door --lines $(or $(LINES),10000000)

many: setup ## the long road: 2,000 random worlds or PREMIUM_WORLDS=N against the oracle, and Hypothesis with many examples
	@PREMIUM_WORLDS=$(or $(PREMIUM_WORLDS),2000) $(BIN)/python -m pytest -n 2 -m "(many or hypothesis) and not cluster" $(TESTS)

.spark/ready: requirements-spark.lock | setup
	@$(UV) venv -q --allow-existing --no-python-downloads --python $(BIN)/python .spark
	@$(UV) pip sync -q --python .spark/bin/python --require-hashes requirements-spark.lock
	@$(UV) pip install -q --python .spark/bin/python --no-deps --no-build-isolation -e .
	@touch $@

spark: .spark/ready ## Spark as in CI: its functions, a world of traps, a small cluster of which a worker dies; needs Java 17
	@$(SPARK_IS_SMALL) .spark/bin/python -m pytest -p no:cacheprovider tests/spark

cluster: .spark/ready ## the rest on Spark: every case, many worlds, all traps, Spark Connect, a million lines on a cluster of which workers die
	@.spark/bin/python -m pytest -p no:cacheprovider -m cluster tests/spark

mutants: setup ## break each SQL file and the Python of money on purpose; every mutant must be caught
	@$(BIN)/python tests/mutants/sql.py

fuzz: setup ## throw bytes at every door, MINUTES (2) at each; what is found lies in fuzz-found/
	@$(UV) venv -q --allow-existing --no-python-downloads --python $(BIN)/python .fuzz
	@$(UV) pip sync -q --python .fuzz/bin/python --require-hashes requirements-fuzz.lock
	@for door in csv fixed workbook_inside profile canonical; do \
	  PYTHONPATH=.:tests .fuzz/bin/python tests/fuzz/run.py $$door --minutes $(or $(MINUTES),2) || exit 1; done

schemathesis: setup ## ask the API all that its OpenAPI allows and does not, by each role, for MINUTES (10) in all
	@PYTHONPATH=.:tests:tests/web $(BIN)/python tests/web/long_schemathesis.py --minutes $(or $(MINUTES),10)

lock: $(UV) ## compile the locks anew: names, versions, hashes
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.lock pyproject.toml
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements.lock -o requirements-dev.lock --group dev pyproject.toml
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements-dev.lock -o requirements-fuzz.lock --group fuzz pyproject.toml
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -c requirements-dev.lock -o requirements-spark.lock --group spark pyproject.toml
	@$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements-peers.lock --group peers
	@echo uv | $(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements-uv.lock -

clean: ## remove what was made, but for .venv, .spark and .fuzz
	@rm -rf out .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks htmlcov .coverage*
