# Everything one needs to run, test and check the portal. `make help` lists it.
# Needs Python 3.11 or newer with pip, and make; nothing else.

PYTHON ?= python3
PORT ?= 8000
export PORT

VENV := .venv
BENCH_DIR := var/bench
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
UV := uv==0.13.9
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
STATIC := $(or $(STATIC_DIR),$(or $(DATA_DIR),var)/static)
COLLECTED := $(STATIC)/staticfiles.json
# At home no worker runs before `make run`: a run that was cut short is continued at once.
TAKE_OVER := $(if $(DATABASE_URL)$(DATABASE_URL_FILE),,--take-over)
# The kernel's folder is named in the settings; without them each process compiled anew.
COMPILE := $(MANAGE) shell --no-imports --command \
  'from matching.engine import compile_kernel; compile_kernel()'
LOCK := --generate-hashes --no-emit-index-url --no-annotate --universal --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help run test services-test kernel check format bench screenshots messages schema \
        requirements clean

help:
	@echo "make run            install, load the register, score it, serve it on http://127.0.0.1:$(PORT)"
	@echo "make test           run the tests (SQLite, unless DATABASE_URL says otherwise)"
	@echo "make services-test  run the tests on the PostgreSQL and Redis that the environment names"
	@echo "make kernel         compile the kernel of the engine, once for what runs later"
	@echo "make check          linters, types, layers, migrations, messages, API schema, system checks"
	@echo "make format         let the formatter write"
	@echo "make bench          time storing lists and the pages over 50,000 synthetic profiles"
	@echo "make screenshots    pictures of the main pages, wide and narrow"
	@echo "make messages       collect the texts to translate and compile the translations"
	@echo "make schema         write docs/openapi.yaml"
	@echo "make requirements   pin what requirements*.in ask for, with hashes"

# --- installing ---------------------------------------------------------------

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not that." >&2; \
	  echo "Name one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@echo "== Making a virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV) >/dev/null 2>&1 \
	  || $(PYTHON) -m venv --clear --without-pip $(VENV) \
	  || { rm -rf $(VENV); \
	       echo "No virtual environment can be made (Debian: apt-get install python3-venv)." >&2; \
	       exit 1; }

# Where the system's Python brings no ensurepip, its own pip installs into the venv. uv
# needs a third of pip's time for the same files; where it cannot be had, pip takes over.
define install
@if [ -x $(BIN)/pip ]; then pip="$(BIN)/python -m pip"; \
 else pip="$(PYTHON) -m pip --python $(BIN)/python"; fi; \
 pip="$$pip install --quiet --disable-pip-version-check"; \
 { $$pip $(UV) 2>/dev/null && $(BIN)/uv pip install --quiet --python $(BIN)/python \
     --compile-bytecode --link-mode copy --require-hashes -r $(1); } \
 || $$pip --require-hashes -r $(1)
@touch $@
endef

$(INSTALLED): requirements.txt | $(VENV)/pyvenv.cfg
	@echo "== Installing what the portal needs"
	$(call install,requirements.txt)

$(INSTALLED_DEV): requirements-dev.txt $(INSTALLED)
	@echo "== Installing what testing and checking need"
	$(call install,requirements-dev.txt)

# --- running ------------------------------------------------------------------

$(COLLECTED): $(INSTALLED) $(shell find static -type f 2>/dev/null)
	@echo "== Collecting styles, scripts and fonts"
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@touch $@

run: $(COLLECTED)
	@echo "== Bringing the database up to date"
	@$(MANAGE) migrate --noinput --verbosity 0
	@echo "== Loading the register"
	@$(MANAGE) load_register
	@echo "== Finding the matches"
	@$(MANAGE) score_matches $(TAKE_OVER)
	@echo "== Starting the web server and the worker"
	@exec $(MANAGE) serve

bench: $(INSTALLED)
	@echo "== Timing lists and pages of 50,000 synthetic profiles"
	@export DATA_DIR="$(BENCH_DIR)"; unset DATABASE_URL; \
	 $(MANAGE) migrate --verbosity 0 && $(MANAGE) load_register >/dev/null && \
	 $(MANAGE) collectstatic --noinput --verbosity 0 && $(MANAGE) bench_storage && \
	 $(MANAGE) bench_pages

screenshots: $(INSTALLED_DEV)
	@echo "== Taking pictures of the main pages"
	@$(MANAGE) screenshots

# Its warnings are about choices that are read from the register: they are texts, as it
# assumes. Its errors are found by the system checks.
define write-schema
$(MANAGE) spectacular --validate --file $(1) 2>$(VENV)/schema.log \
  || { cat $(VENV)/schema.log >&2; exit 1; }
endef

# --- testing and checking -----------------------------------------------------

# What runs beside the others, unless ARGS asks for a part. Journeys and killed processes
# wait for pages, mails and workers most of their time, and have databases of their own.
# The others are three parts of the same length: on SQLite each process has its own database.
JOURNEYS_LANE := tests/browser tests/processes
LISTS_LANE := tests/matching tests/engine tests/composition tests/seed tests/suggestions \
  tests/guide
REGISTER_LANE := tests/access tests/accounts tests/portal tests/regions

