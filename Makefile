# Everything a person does with this project. Needs Python 3.11+, make, a shell and the package registries; nothing else.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON3 := $(shell for each in python3.13 python3.12 python3.11 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$each" && break; done)
PYTHON := .venv/bin/python
INSTALL := --quiet --disable-pip-version-check install --no-deps --require-hashes --only-binary=:all:
MAKEFLAGS += --jobs=3 # the virtual environments side by side

DEV := .venv/.dev.stamp
EMULATOR := .venv-emulator/.emulator.stamp
RUNTIME := .venv-runtime/.runtime.stamp
PEERS := .venv-peers/.peers.stamp
SETUP := $(DEV) $(EMULATOR) $(RUNTIME)

AUDIT := .venv-audit/.audit.stamp

.PHONY: help setup demo cockpit pictures test check style audit fuzz crash package bench bench-matching bench-goals bench-cost load deploy lock lint-template \
	front-end clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 24

setup: $(SETUP) ## the three virtual environments (the other targets do it by themselves)

demo: $(SETUP) ## the product on this machine, from register to blocked delivery; DATA=folder for other payloads
	@$(PYTHON) -m infra.demo $(if $(DATA),--data "$(DATA)")

cockpit: $(SETUP) ## the demo's data without its story: the cockpit's address and logins, until Ctrl-C
	@$(PYTHON) -m infra.demo --cockpit

pictures: $(SETUP) ## the pictures of the cockpit in docs/pictures/cockpit, from the demo's data; needs a Chromium
	@$(PYTHON) -m infra.cockpit_pictures

test: style ## everything: style, types and every test, through the deployed stack on the local emulator too
	@$(PYTHON) -m pytest

check: style ## what to run while working: style, types, house rules, unit and contract tests (3 minutes on two cores)
	@$(PYTHON) -m pytest -m "not integration" -n auto

style: $(SETUP)
	@$(PYTHON) -m ruff check --quiet
	@$(PYTHON) -m ruff format --quiet --check
	@$(PYTHON) -m mypy --no-error-summary

audit: $(SETUP) $(AUDIT) ## weak spots: advisories about packages, and requests drawn from docs/openapi.json (3 minutes)
	@$(PYTHON) -m infra.audit

fuzz: $(DEV) ## damaged recordings for every reader, ten minutes each (six hours): SECONDS=30 NAMES="ch_shab import" for less
	@nice -n 10 $(PYTHON) -m tests.fuzz --seconds $(or $(SECONDS),600) $(NAMES)

crash: $(DEV) ## steps that die, are throttled, repeated and reordered, at random for long: CRASH_EXAMPLES=500 flows
	@nice -n 10 env CRASH_EXAMPLES="$(or $(CRASH_EXAMPLES),200)" $(PYTHON) -m pytest tests/crash

package: $(DEV) ## the zip, the layer and the template for AWS, into .build/production
	@$(PYTHON) -m infra.package

bench: $(SETUP) ## answers, cold starts, readers, matching, publication to mail, pages; docs/performance.md (10 minutes)
	@for each in cold_start block_answer parsing match_rate end_to_end "cockpit --rounds 20 --cases 100"; do \
		echo "-- $$each"; nice -n 5 $(PYTHON) -m bench.$$each || [ "$${each%% *}" = cockpit ]; done # a slow page is a row, no failure
	@$(PYTHON) -m bench.performance
	@if [ "$${DYNAMODB_LOCAL:-}" = 1 ]; then $(MAKE) bench-cost; fi # counted units want DynamoDB Local

bench-matching: $(DEV) $(PEERS) ## our matching beside other matchers on the same pairs (under 10 minutes)
	@nice -n 10 $(PYTHON) -m bench.matching

bench-goals: $(DEV) ## matching on unseen drawn notices: precision, recall, review, cost; MILLION=1 for a million customers
	@nice -n 10 $(PYTHON) -m bench.goals $(if $(MILLION),--million)

bench-cost: $(SETUP) ## what each happening asks of AWS, on DynamoDB Local (DYNAMODB_LOCAL=1), and docs/cost.md from it (5 minutes)
	@nice -n 10 $(PYTHON) -m bench.units
	@$(PYTHON) -m bench.cost

load: $(SETUP) ## a busy day on DynamoDB Local (DYNAMODB_LOCAL=1): CUSTOMERS=100000 IMPORTED=100000 NOTICES=6000 REACHABLE=1; docs/load.md
	@nice -n 10 $(PYTHON) -m bench.load --customers $(or $(CUSTOMERS),100000) --imported $(or $(IMPORTED),100000) \
		--notices $(or $(NOTICES),6000) $(if $(REACHABLE),--reachable)
	@nice -n 10 $(PYTHON) -m bench.load.file

