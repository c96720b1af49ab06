# Two commands for a newcomer: `make run` starts Hinghoi, `make test` checks all of it.
SHELL := /bin/bash
.DELETE_ON_ERROR:
.PHONY: run test check style types layers client-types unit bench build pictures reliability lock clean

PY := .venv/bin/python
NPM := npm --no-fund --no-audit --silent
BENCHES := phone intake slow_phones cleaning soak weak_signal cases desk
SOURCES := $(shell find client service_worker static/css webapp/templates webapp/locales -type f) \
  package-lock.json LICENSE webapp/desk/casework/lifecycle.json

run: .venv/.run static/build/manifest.json
	@exec .venv/bin/hinghoi serve --demo

test:
	@$(MAKE) --no-print-directory -j2 .venv/.dev static/build/manifest.json
	@tests/tools.sh
	@$(MAKE) --no-print-directory -j2 -Otarget check
	@$(MAKE) --no-print-directory unit

# What needs no running program.
check: types client-types style layers
types: .venv/.dev
	.venv/bin/mypy
client-types: node_modules/.installed
	npx --no-install tsc --noEmit -p .
style: .venv/.dev
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
layers: .venv/.dev
	.venv/bin/lint-imports --no-cache

unit: .venv/.dev static/build/manifest.json
	node client/test.mjs
	@tests/run.sh

bench: .venv/.dev static/build/manifest.json
	@tests/tools.sh
	@set -e; for one in $(BENCHES); do echo; $(PY) -m bench.$$one; done

build: static/build/manifest.json

static/build/manifest.json: $(SOURCES) node_modules/.installed | .venv/.run
	@echo "Building the client …"
	@node client/build.mjs
	@touch $@

.venv/bin/python:
	@python3 -c 'import ensurepip' 2>/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq python3-venv; } \
	  || { echo "Please install Python's venv first: sudo apt install python3-venv" >&2; exit 1; }
	@python3 -m venv .venv

.venv/.run: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing what Hinghoi needs into .venv …"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements.txt
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.run
	@echo "Installing what the checks need into .venv …"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-dev.txt
	@touch $@

node_modules/.installed: package.json package-lock.json
	@echo "Installing what the client is built from …"
	@$(NPM) ci
	@touch $@

# The README's pictures, as the end-to-end test took them last.
pictures:
	HINGHOI_PICTURES=1 .venv/bin/pytest -q tests/browser/test_main_job.py
	cp tests/screenshots/report.png tests/screenshots/outbox.png tests/screenshots/desk.png docs/images/

# What delivery survives, as docs/reliability.md tells it, from a run of its tests.
reliability: .venv/.dev static/build/manifest.json
	mkdir -p tests/screenshots
	.venv/bin/pytest -q tests/browser/faults --junitxml=tests/screenshots/faults.xml || true
	$(PY) -m tests.support.reliability tests/screenshots/faults.xml

# For maintainers: pins everything anew, with hashes and without addresses (needs uv).
LOCK := uv pip compile -q --generate-hashes --no-emit-index-url --no-header --no-annotate \
  --python-version 3.11 --python-platform linux
lock:
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) -c requirements.txt requirements-dev.in -o requirements-dev.txt
	$(NPM) install --package-lock-only --omit-lockfile-registry-resolved

clean:
	rm -rf .venv node_modules static/build build *.egg-info
