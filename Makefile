# Every command of the project. `make` alone lists them; each sets up what it needs first.
# Settings are environment variables or words after the command: make demo PORT=8010 STATE_DIR=/tmp/frontdoor

.DEFAULT_GOAL := help
.SUFFIXES:

SET_UP := .venv/complete
PROJECTS := pyproject.toml $(wildcard shared/pyproject.toml services/*/pyproject.toml deploy/local/pyproject.toml)
UV := .venv/set-up/bin/uv
PY := .venv/bin/python
FRONTDOOR := $(PY) -m frontdoor
PYTEST := $(PY) -m pytest
MEMBERS := shared local intake screening strategy edt-handover notifications timeline

# Compiled modules are kept, whatever the shell says about it: they halve the time of every start after the first.
unexport PYTHONDONTWRITEBYTECODE

# An environment made elsewhere points elsewhere: make it again after the checkout was moved.
ifneq ($(shell cat $(SET_UP) 2>/dev/null),$(CURDIR))
.PHONY: $(SET_UP)
endif

$(SET_UP): requirements.lock deploy/local/setup-requirements.txt deploy/local/set-up.sh $(PROJECTS)
	@deploy/local/set-up.sh

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(SET_UP) ## play the bank-holiday weekend on a demo clock, and leave the system running
	@$(FRONTDOOR) demo

.PHONY: run
run: $(SET_UP) ## start the system empty: PORT=8000, STATE_DIR=.state, DATABASE_URL, JOURNAL_URL
	@$(FRONTDOOR) run

.PHONY: reset
reset: $(SET_UP) ## throw the state away, after asking (YES=1 does not ask)
	@$(FRONTDOOR) reset $(if $(YES),--yes)

.PHONY: test
test: $(SET_UP) ## run the tests (ARGS="tests/intake -k lag" for some of them)
	@$(PYTEST) -n 2 -m "not kafka" $(ARGS)

.PHONY: check
check: $(SET_UP) ## lint, formatting, types, import contracts
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m basedpyright
	.venv/bin/lint-imports

.PHONY: processes
processes: $(SET_UP) ## start each service as its own process, as docker-compose.yml says (JOURNAL_URL for a broker)
	@$(FRONTDOOR) processes

.PHONY: kafka
kafka: $(SET_UP) ## start a real Apache Kafka broker on this machine (needs Java and, once, Maven)
	@$(FRONTDOOR) kafka

.PHONY: test-kafka
test-kafka: $(SET_UP) ## run on a real Kafka broker: the journal, the journeys, the services as separate processes
	@KAFKA_TESTS=1 $(PYTEST) -n 2 -m kafka $(ARGS)

.PHONY: alone
alone: $(SET_UP) ## import each service's tests in an environment that holds only that service (ALONE_RUN=1 runs them)
	@deploy/local/alone.sh

.PHONY: campaign
campaign: $(SET_UP) ## try to break the promises from outside: TIER=push|nightly|release, SEED=1 (needs Java and, once, Maven)
	@$(PY) -m tests.campaign --tier $(or $(TIER),push) $(if $(SEED),--seed $(SEED)) $(ARGS)

.PHONY: campaign-bugs
campaign-bugs: $(SET_UP) ## show that each seeded bug turns the campaign's checker red (ARGS="--bug NAME")
	@$(PY) -m tests.campaign.directed $(ARGS)

.PHONY: failpoints
failpoints: $(SET_UP) ## stop at every step of every transaction, in every way: SEED=1
	@$(PY) -m tests.campaign.failpoints $(if $(SEED),--seed $(SEED)) $(ARGS)

.PHONY: fuzz
fuzz: $(SET_UP) ## throw hostile requests at every service: REQUESTS=2000, SEED=1
	@$(PY) -m tests.campaign.fuzz $(if $(REQUESTS),--requests $(REQUESTS)) $(if $(SEED),--seed $(SEED)) $(ARGS)

.PHONY: restore
restore: $(SET_UP) ## take a backup under load, restore it elsewhere, and see that nothing acknowledged is missing: SEED=1
	@$(PY) -m tests.campaign.restore $(if $(SEED),--seed $(SEED)) $(ARGS)

.PHONY: bench
bench: $(SET_UP) ## measure everything beside its limit and its peers (ARGS="--only append"); bench/README.md tells how
	@$(PY) -m bench $(ARGS)

.PHONY: bench-quick
bench-quick: $(SET_UP) ## the same on smaller sizes, in five minutes
	@$(PY) -m bench --quick $(ARGS)

.PHONY: docs
docs: $(SET_UP) ## write what is generated from the code: contracts/, docs/events.md, docs/asyncapi.json, docs/access.md
	@$(FRONTDOOR) docs

.PHONY: lock
lock: $(SET_UP) ## write requirements.lock from the pyproject.toml files (ARGS=--upgrade for newer releases)
	$(UV) pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header $(ARGS) $(MEMBERS:%=--no-emit-package frontdoor-%) --group dev pyproject.toml -o requirements.lock