# $(1): further options of pytest; $(2): the lanes, each in quotes
define run-tests
@[ -z "$(ARGS)" ] || exec $(BIN)/python -m pytest $(1) $(ARGS); \
 aside="$$(mktemp -d)"; trap 'rm -rf "$$aside"' EXIT; outcome=0; number=0; lanes=""; rest=""; \
 export KERNEL_DIR="$${KERNEL_DIR:-$${DATA_DIR:-$(CURDIR)/var}/kernel}"; \
 $(COMPILE) || exit 1; \
 if [ -z "$$DATABASE_URL" ]; then \
   DATA_DIR="$$aside/made" $(MANAGE) migrate --verbosity 0 || exit 1; \
   export MIGRATED="$$aside/made/portal.sqlite3"; \
 fi; \
 for lane in $(2); do \
   number=$$((number + 1)); \
   DATA_DIR="$$aside/$$number" $(BIN)/python -m pytest $(1) $$lane \
     >"$$aside/$$number.log" 2>&1 & \
   lanes="$$lanes $$!"; for place in $$lane; do rest="$$rest --ignore $$place"; done; \
 done; \
 $(BIN)/python -m pytest $(1) $$rest || outcome=$$?; number=0; \
 for lane in $$lanes; do \
   number=$$((number + 1)); wait $$lane || outcome=$$?; cat "$$aside/$$number.log"; \
 done; exit $$outcome
endef

# Compiled where the settings look for it: what runs later does not compile its own.
kernel: $(INSTALLED)
	@$(COMPILE)

test: $(INSTALLED_DEV)
	@echo "== Running the tests"
	$(call run-tests,,"$(JOURNEYS_LANE)" "$(LISTS_LANE)" "$(REGISTER_LANE)")

# The engine and what looks at our own files know no database; what a page says, how it
# looks, whether it needs scripts, and what the real register's lists say is the same on
# any: "make test" has tested all that. On the services the matrix of access opens every
# page, and the visitors' and curators' journeys stand for the others.
SAME_ON_ANY := engine composition seed portal/test_house.py portal/test_layers.py \
  portal/test_messages.py portal/test_vendor.py portal/test_tokens.py portal/test_map.py \
  portal/test_docs.py portal/test_env.py portal/test_guard.py portal/test_ui_tags.py \
  portal/test_processes.py portal/test_serve.py accounts/test_contact_data.py \
  matching/test_evaluation.py matching/test_evaluation_fit.py \
  matching/test_evaluation_metrics.py matching/test_evaluation_truth.py \
  matching/test_evaluate_command.py matching/test_bench_command.py sheets/test_round_trip.py \
  matching/test_coach.py matching/test_confidential.py matching/test_access.py \
  accounts/test_oidc.py introductions/test_contacts.py regions/test_facility_access.py \
  moderation/test_access_moderation.py regions/test_compile_register.py sharing/test_pure.py \
  suggestions/test_grouping.py suggestions/test_themes.py calls/test_wording.py \
  consortia/application/test_papers.py consortia/application/test_pages.py \
  guide/glossary guide/peers/test_order.py guide/assessments/test_scoring.py \
  $(filter-out guide/chapters/test_search.py, \
    $(patsubst tests/%,%,$(wildcard tests/guide/chapters/test_*.py))) \
  $(patsubst tests/%,%,$(wildcard tests/guide/*/test_pages*.py)) \
  $(patsubst tests/%,%,$(wildcard tests/*/test_pages*.py tests/*/test_*_pages.py)) \
  $(filter-out browser/test_journeys.py, \
    $(patsubst tests/%,%,$(wildcard tests/browser/test_*.py)))

services-test: export JOURNEYS = once
services-test: export PAGES = sample
services-test: $(INSTALLED_DEV)
	@[ -n "$$DATABASE_URL" ] && [ -n "$$CELERY_BROKER_URL" ] || { \
	  echo "Set DATABASE_URL (postgres://…) and CELERY_BROKER_URL (redis://…)." >&2; exit 1; }
	@echo "== Running the tests on the services that the environment names"
	$(call run-tests,$(SAME_ON_ANY:%=--ignore tests/%) -k "not is_accessible and not are_accessible","$(JOURNEYS_LANE)")

check: $(INSTALLED_DEV)
	@echo "== Style and formatting"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet . || { echo "Run: make format" >&2; exit 1; }
	@echo "== Types"
	@$(BIN)/mypy
	@echo "== Layers"
	@$(BIN)/lint-imports --no-cache
	@echo "== Security"
	@$(BIN)/bandit --quiet --recursive --configfile pyproject.toml portal regions matching
	@echo "== Templates"
	@$(BIN)/djlint templates --lint --quiet
	@echo "== Migrations"
	@$(MANAGE) makemigrations --check --dry-run
	@echo "== Translations"
	@$(MANAGE) messages --check
	@echo "== API schema"
	@$(call write-schema,$(VENV)/openapi.yaml)
	@diff -u docs/openapi.yaml $(VENV)/openapi.yaml || { echo "Run: make schema" >&2; exit 1; }
	@echo "== System checks, here and as in production"
	@$(MANAGE) check --fail-level WARNING
	@SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(60))')" \
	  BASE_URL=https://portal.example ALLOWED_HOSTS=portal.example \
	  EMAIL_URL=smtp://mail.portal.example $(MANAGE) check --deploy --fail-level WARNING

format: $(INSTALLED_DEV)
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

# --- files made by tools ------------------------------------------------------

messages: $(INSTALLED_DEV)
	@$(MANAGE) messages

schema: $(INSTALLED_DEV)
	@$(call write-schema,docs/openapi.yaml)

requirements: $(VENV)/pyvenv.cfg
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check $(UV)
	@$(BIN)/uv pip compile $(LOCK) --quiet requirements.in -o requirements.txt
	@$(BIN)/uv pip compile $(LOCK) --quiet requirements-dev.in -o requirements-dev.txt

clean:
	@echo "== Removing the virtual environment and caches (the data under var/ stays)"
	@rm -rf $(VENV) .ruff_cache .mypy_cache .pytest_cache .import_linter_cache