deploy: $(DEV) ## a stage to the account of your AWS credentials: STAGE=dev SET="Parameter=value ..." TAGS="key=value ..."
	@$(if $(STAGE),,echo 'Which stage? make deploy STAGE=dev' >&2; exit 2)
	@$(PYTHON) -m infra.deploy --stage "$(STAGE)" $(foreach each,$(SET),--set "$(each)") $(foreach each,$(TAGS),--tag "$(each)")

lint-template: package ## cfn-lint on the template that is deployed
	@.venv/bin/cfn-lint .build/production/template.json

lock: .build/uv/bin/uv ## the newest versions that fit, with hashes, into requirements/*.txt
	@.build/uv/bin/uv pip compile $(UV) pyproject.toml -o requirements/layer.txt
	@.build/uv/bin/uv pip compile $(UV) --extra dev -c requirements/layer.txt pyproject.toml -o requirements/dev.txt
	@.build/uv/bin/uv pip compile $(UV) requirements/emulator.in -o requirements/emulator.txt
	@.build/uv/bin/uv pip compile $(UV) requirements/runtime.in -o requirements/runtime.txt
	@.build/uv/bin/uv pip compile $(UV) requirements/audit.in -o requirements/audit.txt
	@.build/uv/bin/uv pip compile $(UV) requirements/peers.in -o requirements/peers.txt
	@.build/uv/bin/uv pip compile $(UV) requirements/peers-icu.in -o requirements/peers-icu.txt
UV := --quiet --upgrade --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11

front-end: $(DEV) ## the cockpit's front-end parts in the versions of infra/front_end.py (needs npm)
	@$(PYTHON) -m infra.front_end

clean: ## removes what was built; the virtual environments stay
	@rm -rf .build .mypy_cache .ruff_cache .pytest_cache .hypothesis .chalice/deployments

# ---- set-up: remade when its lock file changes --------------------------------------------------------------
define python_or_reason
	@$(if $(PYTHON3),,echo 'Python 3.11 or newer is needed and was not found on the PATH.' >&2; exit 1)
endef

.venv/bin/python:
	$(python_or_reason)
	@$(PYTHON3) -m venv .venv

$(DEV): requirements/dev.txt | .venv/bin/python
	@echo 'Setting up .venv (tools and tests) ...' >&2
	@.venv/bin/python -m pip $(INSTALL) --no-compile -r requirements/dev.txt
	@.venv/bin/python -m pip --quiet --disable-pip-version-check install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(EMULATOR): requirements/emulator.txt | .venv/bin/python
	@echo 'Setting up .venv-emulator (local AWS) ...' >&2
	@test -x .venv-emulator/bin/python || .venv/bin/python -m venv --without-pip .venv-emulator
	@.venv/bin/python -m pip --python .venv-emulator/bin/python $(INSTALL) -r requirements/emulator.txt
	@touch $@

$(RUNTIME): requirements/runtime.txt | .venv/bin/python
	@echo 'Setting up .venv-runtime (what Lambda has: boto3) ...' >&2
	@test -x .venv-runtime/bin/python || .venv/bin/python -m venv --without-pip .venv-runtime
	@.venv/bin/python -m pip --python .venv-runtime/bin/python $(INSTALL) -r requirements/runtime.txt
	@touch $@

$(PEERS): requirements/peers.txt requirements/peers-icu.txt | .venv/bin/python
	@echo 'Setting up .venv-peers (other matchers) ...' >&2
	@test -x .venv-peers/bin/python || .venv/bin/python -m venv --without-pip .venv-peers
	@.venv/bin/python -m pip --python .venv-peers/bin/python $(INSTALL) -r requirements/peers.txt
	@.venv/bin/python -m pip --python .venv-peers/bin/python $(subst --only-binary=:all:,,$(INSTALL)) -r requirements/peers-icu.txt \
		|| echo 'nomenklatura is left out: PyICU has no wheel and needs ICU headers (libicu-dev) and a C++ compiler.' >&2
	@touch $@

$(AUDIT): requirements/audit.txt | .venv/bin/python
	@echo 'Setting up .venv-audit (what looks for weak spots) ...' >&2
	@test -x .venv-audit/bin/python || .venv/bin/python -m venv --without-pip .venv-audit
	@.venv/bin/python -m pip --python .venv-audit/bin/python $(INSTALL) --no-compile -r requirements/audit.txt
	@touch $@

.build/uv/bin/uv: | .venv/bin/python
	@.venv/bin/python -m venv .build/uv && .build/uv/bin/python -m pip --quiet --disable-pip-version-check install uv
